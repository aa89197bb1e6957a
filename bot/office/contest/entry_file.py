"""Entries that do not use Sunush come by a CSV file (UTF-8): names, fields, what is proposed for each criterion."""

import csv
import io
from collections.abc import Mapping

from bot.budget.contest.rules import Kind, Rules
from bot.language.kyrgyz import clean, put_in_quotes
from bot.office.contest.contests import MOST_ENTRIES, NewEntry, name_key
from bot.office.contest.figures import PROPOSED

COLUMNS = {
    Kind.BUDGET: ("name_ky", "name_ru", "rayon_ky", "rayon_ru"),
    Kind.CSO: ("applicant", "theme", "sum"),
}
LONGEST = 200  # characters of a cell
_MOST_SOM = 10**9


def read_entries(content: bytes, kind: Kind, rules: Rules) -> tuple[list[NewEntry], list[str]]:
    """Reads the entries of a file, and what is to be mended in it, a sentence a cell."""
    try:
        rows = _read_rows(content)
    except _NotATable as refused:
        return [], [str(refused)]
    names = [name.strip() for name in rows[0]]
    wanted, figures = COLUMNS[kind], [f"proposed_{n}" for n in rules.numbers]
    if faults := _find_column_faults(names, wanted, figures):
        return [], faults
    entries: list[NewEntry] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        given = {name: row[at].strip() if at < len(row) else "" for at, name in enumerate(names)}
        where = {name: f"{_letter(at)}{number}" for at, name in enumerate(names)}
        found = list(_find_faults(given, where, wanted))
        if len(row) > len(names):
            found.append(f"{_letter(len(names))}{number}: this cell stands in no column")
        entry = None if found else _make_entry(given, kind)
        if entry is not None and name_key(entry.about) in seen:
            found.append(f"A{number}: the same entry stands in row {seen[name_key(entry.about)]} already")
        faults += found
        if entry is not None and not found:
            seen[name_key(entry.about)] = number
            entries.append(entry)
    if len(entries) > MOST_ENTRIES:
        faults.append(f"A{MOST_ENTRIES + 2}: more than {MOST_ENTRIES} entries")
    if not entries and not faults:
        faults.append("A2: there is no entry")
    return ([] if faults else entries), faults


class _NotATable(Exception):
    """The file has no rows that can be read; the text says why."""


def _read_rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _NotATable("it is not UTF-8: save it anew as «CSV UTF-8»") from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _NotATable(f"it cannot be read ({error})") from error
    if not rows:
        raise _NotATable("it is empty")
    return rows


def _find_column_faults(names: list[str], wanted: tuple[str, ...], figures: list[str]) -> list[str]:
    missing = [f"A1: the column {put_in_quotes(name)} is missing" for name in wanted if name not in names]
    strange = [
        f"{_letter(at)}1: {put_in_quotes(clean(name)[:40])} is no column, or stands there twice"
        for at, name in enumerate(names)
        if name not in (*wanted, *figures) or name in names[:at]
    ]
    return missing + strange


def _find_faults(given: Mapping[str, str], where: Mapping[str, str], wanted: tuple[str, ...]) -> list[str]:
    faults = []
    for name, said in given.items():
        if name in wanted and not said:
            faults.append(f"{where[name]}: {put_in_quotes(name)} is empty")
        elif len(said) > LONGEST or not said.isprintable():
            faults.append(f"{where[name]}: at most {LONGEST} printable characters")
        elif name == "sum" and not _is_number(said, _MOST_SOM):
            faults.append(f"{where[name]}: {put_in_quotes(said[:30])} is no sum in som")
        elif name.startswith("proposed_") and said and not _is_number(said, 100):
            faults.append(f"{where[name]}: {put_in_quotes(said[:30])} is no whole number from 0 to 100")
    return faults


def _is_number(said: str, most: int) -> bool:
    plain = said.replace(" ", "").replace("\u00a0", "")
    return plain.isascii() and plain.isdigit() and len(plain) <= len(str(most)) and int(plain) <= most


def _make_entry(given: Mapping[str, str], kind: Kind) -> NewEntry:
    if kind is Kind.CSO:
        som = int(given["sum"].replace(" ", "").replace("\u00a0", ""))
        about = {"applicant": given["applicant"], "theme": given["theme"], "sum": som}
    else:
        about = {name.removeprefix("name_"): given[name] for name in COLUMNS[kind]}
    figures = {
        name.removeprefix("proposed_"): {PROPOSED: float(said)}
        for name, said in given.items()
        if name.startswith("proposed_") and said
    }
    return NewEntry(about, figures)


def _letter(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)
