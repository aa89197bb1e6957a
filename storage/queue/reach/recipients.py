"""The recipients of a broadcast: listed before anything is sent, and fed to the outbox piece by piece."""

from collections.abc import Collection
from functools import partial

from sqlalchemy import ColumnElement, func, literal, literal_column, select, update

from bot.language.by_language import FIRST
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import broadcasts, peers, recipients
from storage.queue.broadcast_values import DROPPED, LISTED, QUEUED, TO_FOLLOWERS, Broadcast, BroadcastKind
from storage.queue.outbox import BROADCAST, POST, Lane, Outbox, lock_chats
from storage.queue.reach.audiences import choose_audience, list_reasons_against, select_mailbox
from storage.queue.reach.progress import Reached


class Recipients(Reached):
    def __init__(self, connection: AsyncConnection, outbox_of_store: Outbox) -> None:
        super().__init__(connection)
        self._outbox = outbox_of_store

    async def count_audience(
        self,
        kind: BroadcastKind,
        *,
        aimak_id: int,
        hearing_id: int,
        about: Collection[str] = (),
        after: int = 0,
    ) -> dict[tuple[str, str], int]:
        """Counts whom a broadcast would reach now, by channel and language; after are the people (ids) listed before."""
        chosen = choose_audience(kind, aimak_id, hearing_id, about=about, after=after, limit=None).subquery()
        language = func.coalesce(peers.c.language, literal_column(f"'{FIRST}'"))  # bound, it is no group
        rows = await self._connection.execute(
            select(peers.c.channel, language, func.count())
            .select_from(chosen)
            .join(peers, peers.c.id == select_mailbox(chosen.c.person_id))
            .where(peers.c.blocked_at.is_(None))
            .group_by(peers.c.channel, language)
        )
        return {(channel, language): count for channel, language, count in rows}

    async def count_shut(
        self,
        kind: BroadcastKind,
        *,
        aimak_id: int,
        channel: str,
        heard_before: int,
        about: Collection[str] = (),
    ) -> int:
        """Counts those of a broadcast's readers on a channel who wrote last before a moment (ms UTC)."""
        chosen = choose_audience(kind, aimak_id, 0, about=about, after=0, limit=None).subquery()
        found = (
            select(func.count())
            .select_from(chosen)
            .join(peers, peers.c.id == select_mailbox(chosen.c.person_id))
            .where(peers.c.blocked_at.is_(None), peers.c.channel == channel, peers.c.last_in_at <= heard_before)
        )
        return await self._connection.scalar(found) or 0

    async def list_more(self, broadcast: Broadcast, *, limit: int) -> bool:
        """Lists the next recipients, each once at the address they last wrote from; true when everybody is listed."""
        choose = partial(
            choose_audience, broadcast.kind, broadcast.aimak_id, broadcast.hearing_id, about=broadcast.topics
        )
        first_ones = choose(after=broadcast.cursor, limit=limit).subquery()
        up_to, count = (
            await self._connection.execute(
                select(func.max(first_ones.c.person_id), func.count()).select_from(first_ones)
            )
        ).one()
        if count:
            # Up to the same person, not the first ones once more: on PostgreSQL others may come and go meanwhile.
            chosen = choose(after=broadcast.cursor, up_to=up_to, limit=None).subquery()
            box = select(
                literal(broadcast.id),
                chosen.c.person_id,
                select_mailbox(chosen.c.person_id),
                literal(LISTED),
            ).where(select_mailbox(chosen.c.person_id).is_not(None))
            await self._connection.execute(
                insert(self._connection, recipients)
                .from_select(["broadcast_id", "person_id", "peer_id", "state"], box)
                .on_conflict_do_nothing()
            )
        listed = bool(count < limit)
        far = {"cursor": up_to if count else broadcast.cursor, "listed": listed}
        await self._connection.execute(update(broadcasts).where(broadcasts.c.id == broadcast.id).values(**far))
        return listed

    async def has_listed(self, broadcast_id: int) -> bool:
        """Whether somebody is listed and not queued yet."""
        listed = select(recipients.c.person_id).where(
            recipients.c.broadcast_id == broadcast_id, recipients.c.state == literal_column(f"'{LISTED}'")
        )
        return await self._connection.scalar(listed.limit(1)) is not None

    async def feed(self, broadcast: Broadcast, *, limit: int, at: int) -> int:
        """Queues the next listed recipients; who unsubscribed or blocked us meanwhile is dropped. Returns how many."""
        listed = [recipients.c.broadcast_id == broadcast.id, recipients.c.state == literal_column(f"'{LISTED}'")]
        next_ones = list(
            await self._connection.execute(
                select(recipients.c.person_id, recipients.c.peer_id)
                .where(*listed)
                .order_by(recipients.c.person_id)
                .limit(limit)
            )
        )
        if not next_ones:
            return 0
        await lock_chats(self._connection, [row.peer_id for row in next_ones])
        chunk = [*listed, recipients.c.person_id <= next_ones[-1].person_id]
        for code, gone in list_reasons_against(broadcast):
            await self._connection.execute(update(recipients).where(*chunk, gone).values(state=DROPPED, code=code))
        await self._outbox.queue_many(
            select(recipients.c.peer_id).where(*chunk),
            kind=BROADCAST,
            object_id=broadcast.id,
            revision=1,
            aimak_id=broadcast.aimak_id,
            lane=Lane.NOTICE if broadcast.by_hand else Lane.DAY_NOTICE,
            at=at,
            expires_at=broadcast.expires_at,
        )
        await self._connection.execute(update(recipients).where(*chunk).values(state=QUEUED))
        return len(next_ones)

    async def drop(self, broadcast_id: int, *, code: str, at: int) -> None:
        """Ends what has not left yet: listed recipients are dropped, queued rows skipped, with a reason."""
        await self._connection.execute(
            update(recipients)
            .where(recipients.c.broadcast_id == broadcast_id, recipients.c.state == LISTED)
            .values(state=DROPPED, code=code)
        )
        await self._outbox.skip(BROADCAST, broadcast_id, code=code, at=at)

    async def drop_person(
        self,
        person_id: int,
        *,
        aimak_id: int,
        code: str,
        at: int,
        hearing_id: int | None = None,
        kinds: Collection[BroadcastKind] = TO_FOLLOWERS,
    ) -> None:
        """Ends what has not left for somebody who wants no more of an aimak's hearings, or of some notices.

        What is just being sent is not tried again if it does not leave now.
        """
        where = [broadcasts.c.aimak_id == aimak_id, broadcasts.c.kind.in_([kind.value for kind in kinds])]
        if hearing_id is not None:
            where.append(broadcasts.c.hearing_id == hearing_id)
        await self._drop_of(person_id, where, code=code, at=at)

    async def drop_topics(self, person_id: int, *, aimak_id: int, but: Collection[str], at: int) -> None:
        """Ends what has not left for somebody who still wants only some (but) of an aimak's villages and themes."""
        open_ones = await self._connection.execute(
            select(broadcasts.c.id, broadcasts.c.topics).where(
                broadcasts.c.aimak_id == aimak_id,
                broadcasts.c.kind == BroadcastKind.TOPIC.value,
                broadcasts.c.finished_at.is_(None),
            )
        )
        unwanted = [row.id for row in open_ones if set(but).isdisjoint(row.topics.split())]
        if unwanted:
            await self._drop_of(person_id, [broadcasts.c.id.in_(unwanted)], code="unsubscribed", at=at)

    async def _drop_of(self, person_id: int, which: list[ColumnElement[bool]], *, code: str, at: int) -> None:
        ours = select(broadcasts.c.id).where(*which, broadcasts.c.finished_at.is_(None))
        boxes = list(await self._connection.scalars(select(peers.c.id).where(peers.c.person_id == person_id)))
        # Before it is looked what is queued: whoever feeds a broadcast at this moment waits, or is waited for.
        await lock_chats(self._connection, boxes)
        await self._outbox.skip(BROADCAST, ours, code=code, at=at, chats=boxes, in_hand=True)

    async def drop_posts(self, hearing_id: int, *, code: str, at: int) -> None:
        """Ends what was to be said of a hearing in groups and has not left yet."""
        await self._outbox.skip(POST, hearing_id, code=code, at=at, in_hand=True)

    async def hold(self, broadcast_id: int, *, at: int) -> None:
        """Takes what has not left yet out of the way, so that other messages of these chats go on."""
        await self._outbox.pause(BROADCAST, broadcast_id, at=at)

    async def release(self, broadcast_id: int, *, at: int) -> None:
        """Puts what was held in line again."""
        await self._outbox.resume(BROADCAST, broadcast_id, at=at)
