"""Broadcasts: whom one notice goes to, written down before anything is sent, and fed to the outbox piece by piece.

The text stands here once a language; the outbox rows of a broadcast have none of their own.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database.rows import insert
from storage.database.schema import broadcasts, follows, outbox, peers, people, recipients, rsvps
from storage.queue.outbox import BROADCAST, POST, Lane, Outbox, State, lock_chats

DEFAULT_LANGUAGE = "ky"
Accounts = Collection[tuple[str, str]] | None  # pairs of channel and account; None is every one


class BroadcastKind(StrEnum):
    """What is said to many: only hearings and their results."""

    NOTICE = "notice"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESULTS = "results"
    IN_7_DAYS = "7d"
    IN_1_DAY = "1d"
    IN_2_HOURS = "2h"
    COMERS = "comers"  # what changes a hearing nobody was told of yet, for those who said that they come


class BroadcastState(StrEnum):
    """Where a broadcast stands; DONE and CANCELLED are over once finished_at is written."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


REMINDERS = (BroadcastKind.IN_7_DAYS, BroadcastKind.IN_1_DAY, BroadcastKind.IN_2_HOURS)
LISTED, QUEUED, DROPPED = "listed", "queued", "dropped"  # states of a recipient


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One notice to many; times in milliseconds UTC. texts are messages (JSON), by language."""

    id: int
    aimak_id: int
    hearing_id: int
    revision: int
    kind: BroadcastKind
    state: BroadcastState
    by_hand: bool
    text_ky: str
    text_ru: str
    hearing_at: int
    starts_at: int
    expires_at: int
    cursor: int
    listed: bool
    made_at: int
    made_by: int | None
    began_at: int | None
    finished_at: int | None
    shown: str | None
    shown_at: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast has come: reached, waiting, and not reached by reason; they add up to everybody listed."""

    reached: int = 0
    waiting: int = 0
    not_reached: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """Everybody it is for."""
        return self.reached + self.waiting + sum(self.not_reached.values())


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it ended for one recipient: state is reached, waiting or not_reached, code says why not."""

    broadcast_id: int
    person_id: int
    channel: str
    language: str | None
    state: str
    code: str | None
    at: int | None


class Broadcasts:
    def __init__(self, connection: AsyncConnection, outbox_of_store: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox_of_store

    async def add(
        self,
        *,
        key: str,
        aimak_id: int,
        hearing_id: int,
        revision: int,
        kind: BroadcastKind,
        by_hand: bool,
        texts: dict[str, str],
        hearing_at: int,
        starts_at: int,
        expires_at: int,
        by: int | None,
        at: int,
    ) -> Broadcast | None:
        """Writes a broadcast that is to begin at starts_at; None where one was made under this key before."""
        made = await self._connection.scalar(
            insert(self._connection, broadcasts)
            .values(
                key=key,
                aimak_id=aimak_id,
                hearing_id=hearing_id,
                revision=revision,
                kind=kind.value,
                state=BroadcastState.SCHEDULED.value,
                by_hand=by_hand,
                text_ky=texts["ky"],
                text_ru=texts["ru"],
                hearing_at=hearing_at,
                starts_at=starts_at,
                expires_at=expires_at,
                made_at=at,
                made_by=by,
            )
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(broadcasts.c.id)
        )
        return await self.get(made) if made is not None else None

    async def get(self, broadcast_id: int) -> Broadcast | None:
        """Returns a broadcast."""
        rows = await self._listed(broadcasts.c.id == broadcast_id)
        return rows[0] if rows else None

    async def lock(self, broadcast_id: int) -> Broadcast | None:
        """Returns a broadcast that nobody else changes until this transaction is over."""
        await self._connection.execute(select(broadcasts.c.id).where(broadcasts.c.id == broadcast_id).with_for_update())
        return await self.get(broadcast_id)

    async def lock_of_hearing(self, hearing_id: int) -> None:
        """Keeps others from changing any broadcast of a hearing until this transaction is over.

        Whoever takes several rows takes the hearing's first, then these in the order of their ids, then chats.
        """
        theirs = select(broadcasts.c.id).where(broadcasts.c.hearing_id == hearing_id).order_by(broadcasts.c.id)
        await self._connection.execute(theirs.with_for_update())

    async def open(self, *, now: int) -> list[int]:
        """Lists what has begun, or is to begin by now, and is not over: the soonest hearing first, those that were last."""
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

    async def of_hearing(self, hearing_id: int) -> list[Broadcast]:
        """Lists every broadcast of a hearing, the first one first."""
        return await self._listed(broadcasts.c.hearing_id == hearing_id)

    async def of_aimak(self, aimak_id: int | None, *, limit: int = 50) -> list[Broadcast]:
        """Lists the latest broadcasts of an aimak, or of every one."""
        where = [] if aimak_id is None else [broadcasts.c.aimak_id == aimak_id]
        rows = await self._connection.execute(_BROADCASTS.where(*where).order_by(broadcasts.c.id.desc()).limit(limit))
        return [_broadcast(dict(row)) for row in rows.mappings()]

    async def _listed(self, *where: ColumnElement[bool]) -> list[Broadcast]:
        rows = await self._connection.execute(_BROADCASTS.where(*where).order_by(broadcasts.c.id))
        return [_broadcast(dict(row)) for row in rows.mappings()]

    async def note(self, broadcast_id: int, **values: object) -> None:
        """Writes where a broadcast stands."""
        await self._connection.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(**values))

    # Whom it is for

    async def audience(
        self, kind: BroadcastKind, *, aimak_id: int, hearing_id: int, after: int = 0
    ) -> dict[tuple[str, str], int]:
        """Counts whom a broadcast would reach now, by channel and language; after are the people (ids) listed before."""
        chosen = _audience(kind, aimak_id, hearing_id, after=after, limit=None).subquery()
        language = func.coalesce(peers.c.language, literal_column(f"'{DEFAULT_LANGUAGE}'"))  # bound, it is no group
        rows = await self._connection.execute(
            select(peers.c.channel, language, func.count())
            .select_from(chosen)
            .join(peers, peers.c.id == _mailbox(chosen.c.person_id))
            .where(peers.c.blocked_at.is_(None))
            .group_by(peers.c.channel, language)
        )
        return {(channel, language): count for channel, language, count in rows}

    async def list_more(self, broadcast: Broadcast, *, limit: int) -> bool:
        """Lists the next recipients, each once at the address they last wrote from; true when everybody is listed."""
        about = (broadcast.kind, broadcast.aimak_id, broadcast.hearing_id)
        first_ones = _audience(*about, after=broadcast.cursor, limit=limit).subquery()
        up_to, count = (
            await self._connection.execute(
                select(func.max(first_ones.c.person_id), func.count()).select_from(first_ones)
            )
        ).one()
        if count:
            # Up to the same person, not the first ones once more: on PostgreSQL others may come and go meanwhile.
            chosen = _audience(*about, after=broadcast.cursor, up_to=up_to, limit=None).subquery()
            box = select(
                literal(broadcast.id),
                chosen.c.person_id,
                _mailbox(chosen.c.person_id),
                literal(LISTED),
            ).where(_mailbox(chosen.c.person_id).is_not(None))
            await self._connection.execute(
                insert(self._connection, recipients)
                .from_select(["broadcast_id", "person_id", "peer_id", "state"], box)
                .on_conflict_do_nothing()
            )
        listed = bool(count < limit)
        await self.note(broadcast.id, cursor=up_to if count else broadcast.cursor, listed=listed)
        return listed

    # Feeding the outbox

    async def ahead(self, broadcast_id: int, *, accounts: Accounts = None) -> int:
        """Counts the outbox rows of a broadcast that have not left yet; of these accounts only, where they are named."""
        on_the_way = _in(State.READY, State.LEASED, State.WAITING)
        counted = select(func.count()).where(*_rows_of(broadcast_id), on_the_way, *_of(accounts))
        return await self._connection.scalar(counted) or 0

    async def has_listed(self, broadcast_id: int) -> bool:
        """Whether somebody is listed and not queued yet."""
        listed = select(recipients.c.person_id).where(
            recipients.c.broadcast_id == broadcast_id, recipients.c.state == literal_column(f"'{LISTED}'")
        )
        return await self._connection.scalar(listed.limit(1)) is not None

    async def has_due(self, broadcast_id: int, *, now: int, accounts: Accounts = None) -> bool:
        """Whether a row of a broadcast only waits for the next claim; of these accounts only, where they are named."""
        due = select(outbox.c.id).where(
            *_rows_of(broadcast_id), _in(State.READY), outbox.c.not_before <= now, *_of(accounts)
        )
        return await self._connection.scalar(due.limit(1)) is not None

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
        for code, gone in _no_more(broadcast):
            await self._connection.execute(update(recipients).where(*chunk, gone).values(state=DROPPED, code=code))
        await self._outbox.queue_many(
            select(recipients.c.peer_id).where(*chunk),
            kind=BROADCAST,
            object_id=broadcast.id,
            revision=1,
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
        kinds: Collection[BroadcastKind] = tuple(BroadcastKind),
    ) -> None:
        """Ends what has not left yet for somebody who wants no more of an aimak's notices, or of some of them.

        What is just being sent is not tried again if it does not leave now.
        """
        where = [broadcasts.c.aimak_id == aimak_id, broadcasts.c.kind.in_([kind.value for kind in kinds])]
        if hearing_id is not None:
            where.append(broadcasts.c.hearing_id == hearing_id)
        ours = select(broadcasts.c.id).where(*where, broadcasts.c.finished_at.is_(None))
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

    async def missed(self, person_id: int, peer_id: int, *, now: int) -> list[Broadcast]:
        """The latest change of each hearing somebody said they come to that has not reached them, while it is news."""
        theirs = select(rsvps.c.hearing_id).where(rsvps.c.person_id == person_id, rsvps.c.coming)
        arrived = exists().where(
            outbox.c.peer_id == peer_id,
            outbox.c.kind == BROADCAST,
            outbox.c.object_id == broadcasts.c.id,
            _in(State.SENT, State.DELIVERED),
        )
        later = broadcasts.alias("later")
        changes = [BroadcastKind.MOVED.value, BroadcastKind.CANCELLED.value, BroadcastKind.COMERS.value]
        latest = ~exists().where(
            later.c.hearing_id == broadcasts.c.hearing_id, later.c.kind.in_(changes), later.c.id > broadcasts.c.id
        )
        return await self._listed(
            broadcasts.c.hearing_id.in_(theirs), broadcasts.c.kind.in_(changes), latest, ~arrived,
            broadcasts.c.expires_at > now, broadcasts.c.began_at.is_not(None),
        )  # fmt: skip

    # What became of it

    async def progress(self, broadcast_id: int) -> Progress:
        """Counts how far a broadcast has come."""
        reached, waiting, lost = 0, 0, dict[str, int]()
        queued = await self._connection.execute(
            select(outbox.c.state, outbox.c.code, func.count())
            .where(*_rows_of(broadcast_id))
            .group_by(outbox.c.state, outbox.c.code)
        )
        for number, code, count in queued:
            state = State(number)
            if state in {State.SENT, State.DELIVERED}:
                reached += count
            elif state in {State.FAILED, State.SKIPPED, State.UNCERTAIN}:
                lost[code or "unknown"] = lost.get(code or "unknown", 0) + count
            else:
                waiting += count
        before = await self._connection.execute(
            select(recipients.c.state, recipients.c.code, func.count())
            .where(recipients.c.broadcast_id == broadcast_id, recipients.c.state != QUEUED)
            .group_by(recipients.c.state, recipients.c.code)
        )
        for place, code, count in before:
            if place == LISTED:
                waiting += count
            else:
                lost[code] = lost.get(code, 0) + count
        return Progress(reached, waiting, lost)

    async def lost(self, broadcast_id: int, *, skip: int, limit: int) -> list[tuple[int, str]]:
        """Lists who was not reached (person id, code of the reason), ordered by the reason, a page at a time."""
        code = func.coalesce(outbox.c.code, recipients.c.code, "unknown").label("code")
        rows = await self._connection.execute(
            select(recipients.c.person_id, code)
            .outerjoin(outbox, and_(outbox.c.peer_id == recipients.c.peer_id, *_rows_of(broadcast_id)))
            .where(
                recipients.c.broadcast_id == broadcast_id,
                or_(recipients.c.state == DROPPED, _in(State.FAILED, State.SKIPPED, State.UNCERTAIN)),
            )
            .order_by(code, recipients.c.person_id)
            .offset(skip)
            .limit(limit)
        )
        return [(row.person_id, row.code) for row in rows]

    async def deliveries(
        self, broadcast_ids: Collection[int], *, after: tuple[int, int] = (0, 0), limit: int = 500
    ) -> list[Delivery]:
        """Lists how it ended for each recipient, a page at a time in the order of broadcast and person."""
        rows = await self._connection.execute(
            select(
                recipients.c.broadcast_id,
                recipients.c.person_id,
                peers.c.channel,
                func.coalesce(outbox.c.language, peers.c.language).label("language"),
                recipients.c.state.label("place"),
                outbox.c.state,
                func.coalesce(outbox.c.code, recipients.c.code).label("code"),
                outbox.c.finished_at,
            )
            .join(peers, peers.c.id == recipients.c.peer_id)
            .outerjoin(
                outbox,
                and_(
                    outbox.c.peer_id == recipients.c.peer_id,
                    outbox.c.kind == BROADCAST,
                    outbox.c.object_id == recipients.c.broadcast_id,
                ),
            )
            .where(
                recipients.c.broadcast_id.in_(list(broadcast_ids)),
                tuple_(recipients.c.broadcast_id, recipients.c.person_id) > tuple_(*map(literal, after)),
            )
            .order_by(recipients.c.broadcast_id, recipients.c.person_id)
            .limit(limit)
        )
        return [
            Delivery(
                row.broadcast_id,
                row.person_id,
                row.channel,
                row.language,
                (ended := _ended(row.place, row.state)),
                row.code if ended == "not_reached" else None,
                row.finished_at,
            )
            for row in rows
        ]


def _ended(place: str, state: int | None) -> str:
    if place == DROPPED or state in {State.FAILED, State.SKIPPED, State.UNCERTAIN}:
        return "not_reached"
    return "reached" if state in {State.SENT, State.DELIVERED} else "waiting"


def _of(accounts: Accounts) -> list[ColumnElement[bool]]:
    return [] if accounts is None else [tuple_(outbox.c.channel, outbox.c.account).in_(list(accounts))]


def _rows_of(broadcast_id: int) -> list[ColumnElement[bool]]:
    return [outbox.c.kind == BROADCAST, outbox.c.object_id == broadcast_id]


def _in(*states: State) -> ColumnElement[bool]:
    return outbox.c.state.in_([literal_column(str(int(state))) for state in states])


def _mailbox(person_id: ColumnElement[int]) -> Any:
    box = peers.alias("box")
    return (
        select(box.c.id)
        .where(box.c.person_id == person_id)
        .order_by(box.c.last_in_at.desc(), box.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _audience(
    kind: BroadcastKind,
    aimak_id: int,
    hearing_id: int,
    *,
    after: int,
    up_to: int | None = None,
    limit: int | None,
) -> Select[tuple[int]]:
    # Subscribers, and who said that they come; each part gives its first ones, so that nothing is read to the end.
    said = and_(rsvps.c.hearing_id == hearing_id, rsvps.c.person_id == follows.c.person_id)
    wants = [follows.c.aimak_id == aimak_id, follows.c.notices, *_between(follows.c.person_id, after, up_to)]
    if kind is not BroadcastKind.RESULTS:
        wants.append(~follows.c.far_away)
    if kind in REMINDERS:
        wants.append(~exists().where(said, ~rsvps.c.coming))
    wants.append(_is_there(follows.c.person_id))
    subscribers = select(follows.c.person_id).where(*wants).order_by(follows.c.person_id).limit(limit)
    refused = exists().where(
        follows.c.person_id == rsvps.c.person_id,
        follows.c.aimak_id == aimak_id,
        ~follows.c.notices,
        follows.c.changed_at > rsvps.c.said_at,
    )
    here = _between(rsvps.c.person_id, after, up_to)
    coming = (
        select(rsvps.c.person_id)
        .where(rsvps.c.hearing_id == hearing_id, rsvps.c.coming, *here, ~refused, _is_there(rsvps.c.person_id))
        .order_by(rsvps.c.person_id)
        .limit(limit)
    )
    only_comers = {BroadcastKind.IN_2_HOURS, BroadcastKind.COMERS}
    parts = [coming] if kind in only_comers else [subscribers]
    if kind not in {*only_comers, BroadcastKind.RESULTS}:
        parts.append(coming)
    firsts = [select(part.subquery().c.person_id) for part in parts]
    everyone = (union(*firsts) if len(firsts) > 1 else firsts[0]).subquery()
    return select(everyone.c.person_id).order_by(everyone.c.person_id).limit(limit)


def _between(person_id: ColumnElement[int], after: int, up_to: int | None) -> list[ColumnElement[bool]]:
    return [person_id > after] if up_to is None else [person_id > after, person_id <= up_to]


def _is_there(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    # Asked within each part, or a part that is full of people who were erased would look like the last.
    return exists().where(people.c.id == person_id, people.c.erased_at.is_(None))


def _no_more(broadcast: Broadcast) -> list[tuple[str, ColumnElement[bool]]]:
    """Why a listed recipient gets nothing after all, each with its condition."""
    theirs = [follows.c.person_id == recipients.c.person_id, follows.c.aimak_id == broadcast.aimak_id]
    said = [rsvps.c.person_id == recipients.c.person_id, rsvps.c.hearing_id == broadcast.hearing_id]
    # It stands two queries deep, where nothing says of itself that recipients are those of the outermost.
    comes_since = select(rsvps.c.said_at).where(*said, rsvps.c.coming).correlate(recipients).scalar_subquery()
    reasons: list[tuple[str, ColumnElement[bool]]] = [
        ("blocked", exists().where(peers.c.id == recipients.c.peer_id, peers.c.blocked_at.is_not(None))),
        (
            "unsubscribed",
            exists().where(*theirs, ~follows.c.notices, follows.c.changed_at > func.coalesce(comes_since, 0)),
        ),
    ]
    if broadcast.kind is not BroadcastKind.RESULTS:
        comes = exists().where(*said, rsvps.c.coming)
        reasons.append(("far_away", and_(exists().where(*theirs, follows.c.far_away), ~comes)))
    if broadcast.kind in REMINDERS:
        reasons.append(("not_coming", exists().where(*said, ~rsvps.c.coming)))
    return reasons


_BROADCASTS = select(*(broadcasts.c[name] for name in Broadcast.__dataclass_fields__))


def _broadcast(row: dict[str, Any]) -> Broadcast:
    return Broadcast(**{**row, "kind": BroadcastKind(row["kind"]), "state": BroadcastState(row["state"])})
