"""The list of an office's proposals as a spreadsheet that prints well.

Texts are wrapped; each page has the heading and its number.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.export.formula_guard import guard_for_excel, is_formula
from bot.export.legend.legend import Legend
from bot.export.spreadsheet import Values, finish_book
from bot.export.whole_file import QuietOnceBroken, open_whole_file

COLUMNS = (
    "number", "received_at", "due_on", "side", "category", "village", "text", "status", "decision", "reason_code", "reason",
    "decided_amount", "budget_line", "answered_at", "office_note",
)  # fmt: skip
_WIDTHS = {"number": 8, "text": 60, "reason": 50, "category": 22, "village": 16, "budget_line": 18, "decision": 18,
           "reason_code": 18, "office_note": 40}  # fmt: skip
_A4 = 9  # Excel's number of the paper


def write_list_sheet(path: Path, rows: Iterable[Values], *, legend: Legend, title: str) -> int:
    """Writes a list to path; returns how many rows it has. title stands above each page that is printed."""
    import xlsxwriter

    with tempfile.TemporaryDirectory(prefix="sunush-") as folder, open_whole_file(path) as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        book = xlsxwriter.Workbook(QuietOnceBroken(file), options)
        formats = {
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
            "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "sum": book.add_format({"valign": "top", "num_format": "#,##0"}),
        }
        sheet = book.add_worksheet(legend.table)
        _lay_out(sheet, title)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, 14))
            sheet.write_string(0, column, legend.heading(name), formats["bold"])
        at = 0
        for at, row in enumerate(rows, 1):
            said = legend.say(row)
            for column, name in enumerate(COLUMNS):
                _put(sheet, at, column, said[name], formats)
        sheet.autofilter(0, 0, max(at, 1), len(COLUMNS) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{at + 1}"})
        finish_book(book)
    return at


def _lay_out(sheet: Any, title: str) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{title.replace('&', '&&')}"[:255])
    sheet.set_footer("&R&P / &N")


def _put(sheet: Any, at: int, column: int, cell: str | int | None, formats: dict[str, Any]) -> None:
    if isinstance(cell, int):
        sheet.write_number(at, column, cell, formats["sum"])
    elif cell:
        text = guard_for_excel(cell)
        sheet.write_string(at, column, text, formats["quoted" if is_formula(text) else "text"])
