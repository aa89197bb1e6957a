"""How much waits in the outbox, lane by lane, and since when. Only indexes of what has not left are read."""

from dataclasses import dataclass

from sqlalchemy import func, select

from storage.database.connection import AsyncConnection
from storage.database.schema import outbox
from storage.queue.heads import stands
from storage.queue.outbox import Lane, State


@dataclass(frozen=True, slots=True)
class Depth:
    """What is ready in a lane of an account: how many chats, since when the first may leave (ms UTC)."""

    channel: str
    account: str
    lane: Lane
    ready: int
    since: int


class Depths:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_ready(self) -> list[Depth]:
        """Lists what is ready, by account and lane; what may leave later only is among it."""
        by = outbox.c.channel, outbox.c.account, outbox.c.lane
        found = select(*by, func.count().label("ready"), func.min(outbox.c.not_before).label("since"))
        rows = await self._connection.execute(found.where(stands(State.READY)).group_by(*by).order_by(*by))
        return [Depth(row.channel, row.account, Lane(row.lane), row.ready, row.since) for row in rows]

    async def count_behind(self) -> dict[Lane, int]:
        """Counts what waits behind something else of its chat, by lane."""
        found = select(outbox.c.lane, func.count().label("behind")).where(stands(State.WAITING))
        rows = await self._connection.execute(found.group_by(outbox.c.lane).order_by(outbox.c.lane))
        return {Lane(row.lane): row.behind for row in rows}
