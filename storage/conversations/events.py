"""What arrived: one row an event, unique, so that a redelivered one is noticed, with the conversation it led to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, func, literal_column, or_, select, update

from storage.conversations.conversation import since
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import build_in_each_dialect
from storage.database.schema import events, peers
from storage.database.seal import Seal

DONE = "done"
DEAD = "dead"


# Built once: these run with every message, and building them costs more than running them.
_TAKE = build_in_each_dialect(
    lambda insert: (
        insert(events)
        .on_conflict_do_nothing(index_elements=["channel", "account", "external_id"])
        .returning(events.c.id)
    )
)
TAKEN = ready(
    select(events.c.id).where(
        events.c.channel == bindparam("channel"),
        events.c.account == bindparam("account"),
        events.c.external_id == bindparam("external_id"),
    )
)
_CONVERSATION = ready(select(events.c.conversation).where(events.c.id == bindparam("event")))
_BELONGS_TO = ready(
    update(events)
    .where(events.c.id == bindparam("event"))
    .values(peer_id=bindparam("peer"), conversation=bindparam("said"))
)
_SAID_SINCE = ready(
    select(events.c.external_id, events.c.raw, events.c.received_at)
    .where(
        events.c.peer_id == bindparam("peer"),
        events.c.received_at >= bindparam("since", type_=BigInteger),
        events.c.raw.is_not(None),
    )
    .order_by(events.c.id.desc())
    .limit(bindparam("most", type_=BigInteger))
)
_DROP = ready(update(events).where(events.c.id == bindparam("event")).values(conversation=None))


@dataclass(frozen=True, slots=True)
class Said:
    """An event as it came: its id, its raw form, and when it was taken in (ms UTC)."""

    id: str
    raw: str
    at: int


class Events:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def take(
        self,
        channel: str,
        account: str,
        external_id: str,
        *,
        raw: str | None,
        at: int,
        state: str = DONE,
        error: str = "",
        peer_id: int | None = None,
        conversation: str | None = None,
    ) -> int | None:
        """Writes an event and returns its id, or None where it was seen before.

        peer_id is whose it was and conversation (JSON) what it led to, where that is known by then.
        """
        event_id: int | None = await self._connection.scalar(
            _TAKE[self._connection.dialect.name],
            {
                "channel": channel,
                "account": account,
                "external_id": external_id,
                "received_at": at,
                "state": state,
                "error": error or None,
                "peer_id": peer_id,
                "raw": self._seal.seal(raw) if raw is not None else None,
                "conversation": self._seal.seal(conversation) if conversation is not None else None,
            },
        )
        return event_id

    async def belongs_to(self, event_id: int, peer_id: int, *, conversation: str | None) -> None:
        """Notes whose event it was and the conversation it led to (JSON), None where that did not change."""
        sealed = self._seal.seal(conversation) if conversation is not None else None
        await self._connection.execute(_BELONGS_TO, {"event": event_id, "peer": peer_id, "said": sealed})

    async def read_conversation(self, event_id: int) -> str | None:
        """Returns the conversation (JSON) an event led to; its version is the event's id."""
        sealed = await self._connection.scalar(_CONVERSATION, {"event": event_id})
        return self._seal.open(sealed) if sealed else None

    async def list_said(self, peer_id: int, *, since: int, most: int) -> list[Said]:
        """Lists the latest events of a peer since a moment (ms UTC) as they came, the oldest of them first."""
        given = {"peer": peer_id, "since": since, "most": most}
        rows = (await self._connection.execute(_SAID_SINCE, given)).all()
        return [Said(row.external_id, self._seal.open(row.raw), row.received_at) for row in reversed(rows)]

    async def move_conversation(
        self, channel: str, account: str, external_id: str, *, peer_id: int, conversation: str, at: int
    ) -> int:
        """Writes a conversation (JSON) as of an event of our own, though nobody wrote; returns its version."""
        event_id = await self.take(
            channel, account, external_id, raw=None, at=at, peer_id=peer_id, conversation=conversation
        )
        assert event_id is not None
        await self._connection.execute(update(peers).where(peers.c.id == peer_id).values(state_version=event_id))
        return event_id

    async def drop_conversations(self, event_ids: Collection[int]) -> None:
        """Empties the conversations of events (ids) that a later one has replaced."""
        for event_id in event_ids:
            await self._connection.execute(_DROP, {"event": event_id})

    async def count_dead(self, *, since: int) -> int:
        """Counts what was set aside as unreadable or failed from a moment on."""
        # The state is written out, or the partial index would not be used.
        dead = events.c.state == literal_column(f"'{DEAD}'")
        counted = select(func.count()).where(dead, events.c.received_at >= since)
        return await self._connection.scalar(counted) or 0

    async def count_before(self, moment: int) -> int:
        """Counts the raw events older than a moment."""
        old = select(func.count()).where(events.c.received_at < moment, events.c.raw.is_not(None))
        return await self._connection.scalar(old) or 0

    async def clear_before(self, moment: int, *, limit: int = 1000) -> int:
        """Empties some raw events older than a moment, the oldest first; returns how many rows were emptied."""
        old = (
            select(events.c.id)
            .where(events.c.received_at < moment, events.c.raw.is_not(None))
            .order_by(events.c.received_at)
            .limit(limit)
        )
        done = await self._connection.execute(update(events).where(events.c.id.in_(old)).values(raw=None))
        return done.rowcount

    async def clear_outlived(
        self, moment: int, *, after: tuple[int, int] = (0, 0), limit: int = 1000
    ) -> tuple[int, int]:
        """Looks at some conversations older than a moment and empties those that a later one has replaced.

        after is the place (received at, id) of the last one that was looked at. It returns the place of the last one
        now, or after itself where there was none. What still goes on stays, and is not looked at again from a later
        place.
        """
        received_at, event_id = after
        latest = events.alias("latest")
        rows = await self._connection.execute(
            select(events.c.received_at, events.c.id, peers.c.state_version, latest.c.conversation)
            .outerjoin(peers, peers.c.id == events.c.peer_id)
            .outerjoin(latest, latest.c.id == peers.c.state_version)
            .where(
                events.c.conversation.is_not(None),
                events.c.received_at < moment,
                events.c.received_at >= received_at,
                or_(events.c.received_at > received_at, events.c.id > event_id),
            )
            .order_by(events.c.received_at, events.c.id)
            .limit(limit)
        )
        outlived: list[int] = []
        for row in rows.all():
            after = (row.received_at, row.id)
            if row.state_version is not None and row.id < row.state_version and not self._rests_on(row):
                outlived.append(row.id)
        if outlived:
            await self._connection.execute(update(events).where(events.c.id.in_(outlived)).values(conversation=None))
        return after

    def _rests_on(self, row: Row[Any, Any, Any, Any]) -> bool:
        # Whether the latest conversation says only what has changed since this one.
        return bool(row.conversation) and since(self._seal.open(row.conversation)) == row.id
