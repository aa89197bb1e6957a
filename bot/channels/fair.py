"""Fair turns of those who wait to be taken in. A few go at once; whoever was let in longest ago goes first.

Whom we know goes before newcomers, and a person before a group. Each kind keeps its part, so that none waits for ever.
"""

import asyncio
import heapq
from collections import OrderedDict
from collections.abc import AsyncIterator, Collection, Hashable
from contextlib import asynccontextmanager
from enum import IntEnum
from itertools import count

PLACES = 8  # people taken in at once: they share a commit, and whoever comes meanwhile waits for no more than these
KEPT = 2  # places that newcomers and groups leave free: whom we know joins what is being committed, and waits for none
REMEMBERED = 10_000  # people of whom it is known when they were let in last


class Rank(IntEnum):
    """Who waits, the first to go first."""

    HURRIED = 0  # others wait for them
    KNOWN = 1
    NEWCOMER = 2
    GROUP = 3  # nobody waits for what answers one of its many members


PARTS = {Rank.KNOWN: 16, Rank.NEWCOMER: 4, Rank.GROUP: 1}  # of the turns, while all of them wait
Waiting = tuple[int, int, asyncio.Future[None], Hashable]


class FairTurns:
    """A semaphore whose places go to whoever was let in longest ago. So a crowd that writes all the time waits itself.

    Of its kind somebody who is let in for the first time goes first. Among several of them the first come does.
    """

    def __init__(self, places: int = PLACES) -> None:
        self.places = self._free = places
        self._kept = min(KEPT, places - 1)
        self._waiting: dict[Rank, list[Waiting]] = {rank: [] for rank in Rank}
        self._had = dict.fromkeys(PARTS, 0.0)  # turns of each rank, counted by its part
        self._let_in: OrderedDict[Hashable, int] = OrderedDict()
        self._known: OrderedDict[Hashable, None] = OrderedDict()
        self._count = count(1)

    @asynccontextmanager
    async def turn(self, who: Hashable, *, is_group: bool = False) -> AsyncIterator[None]:
        """Waits for somebody's turn and holds a place for them until the end of the block."""
        await self._wait(who, Rank.GROUP if is_group else Rank.KNOWN if who in self._known else Rank.NEWCOMER)
        _remember(self._let_in, who, next(self._count))
        try:
            yield
        finally:
            self._give_back()

    def knows(self, who: Hashable) -> bool:
        """Whether somebody is no newcomer."""
        return who in self._known

    def recognise(self, known: Collection[Hashable]) -> None:
        """Notes that these are no newcomers; those of them who wait go before newcomers from now on."""
        for who in known:
            _remember(self._known, who, None)
        self._move(set(known), Rank.NEWCOMER, to=Rank.KNOWN)

    def hurry(self, who: Hashable) -> None:
        """Lets somebody who waits go next, since others wait for them."""
        for rank in PARTS:
            self._move({who}, rank, to=Rank.HURRIED)

    def _move(self, whose: set[Hashable], rank: Rank, *, to: Rank) -> None:
        moved = [one for one in self._waiting[rank] if one[3] in whose]
        if not moved:
            return
        self._waiting[rank] = [one for one in self._waiting[rank] if one[3] not in whose]
        heapq.heapify(self._waiting[rank])
        for one in moved:
            self._line_up(one, to)
        self._give()

    def _line_up(self, one: Waiting, rank: Rank) -> None:
        if rank in PARTS and not self._waiting[rank]:
            # Whoever waited for nothing has saved nothing up.
            others = [self._had[other] for other in PARTS if self._waiting[other]]
            self._had[rank] = max(self._had[rank], min(others, default=0.0))
        heapq.heappush(self._waiting[rank], one)

    async def _wait(self, who: Hashable, rank: Rank) -> None:
        if self._free > self._left_free_by(rank):
            self._free -= 1
            return
        mine = asyncio.get_running_loop().create_future()
        self._line_up((self._let_in.get(who, 0), next(self._count), mine, who), rank)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # the place had been given, and goes on to the next
                self._give_back()
            raise

    def _left_free_by(self, rank: Rank) -> int:
        return self._kept if rank > Rank.KNOWN else 0

    def _give_back(self) -> None:
        self._free += 1
        self._give()

    def _give(self) -> None:
        while (rank := self._choose()) is not None:
            given = heapq.heappop(self._waiting[rank])[2]
            if not given.done():
                if rank in PARTS:
                    self._had[rank] += 1 / PARTS[rank]
                self._free -= 1
                given.set_result(None)

    def _choose(self) -> Rank | None:
        if self._waiting[Rank.HURRIED] and self._free:
            return Rank.HURRIED
        waiting = [rank for rank in PARTS if self._waiting[rank] and self._free > self._left_free_by(rank)]
        return min(waiting, key=lambda rank: (self._had[rank], rank), default=None)


def _remember(kept: OrderedDict[Hashable, int] | OrderedDict[Hashable, None], who: Hashable, what: int | None) -> None:
    kept[who] = what  # type: ignore[assignment]
    kept.move_to_end(who)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
