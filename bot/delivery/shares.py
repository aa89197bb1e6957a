"""How replies, answers and notices share what an account may send. What one lane leaves of its part goes to the others.

Stride scheduling: what a lane has sent is counted by its part. The lane furthest behind goes next.
"""

from collections.abc import Collection

from storage.queue.outbox import Lane

PARTS = (50, 30, 20)  # per cent of the pace for replies, answers and notices while all of them wait
FIRST = 2  # requests a lane sends at once where it had nothing to send before
_ORDER = (Lane.REPLY, Lane.ANSWER, Lane.NOTICE)


class Shares:
    """What each lane of one account has sent lately; DAY_NOTICE goes with NOTICE."""

    def __init__(self, parts: tuple[int, int, int] = PARTS) -> None:
        self._parts = dict(zip(_ORDER, parts, strict=True))
        self._sent = dict.fromkeys(_ORDER, 0.0)
        self._waited: frozenset[Lane] = frozenset()

    def begin(self, waiting: Collection[Lane]) -> None:
        """Notes which lanes wait now. One that waited for nothing before has saved up its first few requests, and no more."""
        latest = min((self._sent[lane] for lane in self._waited), default=None)
        for lane in _ORDER:
            if latest is None:
                self._sent[lane] = 0.0
            elif lane not in self._waited:
                self._sent[lane] = max(self._sent[lane], latest - FIRST / self._parts[lane])
        self._waited = frozenset(waiting)

    def divide(self, places: int, waiting: Collection[Lane]) -> dict[Lane, int]:
        """Divides places among the lanes that wait, one request each. Only lanes that get any are named."""
        sent, divided = dict(self._sent), dict[Lane, int]()
        for _ in range(places if waiting else 0):
            lane = min(waiting, key=lambda one: (sent[one], one))
            sent[lane] += 1 / self._parts[lane]
            divided[lane] = divided.get(lane, 0) + 1
        return dict(sorted(divided.items()))

    def spend(self, lane: Lane, requests: int) -> None:
        """Counts requests that are being sent."""
        self._sent[lane] += requests / self._parts[lane]
