"""The spreadsheet of meetings over Telegram, as a clerk does it: «Excel», filled in, sent back, a bad one first."""

import io
from datetime import date
from pathlib import Path

import openpyxl

from bot.app import now
from bot.budget.permissions import Role
from bot.office import staff
from storage.store import Store
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.files.test_answer_sheet import SHEET
from tests.telegram.steps import buttons, hears, presses, running, until
from tests.telegram.test_documents import relayed


def fill(content: bytes, women: int) -> bytes:
    """The table with one kurultai below its heading."""
    book, made = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    sheet = book.worksheets[0]
    for column, value in zip("ADEFGHI", ("Курултай", date(2026, 3, 12), "Клуб", 80, women, "Суу", "Жол"), strict=True):
        sheet[f"{column}2"] = value
    sheet["B2"] = sheet["C2"] = None
    book.save(made)
    return made.getvalue()


async def invite(store: Store) -> str:
    """An invite of a clerk of the sample's Көк-Жар."""
    aimak = await store.aimaks.find_by_code("kokjar")
    assert aimak is not None
    return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())).payload


async def test_a_clerk_enters_meetings_by_a_spreadsheet_and_a_bad_one_changes_nothing(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    async with running(telegram, tmp_path) as sunush:
        bakyt = user("Бакыт", "ky")
        bakyt.starts(await sunush.office.database.write(invite))
        await presses(bakyt, "Кыргызча")
        await hears(bakyt, "Көк-Жар")
        bakyt.writes("Адис")
        await until(lambda: "Дагы" in buttons(bakyt))
        bakyt.writes("Муктаждык, жыйын")
        await hears(bakyt, "киргизиле элек")
        await presses(bakyt, "Excel")
        await until(lambda: bool(relayed(bakyt)))
        [(_, name, content)] = relayed(bakyt)
        assert name == "sunush-needs-2027.xlsx"
        bakyt.sends_document(fill(content, 81), "a.xlsx", SHEET)
        await hears(bakyt, "G2: «81» — келгендердин бөлүгү эмес.")
        bakyt.sends_document(fill(content, 30), "b.xlsx", SHEET)
        await hears(bakyt, "Жаңы киргизилди — 1, оңдолду — 0")
        bakyt.sends_document(fill(content, 30), "b.xlsx", SHEET)
        await hears(bakyt, "мурдагыдай калды — 1")
        assert not list((tmp_path / "data" / "media").glob("??/*"))
