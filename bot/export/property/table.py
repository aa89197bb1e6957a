"""A property list as a spreadsheet that a clerk fills and sends back, or as CSV. What is written is read again."""

import csv
import io
from collections.abc import Sequence

from bot.budget.property.file import HEADINGS
from bot.chat.texts import Words
from bot.export.formula_guard import guard_csv_cell
from bot.office.wording.notices import N_
from storage.property.items import PropertyItem

_WIDTHS = {"code": 8, "kind": 24, "place": 40, "area": 14, "use": 24, "rent": 14, "until": 14}
_INSTRUCTIONS = (
    N_("A row is one thing that the ayil aimak owns. The file is the whole list: what it does not name is taken off."),
    N_("Of what nobody uses write «бош турат» in the column of use. Residents are then asked for proposals."),
    N_("Rent is som a year. The last column is a year or a day, such as 31.12.2027."),
    N_("Save the file as .xlsx and send it back. All of it is taken, or nothing and each fault is named."),
)


def write_property(items: Sequence[PropertyItem], *, language: str) -> bytes:
    """Returns the list as a spreadsheet, with what to write on a second sheet. Numbers stay text: 01 is not 1."""
    import xlsxwriter

    words, made = Words(language), io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet, about = book.add_worksheet(words.say("Property list")), book.add_worksheet(words.say("What to write"))
    for column, (name, titles) in enumerate(HEADINGS.items()):
        sheet.write_string(0, column, titles[0], bold)
        sheet.set_column(column, column, _WIDTHS[name])
    for row, one in enumerate(items, 1):
        for column, value in enumerate(_list_values(one)):
            if isinstance(value, int):
                sheet.write_number(row, column, value, wrap)
            else:
                sheet.write_string(row, column, value, wrap)
    sheet.freeze_panes(1, 0)
    about.set_column(0, 0, 100)
    for row, sentence in enumerate(_INSTRUCTIONS):
        about.write_string(row, 0, words.say(sentence), wrap)
    book.close()
    return made.getvalue()


def write_property_csv(items: Sequence[PropertyItem]) -> bytes:
    """The same as a CSV that opens right in Excel."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([titles[0] for titles in HEADINGS.values()])
    writer.writerows(
        [guard_csv_cell("" if value is None else str(value)) for value in _list_values(one)] for one in items
    )
    return text.getvalue().encode("utf-8-sig")


def _list_values(one: PropertyItem) -> list[str | int]:
    return [one.code, one.kind, one.place, one.area, one.use, "" if one.rent is None else one.rent, one.until]
