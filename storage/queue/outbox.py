"""The outbox: a row per recipient and purpose. Only the head of each chat is ready; the later ones wait their turn.

Nobody else writes these rows. What the office asks for stands here, and the rule of the heads in heads.
What it takes away or forgets stands in not_left, what the courier does in leases, what messengers report in reported.
What goes on in another chat stands in diverted.

A few lines past 300: what queues, ends and removes rows shares its statements.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from storage.database.connection import AsyncConnection
from storage.database.rows import build_in_each_dialect, insert
from storage.database.schema import outbox, peers, told
from storage.queue.costs.charges import keep_counted
from storage.queue.diverted import Diverted
from storage.queue.heads import find_place_in_line, first_state, lock_chats, stands, turn_of, written
from storage.queue.letters import (
    ANSWER,
    ANSWER_FILE,
    BROADCAST,
    MENU,
    NEVER,
    NEWCOMER,
    POST,
    PROGRESS,
    REPLY,
    SORRY,
    Lane,
    Letter,
    Lost,
    Sent,
    State,
)
from storage.queue.not_left import ERASED, NOT_LEFT

__all__ = [
    "ANSWER", "BROADCAST", "ERASED", "MENU", "NEVER", "POST", "PROGRESS", "REPLY", "SORRY",
    "Lane", "Letter", "Lost", "Outbox", "Sent", "State", "lock_chats", "remove_chat",
]  # fmt: skip

_ONCE = ["peer_id", "kind", "object_id", "revision"]
_GIVEN = (
    *("peer_id", "channel", "account", "kind", "object_id", "revision"),
    *("lane", "language", "body", "created_at", "expires_at"),
)


# Built once: these run with every message, and building them costs more than running them.
_QUEUE = build_in_each_dialect(
    lambda insert: (
        insert(outbox)
        .values(
            {
                outbox.c.state: first_state(bindparam("chat")),
                outbox.c.aimak_id: turn_of(bindparam("chat"), newer_than=bindparam("newer_than", type_=BigInteger)),
                outbox.c.not_before: find_place_in_line(
                    bindparam("chat"),
                    since=bindparam("since", type_=BigInteger),
                    now=bindparam("now", type_=BigInteger),
                ),
                **{outbox.c[name]: bindparam(name) for name in _GIVEN},
            }
        )
        .on_conflict_do_nothing(index_elements=_ONCE)
        .returning(outbox.c.id, outbox.c.state)
    )
)


# The kinds are written out as their partial index has them.
_REPLIES: list[ColumnElement[str]] = [literal_column(f"'{kind}'") for kind in (REPLY, MENU, PROGRESS)]


class Outbox(Diverted):
    async def queue(
        self,
        peer_id: int,
        channel: str,
        account: str,
        *,
        kind: str,
        object_id: int,
        revision: int,
        lane: Lane,
        language: str,
        body: str,
        at: int,
        expires_at: int | None = None,
        replaces: Callable[[str], bool] | None = None,
        saved_up: int = 0,
    ) -> int | None:
        """Queues a message once for its recipient, kind, object and revision. Returns its id, or None if it was there.

        Idempotent: queued twice it is sent once. at and expires_at are in milliseconds UTC. A message of this kind may
        not have left yet. replaces says of its body whether the new one takes its place. The new one may stand saved_up
        milliseconds before at in the line, if its chat was written to no later. Below 0 it waits so long.
        """
        await lock_chats(self._connection, [peer_id])
        queued = await self._connection.execute(
            _QUEUE[self._connection.dialect.name],
            {
                "peer_id": peer_id,
                "chat": peer_id,
                "channel": channel,
                "account": account,
                "kind": kind,
                "object_id": object_id,
                "revision": revision,
                "lane": int(lane),
                "language": language,
                "body": self._seal.seal(body),
                "since": at - saved_up,
                "now": at,
                "newer_than": at - NEWCOMER if kind == REPLY and lane is Lane.REPLY else at,
                "created_at": at,
                "expires_at": expires_at,
            },
        )
        row = queued.first()
        if row is None:
            return None
        self.has_queued = True
        # A claimer may have leased the head a moment ago: then it stays and this row waits its turn.
        if row.state == State.WAITING:
            ended = replaces is not None and await self.end_replaced(
                peer_id, kind, lane, replaces, by=int(row.id), at=at
            )
            if await self._demote([peer_id], lane) or ended:
                await self.promote(peer_id)
        return int(row.id)

    async def queue_many(
        self,
        chats: Select[tuple[int]],
        *,
        kind: str,
        object_id: int,
        revision: int,
        aimak_id: int,
        lane: Lane,
        at: int,
        expires_at: int | None = None,
        bodies: Mapping[str, str] | None = None,
    ) -> int:
        """Queues one message for every chat (peer id) selected; returns how many are new.

        Each row gets the language of its peer. bodies are the messages (JSON) by language; without them its text stands
        elsewhere. Times are in milliseconds UTC.
        """
        sealed = {language: self._seal.seal(body) for language, body in (bodies or {}).items()}
        first = next(iter(sealed.values()), "")
        own = [(peers.c.language == language, literal(body)) for language, body in sealed.items()]
        chosen = [row.peer_id for row in await self._connection.execute(chats)]
        if not chosen:
            return 0
        await lock_chats(self._connection, chosen)
        rows = (
            select(
                peers.c.channel,
                peers.c.account,
                peers.c.id,
                literal(kind),
                literal(object_id),
                literal(revision),
                literal(aimak_id),
                literal(int(lane)),
                first_state(peers.c.id),
                func.coalesce(peers.c.language, "ky"),
                case(*own, else_=literal(first)) if own else literal(""),
                literal(at),
                literal(expires_at),
                literal(at),
            )
            .where(peers.c.id.in_(chats))
            .order_by(peers.c.id)
        )
        queued = await self._connection.execute(
            insert(self._connection, outbox)
            .from_select(
                ["channel", "account", "peer_id", "kind", "object_id", "revision", "aimak_id", "lane", "state", "language",
                 "body",
                 "not_before", "expires_at", "created_at"],
                rows,
            )
            .on_conflict_do_nothing(index_elements=_ONCE)
            .returning(outbox.c.peer_id, outbox.c.state)
        )  # fmt: skip
        new = queued.all()
        self.has_queued = self.has_queued or bool(new)
        behind = [row.peer_id for row in new if row.state == State.WAITING]
        if behind and await self._demote(behind, lane):
            await self.promote(*behind, promoted_at=at)
        return len(new)

    async def skip_waiting(self, peer_id: int, *, code: str, at: int) -> list[int]:
        """Ends every row of a chat that has not left yet, saying why; returns their ids."""
        # Or a row queued at this moment behind one of these would never become the head.
        await lock_chats(self._connection, [peer_id])
        ended = await self._connection.execute(
            update(outbox)
            .where(outbox.c.peer_id == peer_id, or_(*map(stands, NOT_LEFT)))
            .values(state=int(State.SKIPPED), code=code, finished_at=at)
            .returning(outbox.c.id)
        )
        return sorted(row.id for row in ended)

    async def supersede(self, peer_id: int, event_id: int, *, at: int) -> str | None:
        """Ends a reply that has not left, for another that takes its place. Returns its body, or None if it has left."""
        await lock_chats(self._connection, [peer_id])
        row = (
            await self._connection.execute(
                update(outbox)
                .where(
                    outbox.c.peer_id == peer_id,
                    outbox.c.kind == REPLY,
                    outbox.c.object_id == event_id,
                    or_(stands(State.READY), stands(State.WAITING)),
                )
                .values(state=int(State.SKIPPED), code="superseded", finished_at=at)
                .returning(outbox.c.body)
            )
        ).first()
        if row is None:
            return None
        await self.promote(peer_id)
        return self._seal.open(row.body)

    async def hand_over(self, letter: Letter, *, to: int, at: int) -> bool:
        """Gives what has not left of a letter's chat to the chat it has become. False: the lease was lost meanwhile.

        What was queued there already is not said twice.
        """
        await lock_chats(self._connection, [letter.peer_id, to])
        if not await self.put_off(letter, not_before=at, code="moved", tried=False):
            return False
        not_left = [outbox.c.peer_id == letter.peer_id, or_(*map(stands, NOT_LEFT))]
        there = outbox.alias("there")
        said = exists().where(there.c.peer_id == to, *(there.c[name] == outbox.c[name] for name in _ONCE[1:]))
        await self._connection.execute(
            update(outbox).where(*not_left, said).values(state=int(State.SKIPPED), code="moved", finished_at=at)
        )
        held = case((stands(State.HELD), written(State.HELD)), else_=written(State.WAITING))
        await self._connection.execute(update(outbox).where(*not_left).values(peer_id=to, state=held))
        await self.promote(to)
        return True

    async def revive(self, peer_id: int) -> int:
        """Makes answers wait again that ended because the peer had blocked us; returns how many.

        An answer that was told in person is not sent after all. What was broadcast meanwhile is read under the hearings.
        """
        await lock_chats(self._connection, [peer_id])
        done = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.peer_id == peer_id,
                or_(stands(State.FAILED), stands(State.SKIPPED)),
                outbox.c.code == "blocked",
                outbox.c.kind.not_in([REPLY, BROADCAST]),
                ~exists().where(outbox.c.kind.in_([ANSWER, ANSWER_FILE]), told.c.answer_id == outbox.c.object_id),
            )
            .values(state=int(State.WAITING), code=None, finished_at=None, attempts=0)
        )
        if done.rowcount:
            await self.promote(peer_id)
        return done.rowcount

    async def count_before(self, moment: int) -> int:
        """Counts the replies that ended before a moment."""
        old = select(func.count()).where(outbox.c.kind.in_(_REPLIES), outbox.c.finished_at < moment)
        return await self._connection.scalar(old) or 0

    async def empty_before(self, moment: int, *, limit: int = 1000) -> int:
        """Removes some replies that ended before a moment, the oldest first; returns how many.

        Answers and notices stay as proof of delivery.
        """
        old = select(outbox.c.id).where(outbox.c.kind.in_(_REPLIES), outbox.c.finished_at < moment).limit(limit)
        ids = list(await self._connection.scalars(old))
        await keep_counted(self._connection, outbox.c.id.in_(ids))
        done = await self._connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))
        return done.rowcount


async def remove_chat(connection: AsyncConnection, peer_id: int) -> None:
    """Removes every row of a chat: its owner is forgotten."""
    await keep_counted(connection, outbox.c.peer_id == peer_id)
    await connection.execute(delete(outbox).where(outbox.c.peer_id == peer_id))
