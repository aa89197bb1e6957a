"""What the rows of a filled spreadsheet say: an answer for each, or a fault named by its cell. Pure, no row of ours is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.budget.proposal import (
    AmountOpen,
    AmountOutOfRange,
    AmountUnreadable,
    Answer,
    Decision,
    Reason,
    ReasonMissing,
    SentenceTooShort,
    parse_amount,
)
from bot.budget.proposal_text.decided import DECIDED, REASONED, name_typed
from bot.chat.texts import say_in_every_language
from bot.language.by_language import FIRST
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.office.sheets.columns import FILLED, LONGEST_LINE, LONGEST_SENTENCE, READ, Column, RowKey, read_key
from bot.office.wording.answers.answer_words import DECISIONS, REASON_BUTTONS, REASONS

WITH_SUM = frozenset({Decision.INCLUDED, Decision.PARTLY})
_NUMBER = compile_late(r"(?:№\s*)?([0-9]{1,9})")
_RANGE = compile_late(r"([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?")

Cells = Mapping[str, Sequence[Any]]  # of a row, by column: the letters, the kind, and what stands there


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that must be mended first: the cell, what is wrong, and what the wording names."""

    cell: str
    code: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a clerk wrote in a row; a language without a sentence is not there."""

    decision: Decision
    reason: Reason | None
    sentences: Mapping[str, str]
    amount: int | None
    line: str | None

    def answer(self, language: str) -> Answer:
        """The answer for an author who reads a language. Its sentence is in that where one is written; both go along."""
        first = language if language in self.sentences else next(iter(self.sentences), "")
        other = next((one for one in self.sentences if one != first), "")
        return Answer(
            self.decision, self.reason, self.sentences.get(first, ""), self.amount, self.line,
            self.sentences.get(other, ""), other,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row that holds an answer, or names the proposal whose answer it takes."""

    at: int  # in the file, counted from 1
    key: RowKey
    number: int
    number_cell: str
    written: Written | None
    same: int | None = None  # the number of the proposal that was answered in the same way
    same_cell: str = ""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a file says, and what in it is to be mended. rows without an answer are left out, and counted."""

    rows: tuple[FilledRow, ...]
    empty: int
    faults: tuple[Fault, ...]


class _Wrong(Exception):
    def __init__(self, column: Column, code: str, said: str = "") -> None:
        super().__init__(code)
        self.column, self.code, self.said = column, code, said


def read_sheet(read: Mapping[str, Any]) -> ReadSheet:
    """Reads the cells of a file, as storage/attachments/own_process/sheet_cells gives them."""
    columns: Mapping[str, str] = read["columns"]
    faults = [Fault(f"{letter}{read['at']}", "doubled") for letter in read["doubled"].values()]
    faults += [Fault(f"A{read['at']}", "missing", one.value) for one in READ if one.value not in columns]
    if faults:
        return ReadSheet((), 0, tuple(faults))
    faults += _list_merged(read, columns)
    rows: list[FilledRow] = []
    empty, seen = 0, dict[int, int]()
    for at, cells in read["rows"]:
        if not any(one.value in cells for one in FILLED):
            empty += 1
            continue
        try:
            row = _read_row(int(at), cells)
            if row.key.proposal_id in seen:
                raise _Wrong(Column.KEY, "twice", str(seen[row.key.proposal_id]))
            seen[row.key.proposal_id] = row.at
            rows.append(row)
        except _Wrong as wrong:
            shown = Column.NUMBER if wrong.column is Column.KEY else wrong.column  # the key is hidden
            faults.append(Fault(f"{columns[shown.value]}{at}", wrong.code, wrong.said))
    return ReadSheet(tuple(rows), empty, tuple(faults))


def follow_same(rows: Sequence[FilledRow], years: Mapping[int, int]) -> dict[int, FilledRow | None]:
    """Finds for each row (by its place) the row its answer comes from. None where the rows name each other in a circle.

    It holds the answer, or names a proposal that is not in the file. years are the budget years by the place of a row;
    a row without one is no source. A number is looked for in the row's own year first. Each row is walked over once. A
    number that Excel filled down a column makes a chain of the whole file.
    """
    named: dict[tuple[int, int | None], FilledRow] = {}
    for row in rows:
        if row.at in years:
            named.setdefault((row.number, years[row.at]), row)
            named.setdefault((row.number, None), row)
    sources: dict[int, FilledRow | None] = {}
    for row in rows:
        walked: dict[int, FilledRow] = {}
        at: FilledRow | None = row
        source: FilledRow | None = None
        while at is not None and at.at not in walked:
            if at.at in sources:
                source = sources[at.at]
                break
            walked[at.at] = source = at
            at = (
                named.get((at.same or 0, years.get(at.at)), named.get((at.same or 0, None))) if not at.written else None
            )
        else:
            source = None if at is not None else source
        sources |= dict.fromkeys(walked, source)
    return sources


def _list_merged(read: Mapping[str, Any], columns: Mapping[str, str]) -> list[Fault]:
    # All but the first of merged cells are empty: nobody can say whom the answer was for.
    filled = {_find_position(columns[one.value]) for one in (*FILLED, Column.NUMBER, Column.KEY)}
    faults = []
    for name in read["merged"]:
        found = _RANGE.fullmatch(name)
        if found is None or found[3] is None:
            continue
        across = range(_find_position(found[1]), _find_position(found[3]) + 1)
        if int(found[4]) > read["at"] and any(column in across for column in filled):
            faults.append(Fault(f"{found[1]}{found[2]}", "merged", name))
    return faults


def _find_position(letters: str) -> int:
    at = 0
    for letter in letters:
        at = 26 * at + ord(letter) - 64
    return at


def _read_row(at: int, cells: Cells) -> FilledRow:
    for column in READ:
        if (kind := _find_kind(cells, column)) in {"formula", "error"}:
            raise _Wrong(column, kind)
    key = read_key(_read_text(cells, Column.KEY))
    if key is None:
        raise _Wrong(Column.KEY, "no_key" if Column.KEY.value not in cells else "changed_key")
    number = _read_number(cells, Column.NUMBER)
    if number is None:
        raise _Wrong(Column.NUMBER, "no_number")
    place = f"{cells[Column.NUMBER.value][0]}{at}"
    if Column.SAME.value not in cells:
        return FilledRow(at, key, number, place, _read_written(cells))
    same = _read_number(cells, Column.SAME)
    if same is None or same == number:
        raise _Wrong(Column.SAME, "no_number" if same is None else "same_itself")
    if any(one.value in cells for one in FILLED if one is not Column.SAME):
        raise _Wrong(Column.SAME, "same_and_own")
    return FilledRow(at, key, number, place, None, same, f"{cells[Column.SAME.value][0]}{at}")


def _read_written(cells: Cells) -> Written:
    decision = _find_named(
        cells, Column.DECISION, Decision, DECIDED, {one: [title] for one, title in DECISIONS.items()}
    )
    if decision is None:
        raise _Wrong(Column.DECISION, "no_decision")
    titles = {one: [title, REASONS[one]] for one, title in REASON_BUTTONS.items()}
    reason = _find_named(cells, Column.REASON, Reason, REASONED, titles)
    if decision is Decision.INCLUDED and reason is not None:
        raise _Wrong(Column.REASON, "needless_reason")
    amount, line = _read_amount(cells), _read_text(cells, Column.LINE)
    if decision not in WITH_SUM and (amount is not None or line):
        raise _Wrong(Column.AMOUNT if amount is not None else Column.LINE, "needless_sum")
    if len(line) > LONGEST_LINE:
        raise _Wrong(Column.LINE, "long", str(LONGEST_LINE))
    sentences = {column.value: _read_text(cells, column) for column in (Column.IN_KYRGYZ, Column.IN_RUSSIAN)}
    for language, sentence in sentences.items():
        if len(sentence) > LONGEST_SENTENCE:
            raise _Wrong(Column(language), "long", str(LONGEST_SENTENCE))
    written = Written(decision, reason, {name: said for name, said in sentences.items() if said}, amount, line or None)
    for language in written.sentences or (FIRST,):
        try:
            written.answer(language).checked()
        except ReasonMissing:
            raise _Wrong(Column.REASON, "no_reason") from None
        except SentenceTooShort as refused:
            raise _Wrong(Column(language), "short", str(refused.least)) from None
    return written


def _find_named(cells: Cells, column: Column, values: Any, phrases: Any, titles: Mapping[Any, Sequence[str]]) -> Any:
    """Returns what a cell names: by its title in any language, its name in an export, or a clerk's words."""
    text = _read_text(cells, column)
    if not text:
        return None
    if text in set(values):
        return values(text)
    folded = fold(text)
    for one, names in titles.items():
        if folded and any(folded == fold(said) for name in names for said in say_in_every_language(name)):
            return one
    found = name_typed(text, phrases)
    if found is None:
        raise _Wrong(column, "not_listed", text[:40])
    return found


def _read_amount(cells: Cells) -> int | None:
    if Column.AMOUNT.value not in cells:
        return None
    _, kind, value = cells[Column.AMOUNT.value]
    try:
        if kind == "number":
            amount = int(Decimal(str(value)).to_integral_value(ROUND_HALF_UP))
            return replace(Answer(Decision.INCLUDED), amount=amount).checked().amount
        if kind == "text":
            return parse_amount(str(value))
    except AmountOutOfRange:
        raise _Wrong(Column.AMOUNT, "sum_range", str(value)[:40]) from None
    except AmountOpen:
        raise _Wrong(Column.AMOUNT, "two_sums", str(value)[:40]) from None
    except (AmountUnreadable, ArithmeticError, ValueError):
        pass
    raise _Wrong(Column.AMOUNT, "no_sum", str(value)[:40])


def _read_number(cells: Cells, column: Column) -> int | None:
    found = _NUMBER.fullmatch(_read_text(cells, column))
    return int(found[1]) if found else None


def _find_kind(cells: Cells, column: Column) -> str:
    return str(cells[column.value][1]) if column.value in cells else ""


def _read_text(cells: Cells, column: Column) -> str:
    """What stands in a cell, as text; a whole number without a point. Raises _Wrong for a day."""
    if column.value not in cells:
        return ""
    _, kind, value = cells[column.value]
    if kind == "date":
        raise _Wrong(column, "date")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
