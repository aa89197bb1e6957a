"""The pages that are open: who is shown what, and where it ends."""

import asyncio

from bot.channels.web.open_pages import BEHIND, PAGES, OpenPages, Shown
from bot.chat.message import Message


def shown(id: str) -> Shown:
    return Shown(id, Message("Рахмат"), "ky")


async def test_each_page_of_somebody_is_shown_it_and_nobody_elses():
    pages = OpenPages()
    with pages.open("aigul") as phone, pages.open("aigul") as computer, pages.open("bakyt") as stranger:
        pages.show("aigul", shown("1"))
        assert [page.get_nowait().id for page in (phone, computer)] == ["1", "1"]
        assert stranger.empty()
    assert pages.count() == 0


async def test_a_page_that_opens_in_this_moment_misses_nothing():
    pages = OpenPages()
    pages.show("aigul", shown("1"))
    with pages.open("aigul") as page, pages.open("bakyt") as stranger:
        assert page.get_nowait().id == "1"
        assert stranger.empty()


async def test_what_was_said_just_now_comes_as_it_stands_now():
    """A check whose buttons are over, and a screen that was written over, are not shown as they were."""
    pages = OpenPages()
    check, menu = Shown("1", Message("Текшериңиз", [["send", "Жөнөтүү"]]), "ky"), Shown("2", Message("Меню"), "ky")
    for one in (
        check, Shown("3", Message("Рахмат").hinted(clears="1"), "ky"), menu, Shown("2", Message("Жардам"), "ky"),
    ):  # fmt: skip
        pages.show("aigul", one)
    with pages.open("aigul") as page:
        found = [page.get_nowait() for _ in range(page.qsize())]
    assert [(one.message.text, one.is_over) for one in found] == [
        ("Текшериңиз", True), ("Рахмат", False), ("Жардам", False),
    ]  # fmt: skip


async def test_a_page_that_reads_nothing_is_ended_and_the_first_of_too_many_as_well():
    pages = OpenPages()
    with pages.open("aigul") as stuck, pages.open("aigul") as reads:
        for number in range(BEHIND + 1):
            pages.show("aigul", shown(str(number)))
            await asyncio.wait_for(reads.get(), 1)
        assert pages.count() == 1
        assert [stuck.get_nowait() for _ in range(BEHIND + 1)][-1] is None
    opened = [pages.open("aigul") for _ in range(PAGES + 1)]
    entered = [one.__enter__() for one in opened]
    assert pages.count() == PAGES
    first = [entered[0].get_nowait() for _ in range(entered[0].qsize())]
    assert first[-1] is None
    pages.end_all()
    last = [entered[-1].get_nowait() for _ in range(entered[-1].qsize())]
    assert last[-1] is None
