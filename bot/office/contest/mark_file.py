"""The spreadsheet of marks: its columns, and what a filled one says. Pure; each fault is named by its cell."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.budget.contest.marks import MarkOutside, read_mark
from bot.budget.contest.rules import Criterion, Rules
from bot.chat.texts import Words, say_in_every_language
from bot.language.kyrgyz import clean, fold
from bot.office.wording.notices import N_

CODE, KEY = "code", "key"
HEADINGS = {CODE: N_("Code"), KEY: N_("Row key")}
MOST_NAMED = 30
_OF_ALL = {"juror", "old"}  # faults of a whole file, which are said once
_LONGEST_SAID = 30  # characters of a cell that are quoted
_FAULTS = {
    "doubled": N_("{cell}: this column stands there twice."),
    "missing": N_("{cell}: the column «{what}» is missing in this row."),
    "merged": N_("{cell}: the cells {what} are merged. Please part them."),
    "twice": N_("{cell}: the same code stands in row {what} already."),
    "formula": N_("{cell}: a formula stands there. Please write the value itself."),
    "error": N_("{cell}: an error of the table stands there."),
    "no_key": N_("{cell}: this row does not come from the bot's file. Please write only in its own rows."),
    "juror": N_("Nothing is changed: this table was made for another juror."),
    "old": N_("Nothing is changed: this table does not say which juror it is for. Please take a new one and fill it."),
    "other": N_("{cell}: this row is of another contest or another code."),
    "outside": N_("{cell}: «{what}» is no whole number from {low} to {high}."),
}


@dataclass(frozen=True, slots=True)
class MarkFault:
    """Something in a file that must be mended first: the cell, what is wrong, what stands there."""

    cell: str
    code: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class ReadMarks:
    """What a file says: a mark by code and criterion; nothing of it counts where there is a fault."""

    given: Mapping[tuple[int, int], int]
    faults: tuple[MarkFault, ...]


def name_column(criterion: Criterion, language: str) -> str:
    """What stands above the marks of a criterion."""
    return f"{criterion.number}. {criterion.name(language)}"


def write_key(contest_id: int, code: int, seat: int) -> str:
    """What each row carries, so that no row of another contest or another juror is taken for it."""
    return _sign(f"{contest_id}-{code}-{seat}")


def _sign(said: str) -> str:
    return f"{said}-{hashlib.sha256(f'marks {said}'.encode()).hexdigest()[:8]}"


def list_headings(rules: Rules) -> dict[str, str]:
    """Every heading that a file may have, folded, with the column's name."""
    named = {fold(title): column for column, text in HEADINGS.items() for title in say_in_every_language(text)}
    for one in rules.criteria:
        named |= {fold(name_column(one, language)): f"c{one.number}" for language in ("ky", "ru")}
    return named


def read_mark_file(read: Mapping[str, Any], *, contest_id: int, seat: int, rules: Rules) -> ReadMarks:
    """Reads the cells of the file of a juror (by their seat), as storage/attachments/own_process/sheet_cells gives them."""
    columns: Mapping[str, str] = read["columns"]
    at = read["at"]
    faults = [MarkFault(f"{letters}{at}", "doubled") for letters in read["doubled"].values()]
    for name in (CODE, *(f"c{one.number}" for one in rules.criteria), KEY):
        if name not in columns:
            faults.append(MarkFault(f"A{at}", "missing", name))
    faults += [MarkFault(cells.split(":")[0], "merged", cells) for cells in read["merged"]]
    given: dict[tuple[int, int], int] = {}
    seen: dict[int, int] = {}
    for row, cells in () if faults else read["rows"]:
        try:
            code = _read_code(cells, contest_id, seat, f"{columns[CODE]}{row}")
            if code in seen:
                raise _Wrong(f"{columns[CODE]}{row}", "twice", str(seen[code]))
        except _Wrong as wrong:
            if wrong.fault.code in _OF_ALL:
                return ReadMarks({}, (wrong.fault,))
            faults.append(wrong.fault)
            code = 0  # whose row it is stays open; its marks are looked at all the same
        seen.setdefault(code, row)
        for number in rules.numbers:
            try:
                mark = _read_mark(cells.get(f"c{number}"), f"{columns[f'c{number}']}{row}", rules)
            except _Wrong as wrong:
                faults.append(wrong.fault)
            else:
                given |= {(code, number): mark} if mark is not None else {}
    return ReadMarks({} if faults else given, tuple(faults))


class _Wrong(Exception):
    def __init__(self, cell: str, code: str, said: str = "") -> None:
        super().__init__(code)
        self.fault = MarkFault(cell, code, said)


def _read_code(cells: Mapping[str, Sequence[Any]], contest_id: int, seat: int, cell: str) -> int:
    if KEY not in cells:
        raise _Wrong(cell, "no_key")
    said = str(cells.get(CODE, ("", "", ""))[2]).removesuffix(".0").strip()
    if not said.isascii() or not said.isdigit() or len(said) > 4:
        raise _Wrong(cell, "other")
    key = str(cells[KEY][2]).strip()
    if key == _sign(f"{contest_id}-{int(said)}"):
        raise _Wrong(cell, "old")
    if key != write_key(contest_id, int(said), seat):
        whole = key.rpartition("-")[0]
        is_signed = whole.startswith(f"{contest_id}-{int(said)}-") and key == _sign(whole)
        raise _Wrong(cell, "juror" if is_signed else "other")
    return int(said)


def _read_mark(cell: Sequence[Any] | None, name: str, rules: Rules) -> int | None:
    if cell is None:
        return None
    _, kind, value = cell
    if kind in {"formula", "error"}:
        raise _Wrong(name, kind)
    said = str(value)
    if kind == "number":
        said = str(int(value)) if float(value).is_integer() and abs(value) < 1000 else str(value)
    try:
        return read_mark(said if kind in {"number", "text"} else "", rules)
    except MarkOutside:
        raise _Wrong(name, "outside", said) from None


def say_faults(words: Words, faults: Sequence[MarkFault], rules: Rules) -> str:
    """What is to be mended, a line a cell; nothing was changed."""
    if faults[0].code in _OF_ALL:
        return words.say(_FAULTS[faults[0].code])
    lines = [words.say("Nothing is changed. Please mend this in the table and send it again:")]
    for fault in faults[:MOST_NAMED]:
        what = clean(fault.said)[:_LONGEST_SAID]
        if fault.code == "missing":
            found = next((one for one in rules.criteria if f"c{one.number}" == fault.said), None)
            what = name_column(found, words.language) if found else words.say(HEADINGS[fault.said])
        lines.append(words.say(_FAULTS[fault.code], cell=fault.cell, what=what, low=rules.low, high=rules.high))
    if len(faults) > MOST_NAMED:
        lines.append(words.say("And more places: {n}.", n=words.number(len(faults) - MOST_NAMED)))
    return "\n".join(lines)
