"""The log as the tally and the export read it: pages of proposals. What happened to a page is read in one query each.

A dataclass for each query, and the queries, which all take the same moment as_of.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, text, tuple_

from bot.budget.proposal import Side
from bot.budget.tally import Reaction
from bot.language.by_language import FIRST
from storage.answering.dialogue import Tap
from storage.answers import SentAnswer, make_sent_answer
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aimaks,
    answers,
    confirmations,
    dialogue,
    exclusions,
    outbox,
    peers,
    proposal_texts,
    proposals,
    reactions,
    told,
    village_names,
)
from storage.database.seal import Seal
from storage.log.authors import is_by_office
from storage.log.dialogue_kinds import ASKED, REPLIED
from storage.queue.arrival import has_question_arrived
from storage.queue.outbox import State
from storage.together.counted import counts

Place = tuple[int, int, int]  # aimak_id, budget_year, number: the order of the log
BEFORE_ALL: Place = (-1, 0, 0)


@dataclass(frozen=True, slots=True)
class Filed:
    """One proposal as it lies in the log; aimak is its code, village its Kyrgyz name, times are milliseconds UTC."""

    id: int
    aimak_id: int
    aimak: str
    budget_year: int
    number: int
    label: str
    author_id: int
    side: Side
    category: str | None
    amount: int | None
    village_id: int | None
    village: str | None
    source: str
    received_at: int
    due_on: date
    withdrawn_at: int | None
    taken_at: int | None
    public_text: bool | None
    by_office: bool  # its author has or had a role in the office that answers it
    linked_to: int | None  # the earliest (id) of those that get one answer; as it is now, whatever the moment
    text: str

    @property
    def place(self) -> Place:
        """Where the next page begins after this one."""
        return self.aimak_id, self.budget_year, self.number


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A decision that was said to stand."""

    answer_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Asking:
    """A clarifying question by staff (asked) that reached its author, or the author's reply."""

    proposal_id: int
    asked: bool
    at: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """The exclusion in force; author_agreed is None until the author has said."""

    proposal_id: int
    reason: str
    author_agreed: bool | None


@dataclass(frozen=True, slots=True)
class Carried:
    """How a message that brings an answer to its author stands, and when it arrived (ms UTC). None: it has not."""

    answer_id: int
    state: State
    arrived_at: int | None


class ProposalLog:
    """Reads the log. Where as_of is given (milliseconds UTC), what came then or later does not exist yet."""

    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def hold_still(self) -> None:
        """Makes all that this transaction reads one picture; called before anything else in it."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))

    async def read_page(
        self,
        after: Place,
        *,
        size: int,
        aimak_id: int | None,
        year: int | None,
        as_of: int | None = None,
        texts: bool = True,
    ) -> list[Filed]:
        """Returns the next proposals in the order of aimak, year and number; without texts these are empty."""
        written = _latest_text(as_of) if texts else literal("")
        rows = await self._connection.execute(
            select(
                *(proposals.c[name] for name in _OWN),
                aimaks.c.code.label("aimak"),
                village_names.c.name.label("village"),
                is_by_office(as_of).label("by_office"),
                written.label("text"),
            )
            .join(aimaks, aimaks.c.id == proposals.c.aimak_id)
            .outerjoin(
                village_names,
                (village_names.c.village_id == proposals.c.village_id) & (village_names.c.language == FIRST),
            )
            .where(
                tuple_(proposals.c.aimak_id, proposals.c.budget_year, proposals.c.number) > tuple_(*after),
                *_narrow(aimak_id, year),
                *_before(proposals.c.received_at, as_of),
            )
            .order_by(proposals.c.aimak_id, proposals.c.budget_year, proposals.c.number)
            .limit(size)
        )
        return [_make_filed(dict(row), as_of) for row in rows.mappings()]

    async def list_answers(self, proposal_ids: Collection[int], *, as_of: int | None = None) -> list[SentAnswer]:
        """Lists every revision of the answers to some proposals, the earliest first."""
        rows = await self._connection.execute(
            select(answers)
            .where(answers.c.proposal_id.in_(proposal_ids), *_before(answers.c.sent_at, as_of))
            .order_by(answers.c.proposal_id, answers.c.revision)
        )
        return [make_sent_answer(row) for row in rows]

    async def list_confirmations(self, answer_ids: Collection[int], *, as_of: int | None = None) -> list[Confirmation]:
        """Lists when some answers were confirmed."""
        rows = await self._connection.execute(
            select(confirmations.c.answer_id, confirmations.c.confirmed_at).where(
                confirmations.c.answer_id.in_(answer_ids), *_before(confirmations.c.confirmed_at, as_of)
            )
        )
        return [Confirmation(row.answer_id, row.confirmed_at) for row in rows]

    async def list_askings(self, proposal_ids: Collection[int], *, as_of: int | None = None) -> list[Asking]:
        """Lists the clarifying questions about some proposals that reached their authors, and the replies to them.

        The earliest first.
        """
        rows = await self._connection.execute(
            select(dialogue.c.proposal_id, dialogue.c.kind, dialogue.c.said_at)
            .where(
                dialogue.c.proposal_id.in_(proposal_ids),
                or_(dialogue.c.kind == REPLIED, and_(dialogue.c.kind == ASKED, has_question_arrived(as_of))),
                *_before(dialogue.c.said_at, as_of),
            )
            .order_by(dialogue.c.id)
        )
        return [Asking(row.proposal_id, row.kind == ASKED, row.said_at) for row in rows]

    async def list_taps(self, answer_ids: Collection[int], *, as_of: int | None = None) -> list[Tap]:
        """Lists what the authors themselves tapped under some answers, the earliest first."""
        rows = await self._connection.execute(
            select(reactions.c.answer_id, reactions.c.reaction, reactions.c.tapped_at)
            .join(answers, answers.c.id == reactions.c.answer_id)
            .join(proposals, proposals.c.id == answers.c.proposal_id)
            .where(
                reactions.c.answer_id.in_(answer_ids),
                reactions.c.person_id == proposals.c.author_id,
                *_before(reactions.c.tapped_at, as_of),
            )
            .order_by(reactions.c.id)
        )
        return [Tap(row.answer_id, Reaction(row.reaction), row.tapped_at) for row in rows]

    async def list_exclusions(self, proposal_ids: Collection[int], *, as_of: int | None = None) -> list[Excluded]:
        """Lists the exclusions in force on some proposals, the earliest first."""
        in_force: ColumnElement[bool] = exclusions.c.lifted_at.is_(None)
        if as_of is not None:
            in_force = or_(in_force, exclusions.c.lifted_at >= as_of)
        rows = await self._connection.execute(
            select(exclusions)
            .where(exclusions.c.proposal_id.in_(proposal_ids), in_force, *_before(exclusions.c.excluded_at, as_of))
            .order_by(exclusions.c.id)
        )
        return [
            Excluded(row.proposal_id, row.reason, row.author_agreed if _is_known(row.author_said_at, as_of) else None)
            for row in rows
        ]

    async def list_told(self, answer_ids: Collection[int], *, as_of: int | None = None) -> dict[int, int]:
        """Returns when some answers were told in person, by the answer."""
        rows = await self._connection.execute(
            select(told.c.answer_id, told.c.told_at).where(
                told.c.answer_id.in_(answer_ids), *_before(told.c.told_at, as_of)
            )
        )
        return {row.answer_id: row.told_at for row in rows}

    async def list_carried(
        self, answer_ids: Collection[int], *, author_ids: Collection[int], as_of: int | None = None
    ) -> list[Carried]:
        """Lists how the messages of some answers to their authors stand."""
        # The authors are named so that the database comes by their peers: the outbox is searched by peer.
        rows = await self._connection.execute(
            select(outbox.c.object_id, outbox.c.state, outbox.c.finished_at, outbox.c.arrived_at)
            .join(peers, peers.c.id == outbox.c.peer_id)
            .join(answers, answers.c.id == outbox.c.object_id)
            .join(proposals, and_(proposals.c.id == answers.c.proposal_id, proposals.c.author_id == peers.c.person_id))
            .where(
                peers.c.person_id.in_(author_ids),
                outbox.c.kind == "answer",
                outbox.c.object_id.in_(answer_ids),
                *_before(outbox.c.created_at, as_of),
            )
            .order_by(outbox.c.id)
        )
        return [Carried(row.object_id, *_find_stand(row, as_of)) for row in rows]


_JOINED = {"aimak", "village", "text", "by_office"}
_OWN = [name for name in Filed.__dataclass_fields__ if name not in _JOINED]


def _make_filed(row: dict[str, object], as_of: int | None) -> Filed:
    row["side"] = Side(str(row["side"]))
    for name in ("withdrawn_at", "taken_at"):
        row[name] = row[name] if _is_known(row[name], as_of) else None
    row["text"] = row["text"] or ""
    row["by_office"] = bool(row["by_office"])
    return Filed(**row)  # type: ignore[arg-type]


def _latest_text(as_of: int | None) -> ColumnElement[str]:
    return (
        select(proposal_texts.c.text)
        .where(proposal_texts.c.proposal_id == proposals.c.id, *_before(proposal_texts.c.written_at, as_of))
        .order_by(proposal_texts.c.revision.desc())
        .limit(1)
        .correlate(proposals)
        .scalar_subquery()
    )


def _narrow(aimak_id: int | None, year: int | None) -> list[ColumnElement[bool]]:
    where = [counts(proposals.c.aimak_id) if aimak_id is None else proposals.c.aimak_id == aimak_id]
    return where + ([] if year is None else [proposals.c.budget_year == year])


def _before(column: ColumnElement[int], as_of: int | None) -> list[ColumnElement[bool]]:
    return [] if as_of is None else [column < as_of]


def _find_stand(row: Any, as_of: int | None) -> tuple[State, int | None]:
    # How a row stood at a moment, and when it had arrived by then.
    if _is_known(row.arrived_at, as_of):
        return State(row.state), row.arrived_at
    if as_of is not None and not _is_known(row.finished_at, as_of):
        return State.WAITING, None
    return State.SENT if row.state == State.DELIVERED else State(row.state), None


def _is_known(at: object, as_of: int | None) -> bool:
    return isinstance(at, int) and (as_of is None or at < as_of)
