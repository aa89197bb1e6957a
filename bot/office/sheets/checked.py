"""A spreadsheet of answers as it was checked: each row, and what can become of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from bot.budget.proposal import Answer, Decision, Reason
from bot.office.sheets.columns import RowKey
from bot.office.sheets.rows import Fault


class RowState(StrEnum):
    """What becomes of a row that is filled in well."""

    READY = "ready"  # it can be kept or sent
    KEPT = "kept"  # this very answer is kept already; it can be sent
    SENT = "sent"  # this very answer was sent, or waits for the head
    ANSWERED = "answered"  # somebody answered meanwhile, otherwise
    CHANGED = "changed"  # its author has changed the text
    GONE = "gone"  # withdrawn, or out of the count
    TAKEN = "taken"  # a colleague has it
    SIDE = "side"  # of which side it is was left to the office, which has not said it
    VOICE = "voice"  # what the voice says is not written in a line yet


OPEN = frozenset({RowState.READY, RowState.KEPT})


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row that was filled in well, and what can become of it. quote is the beginning of the author's text."""

    key: RowKey
    label: str
    language: str
    answer: Answer
    state: RowState
    quote: str = ""
    cell: str = ""  # where its number stands; empty: it has no row of its own, and gets the answer of the one below
    with_row: str = ""  # the number of the proposal with which it is linked and whose answer it gets

    def to_json(self) -> dict[str, Any]:
        """The form it waits in."""
        return {name: said for name, said in asdict(self).items() if name != "quote"}  # people's words are read anew

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Reads what to_json wrote."""
        answer = {**kept["answer"], "files": tuple(kept["answer"].get("files", ()))}
        reason = answer.pop("reason_code")
        return cls(
            **{
                **kept,
                "key": RowKey(**kept["key"]),
                "state": RowState(kept["state"]),
                "answer": Answer(
                    **{**answer, "decision": Decision(answer["decision"])},
                    reason_code=Reason(reason) if reason else None,
                ),
            }
        )


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A whole file, checked: its rows, how many have no answer, and what must be mended before anything is done."""

    rows: tuple[CheckedRow, ...]
    empty: int
    faults: tuple[Fault, ...]
    authors: int = 0  # people whom the rows of which something can become would reach

    @property
    def open(self) -> tuple[CheckedRow, ...]:
        """The rows of which something can become; none where there is a fault."""
        return () if self.faults else tuple(row for row in self.rows if row.state in OPEN)
