"""How far a broadcast has come: who was reached, who waits, who was not reached and why."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_

from storage.database.connection import AsyncConnection
from storage.database.schema import outbox, peers, recipients
from storage.queue.broadcast_values import DROPPED, LISTED, QUEUED, Accounts, Delivery, Progress
from storage.queue.heads import stands, written
from storage.queue.letters import BROADCAST, State


class Reached:
    """Questions to the rows of a broadcast; nothing here changes one."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count_ahead(self, broadcast_id: int, *, accounts: Accounts = None) -> int:
        """Counts the outbox rows of a broadcast that have not left yet; of these accounts only, where they are named."""
        on_the_way = stands(State.READY, State.LEASED, State.WAITING)
        counted = select(func.count()).where(*rows_of(broadcast_id), on_the_way, *_of(accounts))
        return await self._connection.scalar(counted) or 0

    async def has_due(self, broadcast_id: int, *, now: int, accounts: Accounts = None) -> bool:
        """Whether a row of a broadcast only waits for the next claim; of these accounts only, where they are named."""
        # A list of one: «= 0» would have SQLite read what is ready of every broadcast.
        ready = outbox.c.state.in_([written(State.READY)])
        due = select(outbox.c.id).where(*rows_of(broadcast_id), ready, outbox.c.not_before <= now, *_of(accounts))
        return await self._connection.scalar(due.limit(1)) is not None

    async def count_progress(self, broadcast_id: int) -> Progress:
        """Counts how far a broadcast has come."""
        reached, waiting, lost = 0, 0, dict[str, int]()
        queued = await self._connection.execute(
            select(outbox.c.state, outbox.c.code, func.count())
            .where(*rows_of(broadcast_id))
            .group_by(outbox.c.state, outbox.c.code)
        )
        for number, code, count in queued:
            state = State(number)
            if state in {State.SENT, State.DELIVERED}:
                reached += count
            elif state in {State.FAILED, State.SKIPPED, State.UNCERTAIN}:
                lost[code or "unknown"] = lost.get(code or "unknown", 0) + count
            else:
                waiting += count
        before = await self._connection.execute(
            select(recipients.c.state, recipients.c.code, func.count())
            .where(recipients.c.broadcast_id == broadcast_id, recipients.c.state != QUEUED)
            .group_by(recipients.c.state, recipients.c.code)
        )
        for place, code, count in before:
            if place == LISTED:
                waiting += count
            else:
                lost[code] = lost.get(code, 0) + count
        return Progress(reached, waiting, lost)

    async def list_lost(self, broadcast_id: int, *, skip: int, limit: int) -> list[tuple[int, str]]:
        """Lists who was not reached (person id, code of the reason), ordered by the reason, a page at a time."""
        code = func.coalesce(outbox.c.code, recipients.c.code, "unknown").label("code")
        rows = await self._connection.execute(
            select(recipients.c.person_id, code)
            .outerjoin(outbox, and_(outbox.c.peer_id == recipients.c.peer_id, *rows_of(broadcast_id)))
            .where(
                recipients.c.broadcast_id == broadcast_id,
                or_(recipients.c.state == DROPPED, stands(State.FAILED, State.SKIPPED, State.UNCERTAIN)),
            )
            .order_by(code, recipients.c.person_id)
            .offset(skip)
            .limit(limit)
        )
        return [(row.person_id, row.code) for row in rows]

    async def list_deliveries(
        self, broadcast_ids: Collection[int], *, after: tuple[int, int] = (0, 0), limit: int = 500
    ) -> list[Delivery]:
        """Lists how it ended for each recipient, a page at a time in the order of broadcast and person."""
        rows = await self._connection.execute(
            select(
                recipients.c.broadcast_id,
                recipients.c.person_id,
                peers.c.channel,
                func.coalesce(outbox.c.language, peers.c.language).label("language"),
                recipients.c.state.label("place"),
                outbox.c.state,
                func.coalesce(outbox.c.code, recipients.c.code).label("code"),
                outbox.c.finished_at,
                outbox.c.arrived_at,
            )
            .join(peers, peers.c.id == recipients.c.peer_id)
            .outerjoin(
                outbox,
                and_(
                    outbox.c.peer_id == recipients.c.peer_id,
                    outbox.c.kind == BROADCAST,
                    outbox.c.object_id == recipients.c.broadcast_id,
                ),
            )
            .where(
                recipients.c.broadcast_id.in_(list(broadcast_ids)),
                tuple_(recipients.c.broadcast_id, recipients.c.person_id) > tuple_(*map(literal, after)),
            )
            .order_by(recipients.c.broadcast_id, recipients.c.person_id)
            .limit(limit)
        )
        return [
            Delivery(
                row.broadcast_id,
                row.person_id,
                row.channel,
                row.language,
                (ended := _name_ending(row.place, row.state, row.arrived_at)),
                row.code if ended == "not_reached" else None,
                row.finished_at,
            )
            for row in rows
        ]


def _name_ending(place: str, state: int | None, arrived_at: int | None) -> str:
    if place == DROPPED or state in {State.FAILED, State.SKIPPED, State.UNCERTAIN}:
        return "not_reached"
    return "waiting" if arrived_at is None else "reached"


def _of(accounts: Accounts) -> list[ColumnElement[bool]]:
    return [] if accounts is None else [tuple_(outbox.c.channel, outbox.c.account).in_(list(accounts))]


def rows_of(broadcast_id: int) -> list[ColumnElement[bool]]:
    """The outbox rows of a broadcast."""
    return [outbox.c.kind == BROADCAST, outbox.c.object_id == broadcast_id]
