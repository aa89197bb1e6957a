"""Takes the words out of rows of the outbox where somebody is forgotten; that something was sent, and when, stays."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, case, delete, or_, select, update

from bot.chat.message import Message
from storage.database.schema import outbox
from storage.queue.heads import lock_chats, stands
from storage.queue.letters import MENU, PROGRESS, REPLY, State
from storage.queue.not_left import NOT_LEFT, NotLeft

ERASED = "erased"  # the code of rows that were not to leave any more


class Emptied(NotLeft):
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
        await self._connection.execute(delete(outbox).where(mine, outbox.c.kind.in_([REPLY, MENU, PROGRESS])))
        await self._empty_bodies(mine, at=at)
        await self._connection.execute(update(outbox).where(mine).values(external_id=None))

    async def empty_replies(
        self, peer_ids: Collection[int], *, since: int, until: int, after: int = 0, limit: int = 500
    ) -> tuple[int, bool]:
        """Takes the words out of some replies that have left, from a time (ms UTC) on; what their buttons need stays.

        after is the row looked at last; returns that of the next look, and whether one of these has not left yet.
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
