"""What was among others at two deaths of a worker goes alone from then on. So only what kills a worker is parked.

Nothing else is claimed meanwhile, but nobody waits long for that.
"""

import asyncio
from collections.abc import Callable, Collection

from bot.delivery.under_way import Line
from storage.queue.outbox import Lane
from storage.store import Store

ASKED = 5_000  # milliseconds between looks for such letters while there are none
WAIT = 3_000  # milliseconds for which others wait at most, before it leaves and again while it does


class Alone:
    """On which line of a courier a letter waits to go alone, or goes; one at a time."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._looked_at = -ASKED
        self._since = 0
        self._line: Line | None = None  # where one waits until the others have left
        self._letters: Collection[asyncio.Task[None]] = ()

    def look_now(self) -> None:
        """Says that something was taken back."""
        self._looked_at = -ASKED

    @property
    def must_look(self) -> bool:
        """Whether it is time to look for such letters."""
        return self._line is None and not 0 <= self._now() - self._looked_at < ASKED

    def note_looked(self) -> None:
        """Notes that all lines were looked at."""
        self._looked_at = self._now()

    def note_waits(self, line: Line) -> None:
        """Notes that such a letter waits on a line."""
        self._line, self._since = line, self._now()

    @property
    def holds(self) -> bool:
        """Whether nothing else is to be claimed now."""
        waits = self._line is not None or any(not task.done() for task in self._letters)
        return waits and 0 <= self._now() - self._since < WAIT

    def find_line(self, under_way: Collection[asyncio.Task[None]]) -> Line | None:
        """The line on which one may leave now; under_way is what is on its way from this process."""
        return None if self._line is None or (under_way and self.holds) else self._line

    def note_begun(self, letters: Collection[asyncio.Task[None]]) -> None:
        """Notes what leaves alone. Others may wait behind it, so that the next look comes soon."""
        self._line, self._letters, self._since = None, letters, self._now()
        if letters:
            self.look_now()


async def has_suspect(line: Line, now: int, quiet: bool, store: Store) -> bool:
    """Whether a line has a letter that is to go alone, and may now."""
    last = Lane.NOTICE if quiet else Lane.DAY_NOTICE
    return await store.outbox.has_suspect(line.channel.name, line.channel.account, now=now, last=last)
