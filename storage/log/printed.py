"""The proposals of an office as they are printed. They are chosen as its lists are, and read a few at a time."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from storage.attachments.counts import CountsFiles, count_files
from storage.database.schema import exclusions, office_notes, proposals
from storage.log.facts import LATEST, Facts
from storage.log.office_lists import EVERYTHING, Narrow, OfficeList, belongs_to, chosen_by, in_list, order_of
from storage.log.proposal_summary import latest_text, name_village

_AT_ONCE = 200  # rows of a list that are in memory


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which proposals of an office (aimak id) are printed: those of a list, or all that were not withdrawn.

    also are the aimaks (ids) that have become part of it. They come as the list has them, the unanswered first where it
    is all of them, or by their numbers.
    """

    aimak_id: int
    also: Collection[int] = ()
    list: OfficeList | None = None
    narrow: Narrow = EVERYTHING
    by_number: bool = False

    def to_json(self) -> dict[str, Any]:
        """The form that is kept until it is printed."""
        narrow = {name: value for name, value in asdict(self.narrow).items() if name != "words"}
        return asdict(self) | {
            "also": list(self.also),
            "list": self.list.value if self.list else None,
            "narrow": narrow | {"today": str(self.narrow.today) if self.narrow.today else None},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Chosen":
        """Reads what to_json wrote; what else stands beside it is left alone."""
        narrow = dict(kept["narrow"])
        day = narrow.pop("today")
        return cls(
            aimak_id=int(kept["aimak_id"]),
            also=tuple(kept["also"]),
            list=OfficeList(kept["list"]) if kept["list"] else None,
            narrow=Narrow(today=date.fromisoformat(day) if day else None, **narrow),
            by_number=bool(kept["by_number"]),
        )


@dataclass(frozen=True, slots=True)
class PrintedProposal(CountsFiles):
    """One proposal and the answer in force; times in milliseconds UTC, sums in som, codes as they are kept."""

    id: int
    number: str
    side: str
    category: str | None
    village: str | None
    text: str
    received_at: int
    due_on: date
    decision: str | None
    reason: str | None
    sentence: str | None
    amount: int | None
    budget_line: str | None
    answered_at: int | None
    excluded: str | None
    voices: int
    photos: int
    documents: int
    note: str | None = None  # of the office for itself, sealed


def list_chosen(connection: Connection, chosen: Chosen) -> list[int]:
    """Lists the proposals (ids) that are printed, in their order."""
    if chosen.list is None:
        where = [
            belongs_to(chosen.aimak_id, chosen.also),
            *chosen_by(chosen.narrow),
            proposals.c.withdrawn_at.is_(None),
        ]
        order: list[Any] = [proposals.c.waiting.desc(), proposals.c.due_on, proposals.c.id]
    else:
        where = in_list(chosen.list, chosen.aimak_id, chosen.also, chosen.narrow)
        order = order_of(chosen.list)
    if chosen.by_number:
        order = [proposals.c.budget_year, proposals.c.number, proposals.c.id]
    return list(connection.scalars(select(proposals.c.id).where(*where).order_by(*order)))


def read_printed(connection: Connection, ids: list[int], *, language: str) -> Iterator[list[PrintedProposal]]:
    """Yields proposals (ids) in the order given, a few at a time, with their villages named in a language."""
    facts = Facts(None, None)
    columns = {
        **{name: proposals.c[name] for name in ("id", "side", "category", "received_at", "due_on")},
        "number": proposals.c.label,
        "village": name_village(language),
        "text": latest_text(),
        "decision": LATEST.c.decision,
        "reason": LATEST.c.reason,
        "sentence": LATEST.c.sentence,
        "amount": LATEST.c.amount,
        "budget_line": LATEST.c.budget_line,
        "answered_at": LATEST.c.sent_at,
        "note": select(office_notes.c.text).where(office_notes.c.proposal_id == proposals.c.id).scalar_subquery(),
        "excluded": facts.exclusion(exclusions.c.reason),
        **{column.name: column.element for column in count_files()},
    }
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        rows = connection.execute(facts.of(columns, proposals.c.id.in_(some), named=True)).mappings()
        found = {row["id"]: PrintedProposal(**row) for row in rows}
        yield [found[one] for one in some if one in found]
