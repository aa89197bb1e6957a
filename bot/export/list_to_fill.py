"""A list as a spreadsheet that is filled in and sent back, with what to write on a second sheet."""

import io
from collections.abc import Iterable, Mapping, Sequence

from bot.chat.texts import Words
from bot.office.wording.notices import N_

Cell = str | int

_ABOUT = N_("What to write")


def write_list(
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
    headings: Mapping[str, Sequence[str]],
    widths: Mapping[str, int],
    instructions: Sequence[str],
    language: str,
) -> bytes:
    """Returns the rows below the first heading of each column. Texts stay text, whatever they look like."""
    import xlsxwriter

    words, made = Words(language), io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet, about = book.add_worksheet(words.say(title)), book.add_worksheet(words.say(_ABOUT))
    for column, (name, titles) in enumerate(headings.items()):
        sheet.write_string(0, column, titles[0], bold)
        sheet.set_column(column, column, widths[name])
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(row, column, value, wrap)
            else:
                sheet.write_string(row, column, value, wrap)
    sheet.freeze_panes(1, 0)
    about.set_column(0, 0, 100)
    for row, sentence in enumerate(instructions):
        about.write_string(row, 0, words.say(sentence), wrap)
    book.close()
    return made.getvalue()
