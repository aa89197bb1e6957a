"""Pagination: a list that is longer than a screen, one page of it, and the ways to its neighbours."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.chat.fsm import State
from bot.chat.message import BACK, MORE, Choice, Reply
from bot.chat.routing.found import Handler
from bot.chat.routing.rooms import Room
from bot.chat.talk import Replies

T = TypeVar("T")

PAGE = 5  # choices a screen

Fetch = Callable[[int, int], Awaitable[Sequence[T]]]  # rows of (offset, limit)


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: list[T]
    number: int  # 0 is the first page
    more: bool  # whether another page follows
    first: int  # the place of the first row in the whole list, from 0

    def ways(self, talk: Any, *beside: Choice, back: bool = True, later: bool = False) -> tuple[Choice, ...]:
        """The ways beside the choices: «More», those given, «Back».

        Without back there is one only where it leads to the page before.
        """
        offered = ((back or self.number > 0, talk.back), (later, talk.offer_later))
        return (*self.lead_on(talk, *beside), *(way() for wanted, way in offered if wanted))

    def lead_on(self, talk: Any, *beside: Choice) -> tuple[Choice, ...]:
        """«More» where another page follows, and the ways given."""
        return (talk.offer_more(), *beside) if self.more else beside

    def numbered(self, lines: Iterable[str]) -> list[str]:
        """The lines of the rows, numbered as their buttons are: from 1 on every page."""
        return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def cut_page(items: Sequence[T], page: int, size: int = PAGE) -> Page[T]:
    """Returns the page that exists nearest to the one asked for."""
    last = max(0, (len(items) - 1) // size)
    page = min(max(page, 0), last)
    return Page(list(items[page * size : (page + 1) * size]), page, page < last, page * size)


def split_in_parts(text: str, size: int) -> list[str]:
    """Returns a text in parts of so many characters, one of them a page; an empty text has no part."""
    return [text[at : at + size] for at in range(0, len(text), size)]


class Pages:
    """Where somebody stands in a list: which of its pages they look at, kept in the conversation under a key."""

    def __init__(self, key: str = "page", size: int = PAGE) -> None:
        self._key = key
        self._size = size

    async def begin(self, talk: Any) -> None:
        """Goes to the first page."""
        await talk.state.update_data({self._key: 0})

    async def turn(self, talk: Any, pages: int) -> None:
        """Turns pages on, or back where the number is below 0."""
        await talk.state.update_data({self._key: max(0, await self.number(talk) + pages)})

    async def number(self, talk: Any) -> int:
        """The page that is looked at, from 0; a list that has become shorter may have it no more."""
        return int(await talk.state.get_value(self._key) or 0)

    async def of(self, talk: Any, items: Sequence[T]) -> Page[T]:
        """The page of a list that is there whole; the nearest that exists, which is remembered."""
        return await self._remember(talk, cut_page(items, await self.number(talk), self._size))

    async def fetch_page(self, talk: Any, fetch: Fetch[T], count: int | None = None) -> Page[T]:
        """The same of a list in the database, of which no more is read than a page.

        fetch gives the rows of an offset and a limit. Where nobody counted them, one row more is asked for than is shown.
        """
        number, size = await self.number(talk), self._size
        if count is not None:
            number = min(number, max(0, (count - 1) // size))
        rows = await fetch(number * size, size + 1)
        while not rows and number > 0:
            number -= 1
            rows = await fetch(number * size, size + 1)
        return await self._remember(talk, Page(list(rows[:size]), number, len(rows) > size, number * size))

    async def settle(self, talk: Any, rows: Iterable[T], number: int, *, more: bool) -> Page[T]:
        """The same of a page that was read elsewhere: its rows, its number, and whether another follows."""
        return await self._remember(talk, Page(list(rows), number, more, number * self._size))

    async def _remember(self, talk: Any, page: Page[T]) -> Page[T]:
        if page.number != await self.number(talk):
            await talk.state.update_data({self._key: page.number})
        return page


def paged(
    room: Room, *states: State, leave: State | Handler | None = None, key: str = "page", size: int = PAGE
) -> Pages:
    """Makes the screens of states a list in pages (pagination).

    «More» turns one on, «Back» one back; from the first page `leave` leads on.
    leave is the state that is asked there, or a handler. Without one «Back» is left to a handler of its own. The screen
    itself asks Pages.of or Pages.fetch_page for its page.
    """
    pages = Pages(key, size)

    @room.on(*states, choice=MORE)
    async def next_page(talk: Any) -> Reply:
        await pages.turn(talk, 1)
        asked: Reply = await talk.ask_again()
        return asked

    if leave is not None:
        leads_on = leave

        @room.on(*states, choice=BACK)
        async def page_back(talk: Any) -> Replies:
            if await pages.number(talk) > 0:
                await pages.turn(talk, -1)
                replies: Replies = await talk.ask_again()
            else:
                replies = await (talk.ask(leads_on) if isinstance(leads_on, State) else leads_on(talk))
            return replies

    return pages
