"""How those who wait share what an account may send. Each keeps its part; what one leaves goes to the others.

Replies, answers and notices share it by the parts in the settings. Within each of them the aimaks share it evenly.
Stride scheduling: what each has sent is counted by its part, and who is furthest behind goes next.
"""

from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from storage.queue.letters import NEWCOMERS
from storage.queue.outbox import Lane

K = TypeVar("K", bound=int)

PARTS = (50, 30, 20)  # per cent of the pace for replies, answers and notices while all of them wait
FIRST = 2  # requests sent at once by whoever had nothing to send before
SAVED_UP = 3_000  # milliseconds: whoever was not written to for so long goes before those who ask without end
OF_NEWCOMERS = 0.25  # of an aimak's part is what all newcomers together get of the replies while an aimak waits
LASTING = 1_000  # milliseconds after which a lane in which more wait than can leave is no mere burst
LANES = (Lane.REPLY, Lane.ANSWER, Lane.NOTICE)


class Shares(Generic[K]):
    """What each of those who share has sent lately; part says how much of the whole is whose."""

    def __init__(self, part: Callable[[K], float]) -> None:
        self._part = part
        self._sent: dict[K, float] = {}
        self._waited: frozenset[K] = frozenset()

    def begin(self, waiting: Collection[K]) -> None:
        """Notes who waits now. One that waited for nothing before has saved up its first few requests, and no more."""
        latest = min((self._sent[one] for one in self._waited), default=None)
        if latest is None:
            self._sent.clear()
        for one in waiting:
            if one not in self._waited:
                saved_up = 0.0 if latest is None else latest - FIRST / self._part(one)
                self._sent[one] = max(self._sent.get(one, saved_up), saved_up)
        self._waited = frozenset(waiting)

    def divide(self, places: int, waiting: Collection[K]) -> dict[K, int]:
        """Divides so many places among those who wait, each counted as one request; only who gets any is named."""
        sent, divided = dict(self._sent), dict[K, int]()
        for _ in range(places if waiting else 0):
            one = min(waiting, key=lambda each: (sent[each], each))
            sent[one] += 1 / self._part(one)
            divided[one] = divided.get(one, 0) + 1
        return dict(sorted(divided.items()))

    def lags(self, one: K) -> bool:
        """Whether one of those who wait has sent less than its part by as much as may be saved up."""
        others = [self._sent[other] for other in self._waited if other != one]
        return one in self._waited and bool(others) and self._sent[one] + FIRST < min(others)

    def spend(self, one: K, requests: int) -> None:
        """Counts requests that are being sent."""
        self._sent[one] += requests / self._part(one)


class LaneShares(Shares[Lane]):
    """What each lane of one account has sent lately, and in each lane every aimak; DAY_NOTICE goes with NOTICE."""

    def __init__(self, parts: tuple[int, int, int] = PARTS) -> None:
        super().__init__(dict(zip(LANES, parts, strict=True)).__getitem__)
        self.aimaks = {lane: Shares[int](lambda aimak: OF_NEWCOMERS if aimak == NEWCOMERS else 1) for lane in LANES}
        # Lanes in which more wait than can leave, and since when (ms UTC): there the aimaks take turns.
        self.crowded: dict[Lane, int] = {}

    def is_behind(self, lane: Lane) -> bool:
        """Whether replies have taken more than their part beside a lane, so that it need leave nothing for them."""
        replies = self._sent.get(Lane.REPLY, 0.0)
        return self._sent.get(lane, replies) + FIRST / self._part(Lane.REPLY) < replies

    def note_crowd(self, lane: Lane, *, now: int, is_crowded: bool) -> None:
        """Notes whether more wait in a lane than can leave; since when (ms UTC) is kept while they do."""
        if is_crowded:
            self.crowded.setdefault(lane, now)
        else:
            self.crowded.pop(lane, None)
