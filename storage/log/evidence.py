"""What shows that people were reached: deliveries by channel and language, posts in groups, hearings by year."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select

from bot.budget.hearing import HearingState
from storage.database.connection import AsyncConnection
from storage.database.schema import groups, hearing_questions, hearings, outbox, peers, recipients
from storage.queue.arrival import GONE, row_has_arrived
from storage.queue.broadcast_values import DROPPED
from storage.queue.heads import stands
from storage.queue.outbox import BROADCAST, POST, State
from storage.together.counted import counts


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a broadcast reached on one channel in one language, since when. How many not, and how many still wait."""

    broadcast_id: int
    channel: str
    language: str
    reached: int
    not_reached: int
    waiting: int
    since: int | None = None  # milliseconds UTC; None where nobody was reached


class Evidence:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def reach(self, broadcast_ids: Collection[int]) -> list[Reach]:
        """Counts deliveries by channel and language."""
        row = and_(
            outbox.c.peer_id == recipients.c.peer_id,
            outbox.c.kind == BROADCAST,
            outbox.c.object_id == recipients.c.broadcast_id,
        )
        reached = func.sum(case((row_has_arrived(), 1), else_=0))
        since = func.min(outbox.c.arrived_at)
        lost = func.sum(case((recipients.c.state == DROPPED, 1), (stands(*GONE), 1), else_=0))
        language = func.coalesce(outbox.c.language, peers.c.language, "ky")
        rows = await self._connection.execute(
            select(recipients.c.broadcast_id, peers.c.channel, language, reached, lost, func.count(), since)
            .select_from(recipients)
            .join(peers, peers.c.id == recipients.c.peer_id)
            .outerjoin(outbox, row)
            .where(recipients.c.broadcast_id.in_(list(broadcast_ids)))
            .group_by(recipients.c.broadcast_id, peers.c.channel, language)
            .order_by(recipients.c.broadcast_id, peers.c.channel, language)
        )
        return [
            Reach(broadcast_id, channel, spoken, int(got), int(not_got), int(people - got - not_got), first)
            for broadcast_id, channel, spoken, got, not_got, people, first in rows
        ]

    async def list_posted_in(self, hearing_id: int) -> list[str]:
        """Lists the titles of the groups in which a hearing was said."""
        rows = await self._connection.scalars(
            select(groups.c.title)
            .join(outbox, outbox.c.peer_id == groups.c.peer_id)
            .where(outbox.c.kind == POST, outbox.c.object_id == hearing_id, row_has_arrived())
            .distinct()
            .order_by(groups.c.title)
        )
        return list(rows)

    async def is_posted(self, hearing_id: int) -> bool:
        """Whether a hearing was said in any group, or is about to be."""
        found = select(outbox.c.id).where(
            outbox.c.kind == POST,
            outbox.c.object_id == hearing_id,
            outbox.c.state.not_in([int(State.FAILED), int(State.SKIPPED)]),
        )
        return await self._connection.scalar(found.limit(1)) is not None

    async def count_questions(self, hearing_id: int) -> int:
        """Counts the questions residents put for a hearing."""
        return (
            await self._connection.scalar(
                select(func.count()).select_from(hearing_questions).where(hearing_questions.c.hearing_id == hearing_id)
            )
            or 0
        )

    async def list_held(self, aimak_id: int | None) -> list[int]:
        """Lists the hearings that were held, of an aimak or of every one."""
        where: list[ColumnElement[bool]] = [
            hearings.c.state.in_([HearingState.HELD.value, HearingState.PUBLISHED.value])
        ]
        where.append(counts(hearings.c.aimak_id) if aimak_id is None else hearings.c.aimak_id == aimak_id)
        return list(await self._connection.scalars(select(hearings.c.id).where(*where).order_by(hearings.c.id)))
