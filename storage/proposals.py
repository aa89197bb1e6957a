"""Proposals, their texts in revisions, and the counter their numbers come from.

A few lines over 300: one table and what is asked of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select, update

from bot.budget.proposal import Side, write_number
from storage.attachments.counts import CountsFiles, count_files
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import build_in_each_dialect
from storage.database.schema import answers, confirmations, counters, proposal_texts, proposals
from storage.database.seal import Seal
from storage.log import search
from storage.log.weights import weigh, weigh_new


@dataclass(frozen=True, slots=True)
class Proposal(CountsFiles):
    """One proposal with its latest text; amount in som, times in milliseconds UTC, due_on a Bishkek day."""

    id: int
    key: str
    aimak_id: int
    budget_year: int
    number: int
    label: str
    author_id: int
    peer_id: int | None
    side: Side
    category: str | None
    amount: int | None
    village_id: int | None
    place: str | None
    author_name: str | None
    source: str  # the channel's name, or what staff took it down from
    language: str
    received_at: int
    due_on: date
    due_days: int
    withdrawn_at: int | None
    taken_by: int | None
    taken_at: int | None
    public_text: bool | None
    public_asked_at: int | None
    on_page: bool | None
    revision: int
    text: str
    voices: int
    photos: int
    documents: int
    entered_by: int | None = None  # the clerk who entered it for somebody else
    linked_to: int | None = None  # the earliest (id) of those that get one answer with it
    summary_by: int | None = None  # the clerk whose one line of a voice the text is
    agreed: bool | None = None  # what its author says to that line


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A proposal as it is submitted; key was drawn when its draft began and makes it unique."""

    key: str
    aimak_id: int
    budget_year: int
    author_id: int
    peer_id: int | None
    side: Side
    category: str | None
    amount: int | None
    village_id: int | None
    place: str | None
    author_name: str | None
    source: str  # the channel's name, or what staff took it down from
    language: str
    received_at: int
    due_on: date
    due_days: int
    entered_by: int | None = None


_SEALED = ("author_name", "place")
# What nothing has happened to yet; its files are counted once they are wanted.
_OF_NEW: dict[str, Any] = {
    **dict.fromkeys(("withdrawn_at", "taken_by", "taken_at", "public_text", "public_asked_at", "on_page")),
    **dict.fromkeys(("voices", "photos", "documents"), 0),
}

_every = proposal_texts.alias("every_text")
_latest = (
    select(func.max(_every.c.revision))
    .where(_every.c.proposal_id == proposals.c.id)
    .correlate(proposals)
    .scalar_subquery()
)
# Built once: they run with every proposal, and building them costs more than running them.
_EACH = (
    select(
        proposals,
        proposal_texts.c.revision,
        proposal_texts.c.text,
        proposal_texts.c.summary_by,
        proposal_texts.c.agreed,
        *count_files(),
    )
    .select_from(proposals)
    .join(
        proposal_texts,
        and_(proposal_texts.c.proposal_id == proposals.c.id, proposal_texts.c.revision == _latest),
    )
)
_BY_ID = ready(_EACH.where(proposals.c.id == bindparam("proposal")))
_BY_KEY = ready(_EACH.where(proposals.c.key == bindparam("key")))
_ADD = ready(proposals.insert().returning(proposals.c.id))
_REWRITE = build_in_each_dialect(
    lambda insert: (
        insert(proposal_texts)
        .on_conflict_do_nothing(index_elements=["proposal_id", "revision"])
        .returning(proposal_texts.c.id)
    )
)
_NEXT_NUMBER = build_in_each_dialect(
    lambda insert: (
        insert(counters)
        .on_conflict_do_update(index_elements=["aimak_id", "budget_year"], set_={"last": counters.c.last + 1})
        .returning(counters.c.last)
    )
)


def _waiting_since(aimak_id: int, since: int) -> list[ColumnElement[bool]]:
    return [
        proposals.c.aimak_id == aimak_id,
        proposals.c.received_at >= since,
        proposals.c.withdrawn_at.is_(None),
        ~exists().where(answers.c.proposal_id == proposals.c.id),
    ]


class Proposals:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(self, new: NewProposal, *, text: str, fold: str) -> Proposal:
        """Writes a proposal under the next number of its aimak and year; its key must not be there yet."""
        number = await self._take_next_number(new.aimak_id, new.budget_year)
        given = {name: getattr(new, name) for name in NewProposal.__dataclass_fields__}
        given |= {"number": number, "label": write_number(number), **{name: given[name] or None for name in _SEALED}}
        sealed = {name: self._seal.seal(given[name]) for name in _SEALED if given[name] is not None}
        proposal_id: int = await self._connection.scalar(_ADD, {**given, **sealed})
        await self._write_text(proposal_id, revision=1, text=text, fold=fold, at=new.received_at)
        await search.add(self._connection, proposal_id, aimak_id=new.aimak_id, village_id=new.village_id, text=text)
        await weigh_new(self._connection, proposal_id)
        return Proposal(id=proposal_id, revision=1, text=text, **given, **_OF_NEW)

    async def get(self, proposal_id: int) -> Proposal | None:
        """Finds a proposal by its id."""
        return await self._find_one(_BY_ID, {"proposal": proposal_id})

    async def lock(self, proposal_id: int) -> Proposal | None:
        """Finds a proposal and keeps others from acting on it until the transaction ends."""
        await self._connection.execute(select(proposals.c.id).where(proposals.c.id == proposal_id).with_for_update())
        return await self.get(proposal_id)

    async def find_by_number(self, aimak_id: int, number: int, *, year: int | None = None) -> Proposal | None:
        """Finds the proposal of an aimak with a number; of several that were merged in, one with that label.

        Without a budget year the latest one.
        """
        label = write_number(number) if number > 0 else ""
        of_year = [proposals.c.budget_year == year] if year is not None else []
        is_it = or_(proposals.c.number == number, proposals.c.label == label)
        return await self._find_one(
            _EACH.where(proposals.c.aimak_id == aimak_id, is_it, *of_year)
            .order_by(proposals.c.budget_year.desc(), case((proposals.c.label == label, 0), else_=1), proposals.c.id)
            .limit(1)
        )

    async def list_unconfirmed(self, aimak_id: int, year: int, *, before: int) -> list[int]:
        """Lists the latest answers (ids) of a year sent before a moment and not confirmed since."""
        later = answers.alias("later_answer")
        rows = await self._connection.scalars(
            select(answers.c.id)
            .join(proposals, proposals.c.id == answers.c.proposal_id)
            .where(
                proposals.c.aimak_id == aimak_id,
                proposals.c.budget_year == year,
                proposals.c.withdrawn_at.is_(None),
                answers.c.sent_at < before,
                ~exists().where(later.c.proposal_id == proposals.c.id, later.c.revision > answers.c.revision),
                ~exists().where(confirmations.c.answer_id == answers.c.id, confirmations.c.confirmed_at >= before),
            )
            .order_by(answers.c.id)
        )
        return list(rows)

    async def set_due(self, aimak_id: int, *, since: int, due_on: date, due_days: int) -> int:
        """Writes another due date for what came since a moment and awaits an answer; returns how many that are."""
        done = await self._connection.execute(
            update(proposals).where(*_waiting_since(aimak_id, since)).values(due_on=due_on, due_days=due_days)
        )
        return done.rowcount

    async def list_waiting(self, aimak_id: int, *, since: int, after: int, limit: int) -> list[Proposal]:
        """Lists what came since a moment and awaits an answer, behind an id, the earliest first."""
        return await self._list_many(
            _EACH.where(*_waiting_since(aimak_id, since), proposals.c.id > after).order_by(proposals.c.id).limit(limit)
        )

    async def sort(self, proposal_id: int, *, side: Side, category: str | None) -> None:
        """Writes the side and the category of a proposal."""
        await self._connection.execute(
            update(proposals).where(proposals.c.id == proposal_id).values(side=side.value, category=category)
        )

    async def take(self, proposal_id: int, *, by: int | None, at: int) -> None:
        """Writes who has taken a proposal; None where nobody has any more."""
        await self._connection.execute(
            update(proposals).where(proposals.c.id == proposal_id).values(taken_by=by, taken_at=at)
        )

    async def find_by_key(self, key: str) -> Proposal | None:
        """Finds a proposal by the key its draft began with."""
        return await self._find_one(_BY_KEY, {"key": key})

    async def list_of_author(self, author_id: int, *, limit: int | None = None) -> list[Proposal]:
        """Lists a person's proposals with their whole texts, the newest first; limit is how many at the most."""
        return await self._list_many(
            _EACH.where(proposals.c.author_id == author_id)
            .order_by(proposals.c.received_at.desc(), proposals.c.id.desc())
            .limit(limit)
        )

    async def rewrite(
        self, proposal_id: int, *, revision: int, text: str, fold: str, at: int, summary_by: int | None = None
    ) -> bool:
        """Adds a revision of a proposal's text; false if that revision was there already.

        summary_by is the clerk (person) who put a voice into it; None where its author wrote it.
        """
        written = await self._write_text(
            proposal_id, revision=revision, text=text, fold=fold, at=at, summary_by=summary_by
        )
        if not written:
            return False
        # What a clerk said of the text before does not hold for this one.
        await self._connection.execute(update(proposals).where(proposals.c.id == proposal_id).values(text_look=None))
        await search.index(self._connection, proposal_id)
        return True

    async def set_agreed(self, proposal_id: int, *, revision: int, agreed: bool) -> None:
        """Writes what its author says to the line that a voice was put into."""
        await self._connection.execute(
            update(proposal_texts)
            .where(proposal_texts.c.proposal_id == proposal_id, proposal_texts.c.revision == revision)
            .values(agreed=agreed)
        )

    async def _write_text(
        self, proposal_id: int, *, revision: int, text: str, fold: str, at: int, summary_by: int | None = None
    ) -> bool:
        values = {"proposal_id": proposal_id, "revision": revision, "text": text, "fold": fold, "written_at": at}
        row = await self._connection.scalar(
            _REWRITE[self._connection.dialect.name], {**values, "summary_by": summary_by}
        )
        return row is not None

    async def withdraw(self, proposal_id: int, *, at: int) -> bool:
        """Marks a proposal withdrawn by its author; false if it was already."""
        done = await self._connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id, proposals.c.withdrawn_at.is_(None))
            .values(withdrawn_at=at)
        )
        if done.rowcount == 0:
            return False
        await weigh(self._connection, [proposal_id])
        await search.index(self._connection, proposal_id)
        return True

    async def put_name(self, proposal_id: int, name: str) -> None:
        """Writes the name its author puts under a proposal, sealed."""
        await self._connection.execute(
            update(proposals).where(proposals.c.id == proposal_id).values(author_name=self._seal.seal(name))
        )

    async def hide_name(self, proposal_id: int) -> None:
        """Removes the name its author had put under a proposal."""
        await self._connection.execute(update(proposals).where(proposals.c.id == proposal_id).values(author_name=None))

    async def _take_next_number(self, aimak_id: int, budget_year: int) -> int:
        """Takes the next number of an aimak's budget year; it goes back if the transaction does."""
        number: int | None = await self._connection.scalar(
            _NEXT_NUMBER[self._connection.dialect.name],
            {"aimak_id": aimak_id, "budget_year": budget_year, "last": 1},
        )
        assert number is not None
        return number

    async def _list_many(
        self, statement: Select[tuple[object, ...]], given: Mapping[str, object] | None = None
    ) -> list[Proposal]:
        return [self._make_proposal(dict(row)) for row in (await self._connection.execute(statement, given)).mappings()]

    async def _find_one(
        self, statement: Select[tuple[object, ...]], given: Mapping[str, object] | None = None
    ) -> Proposal | None:
        found = await self._list_many(statement, given)
        return found[0] if found else None

    def _make_proposal(self, row: dict[str, object]) -> Proposal:
        values = {name: row[name] for name in Proposal.__dataclass_fields__}
        values["side"] = Side(str(row["side"]))
        for name in _SEALED:
            values[name] = self._seal.open(str(row[name])) if row[name] else None
        return Proposal(**values)  # type: ignore[arg-type]
