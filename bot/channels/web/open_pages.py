"""The pages that people have open: what is said to somebody reaches each of theirs at once."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.chat.message import Message

BEHIND = 100  # messages that a page may be behind; one that is further behind is ended, and asks again
KEPT = 30  # messages of one person, kept for a page that just opens. The outbox has them as sent a moment later
KEPT_FOR = 10.0  # seconds
REMEMBERED = 1_000  # people of whom they are kept
PAGES = 8  # pages of one person at a time; beyond them the first one ends


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it goes to a page."""

    id: str  # by which it is rewritten, and by which the page says that it has arrived
    message: Message
    language: str
    own: str | None = None  # of what the person said themselves, on one of their pages: which kind it is
    said_at: int = 0  # and when (ms UTC)
    is_over: bool = False  # whether its buttons are
    since: float = 0.0  # when it was shown first, by the clock of the loop (seconds)


Page = asyncio.Queue[Shown | None]  # None: the page ends


class OpenPages:
    """Who has a page open, by address."""

    def __init__(self) -> None:
        self._open: dict[str, list[Page]] = {}
        self._latest: OrderedDict[str, deque[Shown]] = OrderedDict()

    def count(self) -> int:
        """How many pages are open."""
        return sum(map(len, self._open.values()))

    @contextmanager
    def open(self, address: str) -> Iterator[Page]:
        """A page of somebody's until the end of the block; it begins with what was said to them just now."""
        page: Page = asyncio.Queue()
        pages = self._open.setdefault(address, [])
        if len(pages) >= PAGES:
            pages.pop(0).put_nowait(None)
        pages.append(page)
        for one in self._list_latest(address):
            page.put_nowait(one)
        try:
            yield page
        finally:
            self._close(address, page)

    def show(self, address: str, shown: Shown) -> None:
        """Hands a message to every page of somebody's."""
        latest = self._latest.setdefault(address, deque(maxlen=KEPT))
        shown = replace(shown, since=asyncio.get_running_loop().time())
        latest.append(shown)
        self._latest.move_to_end(address)
        self._drop_old()
        for page in list(self._open.get(address, ())):
            if page.qsize() >= BEHIND:
                page.put_nowait(None)
                self._close(address, page)
            else:
                page.put_nowait(shown)

    def end(self, address: str) -> None:
        """Ends the pages of somebody's: each asks again by itself."""
        for page in list(self._open.get(address, ())):
            page.put_nowait(None)
            self._close(address, page)

    def end_all(self) -> None:
        """Ends every page: the process stops. Each asks again by itself."""
        for pages in self._open.values():
            for page in pages:
                page.put_nowait(None)

    def _list_latest(self, address: str) -> list[Shown]:
        # As they stand now: what was written over is not shown once more, nor are buttons that are over.
        found, now = dict[str, Shown](), asyncio.get_running_loop().time()
        for one in self._latest.get(address, ()):
            over = found.get(one.message.hints.clears)
            if over is not None:
                found[over.id] = replace(over, is_over=True)
            found.pop(one.id, None)
            if now - one.since < KEPT_FOR:
                found[one.id] = one
        return list(found.values())

    def _drop_old(self) -> None:
        while self._latest:
            newest = next(iter(self._latest.values()))[-1].since
            if len(self._latest) <= REMEMBERED and asyncio.get_running_loop().time() - newest < KEPT_FOR:
                return
            self._latest.popitem(last=False)

    def _close(self, address: str, page: Page) -> None:
        pages = self._open.get(address, [])
        if page in pages:
            pages.remove(page)
        if not pages:
            self._open.pop(address, None)
