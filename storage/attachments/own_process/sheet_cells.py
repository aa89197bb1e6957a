"""Reads the cells of a filled spreadsheet: only columns whose headings are known, and only rows where something stands.

A few kilobytes may unpack into gigabytes. So it runs in a process of its own:
`python -m storage.attachments.own_process.sheet_cells FILE JSON [LEAST]`.
The JSON says which column each heading stands for: {"heading": "column", …}. LEAST is how many of them make it that table.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.language.kyrgyz import fold
from storage.attachments.active_content import BROKEN, COMPOUND
from storage.attachments.own_process.limited import limit

LARGEST = 8 * 2**20  # bytes of a file
UNPACKED = 64 * 2**20  # bytes of all its parts together, as the archive says; more is never read of any part
_PARTS = 1000
_MARKS = 1_000_000  # signs «<» in all parts together: each may become an object of some hundred bytes
ROWS = 5000  # rows below the heading in which something may stand
_SHEETS = 5  # sheets in which the heading is looked for
_HEADING_WITHIN = 20  # rows
_COLUMNS = 60
LEAST_HEADINGS = 3
_LONGEST = 2000  # characters of a cell that are read
_MOST_TEXT = 8 * 2**20  # characters of all cells together; the bot reads them whole, and its own file has fewer

OLD, OPEN_DOCUMENT, NONE, LARGE, MACROS, LOCKED, ROWS_TOO_MANY, NO_HEADING = (
    "old", "ods", "none", "large", "macros", "locked", "rows", "heading"
)  # fmt: skip
_MACROS = re.compile(r"(?:.*/)?(?:vba[^/]*\.bin|macrosheets/.*|activex/.*)", re.IGNORECASE | re.DOTALL)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)"')
_PIECE = 1 << 16
_HEAD = 1 << 16  # bytes by which a plain text is told from what is none
_TEXT = bytes([*b"\t\n\f\r", *range(0x20, 0x7F), *range(0x80, 0x100)])
_MARKS_OF_CELLS = (";", "\t", ",")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_MERGED = 200

Cell = list[Any]  # the letters of its column, its kind (text, number, formula, date, yes, error), what stands there


class SheetRefused(Exception):
    """A file that is not read as a spreadsheet; its text is one of the words above."""


def read_cells(came: Path, headings: Mapping[str, str], least: int = LEAST_HEADINGS) -> dict[str, Any]:
    """Returns what stands in the known columns: {"at", "columns", "doubled", "rows", "merged"}. Raises SheetRefused.

    The table is an .xlsx, or a CSV in UTF-8 or in the letters of an old Windows.
    columns names the letters of each column that was found, doubled those found twice. rows are pairs of the row's
    number and its cells by column. merged are ranges of cells that were made one.
    """
    try:
        if _is_plain(came):
            return _read_csv(came, headings, least)
        _check(came)
        return _read(came, headings, least)
    except BROKEN + (MemoryError, RecursionError, SyntaxError) as error:
        raise SheetRefused(NONE) from error


def _is_plain(came: Path) -> bool:
    # A CSV has no mark of its own: it is what has no byte that a text cannot have.
    with came.open("rb") as file:
        head = file.read(_HEAD)
    return bool(head) and not head.startswith(b"PK") and not head.translate(None, _TEXT)


def _read_csv(came: Path, headings: Mapping[str, str], least: int) -> dict[str, Any]:
    content = came.read_bytes()
    if len(content) > _MOST_TEXT:
        raise SheetRefused(LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
    is_table = False
    for mark in _MARKS_OF_CELLS:
        try:
            table = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        except csv.Error:
            continue
        for at, row in enumerate(table[:_HEADING_WITHIN]):
            known = [fold(said[:_LONGEST]) or said[:_LONGEST].strip() for said in row[: 2 * len(_ALPHABET)]]
            if len({headings[said] for said in known if said in headings}) >= least:
                return _read_plain(table, at, [headings.get(said, "") for said in known])
            is_table = is_table or len(row) > 1
    raise SheetRefused(NO_HEADING if is_table else NONE)


def _read_plain(table: list[list[str]], at: int, names: list[str]) -> dict[str, Any]:
    columns, doubled = dict[str, str](), dict[str, str]()
    for place, name in enumerate(names):
        if name:
            (doubled if name in columns else columns)[name] = _name_column(place)
    wanted = {place: name for place, name in enumerate(names) if name and columns[name] == _name_column(place)}
    rows: list[tuple[int, dict[str, Cell]]] = []
    for number, row in enumerate(table[at + 1 :], at + 2):
        cells = {
            name: [columns[name], "text", row[place][: _LONGEST + 1]]
            for place, name in wanted.items()
            if place < len(row) and row[place].strip()
        }
        if cells and number > at + 1 + ROWS:
            raise SheetRefused(ROWS_TOO_MANY)
        if cells:
            rows.append((number, cells))
    return {"at": at + 1, "columns": columns, "doubled": doubled, "rows": rows, "merged": []}


def _name_column(place: int) -> str:
    return _ALPHABET[place] if place < len(_ALPHABET) else f"A{_ALPHABET[place - len(_ALPHABET)]}"


def _check(came: Path) -> None:
    if came.stat().st_size > LARGEST:
        raise SheetRefused(LARGE)
    with came.open("rb") as file:
        head = file.read(8)
    if head == COMPOUND:
        raise SheetRefused(LOCKED if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P" in came.read_bytes() else OLD)
    if not zipfile.is_zipfile(came):
        raise SheetRefused(NONE)
    with zipfile.ZipFile(came) as archive:
        parts = archive.infolist()
        names = {part.filename.casefold() for part in parts}
        if any(_MACROS.fullmatch(name) for name in names):
            raise SheetRefused(MACROS)
        if "mimetype" in names and archive.open("mimetype").read(100).startswith(b"application/vnd.oasis"):
            raise SheetRefused(OPEN_DOCUMENT)
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise SheetRefused(LARGE)
        if sum(_count_marks(archive, part) for part in parts) > _MARKS:
            raise SheetRefused(LARGE)


def _count_marks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    marks = 0
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            marks += piece.count(b"<")
    return marks


def _read(came: Path, headings: Mapping[str, str], least: int) -> dict[str, Any]:
    import openpyxl

    with came.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        for sheet in book.worksheets[:_SHEETS]:
            at, found = _find_heading(sheet, headings, least)
            if at:
                columns = {name: letters[0] for name, letters in found.items()}
                doubled = {name: letters[1] for name, letters in found.items() if len(letters) > 1}
                rows = _list_rows(sheet, at, {letter: name for name, letter in columns.items()})
                merged = _list_merged(came, sheet)
                return {"at": at, "columns": columns, "doubled": doubled, "rows": rows, "merged": merged}
    raise SheetRefused(NO_HEADING)


def _find_heading(sheet: Any, headings: Mapping[str, str], least: int) -> tuple[int, dict[str, list[str]]]:
    for at, row in enumerate(sheet.iter_rows(max_row=_HEADING_WITHIN, max_col=_COLUMNS), 1):
        found: dict[str, list[str]] = {}
        for cell in row:
            value = cell.value[:_LONGEST] if isinstance(cell.value, str) else ""
            said = fold(value) or value.strip()
            if said in headings:
                found.setdefault(headings[said], []).append(cell.column_letter)
        if len(found) >= least:
            return at, found
    return 0, {}


def _list_rows(sheet: Any, heading: int, names: Mapping[str, str]) -> list[tuple[int, dict[str, Cell]]]:
    rows, length = [], 0
    for at, row in enumerate(sheet.iter_rows(min_row=heading + 1, max_col=_COLUMNS), heading + 1):
        cells: dict[str, Cell] = {}
        for cell in row:
            value = cell.value
            if value is None or cell.column_letter not in names:
                continue
            said = _make_cell(cell)
            if said[1] == "text" and not said[2].strip():
                continue
            cells[names[cell.column_letter]] = said
            length += len(str(said[2]))
        if at > heading + ROWS and (cells or at > heading + 4 * ROWS):
            raise SheetRefused(ROWS_TOO_MANY)
        if length > _MOST_TEXT:
            raise SheetRefused(LARGE)
        if cells:
            rows.append((at, cells))
    return rows


def _make_cell(cell: Any) -> Cell:
    value = cell.value
    match value:
        case _ if cell.data_type == "f":
            kind, value = "formula", str(value)
        case _ if cell.data_type == "e":
            kind = "error"
        case bool():
            kind = "yes"
        case int() | float():
            kind = "number"
        case date() | datetime() | time() | timedelta():
            kind, value = "date", str(value)
        case _:
            kind, value = "text", str(value)[: _LONGEST + 1]
    return [cell.column_letter, kind, value]


def _list_merged(came: Path, sheet: Any) -> list[str]:
    # A sheet that is only read knows nothing of merged cells: they stand at the end of its part.
    found: list[str] = []
    with zipfile.ZipFile(came) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:
        for piece in _read_overlapping(part):
            found += [name.decode() for name in _MERGED.findall(piece)]
            if len(found) > _MOST_MERGED:
                break
    return list(dict.fromkeys(found))[:_MOST_MERGED]


def _read_overlapping(part: Any) -> Iterator[bytes]:
    before = b""
    while piece := part.read(_PIECE):
        yield before + piece
        before = piece[-200:]


def main() -> None:
    """Prints what was read as JSON, or what it was refused for."""
    limit()
    try:
        said = read_cells(Path(sys.argv[1]), json.loads(sys.argv[2]), *map(int, sys.argv[3:4]))
    except SheetRefused as refused:
        said = {"refused": str(refused)}
    # Kyrgyz is two bytes a letter so, and six as "\\u…": whoever asked holds it in memory.
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode(errors="replace"))


if __name__ == "__main__":
    main()
