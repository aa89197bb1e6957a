"""The log of proposals as a file: XLSX, CSV or JSON lines, streamed page by page and never left half written."""

import asyncio
import csv
import io
import json
import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from bot.budget.workdays import BISHKEK
from bot.office.journal import JournalRow, pages
from storage.engine import Database
from storage.seal import Seal
from storage.store import Store

COLUMNS = (
    "number", "aimak", "year", "side", "category", "text", "amount", "village", "source", "received_at", "due_on",
    "status", "decision", "reason_code", "reason", "decided_amount", "budget_line", "first_reply_at", "decided_at",
    "answered_by", "delivered_at", "delivery", "reaction", "public", "linked_to", "excluded", "revision",
)  # fmt: skip
FORMS = ("xlsx", "csv", "jsonl")
LEAST_SHARING_A_VILLAGE = 5  # authors

_XLSX_ROWS = 1_048_575  # Excel's, less the heading
_XLSX_CHARACTERS = 32_767  # Excel's in one cell, counted as UTF-16
_CUT = "… (whole text: CSV or JSONL)"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML cannot hold them
_FORMULA = frozenset("=+-@")
_WIDE = {"text": 60, "reason": 60, "budget_line": 24, "answered_by": 24, "number": 8, "year": 6, "revision": 8}

Cell = str | int | None
Values = dict[str, Cell]


class ExportRefused(Exception):
    """The file cannot be written so; the text says in one sentence what to do."""


async def write_export(
    database: Database, seal: Seal, *, path: Path, form: str, aimak_id: int | None, year: int | None, pseudonymous: bool
) -> int:
    """Writes the log, of one aimak or year if they are named, to path and returns how many rows it has.

    Raises ExportRefused for a path that does not end as the form says, is there already and not empty, or has no folder.
    """
    check(path, form)

    async def stream(store: Store) -> int:
        await store.journal.stand_still()
        results = await store.journal.results()
        veil = await _veil(store, seal, aimak_id=aimak_id, year=year) if pseudonymous else _unveiled
        written = 0
        async for page in pages(store, aimak_id=aimak_id, year=year):
            rows = [veil(row, _values(row, results.get((row.filed.aimak_id, row.filed.budget_year)))) for row in page]
            written += len(rows)
            await asyncio.to_thread(sheet.write, rows)
        return written

    with _whole_file(path) as file, _opened(form, file) as sheet:
        written = await database.read(stream)
        await asyncio.to_thread(sheet.close)
    return written


def check(path: Path, form: str) -> None:
    """Raises ExportRefused where nothing could be written to path."""
    if path.suffix.lower() != f".{form}":
        raise ExportRefused(f"{path} does not end in .{form}: name it so, or ask for the format its ending says.")
    if not path.parent.is_dir():
        raise ExportRefused(f"There is no folder {path.parent}: make it first, or name another.")
    if path.exists() and (not path.is_file() or path.stat().st_size):
        raise ExportRefused(f"{path} is there already: name a new file.")


def _values(row: JournalRow, results_on: date | None) -> Values:
    filed, latest = row.filed, row.latest
    answer = latest.answer if latest else None
    return {
        "number": filed.label,
        "aimak": filed.aimak,
        "year": filed.budget_year,
        "side": filed.side.value,
        "category": filed.category,
        "text": filed.text,
        "amount": filed.amount,
        "village": filed.village,
        "source": filed.source.value,
        "received_at": _moment(filed.received_at),
        "due_on": filed.due_on.isoformat(),
        "status": row.status,
        "decision": answer.decision.value if answer else None,
        "reason_code": answer.reason_code.value if answer and answer.reason_code else None,
        "reason": answer.sentence if answer else None,
        "decided_amount": answer.amount if answer else None,
        "budget_line": answer.budget_line if answer else None,
        "first_reply_at": _moment(row.first_reply_at),
        "decided_at": _moment(row.decided_at(results_on)),
        "answered_by": row.answered_by,
        "delivered_at": _moment(row.delivered_at),
        "delivery": row.delivery,
        "reaction": row.reaction.value if row.reaction else None,
        "public": {True: "yes", False: "no", None: None}[filed.public_text],
        "linked_to": None,
        "excluded": row.excluded,
        "revision": latest.revision if latest else None,
    }


def _moment(at: int | None) -> str | None:
    """Writes an instant in Bishkek time, as Excel reads and sorts it: 2026-11-23 10:00."""
    if at is None:
        return None
    return f"{(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at)).astimezone(BISHKEK):%Y-%m-%d %H:%M}"


Veil = Callable[[JournalRow, Values], Values]


def _unveiled(_row: JournalRow, values: Values) -> Values:
    return values


async def _veil(store: Store, seal: Seal, *, aimak_id: int | None, year: int | None) -> Veil:
    """Makes what turns a row pseudonymous; what it draws is forgotten with the export, so no two can be joined."""
    drawn = secrets.token_hex(16)
    sharing = await store.journal.village_counts(aimak_id=aimak_id, year=year)

    def pseudonym(letter: str, *parts: object) -> str:
        # A letter goes first: Excel would read 12e45 as a number.
        return letter + seal.mark("export", drawn, letter, *map(str, parts))[:12]

    def veil(row: JournalRow, values: Values) -> Values:
        filed, latest = row.filed, row.latest
        hidden: Values = {
            "number": pseudonym("p", *filed.place),
            "answered_by": pseudonym("s", latest.answered_by) if latest else None,
        }
        if filed.public_text is not True:
            hidden |= {"text": None, "reason": None}
        if sharing.get(filed.village_id or 0, 0) < LEAST_SHARING_A_VILLAGE:
            hidden["village"] = None
        return values | hidden

    return veil


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """Opens a file beside path, for its owner only; it takes the name of path once all of it is on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:80]}-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class _Sheet(Protocol):
    def write(self, rows: list[Values]) -> None:
        """Adds rows."""

    def close(self) -> None:
        """Ends the file."""


@contextmanager
def _opened(form: str, file: BinaryIO) -> Iterator[_Sheet]:
    match form:
        case "xlsx":
            with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
                yield _Xlsx(file, folder)
        case "csv":
            yield _Csv(file)
        case "jsonl":
            yield _Jsonl(file)
        case _:
            raise ExportRefused(f"«{form}» is no format: choose {', '.join(FORMS)}.")


class _Jsonl:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, rows: list[Values]) -> None:
        for row in rows:
            whole = {name: None if row[name] == "" else row[name] for name in COLUMNS}
            self._file.write(json.dumps(whole, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        """Nothing is left to write."""


class _Csv:
    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def write(self, rows: list[Values]) -> None:
        self._writer.writerows([_defused(row[name]) for name in COLUMNS] for row in rows)

    def close(self) -> None:
        self._text.detach()


def _defused(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    cell = _UNFIT.sub("", cell)
    return f"'{cell}" if cell[:1] in {"\t", "\r"} or _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet might reckon with a text; full-width and small forms of the signs are read as the signs."""
    return unicodedata.normalize("NFKC", text.lstrip()[:1]) in _FORMULA


class _Xlsx:
    def __init__(self, file: BinaryIO, folder: str) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(
            file,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder},
        )
        self._sheet = self._book.add_worksheet("proposals")
        self._quoted = self._book.add_format({"quote_prefix": True})  # stays a text when somebody edits the cell
        self._at = 0
        heading = self._book.add_format({"bold": True})
        for column, name in enumerate(COLUMNS):
            self._sheet.set_column(column, column, _WIDE.get(name, 16))
        self._sheet.freeze_panes(1, 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:A{_XLSX_ROWS + 1}"})
        for column, name in enumerate(COLUMNS):
            self._sheet.write_string(0, column, name, heading)

    def write(self, rows: list[Values]) -> None:
        if self._at + len(rows) > _XLSX_ROWS:
            raise ExportRefused("There are more rows than XLSX can hold: choose one aimak or year, or CSV.")
        for row in rows:
            self._at += 1
            self._write(row)

    def _write(self, row: Mapping[str, Cell]) -> None:
        for column, name in enumerate(COLUMNS):
            cell = row[name]
            if isinstance(cell, str) and cell:
                text = _for_excel(cell)
                self._sheet.write_string(self._at, column, text, self._quoted if _is_formula(text) else None)
            elif isinstance(cell, int):
                self._sheet.write_number(self._at, column, cell)

    def close(self) -> None:
        from xlsxwriter.exceptions import XlsxWriterException

        self._sheet.autofilter(0, 0, max(self._at, 1), len(COLUMNS) - 1)
        try:
            self._book.close()
        except XlsxWriterException as error:
            raise ExportRefused(f"The XLSX file could not be finished ({error}): make room, or choose CSV.") from error


def _for_excel(text: str) -> str:
    text = _UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _XLSX_CHARACTERS // 2:
        units = text.encode("utf-16-le")
        if len(units) > 2 * _XLSX_CHARACTERS:
            text = units[: 2 * (_XLSX_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
    # XlsxWriter takes what stands between these for its own markup and would write it unescaped.
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def form_of(path: Path) -> str | None:
    """Returns the form a file's ending says, None if it says none."""
    ending: Any = path.suffix.lower().removeprefix(".")
    return ending if ending in FORMS else None
