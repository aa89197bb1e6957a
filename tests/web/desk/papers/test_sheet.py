"""The spreadsheet of answers brought back at the desk: faults by their cells, a look, sent once however often."""

from pathlib import Path

import pytest

from bot.budget.permissions import Role
from bot.office.sheets import waiting
from bot.office.sheets.columns import Column
from storage.store import Store
from tests.office.sheets.filled import NO, fill, made
from tests.web.desk.desks import Browser, ServedDesk
from tests.web.desk.uploading import uploads


async def acted(served: ServedDesk) -> None:
    """All that the bot does of itself with sheets that were decided about."""

    async def work(store: Store) -> bool:
        found = await waiting.list_waiting(store)
        return any([await waiting.go_on(store, id=one.id, at=served.office.now) for one in found])

    while await served.office.database.write(work):
        pass


@pytest.fixture
async def desk(served: ServedDesk, tmp_path: Path) -> tuple[ServedDesk, Browser, bytes]:
    """A clerk with two proposals, and the table of them."""
    clerk, browser = await served.clerk()
    author = await served.office.meets("Айгүл")
    for text in ("Мектептин жанына жарык керек", "Суу түтүгү оңдолсун"):
        await served.office.filed(author, text)
    await browser.opens("/desk/sheet")
    return served, browser, await made(served.office, clerk, tmp_path / "answers.xlsx")


async def test_a_filled_table_is_shown_and_sent_once(desk):
    served, browser, empty = desk
    table = ("file", "answers.xlsx", fill(empty, NO, NO))
    said = await uploads(browser, "/desk/sheet", file=table)
    assert browser.at.startswith("/desk/sheet/")
    assert "2 жооп даяр." in said
    assert "Мектептин жанына жарык керек" in said
    path = browser.at
    for _ in range(2):  # pressed twice
        await browser.opens(path)
        await browser.posts(path, do="send")
    assert browser.status == 409
    await acted(served)
    assert "Бул таблица бүттү." in await browser.opens(path)
    await browser.opens("/desk/sheet")
    said = await uploads(browser, "/desk/sheet", file=table)
    assert browser.status == 200
    assert "0 жооп даяр. 2 жооп мурда берилген." in said


async def test_what_is_wrong_stands_there_by_its_cell_and_nothing_is_kept(desk):
    served, browser, empty = desk
    table = fill(empty, {**NO, Column.DECISION: "балким"}, {Column.DECISION: NO[Column.DECISION]})
    said = await uploads(browser, "/desk/sheet", file=("file", "answers.xlsx", table))
    assert browser.status == 422
    assert "балким" in said
    assert "2:" in said
    assert await served.office.database.read(waiting.list_waiting) == []


async def test_what_is_no_table_of_ours_is_refused_beside_its_field(desk):
    _, browser, _ = desk
    for content in (b"", b"no table", b"PK\x03\x04" + b"\x00" * 500):
        await browser.opens("/desk/sheet")
        await uploads(browser, "/desk/sheet", file=("file", "a.xlsx", content))
        assert browser.status == 422
        assert 'id="file-wrong"' in browser.page


async def test_it_is_shown_to_whoever_brought_it_alone(desk):
    served, browser, empty = desk
    await uploads(browser, "/desk/sheet", file=("file", "answers.xlsx", fill(empty, NO)))
    path = browser.at
    _, other = await served.clerk("Гүлнара", Role.HEAD)
    said = await other.opens(path)
    assert "Мектептин" not in said
    await other.posts(path, do="send")
    assert other.status == 409
