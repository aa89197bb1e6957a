"""The spreadsheet of marks over Telegram, as a juror does it: «Excel», filled in, sent back, a bad one first."""

import io
from pathlib import Path
from typing import Any

import openpyxl

from bot.app import now
from bot.budget.contest.rules import Kind
from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.office import staff
from bot.office.contest import contests
from storage.store import Store
from tests.office.contest.commission import make_other
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.files.test_answer_sheet import SHEET
from tests.telegram.steps import buttons, hears, presses, running, until
from tests.telegram.test_documents import relayed


def fill(content: bytes, mark: int) -> bytes:
    """The table with one mark everywhere."""
    book, made = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    for row in book.worksheets[0].iter_rows(min_row=2, min_col=2, max_col=10):
        for cell in row:
            cell.value = mark
    book.save(made)
    return made.getvalue()


async def begin(store: Store) -> str:
    """A contest of the sample's Көк-Жар and another, its codes drawn; returns an invite of a juror."""
    at = now()
    made = await contests.begin(store, kind=Kind.BUDGET, year=2027, today=find_day(at), by=None, at=at)
    await contests.enter(store, id=made.id, codes=["kokjar"], new=[make_other(1)], by=None, at=at)
    await contests.draw_codes(store, id=made.id, by=None, at=at)
    return (await staff.invite(store, role=Role.JUROR, aimak_id=None, by=None, at=at)).payload


async def test_a_juror_marks_by_a_spreadsheet_and_a_bad_one_changes_nothing(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    async with running(telegram, tmp_path) as sunush:
        asan = user("Асан", "ky")
        asan.starts(await sunush.office.database.write(begin))
        await presses(asan, "Кыргызча")
        await hears(asan, "сынактын калысы")
        await until(lambda: "Сынак" in buttons(asan))
        await presses(asan, "Сынак", "Excel")
        await until(lambda: bool(relayed(asan)))
        [(_, name, content)] = relayed(asan)
        assert name == "sunush-marks-1.xlsx"
        assert not _names(content)
        asan.sends_document(fill(content, 11), "a.xlsx", SHEET)
        await hears(asan, "B2: «11» туура келбейт: 0–10 арасындагы бүтүн сан керек.")
        asan.sends_document(fill(content, 7), "b.xlsx", SHEET)
        await hears(asan, "18 баа жаңы же өзгөрдү.")
        asan.sends_document(fill(content, 7), "b.xlsx", SHEET)
        await hears(asan, "0 баа жаңы же өзгөрдү.")
        assert not list((tmp_path / "data" / "media").glob("??/*"))


def _names(content: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    values = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    return [one for one in values if "Көк" in str(one) or "Сырткы" in str(one)]
