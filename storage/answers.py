"""The answers that were sent, in revisions; whether they were told, read and confirmed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Executable, Row, and_, bindparam, func, select

from bot.budget.permissions import Role
from bot.budget.proposal import Answer
from bot.budget.reasoning import is_reasoned
from storage.answering import files
from storage.answering.columns import list_columns, make_answer
from storage.answering.same_words import mark_of_words, mark_words
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import (
    answers,
    confirmations,
    outbox,
    peers,
    proposals,
    told,
)
from storage.database.seal import Seal
from storage.log.weights import weigh, weigh_answered
from storage.queue.arrival import row_has_arrived
from storage.queue.letters import ANSWER, State

_AT_ONCE = 500  # proposals that one statement names

# Read for each screen of a proposal, so built once.
_OF = bindparam("proposal", type_=proposals.c.id.type)
_IN_FORCE = ready(select(answers).where(answers.c.proposal_id == _OF).order_by(answers.c.revision.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """One revision of an answer; who and role are what its author was told; times in milliseconds UTC."""

    id: int
    proposal_id: int
    revision: int
    answer: Answer
    answered_by: int
    approved_by: int | None
    sent_at: int
    who: str | None
    role: Role
    reasoned: bool | None = None  # as it was weighed when it was sent, since the sentence may be gone; None in old rows
    own_words: str | None = None  # the mark of its sentence
    files: int = 0  # how many went with it, also once they are gone


class Answers:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def find_latest(self, proposal_id: int) -> SentAnswer | None:
        """Finds the answer in force."""
        return await self._answer(_IN_FORCE, {"proposal": proposal_id})

    async def list_marks(self, proposal_ids: Collection[int]) -> dict[int, str]:
        """The marks (same_words.py) of the answers in force of some proposals (ids); one without an answer is not there."""
        found: dict[int, str] = {}
        wanted = list(proposal_ids)
        for ids in (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE)):
            rows = await self._connection.execute(
                select(answers).where(answers.c.proposal_id.in_(ids)).order_by(answers.c.revision)
            )
            found |= {
                row.proposal_id: mark_of_words(make_answer(row)) if row.own_words is None else row.own_words
                for row in rows
            }
        return found

    async def mark_words(self, answered: Mapping[int, Answer]) -> dict[int, str]:
        """The marks that answers would have under some proposals (ids)."""
        return await mark_words(self._connection, answered)

    async def list_sent(self, proposal_id: int) -> list[SentAnswer]:
        """Lists every revision of the answer, the earliest first."""
        rows = await self._connection.execute(
            select(answers).where(answers.c.proposal_id == proposal_id).order_by(answers.c.revision)
        )
        return await self._with_files(rows.all())

    async def get(self, answer_id: int) -> SentAnswer | None:
        """Finds a revision by its id."""
        return await self._answer(select(answers).where(answers.c.id == answer_id))

    async def add(
        self,
        proposal_id: int,
        *,
        revision: int,
        answer: Answer,
        by: int,
        approved_by: int | None,
        at: int,
        who: str | None = None,
        role: Role = Role.STAFF,
    ) -> SentAnswer | None:
        """Writes a revision; None where that revision is there already: somebody else was first."""
        marks = await mark_words(self._connection, {proposal_id: answer})
        sent = await self._answer(
            insert(self._connection, answers)
            .values(
                proposal_id=proposal_id,
                revision=revision,
                answered_by=by,
                approved_by=approved_by,
                sent_at=at,
                who=who,
                role=role.value,
                reasoned=is_reasoned(answer),
                own_words=marks.get(proposal_id, ""),
                **list_columns(answer),
            )
            .on_conflict_do_nothing(index_elements=["proposal_id", "revision"])
            .returning(*answers.c)
        )
        if sent is not None and answer.files:
            await files.keep_with_answer(self._connection, proposal_id, sent.id, answer.files)
            sent = replace(sent, answer=answer)
        await weigh(self._connection, [proposal_id])
        return sent

    async def _answer(self, statement: Executable, named: Mapping[str, int] | None = None) -> SentAnswer | None:
        row = (await self._connection.execute(statement, named)).first()
        return None if row is None else (await self._with_files([row]))[0]

    async def _with_files(self, rows: Sequence[Row[Any]]) -> list[SentAnswer]:
        of = await files.list_by_answer(self._connection, [row.id for row in rows if row.files])
        found = map(make_sent_answer, rows)
        return [replace(one, answer=replace(one.answer, files=of.get(one.id, ()))) for one in found]

    async def confirm(self, answer_ids: list[int], *, by: int, at: int) -> None:
        """Notes that decisions stand."""
        if answer_ids:
            await self._connection.execute(
                insert(self._connection, confirmations),
                [{"answer_id": answer_id, "confirmed_by": by, "confirmed_at": at} for answer_id in answer_ids],
            )
            await weigh_answered(self._connection, answer_ids)

    async def tell(self, answer_id: int, *, by: int, at: int) -> bool:
        """Notes that an answer was told in person; false if it was noted before."""
        row = await self._connection.scalar(
            insert(self._connection, told)
            .values(answer_id=answer_id, told_by=by, told_at=at)
            .on_conflict_do_nothing(index_elements=["answer_id"])
            .returning(told.c.id)
        )
        if row is None:
            return False
        await weigh_answered(self._connection, [answer_id])
        return True

    async def find_when_told(self, answer_id: int) -> int | None:
        """When an answer was told in person."""
        return await self._connection.scalar(select(told.c.told_at).where(told.c.answer_id == answer_id))

    async def find_when_read(self, answer_id: int) -> int | None:
        """When the author of an answer read it (ms UTC), as far as a messenger said so."""
        read_at: int | None = await self._connection.scalar(
            select(func.min(outbox.c.read_at))
            .join(peers, peers.c.id == outbox.c.peer_id)
            .join(answers, answers.c.id == outbox.c.object_id)
            .join(proposals, and_(proposals.c.id == answers.c.proposal_id, proposals.c.author_id == peers.c.person_id))
            .where(outbox.c.kind == ANSWER, outbox.c.object_id == answer_id)
        )
        return read_at

    async def list_messages(self, answer_id: int) -> list[tuple[State, bool]]:
        """Lists the messages of an answer to its author: how each stands, and whether it has arrived."""
        rows = await self._connection.execute(
            select(outbox.c.state, row_has_arrived().label("arrived"))
            .join(peers, peers.c.id == outbox.c.peer_id)
            .join(answers, answers.c.id == outbox.c.object_id)
            .join(proposals, and_(proposals.c.id == answers.c.proposal_id, proposals.c.author_id == peers.c.person_id))
            .where(outbox.c.kind == ANSWER, outbox.c.object_id == answer_id)
        )
        return [(State(row.state), bool(row.arrived)) for row in rows]


def make_sent_answer(row: Row[Any]) -> SentAnswer:
    """Returns a sent answer of a row of `answers`."""
    return SentAnswer(
        id=row.id,
        proposal_id=row.proposal_id,
        revision=row.revision,
        answer=make_answer(row),
        answered_by=row.answered_by,
        approved_by=row.approved_by,
        sent_at=row.sent_at,
        who=row.who,
        role=Role(row.role or Role.STAFF),
        reasoned=row.reasoned,
        own_words=row.own_words,
        files=row.files,
    )
