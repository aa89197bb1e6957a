"""Answers in revisions, their drafts, and all that is said and done about them.

One subject in one file past 300 lines. What is written of an answer stands beside what is read of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Executable, Row, and_, bindparam, case, delete, exists, func, or_, select, true, update

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.budget.reasoning import is_reasoned
from bot.budget.tally import Reaction
from storage.answering import files
from storage.answering.same_words import mark_of_words, mark_words
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import (
    answer_drafts,
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
)
from storage.database.seal import Seal
from storage.log.dialogue_kinds import ADDED
from storage.log.weights import weigh, weigh_answered
from storage.queue.arrival import row_has_arrived
from storage.queue.letters import ANSWER, State


@dataclass(frozen=True, slots=True)
class Tap:
    """What the author of a proposal tapped under an answer, at in UTC ms."""

    answer_id: int
    reaction: Reaction
    at: int


_AT_ONCE = 500  # proposals that one statement names
BEGINNING = 1000  # characters read of a text that stands beside its answer

# Read for each screen of a proposal, so built once.
_OF = bindparam("proposal", type_=proposals.c.id.type)
_IN_FORCE = ready(select(answers).where(answers.c.proposal_id == _OF).order_by(answers.c.revision.desc()).limit(1))
_DRAFT = ready(select(answer_drafts).where(answer_drafts.c.proposal_id == _OF))
_EXCLUSION = ready(
    select(exclusions)
    .where(exclusions.c.proposal_id == _OF, exclusions.c.lifted_at.is_(None))
    .order_by(exclusions.c.id.desc())
    .limit(1)
)
_DIALOGUE = ready(select(dialogue).where(dialogue.c.proposal_id == _OF).order_by(dialogue.c.id))
_QUESTIONED = ready(select(proposals.c.questioned).where(proposals.c.id == _OF))


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


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the dialogue about a proposal: asked or explained by staff, replied or questioned by the author."""

    id: int
    proposal_id: int
    kind: str
    person_id: int
    text: str
    said_at: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a proposal does not count; author_agreed is None until the author has said."""

    id: int
    proposal_id: int
    reason: str
    excluded_by: int
    excluded_at: int
    author_agreed: bool | None


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
                row.proposal_id: mark_of_words(_answer_of(row)) if row.own_words is None else row.own_words
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
                **_list_columns(answer),
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

    async def save_answer_draft(
        self, proposal_id: int, *, answer: Answer, by: int, at: int, for_approval: bool, read: int | None = None
    ) -> None:
        """Keeps a draft in place of the one before it, whose remark stays until it is put before the head."""
        other = self._seal.seal(answer.other) if answer.other else None
        columns = {**_list_columns(answer), "sentence": self._seal.seal(answer.sentence), "other": other}
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

    async def confirm(self, answer_ids: list[int], *, by: int, at: int) -> None:
        """Notes that decisions stand."""
        if answer_ids:
            await self._connection.execute(
                insert(self._connection, confirmations),
                [{"answer_id": answer_id, "confirmed_by": by, "confirmed_at": at} for answer_id in answer_ids],
            )
            await weigh_answered(self._connection, answer_ids)

    async def say(self, proposal_id: int, *, kind: str, by: int, text: str, at: int) -> int:
        """Adds a line to the dialogue and returns its id."""
        said_id: int | None = await self._connection.scalar(
            insert(self._connection, dialogue)
            .values(proposal_id=proposal_id, kind=kind, person_id=by, text=self._seal.seal(text), said_at=at)
            .returning(dialogue.c.id)
        )
        assert said_id is not None
        if not kind.startswith(ADDED):
            await weigh(self._connection, [proposal_id])
        return said_id

    async def unsay(self, said_id: int) -> None:
        """Takes a line out of the dialogue; of what the bot asked only, which no criterion weighs."""
        await self._connection.execute(
            delete(dialogue).where(dialogue.c.id == said_id, dialogue.c.kind.startswith(ADDED))
        )

    async def list_dialogue(self, proposal_id: int) -> list[Said]:
        """Lists what was said about a proposal, the earliest first."""
        rows = await self._connection.execute(_DIALOGUE, {"proposal": proposal_id})
        return [Said(**{**row, "text": self._seal.open(row["text"])}) for row in rows.mappings()]

    async def react(self, answer_id: int, *, by: int, reaction: Reaction, at: int) -> None:
        """Adds what somebody tapped under an answer; the latest counts."""
        await self._connection.execute(
            insert(self._connection, reactions).values(
                answer_id=answer_id, person_id=by, reaction=reaction.value, tapped_at=at
            )
        )
        await weigh_answered(self._connection, [answer_id])

    async def find_reaction(self, answer_id: int, person_id: int) -> Reaction | None:
        """Finds what somebody tapped last under an answer."""
        found = await self._connection.scalar(
            select(reactions.c.reaction)
            .where(reactions.c.answer_id == answer_id, reactions.c.person_id == person_id)
            .order_by(reactions.c.id.desc())
            .limit(1)
        )
        return Reaction(found) if found else None

    async def is_questioned(self, proposal_id: int) -> bool:
        """Whether the author waits for an explanation of the answer, as kept on the row (see storage/log/facts.py)."""
        return bool(await self._connection.scalar(_QUESTIONED, {"proposal": proposal_id}))

    async def find_last_tap(self, proposal_id: int, person_id: int) -> Tap | None:
        """Finds what somebody tapped last under any answer to a proposal; criterion 6 counts that one."""
        rows = await self._connection.execute(
            select(reactions.c.answer_id, reactions.c.reaction, reactions.c.tapped_at)
            .join(answers, answers.c.id == reactions.c.answer_id)
            .where(answers.c.proposal_id == proposal_id, reactions.c.person_id == person_id)
            .order_by(reactions.c.id.desc())
            .limit(1)
        )
        row = rows.first()
        return None if row is None else Tap(row.answer_id, Reaction(row.reaction), row.tapped_at)

    async def exclude(self, proposal_id: int, *, reason: str, by: int, at: int) -> int:
        """Notes that a proposal does not count, and returns the note's id."""
        exclusion_id: int | None = await self._connection.scalar(
            insert(self._connection, exclusions)
            .values(proposal_id=proposal_id, reason=reason, excluded_by=by, excluded_at=at)
            .returning(exclusions.c.id)
        )
        assert exclusion_id is not None
        await weigh(self._connection, [proposal_id])
        return exclusion_id

    async def find_exclusion(self, proposal_id: int) -> Exclusion | None:
        """Finds the exclusion in force."""
        row = (await self._connection.execute(_EXCLUSION, {"proposal": proposal_id})).first()
        if row is None:
            return None
        return Exclusion(row.id, row.proposal_id, row.reason, row.excluded_by, row.excluded_at, row.author_agreed)

    async def note_author(self, exclusion_id: int, *, agreed: bool, at: int) -> None:
        """Notes what the author said to an exclusion."""
        of = await self._connection.scalars(
            update(exclusions)
            .where(exclusions.c.id == exclusion_id)
            .values(author_agreed=agreed, author_said_at=at)
            .returning(exclusions.c.proposal_id)
        )
        await weigh(self._connection, list(of))

    async def lift_exclusion(self, proposal_id: int, *, at: int) -> bool:
        """Lets a proposal count again; false if it did."""
        done = await self._connection.execute(
            update(exclusions)
            .where(exclusions.c.proposal_id == proposal_id, exclusions.c.lifted_at.is_(None))
            .values(lifted_at=at)
        )
        if done.rowcount == 0:
            return False
        await weigh(self._connection, [proposal_id])
        return True

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
        answer=_answer_of(row),
        answered_by=row.answered_by,
        approved_by=row.approved_by,
        sent_at=row.sent_at,
        who=row.who,
        role=Role(row.role or Role.STAFF),
        reasoned=row.reasoned,
        own_words=row.own_words,
        files=row.files,
    )


def open_draft(seal: Seal, row: Row[Any]) -> Answer:
    """Returns the answer of a row of `answer_drafts`, whose words are sealed."""
    other = seal.open(row.other) if row.other is not None else ""
    return replace(_answer_of(row), sentence=seal.open(row.sentence), other=other)


def _list_columns(answer: Answer) -> dict[str, object]:
    return {
        "decision": answer.decision.value,
        "reason": answer.reason_code.value if answer.reason_code else None,
        "sentence": answer.sentence,
        "amount": answer.amount,
        "budget_line": answer.budget_line,
        "other": answer.other or None,
        "other_in": answer.other_in or None,
        "files": len(answer.files),
    }


def _answer_of(row: Row[Any]) -> Answer:
    reason = row.reason
    return Answer(
        decision=Decision(row.decision),
        reason_code=Reason(reason) if reason else None,
        sentence=row.sentence,
        amount=row.amount,
        budget_line=row.budget_line,
        other=row.other or "",
        other_in=row.other_in or "",
    )
