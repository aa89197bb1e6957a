"""How long turns took: counts by upper bound, as Prometheus wants a histogram, and the 95th percentile of the latest."""

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, field

BOUNDS = (5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)  # milliseconds
LATEST = 1_000  # turns of which the percentile is told


@dataclass(slots=True)
class Durations:
    """Durations in milliseconds. What it keeps does not grow."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))  # the last one: longer than any bound
    total: int = 0
    latest: deque[int] = field(default_factory=lambda: deque(maxlen=LATEST))

    def note(self, took: int) -> None:
        """Counts one that took so many milliseconds."""
        self.counts[bisect_left(BOUNDS, took)] += 1
        self.total += took
        self.latest.append(took)

    def find_p95(self) -> int | None:
        """What 95 of 100 of the latest took at the most; None where there was none."""
        ordered = sorted(self.latest)
        return ordered[-(-len(ordered) * 95 // 100) - 1] if ordered else None
