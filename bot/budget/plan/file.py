"""The items of a plan as a file has them: a row each, or the faults of its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.budget.plan.items import LONGEST_CODE, LONGEST_TEXT, MOST_ITEMS
from bot.language.kyrgyz import clean, fold

# What stands above each column, in any of the languages.
HEADINGS = {
    "code": ("№", "code", "номер", "номери", "код"),
    "text": ("text", "item", "пункт", "иш-чара", "мероприятие", "аталышы"),
    "years": ("years", "жылдар", "годы", "мөөнөтү", "срок"),
    "amount": ("sum", "сумма", "суммасы", "каражат"),
}
_NEEDED = ("code", "text")
_YEARS = range(2000, 2101)
_MOST_SOM = 10**12


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that is to be mended, and why: empty, long, doubled, years, sum, missing (a column), many (rows)."""

    cell: str
    why: str


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
    return {fold(one) or one: column for column, some in HEADINGS.items() for one in some}


def read_items(table: Sequence[Sequence[str]]) -> tuple[list[ReadItem], list[Fault]]:
    """Reads a table whose first row has the headings. Where there is a fault, nothing of it is to be taken."""
    known = read_headings()
    columns: dict[str, int] = {}
    for at, said in enumerate(table[0] if table else ()):
        name = known.get(fold(said) or said.strip())
        if name is not None:
            columns.setdefault(name, at)
    missing = [Fault("A1", f"missing {name}") for name in _NEEDED if name not in columns]
    if missing:
        return [], missing
    items: list[ReadItem] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for row, cells in enumerate(table[1:], 2):
        found = {name: " ".join(clean(cells[at]).split()) if at < len(cells) else "" for name, at in columns.items()}
        if not any(found.values()):
            continue
        places = {name: f"{chr(ord('A') + at)}{row}" if at < 26 else f"{at + 1}:{row}" for name, at in columns.items()}
        item, wrong = _read_row(found, places)
        if item is not None and item.code in seen:
            wrong = [Fault(places["code"], "doubled")]
        faults += wrong
        if item is not None and not wrong:
            seen.add(item.code)
            items.append(item)
    if len(items) > MOST_ITEMS:
        faults.append(Fault(f"A{MOST_ITEMS + 2}", "many"))
    return ([], faults) if faults else (items, [])


def _read_row(found: Mapping[str, str], places: Mapping[str, str]) -> tuple[ReadItem | None, list[Fault]]:
    faults = [Fault(places[name], "empty") for name in _NEEDED if not found[name]]
    for name, longest in (("code", LONGEST_CODE), ("text", LONGEST_TEXT)):
        if len(found[name]) > longest:
            faults.append(Fault(places[name], "long"))
    years = _read_years(found.get("years", ""))
    if years is None:
        faults.append(Fault(places["years"], "years"))
    said = found.get("amount", "").replace(" ", "").replace("\u00a0", "")
    if said and not (said.isascii() and said.isdigit() and int(said[:14]) <= _MOST_SOM and len(said) <= 13):
        faults.append(Fault(places["amount"], "sum"))
    if faults or years is None:
        return None, faults
    return ReadItem(found["code"], found["text"], *years, int(said) if said else None), []


def _read_years(said: str) -> tuple[int | None, int | None] | None:
    if not said:
        return None, None
    parts = said.replace("–", "-").replace("—", "-").split("-")
    if len(parts) > 2 or not all(
        part.strip().isascii() and part.strip().isdigit() and len(part.strip()) == 4 for part in parts
    ):
        return None
    first, last = int(parts[0]), int(parts[-1])
    return (first, last) if first in _YEARS and last in _YEARS and first <= last else None


def _is_year(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) == 4
