"""What is asked of the outbox: how far a message has come, what somebody saw last, what is late."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, bindparam, case, func, literal_column, or_, select

from bot.language.by_language import FIRST
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import broadcast_texts, outbox, peers
from storage.database.seal import Seal
from storage.queue.heads import ended_below, stands
from storage.queue.letters import BROADCAST, REPLY, Found, Lane, Latest, Lost, Shown, ShownAt, State

# The names differ from all columns of the outbox. In what it returns of a change, SQLite leaves out the names of
# tables.
_texts = select(
    broadcast_texts.c.broadcast_id, broadcast_texts.c.language.label("spoken"), broadcast_texts.c.text
).subquery()


def text_of_broadcast() -> ColumnElement[str | None]:
    """The text of an outbox row that is a broadcast's, in the row's language or in Kyrgyz. Empty (NULL) for others."""

    def text_in(language: Any) -> Any:
        found = select(_texts.c.text).where(_texts.c.broadcast_id == outbox.c.object_id, _texts.c.spoken == language)
        return found.scalar_subquery()

    is_one = outbox.c.kind == literal_column(f"'{BROADCAST}'")
    return case((is_one, func.coalesce(text_in(outbox.c.language), text_in(literal_column(f"'{FIRST}'")))))


ANSWERED = 500  # of the latest messages of a chat, among which the one is looked for that somebody answers
COMPARED = 8  # rows of a chat that are looked at, so that a flood does not cost more with each message

# Built once: these run with every message, or with every one behind which others wait.
_LAST_SHOWN = ready(
    select(outbox.c.kind, outbox.c.body, text_of_broadcast().label("said"), outbox.c.external_id)
    .where(outbox.c.peer_id == bindparam("chat"), ended_below(), stands(State.SENT, State.DELIVERED))
    .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
    .limit(1)
)
# Without the kind, which would lead to the index of all that a chat was ever told.
_HEAD = ready(
    select(outbox.c.id, outbox.c.kind, outbox.c.body, outbox.c.state).where(
        outbox.c.peer_id == bindparam("chat"), stands(State.READY, State.LEASED)
    )
)
_LATEST_WAITING = ready(
    select(outbox.c.id, outbox.c.kind, outbox.c.body, outbox.c.state)
    .where(outbox.c.peer_id == bindparam("chat"), stands(State.WAITING), outbox.c.lane == bindparam("of_lane"))
    .order_by(outbox.c.id.desc())
    .limit(COMPARED)
)
# Of the latest messages, so that whoever was told much costs no more than others.
_lately = (
    select(outbox.c.kind, outbox.c.body, text_of_broadcast().label("said"), outbox.c.external_id)
    .where(outbox.c.peer_id == bindparam("chat"), ended_below(), stands(State.SENT, State.DELIVERED))
    .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
    .limit(ANSWERED)
    .subquery()
)
_ANSWERED = ready(select(_lately).where(_lately.c.external_id == bindparam("message")).limit(1))
_REPLIED_SINCE = ready(
    select(outbox.c.id)
    .where(
        outbox.c.peer_id == bindparam("chat"),
        ended_below(),
        outbox.c.finished_at >= bindparam("since", type_=BigInteger),
        outbox.c.kind == literal_column(f"'{REPLY}'"),
    )
    .limit(1)
)


_SHOWN_SINCE = ready(
    select(
        *(outbox.c[name] for name in ("id", "kind", "body", "external_id", "language", "finished_at", "arrived_at")),
        text_of_broadcast().label("said"),
    )
    .where(
        outbox.c.peer_id == bindparam("chat"),
        ended_below(),
        outbox.c.finished_at >= bindparam("since", type_=BigInteger),
        stands(State.SENT, State.DELIVERED),
    )
    .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
    .limit(bindparam("most", type_=BigInteger))
)


class Lookup:
    """Questions to the outbox; nothing here changes a row."""

    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal
        self.has_queued = False  # whether something was put in line here that a courier elsewhere may send

    async def count_late(self, before: int) -> int:
        """Counts what has been ready to be sent since before a moment; what waits for the day is not late."""
        late = [
            stands(State.READY),
            outbox.c.not_before < before,
            outbox.c.lane < literal_column(str(int(Lane.DAY_NOTICE))),
        ]
        return await self._connection.scalar(select(func.count()).select_from(outbox).where(*late)) or 0

    async def count_waiting(self, channel: str, account: str) -> int:
        """Counts the chats of an account in which something is ready to be sent."""
        mine = outbox.c.channel == channel, outbox.c.account == account, stands(State.READY)
        return await self._connection.scalar(select(func.count()).select_from(outbox).where(*mine)) or 0

    async def find(self, peer_id: int, kind: str, object_id: int, revision: int) -> Found | None:
        """Returns where one row stands."""
        row = (
            await self._connection.execute(
                select(outbox.c.state, outbox.c.external_id, outbox.c.code).where(
                    outbox.c.peer_id == peer_id,
                    outbox.c.kind == kind,
                    outbox.c.object_id == object_id,
                    outbox.c.revision == revision,
                )
            )
        ).first()
        return Found(State(row.state), row.external_id or "", row.code or "") if row else None

    async def find_latest(self, peer_id: int, kind: str, object_id: int) -> Latest | None:
        """Returns how far what was queued about an object has come for a peer; None where nothing was."""
        rows = await self._connection.execute(
            select(outbox.c.revision, outbox.c.external_id)
            .where(outbox.c.peer_id == peer_id, outbox.c.kind == kind, outbox.c.object_id == object_id)
            .order_by(outbox.c.revision)
        )
        found = [(row.revision, row.external_id) for row in rows]
        shown = [external_id for _, external_id in found if external_id]
        return Latest(found[-1][0], shown[-1] if shown else "") if found else None

    async def is_on_its_way(self, peer_id: int, kind: str, object_id: int) -> bool:
        """Whether something of a kind about an object has not left yet for a peer."""
        unsent = or_(stands(State.READY), stands(State.LEASED), stands(State.WAITING))
        found = select(outbox.c.id).where(
            outbox.c.peer_id == peer_id, outbox.c.kind == kind, outbox.c.object_id == object_id, unsent
        )
        return await self._connection.scalar(found.limit(1)) is not None

    async def is_empty(self, peer_id: int) -> bool:
        """Whether nothing waits to leave for a peer, and nothing is just leaving."""
        unsent = or_(stands(State.READY), stands(State.LEASED), stands(State.WAITING))
        found = select(outbox.c.id).where(outbox.c.peer_id == peer_id, unsent)
        return await self._connection.scalar(found.limit(1)) is None

    async def was_replied(self, peer_id: int, *, lane: Lane, since: int) -> bool:
        """Whether a reply to a chat ended since a moment (ms UTC), or one in a lane still must leave."""
        if any(row.kind == REPLY for row in await self._not_left(peer_id, lane)):
            return True
        return await self._connection.scalar(_REPLIED_SINCE, {"chat": peer_id, "since": since}) is not None

    async def _not_left(self, peer_id: int, lane: Lane) -> list[Any]:
        # The head of a chat, and the latest rows of a lane that wait behind it.
        head = await self._connection.execute(_HEAD, {"chat": peer_id})
        return [
            *head.all(),
            *(await self._connection.execute(_LATEST_WAITING, {"chat": peer_id, "of_lane": int(lane)})).all(),
        ]

    async def find_last_shown(self, peer_id: int) -> Shown | None:
        """Returns the last message a peer has received, whether a reply or a notice."""
        row = (await self._connection.execute(_LAST_SHOWN, {"chat": peer_id})).first()
        return Shown(row.kind, self._open_body(row), row.external_id or "") if row is not None else None

    async def list_shown(self, peer_id: int, *, since: int, most: int) -> list[ShownAt]:
        """Lists the latest messages a peer was sent since a moment (ms UTC), the oldest of them first."""
        given = {"chat": peer_id, "since": since, "most": most}
        rows = (await self._connection.execute(_SHOWN_SINCE, given)).all()
        return [
            ShownAt(
                row.external_id or "", self._open_body(row), row.language, row.finished_at, row.arrived_at is not None
            )
            for row in reversed(rows)
        ]

    async def find_answered(self, peer_id: int, external_id: str) -> Shown | None:
        """Returns the message of ours (by the messenger's id of it) that a peer answers. None: it is too old."""
        row = (await self._connection.execute(_ANSWERED, {"chat": peer_id, "message": external_id})).first()
        return Shown(row.kind, self._open_body(row), row.external_id or "") if row is not None else None

    async def find_last_sent(self, peer_id: int) -> str | None:
        """Returns the body of the last message a peer has received, or may have."""
        row = (
            await self._connection.execute(
                select(outbox.c.kind, outbox.c.body, text_of_broadcast().label("said"))
                .where(
                    outbox.c.peer_id == peer_id,
                    ended_below(),
                    stands(State.SENT, State.DELIVERED, State.UNCERTAIN),
                )
                .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
                .limit(1)
            )
        ).first()
        return self._open_body(row) if row is not None else None

    async def list_lost(self, ids: Collection[int]) -> list[Lost]:
        """Returns those of these rows that ended and reached nobody, but for broadcasts, which count theirs themselves."""
        rows = await self._connection.execute(
            select(
                *(outbox.c[name] for name in Lost.__slots__ if name != "person_id"),
                peers.c.person_id,
            )
            .join(peers, peers.c.id == outbox.c.peer_id)
            .where(
                outbox.c.id.in_(list(ids)),
                stands(State.FAILED, State.SKIPPED, State.UNCERTAIN),
                outbox.c.kind != BROADCAST,
            )
            .order_by(outbox.c.id)
        )
        return [
            Lost(**{**row, "body": self._seal.open(row["body"]), "code": row["code"] or "unknown"})
            for row in rows.mappings()
        ]

    async def has_left(self, kind: str, object_id: int) -> bool:
        """Whether a row of a kind about an object has left, may have, or is just being sent."""
        gone = select(outbox.c.id).where(
            outbox.c.kind == kind,
            outbox.c.object_id == object_id,
            stands(State.LEASED, State.SENT, State.DELIVERED, State.UNCERTAIN),
        )
        return await self._connection.scalar(gone.limit(1)) is not None

    async def is_elsewhere(self, lost: Lost) -> bool:
        """Whether the same was said to somebody else, or is on its way to them."""
        there = select(outbox.c.id).where(
            outbox.c.kind == lost.kind,
            outbox.c.object_id == lost.object_id,
            outbox.c.peer_id != lost.peer_id,
            stands(State.READY, State.LEASED, State.WAITING, State.SENT, State.DELIVERED),
        )
        return await self._connection.scalar(there.limit(1)) is not None

    async def counts(self) -> dict[State, int]:
        """Counts the rows in each state."""
        rows = await self._connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return {State(state): count for state, count in rows}

    def _open_body(self, row: Row[*tuple[Any, ...]]) -> str:
        return str(row.said) if row.kind == BROADCAST else self._seal.open(row.body)
