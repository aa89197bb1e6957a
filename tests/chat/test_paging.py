"""Pagination: whatever page is remembered, one that exists is shown. Lists come from memory and from SQL."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.fsm import FSMContext, State
from bot.chat.message import Incoming, Kind, Peer, Reply
from bot.chat.paging import Pages, cut_page, paged
from bot.chat.routing.router import Router
from bot.chat.talk import Talk
from bot.chat.texts import Words

LIST = State("Mine:list")


def talk_with(router: Router | None = None, **data: Any) -> Any:
    incoming = Incoming("1", Peer("telegram", "bot", "aigul"), Kind.CHOICE)
    screens = router.screens if router else {}
    return Talk(incoming, None, None, FSMContext(str(LIST), data), Words("ky"), 0, screens=screens)


class Table:
    """Rows as a database gives them, and how many it was asked for."""

    def __init__(self, rows: list[int]) -> None:
        self.rows = rows
        self.asked: list[tuple[int, int]] = []

    async def __call__(self, offset: int, limit: int) -> list[int]:
        self.asked.append((offset, limit))
        return self.rows[offset : offset + limit]


@given(rows=st.integers(0, 40), page=st.integers(-3, 12), size=st.integers(1, 7))
def test_the_nearest_page_that_exists_is_shown(rows, page, size):
    shown = cut_page(range(rows), page, size)
    assert shown.rows == list(range(rows))[shown.first : shown.first + size]
    assert shown.rows or not rows
    assert shown.more == (shown.first + size < rows)
    assert shown.number == min(max(page, 0), max(0, -(-rows // size) - 1))


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("page", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("rows", [0, 1, 5, 6, 10, 11, 14])
async def test_a_list_in_the_database_pages_as_one_in_memory_does(rows, page, counted):
    everything, pages = list(range(rows)), Pages()
    talk, other = talk_with(page=page), talk_with(page=page)
    table = Table(everything)
    shown = await pages.fetch_page(talk, table, rows if counted else None)
    assert shown == await pages.of(other, everything)
    assert await pages.number(talk) == await pages.number(other)
    assert all(limit == 6 for _, limit in table.asked)  # a page and one row more, however long the list
    assert len(table.asked) == 1 or not counted


async def test_more_and_back_turn_pages_and_the_first_page_leads_on():
    router = Router()

    async def leave(talk: Any) -> Reply:
        return Reply("menu")

    pages = paged(router, LIST, leave=leave)

    @router.screen(LIST)
    async def ask_which(talk: Any) -> Reply:
        page = await pages.of(talk, range(12))
        return Reply(" ".join(map(str, page.rows)), ways=page.ways(talk))

    talk = talk_with(router)

    async def press(choice: str) -> Reply:
        incoming = Incoming("1", talk.incoming.peer, Kind.CHOICE, choice=choice)
        return await router.find(str(LIST), incoming, {}).handler(talk)

    said = [await press(choice) for choice in ("more", "more", "more", "back", "back", "back")]
    assert [reply.text for reply in said] == ["5 6 7 8 9", "10 11", "10 11", "5 6 7 8 9", "0 1 2 3 4", "menu"]
    assert [[way.id for way in reply.ways] for reply in said[:2]] == [["more", "back"], ["back"]]


async def test_a_key_and_a_size_of_its_own():
    pages, talk = Pages("lost_page", 2), talk_with(page=3)
    await pages.turn(talk, 1)
    assert (await pages.of(talk, "abcde")).rows == ["c", "d"]
    await pages.begin(talk)
    page = await pages.of(talk, "abcde")
    assert page.numbered(page.rows) == ["1. a", "2. b"]
    assert talk.state.data == {"page": 3, "lost_page": 0}


async def test_the_first_page_has_a_way_back_only_where_one_leads_on():
    first = await Pages().of(talk_with(), range(9))
    second = await Pages().of(talk_with(page=1), range(9))
    assert [way.id for way in first.ways(talk_with(), back=False, later=True)] == ["more", "later"]
    assert [way.id for way in second.ways(talk_with(), back=False)] == ["back"]
