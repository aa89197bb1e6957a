"""The items of a plan as a file has them: a row each, or the faults of its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.budget.plan.items import LONGEST_CODE, LONGEST_TEXT, MOST_ITEMS
from bot.budget.sheets import cells
from bot.budget.sheets.cells import Cell, CellFault, read_cell

# What stands above each column, in any of the languages. The first of a row is what we write ourselves.
HEADINGS = {
    "code": ("№", "code", "номер", "номери", "код"),
    "text": ("Пункт", "text", "item", "иш-чара", "мероприятие", "аталышы", "наименование"),
    "years": ("Жылдар", "years", "годы", "мөөнөтү", "срок"),
    "amount": ("Сумма", "sum", "суммасы", "каражат"),
}
LEAST_HEADINGS = 2  # columns by which a table is known as that of a plan
_NEEDED = ("code", "text")
_LONGEST = {"code": LONGEST_CODE, "text": LONGEST_TEXT}
_YEARS = range(2000, 2101)
_MOST_SOM = 10**12


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item as a row has it."""

    code: str
    text: str
    from_year: int | None
    to_year: int | None
    amount: int | None


def read_headings() -> dict[str, str]:
    """Each heading that is known, folded, with its column."""
    return cells.read_headings(HEADINGS)


def read_table(table: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The cells of a plain table whose first row has the headings."""
    return cells.read_table(table, read_headings())


def read_items(read: Mapping[str, Any]) -> tuple[list[ReadItem], list[CellFault]]:
    """Reads the cells of a file. Where there is a fault, nothing of it is to be taken."""
    return cells.read_coded_rows(read, _read_row, needed=_NEEDED, most=MOST_ITEMS)


def _read_row(given: Mapping[str, Cell], places: Mapping[str, str]) -> tuple[ReadItem | None, list[CellFault]]:
    kinds = {name: cell[1] for name, cell in given.items()}
    said = {name: read_cell(given.get(name)) for name in places}
    faults: list[CellFault] = []
    for name, place in places.items():
        if kinds.get(name) in {"formula", "error"} or (kinds.get(name) == "date" and name in _NEEDED):
            faults.append(CellFault(place, kinds[name]))
        elif name in _NEEDED and not said[name]:
            faults.append(CellFault(place, "empty"))
        elif len(said[name]) > _LONGEST.get(name, len(said[name])):
            faults.append(CellFault(place, "long", str(_LONGEST[name])))
        elif name == "years" and _read_years(said[name]) is None:
            faults.append(CellFault(place, "years", said[name]))
        elif name == "amount" and said[name] and _read_som(said[name]) is None:
            faults.append(CellFault(place, "sum", said[name]))
    years = _read_years(said.get("years", "")) if not faults else None
    if years is None:
        return None, faults
    return ReadItem(said["code"], said["text"], *years, _read_som(said.get("amount", ""))), []


def _read_som(said: str) -> int | None:
    return cells.read_som(said, most=_MOST_SOM)


def _read_years(said: str) -> tuple[int | None, int | None] | None:
    if not said:
        return None, None
    parts = [part.strip() for part in said.replace("–", "-").replace("—", "-").split("-")]
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and len(part) == 4 for part in parts):
        return None
    first, last = int(parts[0]), int(parts[-1])
    return (first, last) if first in _YEARS and last in _YEARS and first <= last else None
