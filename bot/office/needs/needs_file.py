"""The spreadsheet of focus groups and meetings: its columns, and what a filled one says. Each fault is named by its cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.budget.needs.meetings import (
    IN_VILLAGE,
    MOST_PROBLEMS,
    Category,
    Facts,
    FactsUnreadable,
    Kind,
    Meeting,
    ProblemsUnreadable,
    check_facts,
    check_problems,
)
from bot.budget.plan.items import LONGEST_TEXT
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

        for name in cells:
            take(lambda some, name=name: _check_kind(some, name))  # type: ignore[misc]
        if faults:
            return None, faults
        kind = take(self._read_kind)
        village = take(lambda some: self._read_village(some, kind))
        category = take(lambda some: self._read_category(some, kind))
        facts, problems = take(self._read_facts), take(self._read_problems)
        if faults:
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

    def _read_facts(self, cells: Mapping[str, Sequence[Any]]) -> Facts:
        facts = Facts(self._read_day(cells), " ".join(_say(cells, "place").split()), _count(cells, "people"), None)
        try:
            return check_facts(
                Facts(facts.held_on, facts.place, facts.people, _count(cells, "women")), today=self._today
            )
        except FactsUnreadable as error:
            raise _Wrong(error.why, error.why) from error

    def _read_day(self, cells: Mapping[str, Sequence[Any]]) -> date:
        _, kind, value = cells.get("day", ("", "text", ""))
        try:
            return date.fromisoformat(str(value)[:10]) if kind == "date" else parse_day(str(value), today=self._today)
        except (ValueError, Refusal) as error:
            raise _Wrong("day", "day") from error

    def _read_problems(self, cells: Mapping[str, Sequence[Any]]) -> tuple[str, ...]:
        said = [(name, _say(cells, name)) for name in PROBLEMS]
        for name, text in said:
            if len(text) > LONGEST_TEXT:
                raise _Wrong(name, "problems")
        try:
            return check_problems(text for _, text in said)
        except ProblemsUnreadable as error:
            raise _Wrong("p1", "problems") from error


def _check_kind(cells: Mapping[str, Sequence[Any]], name: str) -> None:
    if cells[name][1] in {"formula", "error"}:
        raise _Wrong(name, cells[name][1])


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
