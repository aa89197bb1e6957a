"""Delivery reports: what a messenger says later of messages it took.

The furthest one counts, so order and repetition do not matter.
What is lost has not arrived; what has arrived is never lost any more.
"""

from typing import Any

from sqlalchemy import and_, func, null, or_, select, update

from storage.database.schema import outbox
from storage.log.weights import weigh_letters
from storage.queue.heads import lock_chats, stands
from storage.queue.letters import State
from storage.queue.not_left import NotLeft

UNSURE = ("uncertain", "unreachable")  # the codes of what was tried while nobody heard whether it was taken


class Reported(NotLeft):
    async def is_there(self, row_id: int, made: int) -> bool:
        """Whether the row of an id is the one that was made at a moment (ms UTC).

        SQLite gives ids again whose rows were removed, and so does a copy that is put back.
        """
        found = select(outbox.c.id).where(outbox.c.id == row_id, outbox.c.created_at == made)
        return await self._connection.scalar(found) is not None

    async def note_taken(self, channel: str, account: str, external_id: str, row_id: int = 0, *, at: int) -> bool:
        """Writes that a messenger has taken a message whose answer was lost, or is not written down yet.

        Only the row can be found then. It is not repeated any more. at is in milliseconds UTC.
        """
        row = await self._find_reported(channel, account, external_id, row_id) if row_id else None
        if row is None:
            return True
        await lock_chats(self._connection, [row.peer_id])
        unsure = and_(stands(State.READY, State.WAITING), outbox.c.code.in_(UNSURE))
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row.id, or_(stands(State.LEASED, State.UNCERTAIN), unsure))
            .values(state=int(State.SENT), finished_at=at, external_id=external_id or null(), code=null(), lease=null())
        )
        if done.rowcount:
            await weigh_letters(self._connection, [row], State.SENT)
            await self.promote(row.peer_id, promoted_at=at)
        return True

    async def note_arrived(
        self, channel: str, account: str, external_id: str, row_id: int = 0, *, at: int, read: bool = False
    ) -> bool:
        """Writes that a message has arrived, found by the messenger's id of it or by its row. at is in milliseconds UTC.

        read: and that it was read, which may be heard alone, first or again. Whatever became of the row before, it ends
        here. Returns false where its sending is not written down yet.
        """
        row = await self._find_reported(channel, account, external_id, row_id)
        if row is None:
            return bool(row_id) or not await self._has_in_hand(channel, account)
        await lock_chats(self._connection, [row.peer_id])
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row.id, outbox.c.arrived_at.is_(None))
            .values(
                state=int(State.DELIVERED),
                arrived_at=at,
                finished_at=func.coalesce(outbox.c.finished_at, at),
                external_id=func.coalesce(outbox.c.external_id, external_id or null()),
                code=None,
                lease=None,
            )
        )
        if done.rowcount:
            await weigh_letters(self._connection, [row], State.DELIVERED)
            await self.promote(row.peer_id, promoted_at=at)
        if read:
            mine = [outbox.c.id == row.id, outbox.c.read_at.is_(None)]
            await self._connection.execute(update(outbox).where(*mine).values(read_at=at))
        return True

    async def note_lost(
        self, channel: str, account: str, external_id: str, row_id: int = 0, *, code: str
    ) -> list[int] | None:
        """Writes that a message that had left will not arrive, and why (code), unless it has arrived.

        Returns the rows (ids) that reached nobody by this. None where its sending is not written down yet.
        """
        row = await self._find_reported(channel, account, external_id, row_id, failed=True)
        if row is None:
            return None if not row_id and await self._has_in_hand(channel, account) else []
        if row.state == State.LEASED:
            return None
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row.id, outbox.c.arrived_at.is_(None), stands(State.SENT, State.UNCERTAIN))
            .values(state=int(State.FAILED), code=code)
        )
        return [row.id] if done.rowcount else []

    async def _find_reported(
        self, channel: str, account: str, external_id: str, row_id: int, *, failed: bool = False
    ) -> Any:
        # Of a row that was sent again meanwhile, a failure of the sending before says nothing. Without an id it is of a part.
        is_latest = or_(outbox.c.external_id.is_(None), outbox.c.external_id == external_id)
        by_row = [outbox.c.id == row_id, *([is_latest] if failed and external_id else [])]
        # These are the words of the partial index ix_outbox_reported.
        is_reported = or_(stands(State.DELIVERED), outbox.c.arrived_at.is_(None))
        by_message = [outbox.c.external_id == external_id, outbox.c.external_id.is_not(None), is_reported]
        found = select(outbox.c.id, outbox.c.peer_id, outbox.c.kind, outbox.c.object_id, outbox.c.state).where(
            outbox.c.channel == channel,
            outbox.c.account == account,
            *(by_row if row_id else by_message),
        )
        return (await self._connection.execute(found.order_by(outbox.c.id.desc()).limit(1))).first()

    async def _has_in_hand(self, channel: str, account: str) -> bool:
        # Looked for among the heads, which have an index.
        leased = [stands(State.READY, State.LEASED), stands(State.LEASED)]
        found = select(outbox.c.id).where(outbox.c.channel == channel, outbox.c.account == account, *leased)
        return await self._connection.scalar(found.limit(1)) is not None
