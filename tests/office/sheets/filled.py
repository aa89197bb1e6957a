"""A spreadsheet of answers as a clerk has it: written by the bot, filled in with openpyxl, read again."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from bot.export.office.answer_sheet import write_sheet
from bot.office.sheets import sheets
from bot.office.sheets.checked import CheckedSheet
from bot.office.sheets.columns import Column, read_headings
from bot.office.sheets.rows import ReadSheet, read_sheet
from storage.attachments.own_process.sheet_cells import read_cells
from storage.people import Person
from tests.office.offices import Office

WHY = "Быйыл бул ишке каражат каралган эмес."
LETTERS = {column: chr(ord("A") + at) for at, column in enumerate(Column)}
NO = {Column.DECISION: "Долбоорго кирген жок", Column.REASON: "Каражат жетпейт", Column.IN_KYRGYZ: WHY}


async def made(office: Office, clerk: Person | None, path: Path, language: str = "ky") -> bytes:
    """The file as the bot sends it."""
    path.unlink(missing_ok=True)
    found = await office.database.read(lambda store: sheets.list_open(store, aimak_id=office.aimak_id, by=clerk))
    await write_sheet(found, path=path, language=language)
    return path.read_bytes()


def fill(content: bytes, *rows: dict[Column, Any], change: Callable[[Any], object] | None = None) -> bytes:
    """The file with the first rows filled in, and changed besides."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for at, row in enumerate(rows, 2):
        for column, value in row.items():
            sheet[f"{LETTERS[column]}{at}"] = value
    if change is not None:
        change(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The file with some of its parts replaced, or added."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return written.getvalue()


def read(content: bytes, folder: Path) -> ReadSheet:
    """What a file says. Raises SheetRefused."""
    came = folder / "came"
    came.write_bytes(content)
    return read_sheet(read_cells(came, read_headings()))


async def checked(office: Office, clerk: Person, content: bytes, folder: Path) -> CheckedSheet:
    """A file, checked. Raises SheetRefused."""
    sheet = read(content, folder)
    return await office.database.read(
        lambda store: sheets.check(store, aimak_id=office.aimak_id, sheet=sheet, by=clerk)
    )
