"""Whatever is made of a practice aimak says so in both languages: file names, sheets, pages, the tally."""

import csv
import io

import openpyxl
import pytest
from pypdf import PdfReader

from bot.budget.permissions import Role
from bot.chat.texts import Words
from bot.export.attachments import Documents
from bot.export.hearings import write_hearings
from bot.export.legend.legend import Legend
from bot.export.office.history import write_history
from bot.export.proposals import write_export
from bot.office.criteria.criterion_6 import count
from bot.office.together import practice
from bot.office.wording.criterion_6 import say_lines, to_json
from bot.settings import Settings
from storage.log.printed import Chosen
from tests.office.offices import YEAR, Office

MARKS = ("МАШЫГУУ АЙМАГЫ: бул жерде эч нерсе эсепке алынбайт.", "УЧЕБНЫЙ АЙМАК: здесь ничего не считается.")
NAMED = "машыгуу-учебный"


@pytest.fixture
async def practised(sqlite_database):
    office = await Office(sqlite_database).opens()

    async def make(store):
        return await practice.make(store, beside=await store.aimaks.find_by_code(office.code), at=office.now)

    office.real, office.aimak_id = office.aimak_id, (await sqlite_database.write(make)).id
    await office.filed(await office.meets("Айгүл"), "Көпүрө керек")
    await office.meets("Нурлан", Role.STAFF)
    return office


@pytest.fixture
def documents(practised, seal, tmp_path):
    settings = Settings(tmp_path / "data", "sqlite:///unused.db", tmp_path / "key")
    return Documents(settings=settings, database=practised.database, seal=seal)


async def test_every_file_of_a_practice_aimak_says_so_in_both_languages(practised, documents, tmp_path, seal, tell):
    id = practised.aimak_id
    made = {
        kind: await documents({"kind": kind, "aimak_id": id, "language": "ky", **more})
        for kind, more in (
            ("export", {}),
            ("answers", {}),
            ("list", {**Chosen(id).to_json(), "form": "pdf", "day": "2026-11-23"}),
        )
    }
    assert all(NAMED in path.name for path in made.values())
    for kind in ("export", "answers"):
        book = openpyxl.load_workbook(made[kind])
        assert NAMED in book.worksheets[0].title
        explained = [str(cell.value) for row in book.worksheets[1].iter_rows(max_row=3) for cell in row]
        assert set(MARKS) <= set(explained)
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(made["list"]).pages).split())
    assert all(mark in text for mark in MARKS)
    path = tmp_path / "log.csv"
    await write_export(
        practised.database, seal, path=path, form="csv", aimak_id=id, year=None, pseudonymous=False, language="ru",
        codes=False,
    )  # fmt: skip
    beside = (tmp_path / "log-columns.csv").read_text("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(beside), delimiter=";")][:2] == list(MARKS)
    sheet = await practised.database.read(lambda store: count(store, aimak_id=id, year=YEAR))
    assert say_lines(Words("ky"), sheet).split("\n")[:2] == list(MARKS)
    assert to_json(sheet)["practice"] is True
    for write, name in ((write_history, "history"), (write_hearings, "hearings")):
        one = tmp_path / f"{name}.xlsx"
        given = {"year": None} if name == "hearings" else {}
        await write(practised.database, path=one, form="xlsx", aimak_id=id, language="ru", codes=False, **given)
        assert NAMED in openpyxl.load_workbook(one).worksheets[0].title
    # What counts says nothing of the kind.
    real = await documents({"kind": "export", "aimak_id": practised.real, "language": "ky"})
    assert NAMED not in real.name
    assert NAMED not in openpyxl.load_workbook(real).worksheets[0].title
    tell("files of a practice aimak that say so", files=len(made) + 3, silent=0)


def test_the_mark_stays_on_a_sheet_whose_name_is_long():
    long = Legend("ky", {}, table="Checklist of documents", above=("МАШЫГУУ",), notes=("30 күн",))
    assert (long.table, len(long.table)) == ("Документтерди · машыгуу-учебный", 31)
    assert Legend("ky", {}, table="Monitoring", notes=("30 күн",)).table == "Мониторинг"
