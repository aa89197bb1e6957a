"""Leases go on while their process lives, and are taken back of one that died. What kills whoever sends it is parked."""

from collections.abc import Collection

from sqlalchemy import BigInteger, and_, case, literal, or_, select, update

from storage.database.schema import broadcasts, outbox
from storage.queue.heads import select_headless, stands
from storage.queue.leases.claims import Claims
from storage.queue.leases.due import SUSPECT
from storage.queue.leases.endings import STANDING_STILL
from storage.queue.letters import ALONE, BROADCAST, Letter, State

KILLS = 6  # leases that died with a row alone, after which it is parked as uncertain
RESTS = (1_000, 5_000, 15_000, 60_000, 300_000)  # milliseconds such a row rests after each of these but the last


class Reclaiming(Claims):
    """What holds leases, takes them back, and mends the line of chats after a death or a clock put back."""

    async def renew(self, letters: Collection[Letter], *, until: int) -> set[tuple[int, str]]:
        """Holds the leases of these letters until a moment (ms UTC); returns those still held (row, lease)."""
        renewed = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.peer_id.in_([one.peer_id for one in letters]),
                stands(State.READY, State.LEASED),  # among the heads, which have an index
                outbox.c.lease.in_([one.lease for one in letters]),
                stands(State.LEASED),
            )
            .values(leased_until=until)
            .returning(outbox.c.id, outbox.c.lease)
        )
        return {(row.id, row.lease) for row in renewed}

    async def reclaim(
        self, channel: str, account: str, *, now: int, all_leases: bool, living: Collection[str] = (), wait: int = 0
    ) -> tuple[int, list[int]]:
        """Takes back rows leased by a process that died: how many are ready again, and those (ids) parked as uncertain.

        A death among others is nobody's fault. A row that has seen SUSPECT of them goes alone; one that was alone at KILLS
        more is parked. wait is how long (ms) all rest first, since their messenger may still say that it took them.

        all_leases is for the one process that holds the account's lock; otherwise only expired leases are taken. Never are
        the living ones: they are in the caller's own hands, however late it is.
        """
        where = [outbox.c.channel == channel, outbox.c.account == account, stands(State.READY, State.LEASED)]
        where.append(stands(State.LEASED))  # among the heads, which have an index
        if not all_leases:
            where += [outbox.c.leased_until < now, outbox.c.lease.not_in(list(living))]
        was_alone = outbox.c.lease.startswith(ALONE)
        counted = case((or_(was_alone, outbox.c.reclaims < SUSPECT), outbox.c.reclaims + 1), else_=outbox.c.reclaims)
        due_at = case(
            *((and_(was_alone, outbox.c.reclaims == SUSPECT + n), literal(now + max(rest, wait), BigInteger))
              for n, rest in enumerate(RESTS)),
            else_=literal(now + wait, BigInteger) if wait else outbox.c.not_before,
        )  # fmt: skip
        ended = (
            await self._connection.execute(
                update(outbox)
                .where(*where, was_alone, outbox.c.reclaims >= SUSPECT + KILLS - 1)
                .values(state=int(State.UNCERTAIN), code="reclaimed", finished_at=now, lease=None)
                .returning(outbox.c.id, outbox.c.peer_id)
            )
        ).all()
        # Whoever pauses a broadcast changes its row first, so that none is paused between these two.
        theirs = select(outbox.c.object_id).where(*where, outbox.c.kind == BROADCAST)
        await self._connection.execute(
            select(broadcasts.c.id)
            .where(broadcasts.c.id.in_(theirs))
            .order_by(broadcasts.c.id)
            .with_for_update(read=True)
        )
        held = await self._connection.scalars(
            update(outbox)
            .where(*where, outbox.c.kind == BROADCAST, outbox.c.object_id.in_(STANDING_STILL))
            .values(state=int(State.HELD), reclaims=counted, lease=None)
            .returning(outbox.c.peer_id)
        )
        chats = [*(row.peer_id for row in ended), *held]
        again = await self._connection.execute(
            update(outbox)
            .where(*where)
            .values(state=int(State.READY), reclaims=counted, lease=None, not_before=due_at,
                    **({"code": "uncertain"} if wait else {}))
        )  # fmt: skip
        await self.promote(*chats)
        return again.rowcount, sorted(row.id for row in ended)

    async def sweep(self, channel: str, account: str) -> int:
        """Promotes chats that have waiting rows but no head; anything but 0 means a promotion was lost."""
        mine = [outbox.c.channel == channel, outbox.c.account == account]
        return await self.promote(*await self._connection.scalars(select_headless(*mine)))

    async def put_back(self, channel: str, account: str, *, now: int, by: int) -> None:
        """Moves what is not due yet with the clock, which was put back by so many milliseconds to now."""
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.channel == channel,
                outbox.c.account == account,
                or_(stands(State.READY), stands(State.WAITING), stands(State.HELD)),
                outbox.c.not_before > now,
            )
            .values(not_before=outbox.c.not_before - by)
        )
