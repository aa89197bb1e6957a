"""The evidence of the criteria as a spreadsheet: the figures first, then a sheet of rows for each."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.chat.texts import Words
from bot.export.formula_guard import guard_for_excel, is_formula
from bot.export.spreadsheet import check, finish_book
from bot.export.whole_file import QuietOnceBroken, open_whole_file
from bot.office.criteria.asked import Cell
from bot.office.criteria.in_words import NAMES, list_formula, list_rules, say_cell, say_figure
from bot.office.criteria.proposed import Proposed
from bot.office.practice_words import list_marks


def write_table(found: Sequence[Proposed], *, path: Path, language: str) -> None:
    """Writes the spreadsheet in a language to path. Raises ExportRefused."""
    import xlsxwriter

    words = Words(language)
    check(path, "xlsx")
    with tempfile.TemporaryDirectory(prefix="sunush-") as folder, open_whole_file(path) as file:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        book = xlsxwriter.Workbook(QuietOnceBroken(file), options)
        formats = {
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        }
        _write_front(_Sheet(book.add_worksheet(words.say("Figures")), words, formats), words, found)
        for one in found:
            _write_rows(_Sheet(book.add_worksheet(str(one.criterion)), words, formats), words, one)
        finish_book(book)


def _write_front(sheet: _Sheet, words: Words, found: Sequence[Proposed]) -> None:
    sheet.sheet.set_column(0, 0, 6)
    sheet.sheet.set_column(1, 3, 48)
    first = found[0]
    at = 0
    for line in (*list_marks(first.aimak), f"{first.aimak.name(words.language)}, {first.year}"):
        sheet.put(at, 1, line, bold=True)
        at += 1
    headings = ("№", words.say("Criterion"), words.say("Proposed figure"), words.say("How it is counted"))
    for column, title in enumerate(headings):
        sheet.put(at, column, title, bold=True)
    for at, one in enumerate(found, at + 1):  # noqa: B020 - it goes on where the headings ended
        figure: Cell = one.figure if one.figure is not None else say_figure(words, one)
        cells = (one.criterion, words.say(NAMES[one.criterion]), figure, "\n".join(list_formula(words, one)))
        for column, cell in enumerate(cells):
            sheet.put(at, column, cell)
    at += 2
    closing = (
        words.say("No source gave these scales, so they are settings:"), *list_rules(words, first.rules),
        words.say("The commission has the last word."),
    )  # fmt: skip
    for place, line in enumerate(closing, at):
        sheet.put(place, 1, line)


def _write_rows(sheet: _Sheet, words: Words, found: Proposed) -> None:
    sheet.sheet.set_column(0, max(0, len(found.columns) - 1), 24)
    sheet.sheet.freeze_panes(1, 0)
    for column, title in enumerate(found.columns):
        sheet.put(0, column, words.say(title), bold=True)
    for at, row in enumerate(found.rows, 1):
        for column, cell in enumerate(row):
            sheet.put(at, column, cell)


class _Sheet:
    """A sheet of the book, and how a cell is written there."""

    def __init__(self, sheet: Any, words: Words, formats: dict[str, Any]) -> None:
        self.sheet = sheet
        self._words = words
        self._formats = formats

    def put(self, at: int, column: int, cell: Cell, *, bold: bool = False) -> None:
        if isinstance(cell, (int, Decimal)):
            self.sheet.write_number(at, column, float(cell), self._formats["text"])
            return
        text = guard_for_excel(cell if type(cell) is str else say_cell(self._words, cell))
        if text:
            usual = "quoted" if is_formula(text) else "text"
            self.sheet.write_string(at, column, text, self._formats["bold" if bold else usual])
