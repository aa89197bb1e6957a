"""A property list as a file has it: a row an item, or the faults of its cells. The file is the whole list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.budget.property.items import (
    EMPTY,
    LONGEST_AREA,
    LONGEST_CODE,
    LONGEST_KIND,
    LONGEST_PLACE,
    LONGEST_USE,
    MOST_ITEMS,
    MOST_SOM,
    ReadProperty,
)
from bot.budget.sheets import cells
from bot.budget.sheets.cells import Cell, CellFault, read_cell
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

# What stands above each column, in any of the languages. The first of a row is what we write ourselves.
HEADINGS = {
    "code": ("Номери", "№", "номер", "код", "code", "number"),
    "kind": ("Түрү", "аталышы", "объект", "вид", "наименование", "kind"),
    "place": ("Жери", "дареги", "жайгашкан жери", "адрес", "место", "местонахождение", "place", "address"),
    "area": ("Аянты", "площадь", "area"),
    "use": ("Колдонулушу", "пайдаланылышы", "использование", "назначение", "use"),
    "rent": ("Ижара акысы", "ижара", "аренда", "арендная плата", "аренда в год", "rent"),
    "until": ("Мөөнөтү", "кайсы күнгө чейин", "срок", "до какого дня", "till when", "until"),
}
_NEEDED = ("code", "kind", "place", "use")
_LONGEST = {
    "code": LONGEST_CODE, "kind": LONGEST_KIND, "place": LONGEST_PLACE, "area": LONGEST_AREA, "use": LONGEST_USE,
}  # fmt: skip
_DAY = compile_late(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEARS = range(1991, 2101)


def read_headings() -> dict[str, str]:
    """Each heading that is known, folded, with its column."""
    return cells.read_headings(HEADINGS)


def read_table(table: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The cells of a table, such as a CSV, as those of a spreadsheet come. Its first row has the headings."""
    return cells.read_table(table, read_headings())


def read_property(read: Mapping[str, Any]) -> tuple[list[ReadProperty], list[CellFault]]:
    """Reads the cells of a file, as storage/attachments/own_process/sheet_cells gives them.

    Where there is a fault, nothing of it is to be taken.
    """
    return cells.read_coded_rows(read, _read_row, needed=_NEEDED, most=MOST_ITEMS, make_key=fold)


def _read_row(given: Mapping[str, Cell], places: Mapping[str, str]) -> tuple[ReadProperty | None, list[CellFault]]:
    said: dict[str, str] = {}
    faults: list[CellFault] = []
    for name, place in places.items():
        said[name] = read_cell(given.get(name))
        kind = given[name][1] if name in given else ""
        if kind in {"formula", "error"}:
            faults.append(CellFault(place, kind))
        elif not said[name] and name in _NEEDED:
            faults.append(CellFault(place, "empty"))
        elif len(said[name]) > _LONGEST.get(name, 100):
            faults.append(CellFault(place, "long", str(_LONGEST.get(name, 100))))
    told = {fault.cell for fault in faults}
    rent, until = _read_som(said.get("rent", "")), _read_until(said.get("until", ""))
    if rent is None and places["rent"] not in told:
        faults.append(CellFault(places["rent"], "sum", said["rent"]))
    if until is None and places["until"] not in told:
        faults.append(CellFault(places["until"], "day", said["until"]))
    if faults or rent is None or until is None:
        return None, faults
    return (
        ReadProperty(
            code=said["code"], kind=said["kind"], place=said["place"], area=said.get("area", ""), use=said["use"],
            rent=rent if said.get("rent") else None, until=until, empty=fold(said["use"]) in EMPTY,
        ),
        [],
    )  # fmt: skip


def _read_som(said: str) -> int | None:
    # Nothing is no rent, which is 0 here.
    return cells.read_som(said.replace(" ", "").replace("\u00a0", "").removesuffix("сом") or "0", most=MOST_SOM)


def _read_until(said: str) -> str | None:
    if not said:
        return ""
    if said.isascii() and said.isdigit() and len(said) == 4:
        return said if int(said) in _YEARS else None
    named = _DAY.fullmatch(said)
    try:
        day = date(*map(int, reversed(named.groups()))) if named else date.fromisoformat(said[:10])
    except ValueError:
        return None
    return day.isoformat() if day.year in _YEARS and len(said) in {9, 8, 10, 19} else None
