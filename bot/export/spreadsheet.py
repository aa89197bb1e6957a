"""Tables as files: XLSX, CSV or JSON lines, written page by page and never left half written."""

import csv
import io
import json
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from bot.budget.workdays import BISHKEK
from bot.export.formula_guard import PLAIN, guard_csv_cell, guard_for_excel, is_formula
from bot.export.legend.legend import Legend
from bot.export.whole_file import QuietOnceBroken, open_whole_file

FORMS = ("xlsx", "csv", "jsonl")

_XLSX_ROWS = 1_048_575  # Excel's, less the heading
_EXPLAINED = (20, 30, 60, 20)  # how wide the columns of the sheet are that explains
_WIDE = {"text": 60, "reason": 60, "agenda": 40, "place": 40, "budget_line": 24, "answered_by": 24, "number": 8, "year": 6,
         "revision": 8, "what": 40}  # fmt: skip

Cell = str | int | None
Values = dict[str, Cell]


class ExportRefused(Exception):
    """The file cannot be written so; the text says in one sentence what to do."""


class Sheet(Protocol):
    """A table that is being written."""

    def write(self, rows: list[Values]) -> None:
        """Adds rows."""

    def close(self) -> None:
        """Ends the file."""


@contextmanager
def open_sheet(
    path: Path,
    form: str,
    *,
    name: str,
    columns: Sequence[str],
    labels: Collection[str] = (),
    legend: Legend | None = None,
) -> Iterator[Sheet]:
    """Opens a new file for a table of these columns. It takes its name once it is closed and all of it is on the disk.

    The columns named in labels hold numbers of proposals, as 0037: text in XLSX, and «№ 0037» in a CSV. Excel takes
    zeros away from what it reads as a number. A legend says headings and codes, and explains them. It is a second sheet
    of XLSX, or a file beside a CSV. JSON lines keep the names for programs. Raises ExportRefused for a path with
    another ending, with something there already, or without a folder.
    """
    check(path, form)
    with ExitStack() as files:
        if legend is not None and form == "csv":
            check(name_beside(path), form)
            _explain(files.enter_context(open_whole_file(name_beside(path))), legend)
        file = files.enter_context(open_whole_file(path))
        table = _Table(name, tuple(columns), frozenset(labels), legend)
        yield files.enter_context(_in_form(form, file, table))


@dataclass(frozen=True, slots=True)
class _Table:
    """What a table is called, its columns by their names for programs, those that hold numbers of proposals, its legend."""

    name: str
    columns: tuple[str, ...]
    labels: frozenset[str]
    legend: Legend | None

    def headings(self) -> list[str]:
        return [self.legend.heading(column) if self.legend else column for column in self.columns]

    def say(self, rows: list[Values]) -> list[Values]:
        return list(map(self.legend.say, rows)) if self.legend else rows


def name_beside(path: Path) -> Path:
    """Where the file lies that explains a CSV: «log.csv» has «log-columns.csv»."""
    return path.with_name(f"{path.stem}-columns{path.suffix}")


def _explain(file: BinaryIO, legend: Legend) -> None:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([guard_csv_cell(cell) for cell in row] for row in legend.explained())
    text.detach()


def check(path: Path, form: str) -> None:
    """Raises ExportRefused where nothing could be written to path."""
    if path.suffix.lower() != f".{form}":
        raise ExportRefused(f"{path} does not end in .{form}: name it so, or ask for the format its ending says.")
    if not path.parent.is_dir():
        raise ExportRefused(f"There is no folder {path.parent}: make it first, or name another.")
    if path.exists() and (not path.is_file() or path.stat().st_size):
        raise ExportRefused(f"{path} is there already: name a new file.")


def finish_book(book: Any) -> None:
    """Writes a workbook to its file. Raises ExportRefused where there is no room, and what the disk raises."""
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        book.close()
    except XlsxWriterException as error:
        raise ExportRefused(f"The XLSX file could not be finished ({error}): make room, or choose CSV.") from error


@contextmanager
def _in_form(form: str, file: BinaryIO, table: _Table) -> Iterator[Sheet]:
    match form:
        case "xlsx":
            with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
                yield _Xlsx(file, folder, table)
        case "csv":
            yield _Csv(file, table)
        case "jsonl":
            yield _Jsonl(file, table.columns)
        case _:
            raise ExportRefused(f"«{form}» is no format: choose {', '.join(FORMS)}.")


class _Jsonl:
    def __init__(self, file: BinaryIO, columns: Sequence[str]) -> None:
        self._file = file
        self._columns = columns

    def write(self, rows: list[Values]) -> None:
        for row in rows:
            whole = {name: None if row[name] == "" else row[name] for name in self._columns}
            self._file.write(json.dumps(whole, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        """Nothing is left to write."""


class _Csv:
    def __init__(self, file: BinaryIO, table: _Table) -> None:
        self._table = table
        self._cells = itemgetter(*table.columns)
        self._labels = [table.columns.index(name) for name in table.columns if name in table.labels]
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        self._writer.writerow(table.headings())

    def write(self, rows: list[Values]) -> None:
        # Most cells are nothing, a number or a plain word: they are let through here, since a call takes longer.
        plain = PLAIN.fullmatch
        guarded = [
            [
                cell if not cell or cell.__class__ is int or plain(cell) else guard_csv_cell(cell)
                for cell in self._cells(row)
            ]
            for row in self._table.say(rows)
        ]
        for at in self._labels:
            for cells in guarded:
                cells[at] = _make_label(cells[at])
        self._writer.writerows(guarded)

    def close(self) -> None:
        self._text.detach()


def _make_label(cell: Cell) -> Cell:
    return f"№ {cell}" if isinstance(cell, str) and cell.isdecimal() else cell


class _Xlsx:
    def __init__(self, file: BinaryIO, folder: str, table: _Table) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(
            QuietOnceBroken(file),
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder},
        )
        self._sheet = self._book.add_worksheet(table.legend.table if table.legend else table.name)
        self._quoted = self._book.add_format({"quote_prefix": True})  # stays a text when somebody edits the cell
        self._text = self._book.add_format({"num_format": "@"})  # keeps its zeros then as well
        self._table = table
        self._at = 0
        self._bold = self._book.add_format({"bold": True})
        for column, name in enumerate(table.columns):
            self._sheet.set_column(column, column, _WIDE.get(name, 16))
        self._sheet.freeze_panes(1, 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:{_write_letters(len(table.columns))}{_XLSX_ROWS + 1}"})
        for column, heading in enumerate(table.headings()):
            self._sheet.write_string(0, column, heading, self._bold)

    def write(self, rows: list[Values]) -> None:
        if self._at + len(rows) > _XLSX_ROWS:
            raise ExportRefused("There are more rows than XLSX can hold: choose one aimak or year, or CSV.")
        for row in self._table.say(rows):
            self._at += 1
            self._write(row)

    def _write(self, row: Mapping[str, Cell]) -> None:
        for column, name in enumerate(self._table.columns):
            cell = row[name]
            if isinstance(cell, str) and cell:
                text = guard_for_excel(cell)
                usual = self._text if name in self._table.labels else None
                self._sheet.write_string(self._at, column, text, self._quoted if is_formula(text) else usual)
            elif isinstance(cell, int):
                self._sheet.write_number(self._at, column, cell)

    def _explain(self, legend: Legend) -> None:
        sheet = self._book.add_worksheet(legend.title)
        wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        for column, width in enumerate(_EXPLAINED):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        last = 0
        for at, row in enumerate(legend.explained()):
            for column, cell in enumerate(row):
                text = guard_for_excel(cell)
                usual = wrapped if at else self._bold
                if text:
                    sheet.write_string(at, column, text, self._quoted if is_formula(text) else usual)
            last = at
        sheet.autofilter(0, 0, max(last, 1), len(_EXPLAINED) - 1)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._at, 1), len(self._table.columns) - 1)
        if self._table.legend:
            self._explain(self._table.legend)
        finish_book(self._book)


def _write_letters(n: int) -> str:
    # The name of the nth column: A to Z, then AA.
    return f"{chr(ord('A') + (n - 1) // 26 - 1) if n > 26 else ''}{chr(ord('A') + (n - 1) % 26)}"


def find_form(path: Path) -> str | None:
    """Returns the form a file's ending says, None if it says none."""
    ending: Any = path.suffix.lower().removeprefix(".")
    return ending if ending in FORMS else None


def write_moment(at: int | None) -> str | None:
    """Writes an instant in Bishkek time, as Excel reads and sorts it: 2026-11-23 10:00."""
    return None if at is None else _write_minute(at // 60_000 * 60_000)


@lru_cache(8192)  # one moment stands in several columns, and in the rows beside
def _write_minute(at: int) -> str:
    return f"{(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at)).astimezone(BISHKEK):%Y-%m-%d %H:%M}"
