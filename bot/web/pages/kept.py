"""Pages that many read are made one at a time, and kept for some seconds in bounded memory (cache)."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from bot.web.pages.packed import Packed

LIFE = 10_000  # milliseconds for which a page is kept: so late a change is seen at the most
MOST_BYTES = 32 * 1024 * 1024  # of all pages that are kept
WAITING = 64  # pages that are being made or wait for that; whoever asks for one more is asked to come again


class Crowded(Exception):
    """So many different pages are asked for at once that one more would only wait."""


@dataclass(frozen=True, slots=True)
class _One:
    packed: Packed
    until: int


class KeptPages:
    """Pages by what they were made of; steady is in milliseconds that never go back."""

    def __init__(self, steady: Callable[[], int], *, most_bytes: int = MOST_BYTES) -> None:
        self._steady, self._most_bytes = steady, most_bytes
        self._kept: OrderedDict[Hashable, _One] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[Packed]] = {}
        self._in_turn = asyncio.Lock()
        self.size = 0  # bytes
        self.made = 0  # pages since the start

    def find(self, key: Hashable) -> Packed | None:
        """Returns a page that is kept and not yet old."""
        found = self._kept.get(key)
        if found is None:
            return None
        if found.until <= self._steady():
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return found.packed

    def is_making(self, key: Hashable) -> bool:
        """Whether somebody is making a page just now: whoever waits for it costs nothing."""
        return key in self._making

    async def make(self, key: Hashable, work: Callable[[], Awaitable[Packed]], *, life: int = LIFE) -> Packed:
        """Makes a page, or waits for whoever is making it. What is no good page (404) is not kept. Raises Crowded."""
        task = self._making.get(key)
        if task is None:
            if len(self._making) >= WAITING:
                raise Crowded
            task = self._making[key] = asyncio.ensure_future(self._make(key, work, life))
            task.add_done_callback(_hear)
        return await asyncio.shield(task)  # whoever goes away takes it from nobody else

    async def _make(self, key: Hashable, work: Callable[[], Awaitable[Packed]], life: int) -> Packed:
        try:
            async with self._in_turn:
                packed = await work()
                self.made += 1
        finally:
            del self._making[key]
        if packed.status == 200 and packed.size <= self._most_bytes // 2:
            self._keep(key, packed, self._steady() + life)
        return packed

    def _keep(self, key: Hashable, packed: Packed, until: int) -> None:
        self._drop(key)
        self._kept[key] = _One(packed, until)
        self.size += packed.size
        while self.size > self._most_bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self.size -= dropped.packed.size


def _hear(task: asyncio.Task[Packed]) -> None:
    # Whoever asked may be gone, and then nobody else would hear of what went wrong.
    if not task.cancelled():
        task.exception()
