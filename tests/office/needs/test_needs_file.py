"""The spreadsheet of meetings: what is written out is read back the same; each fault is named by its cell."""

import copy
import io
from datetime import date

import openpyxl
import pytest

from bot.budget.needs.meetings import Category, Facts, Kind, Meeting
from bot.chat.texts import Words
from bot.export.needs.sheet import STUDY, write_needs_sheet
from bot.office.needs.needs_file import list_headings, read_needs_file, say_faults
from storage.aimaks import Village
from storage.attachments.own_process.sheet_cells import read_cells
from storage.needs.meetings import KeptMeeting

TODAY, DAY = date(2026, 11, 30), date(2026, 3, 12)
VILLAGES = [Village(1, 1, {"ky": "Көк-Жар", "ru": "Кок-Жар"}), Village(2, 1, {"ky": "Жар-Суу", "ru": "Жар-Суу"})]
MEETINGS = [
    Meeting(Kind.FOCUS, Facts(DAY, "Мектеп", 12, 12), ("Таза суу", "=1+1 жол"), 1, Category.JOBLESS),
    Meeting(Kind.KURULTAI, Facts(DAY, "", None, None), tuple(f"Маселе {n} кат" for n in range(10))),
]


def written(language="ky", meetings=MEETINGS):
    kept = [KeptMeeting(at, 1, 2027, one, 0, None) for at, one in enumerate(meetings, 1)]
    return openpyxl.load_workbook(io.BytesIO(write_needs_sheet(kept, VILLAGES, language=language)))


def read(book, path):
    book.save(path)
    cells = read_cells(path, list_headings())
    return read_needs_file(cells, villages=VILLAGES, today=TODAY)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_what_is_written_out_is_read_back_the_same_and_rows_that_wait_are_left_out(language, tmp_path):
    book = written(language)
    assert book.worksheets[0].max_row == 1 + len(MEETINGS) + len(VILLAGES) * len(STUDY) - 1
    assert read(book, tmp_path / "needs.xlsx") == (MEETINGS, [])


FAULTS = {
    "A2": (("text", "Той"), "kind"), "B2": (("text", "Ош"), "village"), "C2": (None, "category"),
    "D2": (("text", "31.12.2026"), "day"), "E2": (("text", "к" * 101), "place"), "F2": (("text", "көп"), "people"),
    "G2": (("number", 13), "women"), "I2": (("text", "таза  СУУ"), "problems"), "D3": (None, "day"),
    "H3": (("text", "к" * 301), "problems"), "J3": (("formula", "=A1"), "formula"), "C3": (("text", "Жаштар"), "category"),
}  # fmt: skip


def test_each_broken_cell_is_named_alone_and_nothing_is_taken(tmp_path, tell):
    book = written()
    book.save(tmp_path / "needs.xlsx")
    cells = read_cells(tmp_path / "needs.xlsx", list_headings())
    columns = {letters: name for name, letters in cells["columns"].items()}
    for cell, (value, code) in FAULTS.items():
        broken = copy.deepcopy(cells)
        row = next(one for at, one in broken["rows"] if at == int(cell[1:]))
        row.pop(columns[cell[0]], None)
        if value is not None:
            row[columns[cell[0]]] = [cell[0], *value]
        meetings, faults = read_needs_file(broken, villages=VILLAGES, today=TODAY)
        assert (meetings, [(one.cell, one.code) for one in faults]) == ([], [(cell, code)])
        assert cell in say_faults(Words("ky"), faults)
    tell("faults of a filled sheet of needs", tried=len(FAULTS), named=len(FAULTS), taken=0)


def test_a_row_twice_a_missing_column_and_merged_cells_are_named(tmp_path):
    book = written()
    sheet = book.worksheets[0]
    for column in range(1, 9):
        sheet.cell(4, column).value = sheet.cell(2, column).value
    assert [(one.cell, one.code) for one in read(book, tmp_path / "twice.xlsx")[1]] == [("A4", "again")]
    sheet.merge_cells("H2:I2")
    sheet["D1"] = "Күнү болгон"
    found = read(book, tmp_path / "broken.xlsx")[1]
    assert [(one.cell, one.code, one.said) for one in found] == [("A1", "missing", "day"), ("H2", "merged", "H2:I2")]
    assert "Күнү" in say_faults(Words("ky"), found)


def test_all_broken_cells_of_a_row_are_named_in_one_go(tmp_path):
    book = written()
    book.save(tmp_path / "needs.xlsx")
    cells = read_cells(tmp_path / "needs.xlsx", list_headings())
    columns = {letters: name for name, letters in cells["columns"].items()}
    broken = {cell: one for cell, one in FAULTS.items() if cell[1:] == "2"}
    row = next(one for at, one in cells["rows"] if at == 2)
    for cell, (value, _) in broken.items():
        row.pop(columns[cell[0]], None)
        if value is not None:
            row[columns[cell[0]]] = [cell[0], *value]
    row["p4"] = ["K", "formula", "=A1"]
    faults = read_needs_file(cells, villages=VILLAGES, today=TODAY)[1]
    named = {one.cell: one.code for one in faults}
    # No kind, no group to miss; and women are held against no unknown number of people.
    assert named == {cell: code for cell, (_, code) in broken.items() if cell not in {"C2", "G2"}} | {"K2": "formula"}
