"""What has not left yet, of one kind about one object or several. It is skipped, paused or resumed, in all chats or in some.

It also ends a waiting message that a newer one of the same chat replaces.
It also takes the words out of rows where somebody is forgotten; that something was sent, and when, stays.
"""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, case, delete, literal_column, or_, select, update

from bot.chat.message import Message
from storage.database.ready import ready
from storage.database.schema import outbox, peers
from storage.queue.costs.charges import keep_counted
from storage.queue.heads import lock_chats, stands, written
from storage.queue.leases.reclaiming import Reclaiming
from storage.queue.letters import ANSWER, MENU, NEVER, PROGRESS, REPLY, Lane, State

ERASED = "erased"  # the code of rows that were not to leave any more
NOT_LEFT = (State.READY, State.WAITING, State.HELD)

_REPLACED = ready(
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), or_(stands(State.READY), stands(State.WAITING)))
    .values(
        state=written(State.SKIPPED),
        code=literal_column("'replaced'"),
        finished_at=bindparam("at", type_=BigInteger),
    )
)

_AT_ONCE = 500  # rows that one statement names


class NotLeft(Reclaiming):
    async def skip(
        self,
        kind: str,
        object_ids: int | Select[tuple[int]],
        *,
        code: str,
        at: int,
        chats: Collection[int] | None = None,
        in_hand: bool = False,
    ) -> None:
        """Ends what has not left yet, saying why (code); what waits behind it moves up.

        in_hand: what is just being sent is not tried again either, should it not leave now.
        """
        about = _about(kind, object_ids, chats)
        await self._take_away(
            [*about, stands(*NOT_LEFT)], {"state": int(State.SKIPPED), "code": code, "finished_at": at}, at
        )
        if in_hand:
            await self._connection.execute(
                update(outbox).where(*about, stands(State.LEASED)).values(expires_at=NEVER[code])
            )

    async def end_replaced(
        self, peer_id: int, kind: str, lane: Lane, replaces: Callable[[str], bool], *, by: int, at: int
    ) -> bool:
        """Ends what has not left of a kind in a chat, since a newer row (its id) replaces it.

        It returns whether there was any. replaces says so of a body. Whoever calls it locks the chat, and promotes
        what is next there.
        """
        not_left = [
            row
            for row in await self._not_left(peer_id, lane)
            if row.kind == kind and row.id < by and row.state != State.LEASED
        ]
        ended = [row.id for row in not_left if replaces(self._seal.open(row.body))]
        for row_id in ended:
            await self._connection.execute(_REPLACED, {"row_id": row_id, "at": at})
        return bool(ended)

    async def pause(self, kind: str, object_id: int, *, at: int) -> None:
        """Holds what has not left yet, so that other messages of these chats go on."""
        about = _about(kind, object_id)
        await self._take_away([*about, stands(State.READY, State.WAITING)], {"state": int(State.HELD)}, at)

    async def resume(self, kind: str, object_id: int, *, at: int) -> None:
        """Puts what was held in line again."""
        held = [*_about(kind, object_id), stands(State.HELD)]
        rows = (await self._connection.execute(select(outbox.c.peer_id, outbox.c.lane).where(*held))).all()
        if not rows:
            return
        chats = [row.peer_id for row in rows]
        await lock_chats(self._connection, chats)
        await self._connection.execute(update(outbox).where(*held).values(state=int(State.WAITING)))
        await self._demote(chats, Lane(min(row.lane for row in rows)))
        await self.promote(*chats, promoted_at=at)
        self.has_queued = True

    async def park_all(self, *, code: str, at: int) -> tuple[dict[str, int], list[int]]:
        """Ends everything that has not left as uncertain, saying why (code): (rows by kind, ids of the answers among them)."""
        parked = (
            await self._connection.execute(
                update(outbox)
                .where(stands(*NOT_LEFT, State.LEASED))
                .values(state=int(State.UNCERTAIN), code=code, finished_at=at, lease=None)
                .returning(outbox.c.kind, outbox.c.object_id)
            )
        ).all()
        answers = sorted({row.object_id for row in parked if row.kind == ANSWER})
        return dict(Counter(row.kind for row in parked)), answers

    async def send_again(
        self,
        peer_id: int,
        kind: str,
        object_id: int,
        revision: int,
        *,
        body: str,
        at: int,
        expires_at: int | None,
        unsure: bool = False,
    ) -> bool:
        """Puts a row that reached nobody in line again, with the words it has now; false for any other.

        What may have arrived (uncertain) is among them only where unsure. Times are in milliseconds UTC.
        """
        ended = [State.FAILED, State.SKIPPED, *([State.UNCERTAIN] if unsure else [])]
        await lock_chats(self._connection, [peer_id])
        done = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.peer_id == peer_id,
                outbox.c.kind == kind,
                outbox.c.object_id == object_id,
                outbox.c.revision == revision,
                stands(*ended),
            )
            .values(
                state=int(State.WAITING), code=None, finished_at=None, attempts=0, reclaims=0, not_before=at,
                expires_at=expires_at, body=self._seal.seal(body),
            )
        )  # fmt: skip
        if done.rowcount:
            await self.promote(peer_id)
        return done.rowcount > 0

    async def _take_away(self, where: list[ColumnElement[bool]], values: dict[str, Any], at: int) -> None:
        chats = sorted(set(await self._connection.scalars(select(outbox.c.peer_id).where(*where))))
        if not chats:
            return
        await lock_chats(self._connection, chats)
        await self._connection.execute(update(outbox).where(*where).values(**values))
        await self.promote(*chats, promoted_at=at)

    async def empty(self, kinds: Collection[str], object_ids: Select[tuple[int]], *, at: int) -> None:
        """Takes everything out of the rows of some kinds about some objects (ids), in every chat.

        What has not left does not leave, and what waits behind it moves up.
        """
        await self._empty_bodies(outbox.c.kind.in_(kinds), outbox.c.object_id.in_(object_ids), at=at)

    async def _empty_bodies(self, *where: ColumnElement[bool], at: int) -> None:
        not_left = or_(*(stands(state) for state in (*NOT_LEFT, State.LEASED)))
        chats = sorted(set(await self._connection.scalars(select(outbox.c.peer_id).where(*where, not_left))))
        await lock_chats(self._connection, chats)
        await self._connection.execute(
            update(outbox)
            .where(*where)
            .values(
                body=self._seal.seal(Message("").to_json()),
                code=case((not_left, ERASED), else_=outbox.c.code),
                finished_at=case((not_left, at), else_=outbox.c.finished_at),
                state=case((not_left, int(State.SKIPPED)), else_=outbox.c.state),
            )
        )
        if chats:
            await self.promote(*chats, promoted_at=at)

    async def forget_chats(self, peer_ids: Collection[int], *, at: int) -> None:
        """Forgets what was said in some chats: replies are removed, of the rest nothing stays but that it was sent."""
        mine = outbox.c.peer_id.in_(peer_ids)
        await keep_counted(self._connection, mine)
        await self._connection.execute(delete(outbox).where(mine, outbox.c.kind.in_([REPLY, MENU, PROGRESS])))
        await self._empty_bodies(mine, at=at)
        await self._connection.execute(update(outbox).where(mine).values(external_id=None))

    async def blank_replies(
        self, person_id: int, *, since: int, sittings: Collection[tuple[int, int]], marks: Collection[str]
    ) -> None:
        """Takes what somebody was shown of their picks out of replies that have left, buttons too.

        It is what was shown since a moment (ms UTC) in their sittings, and what has a mark.
        """
        own = select(peers.c.id).where(peers.c.person_id == person_id)
        rows = await self._connection.execute(
            select(outbox.c.id, outbox.c.body, outbox.c.created_at).where(
                outbox.c.peer_id.in_(own),
                outbox.c.kind == REPLY,
                outbox.c.created_at >= since,
                outbox.c.finished_at.is_not(None),
            )
        )
        ids = []
        for row in rows:
            is_within = any(first <= row.created_at <= last for first, last in sittings)
            if is_within or any(mark in self._seal.open(row.body) for mark in marks):
                ids.append(row.id)
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            await self._connection.execute(
                update(outbox).where(outbox.c.id.in_(some)).values(body=self._seal.seal("{}"))
            )

    async def empty_replies(
        self, peer_ids: Collection[int], *, since: int, until: int, after: int = 0, limit: int = 500
    ) -> tuple[int, bool]:
        """Takes the words out of some replies that have left, from a time (ms UTC) on. What their buttons need stays.

        after is the row looked at last. Returns the one for the next look, and whether some have not left yet.
        """
        rows = await self._connection.execute(
            select(outbox.c.id, outbox.c.body, outbox.c.finished_at)
            .where(
                outbox.c.peer_id.in_(peer_ids),
                outbox.c.kind == REPLY,
                outbox.c.created_at >= since,
                outbox.c.created_at <= until,
                outbox.c.id > after,
            )
            .order_by(outbox.c.id)
            .limit(limit)
        )
        waits = False
        for row in rows.all():
            after = row.id
            if row.finished_at is None:
                waits = True
                continue
            said = Message.from_json(self._seal.open(row.body))
            if said.is_shown:
                body = self._seal.seal(said.wordless().to_json())
                await self._connection.execute(update(outbox).where(outbox.c.id == row.id).values(body=body))
        return after, waits


def _about(
    kind: str, object_ids: int | Select[tuple[int]], chats: Collection[int] | None = None
) -> list[ColumnElement[bool]]:
    one = outbox.c.object_id == object_ids if isinstance(object_ids, int) else outbox.c.object_id.in_(object_ids)
    return [outbox.c.kind == kind, one, *([] if chats is None else [outbox.c.peer_id.in_(chats)])]
