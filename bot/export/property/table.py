"""A property list as a spreadsheet that a clerk fills and sends back, or as CSV. What is written is read again."""

import csv
import io
from collections.abc import Sequence

from bot.budget.property.file import HEADINGS
from bot.export.formula_guard import guard_csv_cell
from bot.export.list_to_fill import Cell, write_list
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
    return write_list(
        [_list_values(one) for one in items], title=N_("Property list"), headings=HEADINGS, widths=_WIDTHS,
        instructions=_INSTRUCTIONS, language=language,
    )  # fmt: skip


def write_property_csv(items: Sequence[PropertyItem]) -> bytes:
    """The same as a CSV that opens right in Excel."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([titles[0] for titles in HEADINGS.values()])
    writer.writerows(
        [guard_csv_cell("" if value is None else str(value)) for value in _list_values(one)] for one in items
    )
    return text.getvalue().encode("utf-8-sig")


def _list_values(one: PropertyItem) -> list[Cell]:
    return [one.code, one.kind, one.place, one.area, one.use, "" if one.rent is None else one.rent, one.until]
