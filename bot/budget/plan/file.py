"""The items of a plan as a file has them: a row each, or the faults of its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.budget.plan.items import LONGEST_CODE, LONGEST_TEXT, MOST_ITEMS
from bot.budget.sheets import cells
from bot.budget.sheets.cells import Cell, CellFault, list_column_faults, read_cell

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
    columns, at = read["columns"], read["at"]
    if faults := list_column_faults(read, _NEEDED):
        return [], faults
    items: list[ReadItem] = []
    seen: dict[str, int] = {}
    for row, given in read["rows"]:
        item, wrong = _read_row(given, {name: f"{letters}{row}" for name, letters in columns.items()})
        code = read_cell(given.get("code"))
        if code in seen:
            wrong.append(CellFault(f"{columns['code']}{row}", "twice", str(seen[code])))
        faults += wrong
        if code:
            seen.setdefault(code, row)
        if item is not None and not wrong:
            items.append(item)
    if not items and not faults:
        faults.append(CellFault(f"A{at + 1}", "none"))
    if len(items) > MOST_ITEMS:
        faults.append(CellFault(f"A{at + 1 + MOST_ITEMS}", "many", str(MOST_ITEMS)))
    return ([], faults) if faults else (items, [])


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
    digits = said.replace(" ", "").replace("\u00a0", "")
    return (
        int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 14 and int(digits) <= _MOST_SOM else None
    )


def _read_years(said: str) -> tuple[int | None, int | None] | None:
    if not said:
        return None, None
    parts = [part.strip() for part in said.replace("–", "-").replace("—", "-").split("-")]
    if len(parts) > 2 or not all(part.isascii() and part.isdigit() and len(part) == 4 for part in parts):
        return None
    first, last = int(parts[0]), int(parts[-1])
    return (first, last) if first in _YEARS and last in _YEARS and first <= last else None
