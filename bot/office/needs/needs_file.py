"""The spreadsheet of focus groups and meetings: its columns, and what a filled one says. Each fault is named by its cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.budget.attendance import MOST_PEOPLE
from bot.budget.needs.meetings import (
    IN_VILLAGE,
    MOST_PROBLEMS,
    Category,
    Facts,
    Kind,
    Meeting,
    ProblemsUnreadable,
    check_problems,
    list_wrong_facts,
)
from bot.chat.texts import LANGUAGES, Words, say_in_every_language
from bot.language.days import parse_day
from bot.language.kyrgyz import clean, fold
from bot.language.refusal import Refusal
from bot.office.needs.words import CATEGORIES, KINDS
from bot.office.wording.notices import N_
from storage.aimaks import Village

MOST_NAMED = 30
_LONGEST_SAID = 30  # characters of a cell that are quoted
HEADINGS = {
    "kind": N_("Kind"),
    "village": N_("Village"),
    "category": N_("Group"),
    "day": N_("Day"),
    "place": N_("Place"),
    "people": N_("People"),
    "women": N_("Women among them"),
}
PROBLEM = N_("Problem {n}")
PROBLEMS = tuple(f"p{n}" for n in range(1, MOST_PROBLEMS + 1))
COLUMNS = (*HEADINGS, *PROBLEMS)
_FAULTS = {
    "doubled": N_("{cell}: this column stands there twice."),
    "missing": N_("{cell}: the column «{what}» is missing in this row."),
    "merged": N_("{cell}: the cells {what} are merged. Please part them."),
    "formula": N_("{cell}: a formula stands there. Please write the value itself."),
    "error": N_("{cell}: an error of the table stands there."),
    "kind": N_("{cell}: please choose from the list what was held."),
    "village": N_("{cell}: a village of this aimak is needed here. Please choose from the list."),
    "category": N_("{cell}: a focus group is of one group of people. Please choose from the list."),
    "day": N_("{cell}: «{what}» is no day on which this can have been held."),
    "people": N_("{cell}: «{what}» is no number of people."),
    "women": N_("{cell}: «{what}» is not a part of all who came."),
    "place": N_("{cell}: the place is too long."),
    "problems": N_("{cell}: from 1 to {most} different problems stand in a row, each in words."),
    "again": N_("{cell}: the same group or meeting stands in row {what} already."),
}


@dataclass(frozen=True, slots=True)
class NeedsFault:
    """Something in a file that must be mended first: the cell, what is wrong, what stands there."""

    cell: str
    code: str
    said: str = ""


def name_column(words: Words, column: str) -> str:
    """What stands above a column."""
    return words.say(PROBLEM, n=column[1:]) if column in PROBLEMS else words.say(HEADINGS[column])


def list_headings() -> dict[str, str]:
    """Every heading that a file may have, folded, with the column's name."""
    return {fold(name_column(Words(language), column)): column for language in LANGUAGES for column in COLUMNS}


def read_needs_file(
    read: Mapping[str, Any], *, villages: Sequence[Village], today: date
) -> tuple[list[Meeting], list[NeedsFault]]:
    """Reads the cells of a file, as storage/attachments/own_process/sheet_cells gives them.

    Rows without a day, people, place and problems are left out: they only wait to be filled.
    """
    columns: Mapping[str, str] = read["columns"]
    faults = [NeedsFault(f"{letters}{read['at']}", "doubled") for letters in read["doubled"].values()]
    faults += [NeedsFault(f"A{read['at']}", "missing", name) for name in (*HEADINGS, "p1") if name not in columns]
    faults += [NeedsFault(cells.split(":")[0], "merged", cells) for cells in read["merged"]]
    meetings: list[Meeting] = []
    seen: dict[str, int] = {}
    reader = _Reader(columns, {fold(said): one.id for one in villages for said in one.names.values() if said}, today)
    for row, cells in () if faults else read["rows"]:
        if not any(name in cells for name in ("day", "people", "women", "place", *PROBLEMS)):
            continue
        meeting, wrong = reader.read_row(row, cells)
        if meeting is not None and meeting.key in seen:
            wrong = [NeedsFault(f"{columns['kind']}{row}", "again", str(seen[meeting.key]))]
        if meeting is not None and not wrong:
            seen[meeting.key] = row
            meetings.append(meeting)
        faults += wrong
    return ([], faults) if faults else (meetings, [])


class _Wrong(Exception):
    def __init__(self, column: str, code: str) -> None:
        super().__init__(code)
        self.column, self.code = column, code


class _Reader:
    def __init__(self, columns: Mapping[str, str], villages: Mapping[str, int], today: date) -> None:
        self._columns, self._villages, self._today = columns, villages, today
        self._kinds = {fold(said): kind for kind, one in KINDS.items() for said in say_in_every_language(one)}
        self._groups = {fold(said): one for one, name in CATEGORIES.items() for said in say_in_every_language(name)}

    def read_row(self, row: int, cells: Mapping[str, Sequence[Any]]) -> tuple[Meeting | None, list[NeedsFault]]:
        faults: list[NeedsFault] = []

        def take(read: Callable[[Mapping[str, Sequence[Any]]], Any]) -> Any:
            try:
                return read(cells)
            except _Wrong as wrong:
                said = str(cells[wrong.column][2]) if wrong.column in cells else ""
                faults.append(NeedsFault(f"{self._columns[wrong.column]}{row}", wrong.code, said))
                return None

        readable = {}
        for name, cell in cells.items():
            if cell[1] in {"formula", "error"}:
                faults.append(NeedsFault(f"{self._columns[name]}{row}", cell[1], str(cell[2])))
            else:
                readable[name] = cell
        unread, cells = cells.keys() - readable.keys(), readable
        kind = take(self._read_kind) if "kind" not in unread else None
        village = take(lambda some: self._read_village(some, kind)) if "village" not in unread else None
        category = take(lambda some: self._read_category(some, kind)) if "category" not in unread else None
        day = take(self._read_day) if "day" not in unread else None
        people, women = take(lambda some: _count(some, "people")), take(lambda some: _count(some, "women"))
        told = {fault.cell for fault in faults}
        facts = Facts(day or self._today, " ".join(_say(cells, "place").split()), people, women)
        if f"{self._columns.get('people')}{row}" in told:
            facts = replace(facts, people=MOST_PEOPLE)  # women are held against them, once these are known
        for why in list_wrong_facts(facts, today=self._today):
            faults.append(NeedsFault(f"{self._columns[why]}{row}", why, _say(cells, why)))
        problems = self._read_problems(cells, row, faults, is_unread=bool(unread & set(PROBLEMS)))
        if faults or kind is None:
            return None, faults
        return Meeting(kind, facts, problems, village, category), []

    def _read_kind(self, cells: Mapping[str, Sequence[Any]]) -> Kind:
        kind = self._kinds.get(fold(_say(cells, "kind")))
        if kind is None:
            raise _Wrong("kind", "kind")
        return kind

    def _read_village(self, cells: Mapping[str, Sequence[Any]], kind: Kind | None) -> int | None:
        said = _say(cells, "village")
        found = self._villages.get(fold(said)) if said else None
        if (said and found is None) or (found is None and kind in IN_VILLAGE and self._villages):
            raise _Wrong("village", "village")
        return found

    def _read_category(self, cells: Mapping[str, Sequence[Any]], kind: Kind | None) -> Category | None:
        said = _say(cells, "category")
        found = self._groups.get(fold(said)) if said else None
        if (said and found is None) or (kind is not None and (found is None) is (kind is Kind.FOCUS)):
            raise _Wrong("category", "category")
        return found

    def _read_day(self, cells: Mapping[str, Sequence[Any]]) -> date:
        _, kind, value = cells.get("day", ("", "text", ""))
        try:
            return date.fromisoformat(str(value)[:10]) if kind == "date" else parse_day(str(value), today=self._today)
        except (ValueError, Refusal) as error:
            raise _Wrong("day", "day") from error

    def _read_problems(
        self, cells: Mapping[str, Sequence[Any]], row: int, faults: list[NeedsFault], *, is_unread: bool
    ) -> tuple[str, ...]:
        # In the order of the cells; each that is too long, without words, or there before has a fault.
        said: dict[str, str] = {}
        for name in PROBLEMS:
            text = " ".join(_say(cells, name).split())
            if not text:
                continue
            try:
                check_problems([*said.values(), text])
            except ProblemsUnreadable:
                faults.append(NeedsFault(f"{self._columns[name]}{row}", "problems", text))
            else:
                said[name] = text
        if not said and not is_unread and not any(_say(cells, name) for name in PROBLEMS):
            faults.append(NeedsFault(f"{self._columns['p1']}{row}", "problems", ""))
        return tuple(said.values())


def _say(cells: Mapping[str, Sequence[Any]], name: str) -> str:
    return clean(str(cells[name][2])).strip() if name in cells else ""


def _count(cells: Mapping[str, Sequence[Any]], name: str) -> int | None:
    if name not in cells:
        return None
    said = _say(cells, name).removesuffix(".0").replace(" ", "").replace("\u00a0", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise _Wrong(name, name)
    return int(said)


def say_faults(words: Words, faults: Sequence[NeedsFault]) -> str:
    """What is to be mended, a line a cell; nothing was taken."""
    lines = [words.say("Nothing is changed. Please mend this in the table and send it again:")]
    for fault in faults[:MOST_NAMED]:
        what = clean(fault.said)[:_LONGEST_SAID]
        if fault.code == "missing":
            what = name_column(words, fault.said)
        lines.append(words.say(_FAULTS[fault.code], cell=fault.cell, what=what, most=MOST_PROBLEMS))
    if len(faults) > MOST_NAMED:
        lines.append(words.say("And more places: {n}.", n=words.number(len(faults) - MOST_NAMED)))
    return "\n".join(lines)
