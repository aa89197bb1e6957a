"""Broadcasts: one notice to many, and its texts. Its recipients stand in recipients, how far it has come in progress.

The text stands once a language in a table of its own; the outbox rows of a broadcast have none.
"""

from collections.abc import Collection
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, update

from bot.language.by_language import Texts
from storage.database.rows import insert
from storage.database.schema import broadcast_texts, broadcasts, outbox, rsvps
from storage.queue.broadcast_values import (
    OF_HEARINGS,
    OF_NO_HEARING,
    REMINDERS,
    TO_FOLLOWERS,
    Accounts,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Delivery,
    Progress,
)
from storage.queue.heads import stands
from storage.queue.letters import BROADCAST, State
from storage.queue.reach.recipients import Recipients
from storage.together.counted import counts

__all__ = [
    "OF_HEARINGS", "OF_NO_HEARING", "REMINDERS", "TO_FOLLOWERS", "Accounts", "Broadcast", "BroadcastKind", "BroadcastState", 
    "Broadcasts", "Delivery", "Progress",
]  # fmt: skip

_PLAIN = [name for name in Broadcast.__dataclass_fields__ if name != "texts"]
_BROADCASTS = select(*(broadcasts.c[name] for name in _PLAIN), broadcast_texts.c.language, broadcast_texts.c.text).join(
    broadcast_texts, broadcast_texts.c.broadcast_id == broadcasts.c.id
)


class Broadcasts(Recipients):
    async def add(
        self,
        *,
        key: str,
        aimak_id: int,
        hearing_id: int,
        revision: int,
        kind: BroadcastKind,
        by_hand: bool,
        texts: Texts,
        hearing_at: int,
        starts_at: int,
        expires_at: int,
        by: int | None,
        at: int,
        topics: tuple[str, ...] = (),
    ) -> Broadcast | None:
        """Writes a broadcast that is to begin at starts_at; None where one was made under this key before."""
        made = await self._connection.scalar(
            insert(self._connection, broadcasts)
            .values(
                key=key,
                aimak_id=aimak_id,
                hearing_id=hearing_id or None,
                topics=" ".join(topics) or None,
                revision=revision,
                kind=kind.value,
                state=BroadcastState.SCHEDULED.value,
                by_hand=by_hand,
                hearing_at=hearing_at,
                starts_at=starts_at,
                expires_at=expires_at,
                made_at=at,
                made_by=by,
            )
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(broadcasts.c.id)
        )
        if made is None:
            return None
        await self.put_texts(made, texts)
        return await self.get(made)

    async def put_texts(self, broadcast_id: int, texts: Texts) -> None:
        """Writes the messages (JSON) of a broadcast by language, over those it has."""
        for language, text in texts.items():
            row = insert(self._connection, broadcast_texts).values(
                broadcast_id=broadcast_id, language=language, text=text
            )
            await self._connection.execute(
                row.on_conflict_do_update(index_elements=["broadcast_id", "language"], set_={"text": text})
            )

    async def get(self, broadcast_id: int) -> Broadcast | None:
        rows = await self._list(broadcasts.c.id == broadcast_id)
        return rows[0] if rows else None

    async def lock(self, broadcast_id: int) -> Broadcast | None:
        """Returns a broadcast that nobody else changes until this transaction is over."""
        await self._connection.execute(select(broadcasts.c.id).where(broadcasts.c.id == broadcast_id).with_for_update())
        return await self.get(broadcast_id)

    async def find(self, key: str) -> Broadcast | None:
        """Returns the broadcast that was made under a key."""
        rows = await self._list(broadcasts.c.key == key)
        return rows[0] if rows else None

    async def lock_of_hearing(self, hearing_id: int) -> None:
        """Keeps others from changing any broadcast of a hearing until this transaction is over.

        Whoever takes several rows takes the hearing's first, then these in the order of their ids, then chats.
        """
        theirs = select(broadcasts.c.id).where(broadcasts.c.hearing_id == hearing_id).order_by(broadcasts.c.id)
        await self._connection.execute(theirs.with_for_update())

    async def lock_topics(self, aimak_ids: Collection[int]) -> list[int]:
        """Keeps others from changing any notice of no hearing of some aimaks that is not over; lists them."""
        open_ones = select(broadcasts.c.id).where(
            broadcasts.c.aimak_id.in_(sorted(aimak_ids)),
            broadcasts.c.kind.in_([kind.value for kind in OF_NO_HEARING]),
            broadcasts.c.finished_at.is_(None),
        )
        return list(await self._connection.scalars(open_ones.order_by(broadcasts.c.id).with_for_update()))

    async def open(self, *, now: int) -> list[int]:
        """Lists what has begun, or is to begin by now, and is not over. The soonest hearing is first, the past ones last."""
        rows = await self._connection.scalars(
            select(broadcasts.c.id)
            .where(
                broadcasts.c.finished_at.is_(None),
                # What has begun goes on, and what was to begin at once begins, also where the clock was put back.
                or_(
                    broadcasts.c.starts_at <= now,
                    broadcasts.c.starts_at <= broadcasts.c.made_at,
                    broadcasts.c.began_at.is_not(None),
                ),
            )
            .order_by(broadcasts.c.hearing_at <= now, broadcasts.c.hearing_at, broadcasts.c.id)
        )
        return list(rows)

    async def list_of_hearing(self, hearing_id: int) -> list[Broadcast]:
        """Lists every broadcast of a hearing, the first one first."""
        return await self._list(broadcasts.c.hearing_id == hearing_id)

    async def list_of_aimak(
        self, aimak_id: int | None, *, limit: int = 50, kinds: Collection[BroadcastKind] = tuple(BroadcastKind)
    ) -> list[Broadcast]:
        """Lists the latest broadcasts of an aimak, or of every one."""
        where: list[ColumnElement[bool]] = [broadcasts.c.kind.in_([kind.value for kind in kinds])]
        where.append(counts(broadcasts.c.aimak_id) if aimak_id is None else broadcasts.c.aimak_id == aimak_id)
        latest = select(broadcasts.c.id).where(*where).order_by(broadcasts.c.id.desc()).limit(limit)
        return (await self._list(broadcasts.c.id.in_(latest)))[::-1]

    async def _list(self, *where: ColumnElement[bool]) -> list[Broadcast]:
        rows = await self._connection.execute(_BROADCASTS.where(*where).order_by(broadcasts.c.id))
        return [_make_broadcast(list(group)) for _, group in groupby(rows.mappings(), lambda row: row["id"])]

    async def note(self, broadcast_id: int, **values: object) -> None:
        """Writes where a broadcast stands."""
        await self._connection.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(**values))

    # Whom it is for

    async def list_missed(self, person_id: int, peer_id: int, *, now: int) -> list[Broadcast]:
        """The latest change of each hearing somebody said they come to that has not reached them, while it is news."""
        theirs = select(rsvps.c.hearing_id).where(rsvps.c.person_id == person_id, rsvps.c.coming)
        arrived = exists().where(
            outbox.c.peer_id == peer_id,
            outbox.c.kind == BROADCAST,
            outbox.c.object_id == broadcasts.c.id,
            stands(State.SENT, State.DELIVERED),
        )
        later = broadcasts.alias("later")
        changes = [BroadcastKind.MOVED.value, BroadcastKind.CANCELLED.value, BroadcastKind.COMERS.value]
        latest = ~exists().where(
            later.c.hearing_id == broadcasts.c.hearing_id, later.c.kind.in_(changes), later.c.id > broadcasts.c.id
        )
        return await self._list(
            broadcasts.c.hearing_id.in_(theirs), broadcasts.c.kind.in_(changes), latest, ~arrived,
            broadcasts.c.expires_at > now, broadcasts.c.began_at.is_not(None),
        )  # fmt: skip


def _make_broadcast(rows: list[Any]) -> Broadcast:
    """Makes a broadcast of its rows, which come one a language."""
    first = rows[0]
    plain = {name: first[name] for name in _PLAIN}
    plain |= {"kind": BroadcastKind(first["kind"]), "state": BroadcastState(first["state"])}
    plain |= {"hearing_id": first["hearing_id"] or 0, "topics": tuple((first["topics"] or "").split())}
    return Broadcast(**plain, texts={row["language"]: row["text"] for row in rows})
