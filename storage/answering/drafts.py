"""Drafts of answers: kept, given back, waiting for the head or for the seconds of taking back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, delete, exists, func, or_, select, true, update

from bot.budget.proposal import Answer, Side
from storage.answering import files
from storage.answering.columns import list_columns, make_answer
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import (
    answer_drafts,
    answers,
    proposal_texts,
    proposals,
)
from storage.database.seal import Seal
from storage.log.weights import weigh

_AT_ONCE = 500  # proposals that one statement names
BEGINNING = 1000  # characters read of a text that stands beside its answer

# Read for each screen of a proposal, so built once.
_OF = bindparam("proposal", type_=proposals.c.id.type)
_DRAFT = ready(select(answer_drafts).where(answer_drafts.c.proposal_id == _OF))


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer kept but not sent; for_approval: it waits for the head, read: the revision of the text it answers.

    remark is why the head gave it back, until it is put before them anew. One that was sent can still be taken back
    until leaves_at (ms UTC). sent_from is the peer (id) it was sent from, pressed_at when.
    """

    proposal_id: int
    answer: Answer
    written_by: int
    saved_at: int
    for_approval: bool
    read: int | None
    remark: str | None = None
    leaves_at: int | None = None
    sent_from: int | None = None
    pressed_at: int | None = None


@dataclass(frozen=True, slots=True)
class NumberedDraft:
    """An answer draft, and of the proposal it answers the number, budget year, how its text begins, and side."""

    label: str
    year: int
    beginning: str
    draft: AnswerDraft
    side: Side


class AnswerDrafts:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def save_answer_draft(
        self, proposal_id: int, *, answer: Answer, by: int, at: int, for_approval: bool, read: int | None = None
    ) -> None:
        """Keeps a draft in place of the one before it, whose remark stays until it is put before the head."""
        other = self._seal.seal(answer.other) if answer.other else None
        columns = {**list_columns(answer), "sentence": self._seal.seal(answer.sentence), "other": other}
        values = {**columns, "written_by": by, "saved_at": at, "for_approval": for_approval, "read": read}
        statement = insert(self._connection, answer_drafts).values(proposal_id=proposal_id, **values)
        # A draft that was shown is known by when it was saved. So two saved at one moment get two moments.
        later = case((answer_drafts.c.saved_at >= at, answer_drafts.c.saved_at + 1), else_=at)
        anew = {**values, "saved_at": later} | ({"remark": None} if for_approval else {})
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["proposal_id"], set_=anew))
        await files.keep_with_draft(self._connection, proposal_id, answer.files)
        await weigh(self._connection, [proposal_id])

    async def give_back(self, proposal_id: int, *, remark: str) -> None:
        """Gives a draft that waits for the head back to whoever wrote it, with a remark."""
        await self._connection.execute(
            update(answer_drafts)
            .where(answer_drafts.c.proposal_id == proposal_id)
            .values(for_approval=False, remark=self._seal.seal(remark), saved_at=answer_drafts.c.saved_at + 1)
        )

    async def find_answer_draft(self, proposal_id: int) -> AnswerDraft | None:
        """Finds the draft of an answer."""
        row = (await self._connection.execute(_DRAFT, {"proposal": proposal_id})).first()
        return None if row is None else (await self._drafts_with_files([row]))[0]

    async def find_answer_drafts(self, proposal_ids: Collection[int]) -> dict[int, AnswerDraft]:
        """Finds the drafts of the answers to some proposals (ids), by the proposal."""
        found: dict[int, AnswerDraft] = {}
        wanted = list(proposal_ids)
        for ids in (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE)):
            rows = await self._connection.execute(select(answer_drafts).where(answer_drafts.c.proposal_id.in_(ids)))
            found |= {row.proposal_id: self._draft_of(row) for row in rows}
        return found

    async def list_drafts(
        self,
        aimak_id: int,
        *,
        also: Collection[int] = (),
        year: int | None = None,
        own_of: int | None = None,
        waiting: bool = False,
        holders: Collection[int] = (),
    ) -> list[NumberedDraft]:
        """Lists the answer drafts of an aimak and of those (also) that have become part of it, soonest due first.

        They are those of a budget year or of all years, of all clerks or what own_of may send. With waiting also what
        waits for the head. Before the first answer one that somebody else of the holders (people) has taken from its
        writer is left out.
        """
        where = [] if year is None else [proposals.c.budget_year == year]
        for_head = answer_drafts.c.for_approval.is_(True)
        if own_of is not None:
            own = and_(answer_drafts.c.written_by == own_of, ~for_head)
            where.append(or_(own, for_head) if waiting else own)
        if holders:
            free = or_(proposals.c.taken_by.is_(None), proposals.c.taken_by.not_in(holders))
            answered = exists().where(answers.c.proposal_id == proposals.c.id)
            where.append(or_(for_head, free, proposals.c.taken_by == answer_drafts.c.written_by, answered))
        beginning = (
            select(func.substr(proposal_texts.c.text, 1, BEGINNING))
            .where(proposal_texts.c.proposal_id == proposals.c.id)
            .order_by(proposal_texts.c.revision.desc())
            .limit(1)
            .scalar_subquery()
        )
        rows = await self._connection.execute(
            select(
                answer_drafts,
                proposals.c.label,
                proposals.c.budget_year,
                proposals.c.side,
                beginning.label("beginning"),
            )
            .join(proposals, proposals.c.id == answer_drafts.c.proposal_id)
            .where(
                proposals.c.aimak_id.in_([aimak_id, *also]) if also else proposals.c.aimak_id == aimak_id,
                proposals.c.drafted == true(),
                proposals.c.withdrawn_at.is_(None),
                *where,
            )
            .order_by(proposals.c.due_on, proposals.c.id)
        )
        found = rows.all()
        drafts = await self._drafts_with_files(found)
        beside = zip(found, drafts, strict=True)
        return [
            NumberedDraft(row.label, row.budget_year, row.beginning, draft, Side(row.side)) for row, draft in beside
        ]

    async def _drafts_with_files(self, rows: Sequence[Row[Any]]) -> list[AnswerDraft]:
        of = await files.list_by_draft(self._connection, [row.proposal_id for row in rows if row.files])
        found = map(self._draft_of, rows)
        return [replace(one, answer=replace(one.answer, files=of.get(one.proposal_id, ()))) for one in found]

    def _draft_of(self, row: Row[Any]) -> AnswerDraft:
        answer = open_draft(self._seal, row)
        remark = self._seal.open(row.remark) if row.remark is not None else None
        return AnswerDraft(
            row.proposal_id, answer, row.written_by, row.saved_at, row.for_approval, row.read, remark,
            row.leaves_at, row.sent_from, row.pressed_at,
        )  # fmt: skip

    async def list_remarks(self, proposal_ids: Collection[int]) -> dict[int, str]:
        """Why the head gave back the drafts of some proposals (ids); one that was not given back is not there."""
        rows = await self._connection.execute(
            select(answer_drafts.c.proposal_id, answer_drafts.c.remark).where(
                answer_drafts.c.proposal_id.in_(proposal_ids), answer_drafts.c.remark.is_not(None)
            )
        )
        return {row.proposal_id: self._seal.open(row.remark) for row in rows}

    async def drop_draft(self, proposal_id: int) -> None:
        """Removes a draft whose answer was sent."""
        done = await self._connection.execute(delete(answer_drafts).where(answer_drafts.c.proposal_id == proposal_id))
        await files.drop_of_draft(self._connection, proposal_id)
        if done.rowcount:
            await weigh(self._connection, [proposal_id])


def open_draft(seal: Seal, row: Row[Any]) -> Answer:
    """Returns the answer of a row of `answer_drafts`, whose words are sealed."""
    other = seal.open(row.other) if row.other is not None else ""
    return replace(make_answer(row), sentence=seal.open(row.sentence), other=other)
