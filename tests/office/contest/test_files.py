"""The files of a contest: marks go out and come back, entries come in, faults are named by cells."""

from hashlib import sha256

import openpyxl
import pytest

from bot.budget.contest.rules import FIRST, Kind
from bot.chat.texts import Words
from bot.export.charts.republic import read_contests
from bot.export.contest.mark_sheet import write_mark_sheet
from bot.office.contest.entry_file import read_entries
from bot.office.contest.mark_file import list_headings, read_mark_file, say_faults
from bot.office.contest.waiting import MARKS
from bot.office.sheets import every, expected
from bot.office.sheets.expected import Waiting
from storage.attachments.own_process.sheet_cells import read_cells
from tests.office.contest.commission import Commission
from tests.storage.rows import rows_of

RULES = FIRST[Kind.BUDGET]


@pytest.fixture
async def commission(sqlite_database):
    made = await Commission(sqlite_database).begins(aimaks=2, others=22)
    await made.meets("Асан")
    await made.draws()
    return made


async def filled(commission, path, change, language="ky"):
    """Асан's file as it comes back after a change by hand."""
    own = await commission.sees("Асан")
    path.write_bytes(write_mark_sheet(own, language=language))
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return read_cells(path, list_headings(own.rules))


def read(commission, cells, *, seat=1):
    return read_mark_file(cells, contest_id=commission.id, seat=seat, rules=RULES)


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_marks_go_out_and_come_back_and_twice_does_nothing_twice(commission, tmp_path, language):
    def fill(sheet):
        assert sheet.dimensions == "A1:K25"
        assert sheet.data_validations.dataValidation[0].formula1 == '"0,1,2,3,4,5,6,7,8,9,10"'
        for at, row in enumerate(sheet.iter_rows(min_row=2, min_col=2, max_col=10)):
            for cell in row:
                cell.value = at % 11
        sheet["B2"], sheet["C2"] = None, "7"

    found = read(commission, await filled(commission, tmp_path / "marks.xlsx", fill, language))
    assert (len(found.given), found.faults) == (24 * 9 - 1, ())
    assert await commission.marks("Асан", found.given) == 215
    assert await commission.marks("Асан", found.given) == 0
    again = read(commission, await filled(commission, tmp_path / "again.xlsx", lambda sheet: None, language))
    assert again.given == found.given


async def test_every_fault_is_named_by_its_cell_and_nothing_is_taken(commission, tmp_path, tell):
    def spoil(sheet):
        values = {"B2": 11, "C3": "көп", "D4": "=1+1", "E5": 7.5, "F6": -1, "G7": True, "H8": "7 же 8", "A9": 5,
                  "K10": "x", "I12": 10**30}  # fmt: skip
        for cell, value in values.items():
            sheet[cell] = value
        sheet["A14"], sheet["K14"] = sheet["A15"].value, sheet["K15"].value

    found = read(commission, await filled(commission, tmp_path / "marks.xlsx", spoil))
    assert [fault.cell for fault in found.faults] == [
        "B2", "C3", "D4", "E5", "F6", "G7", "H8", "A9", "A10", "I12", "A15",
    ]  # fmt: skip
    assert found.given == {}
    said = say_faults(Words("ru"), found.faults, RULES)
    assert "C3: «көп» не подходит, нужно целое число от 0 до 10." in said
    assert "A15: этот код уже стоит в строке 14." in said
    tell("faults of a filled sheet of marks", made=11, named=len(found.faults), taken=0)


async def test_a_column_that_is_gone_or_stands_twice_is_named(commission, tmp_path):
    def drop(sheet):
        sheet["D1"], sheet["F1"] = "Башка", sheet["E1"].value

    found = read(commission, await filled(commission, tmp_path / "marks.xlsx", drop))
    assert [(fault.cell, fault.code) for fault in found.faults] == [
        ("F1", "doubled"),
        ("A1", "missing"),
        ("A1", "missing"),
    ]


async def test_the_file_of_another_contest_is_not_taken(commission, tmp_path):
    cells = await filled(commission, tmp_path / "marks.xlsx", lambda sheet: sheet.__setitem__("B2", 3))
    found = read_mark_file(cells, contest_id=commission.id + 1, seat=1, rules=RULES)
    assert {fault.code for fault in found.faults} == {"other"}
    assert found.given == {}


async def test_the_table_of_another_juror_or_of_nobody_is_refused_in_one_line(commission, tmp_path):
    def forget_whose(sheet):
        for row in range(2, sheet.max_row + 1):
            key = f"{commission.id}-{sheet[f'A{row}'].value}"
            sheet[f"K{row}"] = f"{key}-{sha256(f'marks {key}'.encode()).hexdigest()[:8]}"

    theirs = await filled(commission, tmp_path / "marks.xlsx", lambda sheet: sheet.__setitem__("B2", 3))
    old = await filled(commission, tmp_path / "old.xlsx", forget_whose)
    for cells, said in ((theirs, "сделана для другого члена жюри"), (old, "Возьмите новую")):
        found = read(commission, cells, seat=2)
        assert (found.given, len(found.faults)) == ({}, 1)
        told = say_faults(Words("ru"), found.faults, RULES)
        assert said in told
        assert "\n" not in told
    assert len(read(commission, theirs).given) == 1
    await commission.meets("Бермет")
    came = Waiting(10, commission.people["Бермет"].peer_id, {"contest_id": commission.id})
    await commission.does(expected.take, kind=MARKS, waiting=came, content=theirs)
    assert not (await commission.sees("Бермет")).marks
    told = [row for row in await rows_of(commission.database, "outbox") if row["kind"] == "marks"]
    assert len(told) == 1


async def test_a_file_that_came_through_the_chat_is_taken_whole_or_told_by_its_cells(commission, tmp_path):
    cells = await filled(commission, tmp_path / "marks.xlsx", lambda sheet: sheet.__setitem__("B2", 3))
    wrong = await filled(commission, tmp_path / "wrong.xlsx", lambda sheet: sheet.__setitem__("B2", 30))
    peer = commission.people["Асан"].peer_id
    for id, given in ((7, wrong), (8, cells), (9, cells)):
        came = Waiting(id, peer, {"contest_id": commission.id})
        await commission.does(expected.take, kind=MARKS, waiting=came, content=given)
        if id == 7:
            assert not (await commission.sees("Асан")).marks
    assert list((await commission.sees("Асан")).marks.values()) == [3]
    told = [row["body"] for row in await rows_of(commission.database, "outbox") if row["kind"] == "marks"]
    assert len(told) == 3
    assert await commission.does(every.lose, id=7) is False


HEAD = "name_ky,name_ru,rayon_ky,rayon_ru,proposed_6\n"
ROW = "Шарк,Шарк,Кара-Суу району,Кара-Сууйский район,80\n"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xff\xfe", "UTF-8"), (b"", "empty"), (HEAD.encode(), "A2"), (b"name_ky,name_ru\nx,y\n", "A1"),
        ((HEAD + ROW + ROW).encode(), "A3"), ((HEAD + ROW.replace("80", "101")).encode(), "E2"),
        ((HEAD + ROW.replace("80", "x")).encode(), "E2"), ((HEAD + ",Шарк,а,б,\n").encode(), "A2"),
        ((HEAD + ROW.strip() + ",6\n").encode(), "F2"), ((HEAD.strip() + ",phone\n" + ROW).encode(), "F1"),
        ((HEAD + "Ш" * 201 + ",Шарк,а,б,\n").encode(), "A2"), ((HEAD + '"Ша\nрк",Шарк,а,б,\n').encode(), "A2"),
        ((HEAD + '"Шарк\n').encode(), "read"),
    ],
)  # fmt: skip
def test_a_file_of_entries_is_taken_whole_or_each_fault_is_named(content, named):
    entries, faults = read_entries(content, Kind.BUDGET, RULES)
    assert entries == []
    assert named in faults[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_entries_come_with_what_is_proposed_for_them(delimiter):
    content = "\ufeff" + (HEAD + ROW).replace(",", delimiter)
    (entry,), faults = read_entries(content.encode(), Kind.BUDGET, RULES)
    assert (faults, entry.about["rayon_ru"], entry.figures) == ([], "Кара-Сууйский район", {"6": {"proposed": 80.0}})
    (other,), faults = read_entries(
        "applicant,theme,sum\nБилек,Мектеп бюджети,120 000\n".encode(), Kind.CSO, FIRST[Kind.CSO]
    )
    assert (faults, other.about["sum"]) == ([], 120_000)


def test_the_contests_of_the_republic_are_those_of_the_sources():
    assert read_contests()["cso"] == {2015: 12, 2016: 12, 2017: 21, 2018: 10}
    assert read_contests()["budget"][2018] == 24
