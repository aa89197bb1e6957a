"""Answers that were sent and leave in a moment.

Until then whoever sent them may take them back, all of one press together.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, update

from storage.database.connection import AsyncConnection
from storage.database.schema import answer_drafts, proposals
from storage.log.weights import note_leaving, weigh

_AT_ONCE = 500  # proposals that one statement names


class Leaving:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def mark(
        self, drafts: Collection[tuple[int, int]], *, sent_from: int, at: int, leaves_at: int
    ) -> frozenset[int]:
        """Lets answer drafts leave at a moment (ms UTC), each as it was saved. Returns the proposals (ids) they answer.

        drafts are pairs of the proposal (id) and when its answer draft was saved. What leaves already does not anew.
        """
        wanted, marked = sorted(set(drafts)), set[int]()
        for some in (wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE)):
            saved = dict(some)
            await self._lock(saved)
            rows = await self._connection.execute(
                select(answer_drafts.c.proposal_id, answer_drafts.c.saved_at).where(
                    answer_drafts.c.proposal_id.in_(saved), answer_drafts.c.leaves_at.is_(None)
                )
            )
            found = [row.proposal_id for row in rows if saved[row.proposal_id] == row.saved_at]
            await self._connection.execute(
                update(answer_drafts)
                .where(answer_drafts.c.proposal_id.in_(found))
                .values(leaves_at=leaves_at, sent_from=sent_from, pressed_at=at)
            )
            await note_leaving(self._connection, found)
            marked |= set(found)
        return frozenset(marked)

    async def list_sent(self, *, sent_from: int, pressed_at: int, at: int) -> list[tuple[int, int]]:
        """Lists what one press at a peer sent and has not left: the proposal (id), when its answer was saved."""
        rows = await self._connection.execute(
            select(answer_drafts.c.proposal_id, answer_drafts.c.saved_at)
            .where(
                answer_drafts.c.sent_from == sent_from,
                answer_drafts.c.pressed_at == pressed_at,
                answer_drafts.c.leaves_at > at,
            )
            .order_by(answer_drafts.c.leaves_at, answer_drafts.c.proposal_id)
        )
        return [(row.proposal_id, row.saved_at) for row in rows]

    async def find_last(self, *, sent_from: int, at: int) -> int | None:
        """When the last press from a peer was (ms UTC) of which something has not left."""
        found: int | None = await self._connection.scalar(
            select(func.max(answer_drafts.c.pressed_at)).where(
                answer_drafts.c.sent_from == sent_from, answer_drafts.c.leaves_at > at
            )
        )
        return found

    async def set_leaving(self, *, sent_from: int, pressed_at: int, leaves_at: int) -> None:
        """Sets when what was sent from a peer by one press leaves (ms UTC); what has left stays gone."""
        await self._connection.execute(
            update(answer_drafts)
            .where(
                answer_drafts.c.sent_from == sent_from,
                answer_drafts.c.pressed_at == pressed_at,
                answer_drafts.c.leaves_at.is_not(None),
            )
            .values(leaves_at=leaves_at)
        )

    async def list_due(self, *, at: int, limit: int) -> list[int]:
        """Lists some proposals (ids) whose answers leave by a moment, the soonest first."""
        rows = await self._connection.scalars(
            select(answer_drafts.c.proposal_id)
            .where(answer_drafts.c.leaves_at.is_not(None), answer_drafts.c.leaves_at <= at)
            .order_by(answer_drafts.c.leaves_at, answer_drafts.c.proposal_id)
            .limit(limit)
        )
        return list(rows)

    async def unmark(self, proposal_ids: Sequence[int], *, at: int | None = None) -> list[int]:
        """Keeps answers that were to leave; with at only those that leave after it. Returns the proposals (ids) in order."""
        await self._lock(proposal_ids)
        where = [answer_drafts.c.leaves_at.is_not(None) if at is None else answer_drafts.c.leaves_at > at]
        rows = await self._connection.scalars(
            update(answer_drafts)
            .where(answer_drafts.c.proposal_id.in_(list(proposal_ids)), *where)
            .values(leaves_at=None, sent_from=None, pressed_at=None)
            .returning(answer_drafts.c.proposal_id)
        )
        kept = sorted(rows)
        await weigh(self._connection, kept)
        return kept

    async def _lock(self, proposal_ids: Collection[int]) -> None:
        # Every act locks the proposal before its answer draft: the other way round two would wait for each other.
        await self._connection.execute(
            select(proposals.c.id)
            .where(proposals.c.id.in_(list(proposal_ids)))
            .order_by(proposals.c.id)
            .with_for_update()
        )
