"""The cells of a table as storage/attachments/own_process/sheet_cells gives them, and what is wrong with its columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.language.kyrgyz import clean, fold

Cell = Sequence[Any]  # the letters of its column, its kind, what stands there

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that is to be mended, why, and what stands there."""

    cell: str
    why: str
    said: str = ""


def read_headings(headings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each heading that a column may have, folded, with the column."""
    return {fold(one) or one: column for column, some in headings.items() for one in some}


def read_table(table: Sequence[Sequence[str]], known: Mapping[str, str]) -> dict[str, Any]:
    """The cells of a plain table. Its first row has the headings; known are those, folded, with their columns."""
    columns, doubled = dict[str, str](), dict[str, str]()
    for at, said in enumerate(table[0] if table else ()):
        name = known.get(fold(said) or said.strip())
        if name is not None and at < len(_LETTERS):
            (doubled if name in columns else columns)[name] = _LETTERS[at]
    places = {letter: name for name, letter in columns.items()}
    rows = []
    for number, row in enumerate(table[1:], 2):
        cells = {
            places[letter]: [letter, "text", said]
            for letter, said in zip(_LETTERS, row, strict=False)
            if letter in places and said.strip()
        }
        if cells:
            rows.append((number, cells))
    return {"at": 1, "columns": columns, "doubled": doubled, "rows": rows, "merged": []}


def list_column_faults(read: Mapping[str, Any], needed: Iterable[str]) -> list[CellFault]:
    """Columns that stand there twice or are missing, and merged cells: until they are mended no row is read."""
    at, columns = read["at"], read["columns"]
    return [
        *(CellFault(f"{letters}{at}", "doubled") for letters in read["doubled"].values()),
        *(CellFault(f"A{at}", "missing", name) for name in needed if name not in columns),
        *(CellFault(cells.split(":")[0], "merged", cells) for cells in read["merged"]),
    ]


def read_cell(cell: Cell | None) -> str:
    """What stands in a cell, in one line; a whole number without its point."""
    if cell is None:
        return ""
    _, kind, value = cell
    if kind == "number" and float(value).is_integer() and abs(value) < 10**15:
        return str(int(value))
    return " ".join(clean(str(value)).split())
