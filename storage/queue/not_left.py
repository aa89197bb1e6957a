"""What has not left yet, of one kind about one object or several: skip it, pause it, resume it, in all chats or in some.

It also ends a waiting message that a newer one of the same chat replaces.
"""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, literal_column, or_, select, update

from storage.database.ready import ready
from storage.database.schema import outbox
from storage.queue.claims import Claims
from storage.queue.heads import lock_chats, stands, written
from storage.queue.letters import ANSWER, NEVER, Lane, State

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


class NotLeft(Claims):
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
        """Ends what has not left of a kind in a chat and a newer row (its id) takes the place of; whether there was any.

        replaces says so of a body. Whoever calls it locks the chat, and promotes what is next there.
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


def _about(
    kind: str, object_ids: int | Select[tuple[int]], chats: Collection[int] | None = None
) -> list[ColumnElement[bool]]:
    one = outbox.c.object_id == object_ids if isinstance(object_ids, int) else outbox.c.object_id.in_(object_ids)
    return [outbox.c.kind == kind, one, *([] if chats is None else [outbox.c.peer_id.in_(chats)])]
