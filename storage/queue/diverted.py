"""Rows that go on in another chat of their reader: theirs takes no messages, or never opens its window."""

from collections.abc import Callable, Collection
from dataclasses import replace

from sqlalchemy import case, delete, exists, or_, select, update

from bot.chat.message import Message
from storage.database.schema import outbox, peers, recipients
from storage.queue.heads import lock_chats, stands, written
from storage.queue.letters import BROADCAST, CEILING, MENU, OPENER, PROGRESS, REPLY, SHUT, SORRY, State
from storage.queue.not_left import NOT_LEFT
from storage.queue.window import Window

OF_THE_CHAT = (REPLY, SORRY, MENU, PROGRESS, OPENER)  # kinds that mean nothing in another one


class Diverted(Window):
    async def divert(
        self, peer_id: int, *, to: int, channel: str, account: str, say_why: Callable[[str], str], at: int
    ) -> int:
        """Gives what has not left of a chat to another one of the same person (to); returns how many rows.

        say_why is what stands above the words of each, in its language. What was queued there already is not said twice,
        and what answers somebody in the first chat stays. at is in milliseconds UTC.
        """
        await lock_chats(self._connection, [peer_id, to])
        there = outbox.alias("there")
        is_there = (
            select(there.c.id)
            .where(
                there.c.peer_id == to,
                there.c.kind == outbox.c.kind,
                there.c.object_id == outbox.c.object_id,
                there.c.revision == outbox.c.revision,
            )
            .exists()
        )
        rows = (
            await self._connection.execute(
                select(outbox.c.id, outbox.c.kind, outbox.c.object_id, outbox.c.language, outbox.c.body, is_there)
                .where(
                    outbox.c.peer_id == peer_id,
                    or_(*map(stands, NOT_LEFT)),
                    outbox.c.kind.not_in(OF_THE_CHAT),
                )
                .order_by(outbox.c.id)
            )
        ).all()
        diverted = 0
        for id, kind, object_id, language, body, said in rows:
            if said:
                await self._end(id, at)
                continue
            diverted += 1
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id == id)
                .values(
                    peer_id=to, channel=channel, account=account, attempts=0, code=None,
                    body=self._explain(body, say_why(language)),
                    not_before=case((outbox.c.code.in_([SHUT, CEILING]), at), else_=outbox.c.not_before),
                    state=case((stands(State.HELD), written(State.HELD)), else_=written(State.WAITING)),
                )
            )  # fmt: skip
            if kind == BROADCAST:
                await self._connection.execute(
                    update(recipients)
                    .where(recipients.c.broadcast_id == object_id, recipients.c.peer_id == peer_id)
                    .values(peer_id=to)
                )
        await self.promote(peer_id, to, promoted_at=at)
        return diverted

    async def list_waiting_twice(self, channel: str, account: str) -> list[int]:
        """Lists the chats (peer ids) of an account for which something waits, and whose reader has another chat."""
        other = peers.alias("other")
        has_other = exists().where(other.c.person_id == peers.c.person_id, other.c.id != peers.c.id)
        waits = exists().where(
            outbox.c.peer_id == peers.c.id, or_(*map(stands, NOT_LEFT)), outbox.c.kind.not_in(OF_THE_CHAT)
        )
        mine = [peers.c.channel == channel, peers.c.account == account]
        return list(await self._connection.scalars(select(peers.c.id).where(*mine, has_other, waits)))

    async def take_out(self, peer_id: int, *, kind: str, object_ids: Collection[int], at: int) -> list[int]:
        """Removes what has not left a chat of a kind about some objects; returns about which. It is said in another one."""
        await lock_chats(self._connection, [peer_id])
        gone = await self._connection.scalars(
            delete(outbox)
            .where(
                outbox.c.peer_id == peer_id,
                outbox.c.kind == kind,
                outbox.c.object_id.in_(list(object_ids)),
                or_(*map(stands, NOT_LEFT)),
            )
            .returning(outbox.c.object_id)
        )
        removed = list(gone)
        await self.promote(peer_id, promoted_at=at)
        return removed

    async def _end(self, row_id: int, at: int) -> None:
        ended = {"state": int(State.SKIPPED), "code": "superseded", "finished_at": at}
        await self._connection.execute(update(outbox).where(outbox.c.id == row_id).values(**ended))

    def _explain(self, sealed: str, why: str) -> str:
        # The words of a broadcast stand elsewhere.
        message = Message.from_json(self._seal.open(sealed)) if sealed else None
        if message is None or not message.text:
            return sealed
        return self._seal.seal(replace(message, text=f"{why}\n\n{message.text}").to_json())
