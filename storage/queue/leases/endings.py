"""How a claimed row ends: finished, several at once, or put off. Whoever writes it shows the lease of the row."""

from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, bindparam, select, update

from storage.database.ready import ready
from storage.database.schema import broadcasts, outbox
from storage.log.weights import weigh_letters
from storage.queue.heads import demote, execute_each, lock_chats, promote, stands
from storage.queue.letters import BROADCAST, SHUT, Lane, Letter, Sent, State
from storage.queue.lookup import Lookup

STANDING_STILL = select(broadcasts.c.id).where(broadcasts.c.state.in_(["paused", "cancelled", "done"]))

FINISH = ready(
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), outbox.c.lease == bindparam("token"), stands(State.LEASED))
    .values(
        state=bindparam("ended_as"),
        external_id=bindparam("message_id"),
        code=bindparam("why"),
        finished_at=bindparam("at", type_=BigInteger),
        arrived_at=bindparam("there_at", type_=BigInteger),
        lease=None,
    )
)


class Endings(Lookup):
    """What ends a row, or gives it back, and puts the next of its chat in line."""

    async def finish(
        self,
        letter: Letter,
        state: State,
        *,
        at: int,
        external_id: str | None = None,
        code: str | None = None,
    ) -> bool:
        """Writes how a leased row ended and promotes the next of its chat; false if the lease was lost meanwhile."""
        done = await self._connection.execute(
            FINISH,
            {"row_id": letter.id, "token": letter.lease, "ended_as": int(state), "message_id": external_id,
             "why": code, "at": at, "there_at": at if state in {State.SENT, State.DELIVERED} else None},
        )  # fmt: skip
        if done.rowcount == 0:
            return False
        await weigh_letters(self._connection, [letter], state)
        await self.promote(letter.peer_id, promoted_at=at, spaced_until=at)
        return True

    async def finish_sent(self, sent: Sequence[Sent]) -> list[int]:
        """Writes that these letters have left and promotes the next of each chat, in few statements for all.

        Returns the rows (ids) whose lease was lost meanwhile; those stay as they are.
        """
        chats = {one.letter.peer_id: one.at + one.spacing for one in sent}
        await lock_chats(self._connection, chats)
        done = await execute_each(
            self._connection,
            FINISH,
            [
                {"row_id": one.letter.id, "token": one.letter.lease, "ended_as": int(State.SENT),
                 "message_id": one.external_id, "why": None, "at": one.at,
                 "there_at": None if one.reported else one.at}
                for one in sent
            ],
        )  # fmt: skip
        lost = [] if done == len(sent) else await self._list_not_finished(sent)
        await weigh_letters(self._connection, [one.letter for one in sent], State.SENT)
        await promote(self._connection, chats, promoted_at=max(one.at for one in sent))
        return lost

    async def _list_not_finished(self, sent: Sequence[Sent]) -> list[int]:
        rows = await self._connection.execute(
            select(outbox.c.id, outbox.c.external_id, outbox.c.finished_at).where(
                outbox.c.id.in_([one.letter.id for one in sent]), stands(State.SENT, State.DELIVERED)
            )
        )
        # What its messenger reported before it was written here has ended as it should.
        finished = {(row.id, row.external_id, row.external_id or row.finished_at) for row in rows}
        return [
            one.letter.id for one in sent if (one.letter.id, one.external_id, one.external_id or one.at) not in finished
        ]

    async def put_off(self, letter: Letter, *, not_before: int, code: str, tried: bool = True) -> bool:
        """Gives a leased row back to be sent later; something more urgent may go first. False if the lease was lost.

        tried tells whether this counts as an attempt. Of what waits for its reader (code SHUT) whoever calls this promotes
        what is next in the chat.
        """
        attempts = letter.attempts if tried else letter.attempts - 1
        outlived = {"reclaims": 0} if tried else {}  # whoever tried it lives, so that it killed nobody
        state = State.HELD if letter.kind == BROADCAST and await self._stands_still(letter.object_id) else State.WAITING
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == letter.id, outbox.c.lease == letter.lease, stands(State.LEASED))
            .values(state=int(state), not_before=not_before, code=code, attempts=attempts, lease=None, **outlived)
        )
        if done.rowcount == 0:
            return False
        if code != SHUT:  # or what asks its reader is queued first
            await self.promote(letter.peer_id)
        return True

    async def _stands_still(self, broadcast_id: int) -> bool:
        # Whoever pauses it changes its row first, so this waits for them, or they for this.
        state = select(broadcasts.c.finished_at, broadcasts.c.id.in_(STANDING_STILL)).where(
            broadcasts.c.id == broadcast_id
        )
        row = (await self._connection.execute(state.with_for_update(read=True))).one()
        return row.finished_at is not None or bool(row[1])

    async def promote(self, *chats: int, promoted_at: int = 0, spaced_until: int = 0) -> int:
        """Makes the next waiting row of each chat its head where it has none; returns how many.

        A head lines up behind what other chats are waiting for since before promoted_at. Unless it is a reply it is not
        due before spaced_until.
        """
        if not chats:
            return 0
        await lock_chats(self._connection, chats)
        return await promote(self._connection, dict.fromkeys(chats, spaced_until), promoted_at=promoted_at)

    async def _demote(self, chats: Collection[int], lane: Lane) -> int:
        return await demote(self._connection, chats, lane)
