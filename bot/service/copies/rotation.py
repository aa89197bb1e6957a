"""Which copies are kept: the newest of each of the last seven days, four weeks and twelve months.

So are all those of the last day.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

DAILY, WEEKLY, MONTHLY = 7, 4, 12


def choose_kept(made: Mapping[str, datetime], *, now: datetime) -> set[str]:
    """Returns the names of the copies that are kept, of all by name with the time each was made."""
    newest_first = sorted(made, key=lambda name: made[name], reverse=True)
    kept = {name for name in made if made[name] > now - timedelta(days=1)}
    spans: list[tuple[int, Callable[[datetime], object]]] = [
        (DAILY, lambda moment: moment.date()),
        (WEEKLY, lambda moment: moment.isocalendar()[:2]),
        (MONTHLY, lambda moment: (moment.year, moment.month)),
    ]
    for most, span in spans:
        seen: list[object] = []
        for name in newest_first:
            if span(made[name]) not in seen and len(seen) < most:
                seen.append(span(made[name]))
                kept.add(name)
    return kept
