"""Fair turns of those who wait to be taken in. A few go at once; whoever was let in longest ago goes first."""

import asyncio
import heapq
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from itertools import count

PLACES = 8  # people taken in at once: they share a commit, and whoever comes meanwhile waits for no more than these
_NEXT = -1
REMEMBERED = 10_000  # people of whom it is known when they were let in last


class FairTurns:
    """A semaphore whose places go to whoever was let in longest ago. So a crowd that writes all the time waits itself.

    Somebody who is let in for the first time goes before all others. Among several of them the first come goes first.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._free = places
        self._waiting: list[tuple[int, int, asyncio.Future[None], Hashable]] = []
        self._let_in: OrderedDict[Hashable, int] = OrderedDict()
        self._count = count(1)

    @asynccontextmanager
    async def turn(self, who: Hashable) -> AsyncIterator[None]:
        """Waits for somebody's turn and holds a place for them until the end of the block."""
        await self._wait(who)
        self._let_in[who] = next(self._count)
        self._let_in.move_to_end(who)
        if len(self._let_in) > REMEMBERED:
            self._let_in.popitem(last=False)
        try:
            yield
        finally:
            self._give_back()

    def hurry(self, who: Hashable) -> None:
        """Lets somebody who waits go next, since others wait for them."""
        self._waiting = [(_NEXT if one[3] == who else one[0], *one[1:]) for one in self._waiting]
        heapq.heapify(self._waiting)

    async def _wait(self, who: Hashable) -> None:
        if self._free:
            self._free -= 1
            return
        mine = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self._let_in.get(who, 0), next(self._count), mine, who))
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # the place had been given, and goes on to the next
                self._give_back()
            raise

    def _give_back(self) -> None:
        while self._waiting:
            given = heapq.heappop(self._waiting)[2]
            if not given.done():
                given.set_result(None)
                return
        self._free += 1
