"""The cells of a table as storage/attachments/own_process/sheet_cells gives them, and what is wrong with its columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.language.kyrgyz import clean, fold

T = TypeVar("T")
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


def read_coded_rows(
    read: Mapping[str, Any],
    read_row: Callable[[Mapping[str, Cell], Mapping[str, str]], tuple[T | None, list[CellFault]]],
    *,
    needed: Iterable[str],
    most: int,
    make_key: Callable[[str], str] = str,
) -> tuple[list[T], list[CellFault]]:
    """Reads a file that is taken whole: an item a row, each code once, at most so many. A fault leaves no item.

    read_row gets the cells of a row and where each stands. Codes with the same key are one code.
    """
    columns, at = read["columns"], read["at"]
    if faults := list_column_faults(read, needed):
        return [], faults
    items: list[T] = []
    seen: dict[str, int] = {}
    for row, given in read["rows"]:
        item, wrong = read_row(given, {name: f"{letters}{row}" for name, letters in columns.items()})
        code = make_key(read_cell(given.get("code")))
        if code in seen:
            wrong.append(CellFault(f"{columns['code']}{row}", "twice", str(seen[code])))
        faults += wrong
        if code:
            seen.setdefault(code, row)
        if item is not None and not wrong:
            items.append(item)
    if not items and not faults:
        faults.append(CellFault(f"A{at + 1}", "none"))
    if len(items) > most:
        faults.append(CellFault(f"A{at + 1 + most}", "many", str(most)))
    return ([], faults) if faults else (items, [])


def read_som(said: str, *, most: int) -> int | None:
    """A sum in som, its digits parted or not; None where it is none, or more than the most."""
    digits = said.replace(" ", "").replace("\u00a0", "")
    is_sum = digits.isascii() and digits.isdigit() and len(digits) <= len(str(most)) and int(digits) <= most
    return int(digits) if is_sum else None
