"""A practice aimak is begun, left, emptied and closed. No row goes, so that no id that was told is ever told anew."""

from datetime import date, timedelta

from sqlalchemy import delete, select, update

from bot.budget.hearing import HearingState
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aimaks,
    answer_drafts,
    answer_files,
    answer_templates,
    answers,
    broadcasts,
    dialogue,
    groups,
    hearing_questions,
    hearings,
    invites,
    media,
    peers,
    proposal_stems,
    proposal_texts,
    proposals,
    roles,
    supports,
)
from storage.database.seal import Seal
from storage.information.personal import empty_of_aimak as empty_information
from storage.initiatives.personal import empty_of_aimak
from storage.log.weights import weigh
from storage.openness.entries import remove_of_aimak
from storage.plan.practice import empty_of_aimak as empty_plan
from storage.property.practice import empty_of_aimak as empty_property
from storage.watch.personal import empty_of_aimak as empty_watches


class Practice:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def begin(self, aimak_id: int, *, of: int) -> None:
        """Makes an aimak one for practice beside another; it is open (again)."""
        values = {"practice_of_id": of, "valid_to": None, "merged_into_id": None}
        await self._connection.execute(update(aimaks).where(aimaks.c.id == aimak_id).values(**values))

    async def close(self, aimak_id: int, *, code: str, on: date, at: int) -> None:
        """Closes one under another code, once its words are gone. Its rows stay: ids that were told are never told anew."""
        await self._empty(aimak_id, at=at)
        values = {"code": code, "valid_to": on - timedelta(days=1), "merged_into_id": None}
        await self._connection.execute(update(aimaks).where(aimaks.c.id == aimak_id).values(**values))

    async def leave(self, aimak_id: int, *, to: int, at: int) -> None:
        """Lets everybody go from an aimak to another, as residents: roles, invites and groups end."""
        here = roles.c.aimak_id == aimak_id, roles.c.revoked_at.is_(None)
        await self._connection.execute(update(roles).where(*here).values(revoked_at=at))
        unused = invites.c.aimak_id == aimak_id, invites.c.used_at.is_(None)
        await self._connection.execute(delete(invites).where(*unused))
        await self._connection.execute(
            update(groups).where(groups.c.aimak_id == aimak_id, groups.c.removed_at.is_(None)).values(removed_at=at)
        )
        await self._connection.execute(update(peers).where(peers.c.aimak_id == aimak_id).values(aimak_id=to))

    async def _empty(self, aimak_id: int, *, at: int) -> None:
        own = select(proposals.c.id).where(proposals.c.aimak_id == aimak_id)
        ids, nothing = list(await self._connection.scalars(own)), self._seal.seal("")
        # Files whose row belongs to nobody go at the next clearing.
        gone = {"proposal_id": None, "said_id": None, "peer_id": 0, "created_at": 0}
        with_answers = select(answer_files.c.media_id).where(answer_files.c.proposal_id.in_(own))
        held = select(hearings.c.id).where(hearings.c.aimak_id == aimak_id)
        for statement in (
            update(media).where(media.c.proposal_id.in_(own)).values(**gone),
            update(media).where(media.c.id.in_(with_answers)).values(**gone),
            delete(answer_files).where(answer_files.c.proposal_id.in_(own)),
            delete(proposal_stems).where(proposal_stems.c.proposal_id.in_(own)),
            delete(supports).where(supports.c.proposal_id.in_(own)),
            delete(answer_drafts).where(answer_drafts.c.proposal_id.in_(own)),
            delete(answer_templates).where(answer_templates.c.aimak_id == aimak_id),
            update(proposal_texts).where(proposal_texts.c.proposal_id.in_(own)).values(text="", fold=""),
            update(answers).where(answers.c.proposal_id.in_(own)).values(sentence="", other=None, budget_line=None),
            update(dialogue).where(dialogue.c.proposal_id.in_(own)).values(text=nothing),
            update(hearing_questions).where(hearing_questions.c.hearing_id.in_(held)).values(text=nothing),
            update(proposals).where(proposals.c.aimak_id == aimak_id).values(place=None, author_name=None),
            update(proposals)
            .where(proposals.c.aimak_id == aimak_id, proposals.c.withdrawn_at.is_(None))
            .values(withdrawn_at=at),
            update(hearings)
            .where(hearings.c.aimak_id == aimak_id, hearings.c.state == HearingState.SCHEDULED.value)
            .values(state=HearingState.CANCELLED.value, ended_at=at),
            update(broadcasts)
            .where(broadcasts.c.aimak_id == aimak_id, broadcasts.c.finished_at.is_(None))
            .values(state="cancelled", finished_at=at),
        ):
            await self._connection.execute(statement)
        await empty_plan(self._connection, aimak_id, at=at)
        await empty_property(self._connection, aimak_id, at=at)
        await empty_information(self._connection, self._seal, aimak_id, at=at)
        await empty_of_aimak(self._connection, self._seal, aimak_id, at=at)
        await remove_of_aimak(self._connection, aimak_id)
        await empty_watches(self._connection, self._seal, aimak_id, at=at)
        await weigh(self._connection, ids)
