"""What happened to each proposal and who did it, each act once.

It is read from the tables that keep an act, else the audit.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, literal, null, or_, select

from storage.database.connection import AsyncConnection
from storage.database.schema import (
    answers,
    audit,
    confirmations,
    dialogue,
    exclusions,
    outbox,
    peers,
    proposal_texts,
    proposals,
    reactions,
    roles,
    told,
)
from storage.log.dialogue_kinds import ADDED, CONTEST, WORK
from storage.log.office_lists import belongs_to
from storage.queue.arrival import row_has_arrived
from storage.queue.letters import ANSWER, State

# Acts of the audit that stand in a table of their own.
KEPT_ELSEWHERE = ("answer", "ask_author", "explain", "enter", "tell_in_person", "erase", "work")
_LOST = (int(State.FAILED), int(State.SKIPPED), int(State.UNCERTAIN))


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a proposal, at in ms UTC. person_id is whoever of the office did it; none: its author, or nobody.

    details are codes; to is the colleague (id of the person) it was handed to.
    """

    proposal_id: int
    at: int
    act: str
    person_id: int | None = None
    details: tuple[str, ...] = ()
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """How an office calls one of its people: title is none where none was given, or they were forgotten."""

    title: str | None
    nth: int


class History:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_proposals(
        self, aimak_id: int, *, also: Collection[int] = (), behind: int = 0, limit: int = 100
    ) -> list[tuple[int, str]]:
        """Lists proposals (id, number) of an office behind one of them, a page at a time."""
        rows = await self._connection.execute(
            select(proposals.c.id, proposals.c.label)
            .where(belongs_to(aimak_id, also), proposals.c.id > behind)
            .order_by(proposals.c.id)
            .limit(limit)
        )
        return [(row.id, row.label) for row in rows]

    async def list_posts(self, aimak_id: int, *, also: Collection[int] = ()) -> dict[int, Post]:
        """How an office calls everybody (id of the person) who ever worked there."""
        rows = await self._connection.execute(
            select(roles.c.person_id, roles.c.title).where(roles.c.aimak_id.in_([aimak_id, *also])).order_by(roles.c.id)
        )
        found: dict[int, Post] = {}
        for nth, row in enumerate(rows, 1):
            known = found.get(row.person_id)
            found[row.person_id] = Post(row.title or (known.title if known else None), nth)
        return found

    async def list_steps(
        self, proposal_ids: Collection[int], *, aimak_id: int, also: Collection[int] = ()
    ) -> list[Step]:
        """Lists what happened to some proposals (ids) of an office, each proposal's acts in the order they were done."""
        ids = list(proposal_ids)
        found = [
            await self._list_received(ids),
            await self._list_recorded(ids, aimak_id, also),
            await self._list_answered(ids),
        ]
        steps = [step for some in [*found, await self._list_said(ids)] for step in some]
        return sorted(steps, key=lambda one: (one.proposal_id, one.at))  # which leaves acts of one moment as they stand

    async def _list_rows(self, statement: Any) -> list[Any]:
        return list(await self._connection.execute(statement))

    async def _list_received(self, ids: list[int]) -> list[Step]:
        of_it = and_(audit.c.aimak_id == proposals.c.aimak_id, audit.c.object_id == proposals.c.id)
        entered = {
            row.object_id: row.person_id
            for row in await self._list_rows(
                select(audit.c.object_id, audit.c.person_id)
                .select_from(proposals.join(audit, of_it))
                .where(proposals.c.id.in_(ids), audit.c.object == "proposal", audit.c.act == "enter")
            )
        }
        steps = []
        for row in await self._list_rows(
            select(proposals.c.id, proposals.c.received_at, proposals.c.source, proposals.c.withdrawn_at).where(
                proposals.c.id.in_(ids)
            )
        ):
            steps.append(Step(row.id, row.received_at, "received", entered.get(row.id), (row.source,)))
            if row.withdrawn_at is not None:
                steps.append(Step(row.id, row.withdrawn_at, "withdrawn"))
        texts = select(proposal_texts.c.proposal_id, proposal_texts.c.written_at)
        texts = texts.where(
            proposal_texts.c.proposal_id.in_(ids), proposal_texts.c.revision > 1, proposal_texts.c.summary_by.is_(None)
        )
        return steps + [Step(row.proposal_id, row.written_at, "text_changed") for row in await self._list_rows(texts)]

    async def _list_recorded(self, ids: list[int], aimak_id: int, also: Collection[int]) -> list[Step]:
        rows = await self._list_rows(
            select(audit.c.at, audit.c.object_id, audit.c.act, audit.c.person_id, audit.c.details)
            .where(
                audit.c.aimak_id.in_([aimak_id, *also]),
                audit.c.object == "proposal",
                audit.c.object_id.in_(ids),
                audit.c.act.not_in(KEPT_ELSEWHERE),
            )
            .order_by(audit.c.id)
        )
        return [_make_step(row) for row in rows]

    async def _list_answered(self, ids: list[int]) -> list[Step]:
        steps = []
        for row in await self._list_rows(
            select(answers).where(answers.c.proposal_id.in_(ids)).order_by(answers.c.revision)
        ):
            act = "sent" if row.revision == 1 else "answer_corrected"
            # An answer names whoever wrote it. Who sent it may be another: the head who approved it.
            sent_by = row.answered_by if row.approved_by is None else row.approved_by
            codes = (row.decision, *(["with_files"] if row.files else []))
            steps.append(Step(row.proposal_id, row.sent_at, act, sent_by, codes))
        if not steps:
            return []
        of_answers = answers.c.proposal_id.in_(ids)
        carried = (
            select(answers.c.proposal_id, outbox.c.finished_at, outbox.c.arrived_at, outbox.c.read_at)
            .select_from(
                answers.join(proposals, proposals.c.id == answers.c.proposal_id)
                .join(outbox, and_(outbox.c.kind == ANSWER, outbox.c.object_id == answers.c.id))
                .join(peers, and_(peers.c.id == outbox.c.peer_id, peers.c.person_id == proposals.c.author_id))
            )
            .where(of_answers, outbox.c.finished_at.is_not(None), or_(row_has_arrived(), outbox.c.state.in_(_LOST)))
        )
        for row in await self._list_rows(carried):
            act, at = ("not_delivered", row.finished_at) if row.arrived_at is None else ("delivered", row.arrived_at)
            steps.append(Step(row.proposal_id, at, act))
            steps += [Step(row.proposal_id, row.read_at, "read")] if row.read_at is not None else []
        for table, act, at, by in (
            (told, "told", told.c.told_at, told.c.told_by),
            (confirmations, "confirmed", confirmations.c.confirmed_at, confirmations.c.confirmed_by),
            (reactions, "reaction", reactions.c.tapped_at, null()),
        ):
            code = reactions.c.reaction if table is reactions else literal("")
            statement = select(answers.c.proposal_id, at.label("at"), by.label("by"), code.label("code"))
            joined = statement.select_from(answers.join(table, table.c.answer_id == answers.c.id)).where(of_answers)
            for row in await self._list_rows(joined.order_by(table.c.id)):
                steps.append(Step(row.proposal_id, row.at, act, row.by, (row.code,) if row.code else ()))
        return steps

    async def _list_said(self, ids: list[int]) -> list[Step]:
        steps = []
        office = {"asked", "explained"}
        lines = select(dialogue.c.proposal_id, dialogue.c.kind, dialogue.c.person_id, dialogue.c.said_at)
        for row in await self._list_rows(lines.where(dialogue.c.proposal_id.in_(ids)).order_by(dialogue.c.id)):
            kind = "added" if row.kind.startswith(ADDED) else row.kind
            by_office = kind in office or (kind.startswith(WORK) and kind != CONTEST)
            steps.append(Step(row.proposal_id, row.said_at, kind, row.person_id if by_office else None))
        agreed = select(exclusions.c.proposal_id, exclusions.c.author_agreed, exclusions.c.author_said_at)
        agreed = agreed.where(exclusions.c.proposal_id.in_(ids), exclusions.c.author_said_at.is_not(None))
        for row in await self._list_rows(agreed.order_by(exclusions.c.id)):
            steps.append(Step(row.proposal_id, row.author_said_at, "agreed" if row.author_agreed else "disagreed"))
        return steps


def _make_step(row: Any) -> Step:
    told_of = json.loads(row.details)
    codes = [told_of.get(name) for name in ("reason", "side", "category", "decision", "number")]
    to = told_of.get("to") if row.act == "hand_over" else None
    return Step(row.object_id, row.at, _name_act(row.act, told_of), row.person_id, tuple(filter(None, codes)), to)


def _name_act(act: str, told_of: dict[str, Any]) -> str:
    """An act of two directions is named with its direction."""
    if act == "plan":
        return f"plan:{told_of['what']}"
    if act == "look":
        return {True: "look:shown", False: "look:hidden"}.get(told_of["shown"], "look:again")
    return act
