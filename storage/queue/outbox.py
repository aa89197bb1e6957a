"""The outbox: a row per recipient and purpose; only the head of each chat is ready, the later ones wait their turn."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database.ready import ready
from storage.database.rows import in_each_dialect
from storage.database.schema import broadcasts, outbox, peers, told
from storage.database.seal import Seal


class State(IntEnum):
    """Where a row stands; SENT to UNCERTAIN are final. A row of a broadcast that pauses is HELD."""

    READY = 0
    LEASED = 1
    WAITING = 2
    SENT = 3
    DELIVERED = 4
    FAILED = 5
    SKIPPED = 6
    UNCERTAIN = 7
    HELD = 8


class Lane(IntEnum):
    """What goes first: a reply to someone who is waiting, then an answer, then a notice; DAY_NOTICE never in quiet hours."""

    REPLY = 0
    ANSWER = 1
    NOTICE = 2
    DAY_NOTICE = 3


# expires_at of what is in hand and, should it not leave now, is not to leave at all; each says why.
NEVER = {"unsubscribed": 0, "far_away": -1, "not_coming": -2, "moved": -3, "cancelled": -4, "held": -5}
_WHY_NEVER = {moment: code for code, moment in NEVER.items()}
RECLAIMS = 2  # a row found leased by a dead process this often is parked as uncertain


@dataclass(frozen=True, slots=True)
class Letter:
    """One claimed row, ready to be sent: body is what the channel makes its message of (JSON), code why it was put off."""

    id: int
    peer_id: int
    address: str
    kind: str
    object_id: int
    language: str
    body: str
    attempts: int
    lease: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """Where a row stands, and the messenger's id of its message, empty while it has none."""

    state: State
    external_id: str


@dataclass(frozen=True, slots=True)
class Latest:
    """How far rows of one kind about one object have come: the newest revision, and the message that stands last."""

    revision: int
    external_id: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a peer saw last: its kind, its body (JSON) and the messenger's id of it."""

    kind: str
    body: str
    external_id: str


_CHATS = 2  # the advisory locks of chats on PostgreSQL
REPLY = "reply"  # rows that answer somebody; object_id is the event
MENU = "menu"  # rows that set a chat's command menu, and are no message
BROADCAST = "broadcast"  # rows of a broadcast, which holds their text; object_id is its id
ANSWER = "answer"  # rows that tell an author the answer; object_id is the answer's
POST = "post"  # rows that say a hearing in a group; object_id is the hearing's
PROGRESS = "progress"  # rows that tell its maker how far a broadcast has come


# Partial indexes are used only where the state is written out, so it is never bound as a parameter.
def _is(state: State, table: FromClause = outbox) -> ColumnElement[bool]:
    return table.c.state == literal_column(str(int(state)))


def _is_head(table: FromClause = outbox) -> ColumnElement[bool]:
    return table.c.state.in_([literal_column(str(int(state))) for state in (State.READY, State.LEASED)])


def _stands_below() -> ColumnElement[bool]:
    # What only rewrites a message that stands further up is not what somebody saw last.
    return and_(outbox.c.kind != MENU, or_(outbox.c.kind != PROGRESS, outbox.c.revision == 0))


_GIVEN = (
    *("peer_id", "channel", "account", "kind", "object_id", "revision"),
    *("lane", "language", "body", "not_before", "created_at", "expires_at"),
)
_head, _waiting = outbox.alias("head"), outbox.alias("next_row")

_STANDING_STILL = select(broadcasts.c.id).where(broadcasts.c.state.in_(["paused", "cancelled", "done"]))

# Built once: these run with every message, and building them costs more than running them.
_PROMOTE = ready(
    update(outbox)
    .where(
        outbox.c.id
        == select(_waiting.c.id)
        .where(_waiting.c.peer_id == bindparam("chat"), _is(State.WAITING, _waiting))
        .order_by(_waiting.c.lane, _waiting.c.id)
        .limit(1)
        .scalar_subquery(),
        ~select(_head.c.id).where(_head.c.peer_id == bindparam("chat"), _is_head(_head)).exists(),
    )
    .values(
        state=int(State.READY),
        not_before=case(
            (
                (outbox.c.lane > int(Lane.REPLY)) & (outbox.c.not_before < bindparam("spaced_until")),
                bindparam("spaced_until", type_=BigInteger),
            ),
            (outbox.c.not_before < bindparam("promoted_at"), bindparam("promoted_at", type_=BigInteger)),
            else_=outbox.c.not_before,
        ),
    )
)

_LAST_SHOWN = ready(
    select(outbox.c.kind, outbox.c.object_id, outbox.c.language, outbox.c.body, outbox.c.external_id)
    .where(outbox.c.peer_id == bindparam("chat"), or_(_is(State.SENT), _is(State.DELIVERED)), _stands_below())
    .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
    .limit(1)
)
_DEMOTE = ready(
    update(outbox)
    .where(outbox.c.peer_id == bindparam("chat"), _is(State.READY), outbox.c.lane > bindparam("urgent"))
    .values(state=int(State.WAITING))
)
# Ready at once where nothing else is to leave in the chat.
_QUEUE = in_each_dialect(
    lambda insert: (
        insert(outbox)
        .values(
            {
                outbox.c.state: case(
                    (
                        or_(
                            select(_head.c.id).where(_head.c.peer_id == bindparam("chat"), _is_head(_head)).exists(),
                            select(_waiting.c.id)
                            .where(_waiting.c.peer_id == bindparam("chat"), _is(State.WAITING, _waiting))
                            .exists(),
                        ),
                        literal_column(str(int(State.WAITING))),
                    ),
                    else_=literal_column(str(int(State.READY))),
                ),
                **{outbox.c[name]: bindparam(name) for name in _GIVEN},
            }
        )
        .on_conflict_do_nothing(index_elements=["peer_id", "kind", "object_id", "revision"])
        .returning(outbox.c.id)
    )
)


class Outbox:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def queue(
        self,
        peer_id: int,
        channel: str,
        account: str,
        *,
        kind: str,
        object_id: int,
        revision: int,
        lane: Lane,
        language: str,
        body: str,
        at: int,
        expires_at: int | None = None,
    ) -> int | None:
        """Queues a message once for its recipient, kind, object and revision; returns its id, or None if it was there."""
        await self._lock_chat(peer_id)
        demoted = await self._demote(peer_id, lane)
        row_id: int | None = await self._connection.scalar(
            _QUEUE[self._connection.dialect.name],
            {
                "peer_id": peer_id,
                "chat": peer_id,
                "channel": channel,
                "account": account,
                "kind": kind,
                "object_id": object_id,
                "revision": revision,
                "lane": int(lane),
                "language": language,
                "body": self._seal.seal(body),
                "not_before": at,
                "created_at": at,
                "expires_at": expires_at,
            },
        )
        if demoted:
            await self.promote(peer_id)
        return row_id

    async def _demote(self, peer_id: int, lane: Lane) -> bool:
        # A claimer may have leased the head a moment ago: then it stays and this row waits its turn.
        done = await self._connection.execute(_DEMOTE, {"chat": peer_id, "urgent": int(lane)})
        return done.rowcount > 0

    async def promote(self, peer_id: int, *, promoted_at: int = 0, spaced_until: int = 0) -> bool:
        """Makes the next waiting row of a chat its head if it has none; true if it did.

        It lines up behind what other chats are waiting for since before promoted_at; unless it is a reply it is not due
        before spaced_until.
        """
        await self._lock_chat(peer_id)
        done = await self._connection.execute(
            _PROMOTE, {"chat": peer_id, "spaced_until": max(spaced_until, promoted_at), "promoted_at": promoted_at}
        )
        return done.rowcount > 0

    async def _lock_chat(self, peer_id: int) -> None:
        await lock_chats(self._connection, [peer_id])

    async def claim(
        self,
        channel: str,
        account: str,
        *,
        now: int,
        limit: int,
        lease: str,
        leased_until: int,
        last: Lane = Lane.DAY_NOTICE,
    ) -> list[Letter]:
        """Leases up to limit ready heads that are due, the most urgent lane first and none after the last one given.

        What has expired meanwhile ends here, so that it keeps nothing of its chat waiting.
        """
        lanes = [outbox.c.lane <= literal_column(str(int(last)))] if last is not Lane.DAY_NOTICE else []
        chosen = await self._connection.execute(
            select(outbox.c.id, outbox.c.peer_id, outbox.c.expires_at, peers.c.address)
            .join(peers, peers.c.id == outbox.c.peer_id)
            .where(
                outbox.c.channel == channel,
                outbox.c.account == account,
                _is(State.READY),
                outbox.c.not_before <= now,
                *lanes,
            )
            .order_by(outbox.c.lane, outbox.c.not_before, outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=outbox)
        )
        due = chosen.all()
        for row in due:
            if row.expires_at is not None and row.expires_at <= now:
                await self._expire(row.id, row.peer_id, _WHY_NEVER.get(row.expires_at, "expired"), now)
        addresses = {row.id: row.address for row in due if row.expires_at is None or row.expires_at > now}
        if not addresses:
            return []
        found = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(addresses), _is(State.READY))
            .values(state=int(State.LEASED), lease=lease, leased_until=leased_until, attempts=outbox.c.attempts + 1)
            .returning(
                outbox.c.id,
                outbox.c.peer_id,
                outbox.c.kind,
                outbox.c.object_id,
                outbox.c.language,
                outbox.c.body,
                outbox.c.attempts,
                outbox.c.code,
            )
        )
        rows = found.all()
        texts = await self._texts({row.object_id for row in rows if row.kind == BROADCAST})
        leased = {
            row.id: Letter(
                id=row.id,
                peer_id=row.peer_id,
                address=self._seal.open(addresses[row.id]),
                kind=row.kind,
                object_id=row.object_id,
                language=row.language,
                body=self._body(row, texts),
                attempts=row.attempts,
                lease=lease,
                code=row.code,
            )
            for row in rows
        }
        return [leased[row_id] for row_id in addresses if row_id in leased]

    async def _expire(self, row_id: int, peer_id: int, code: str, at: int) -> None:
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row_id, _is(State.READY))
            .values(state=int(State.SKIPPED), code=code, finished_at=at)
        )
        await self.promote(peer_id, promoted_at=at)

    async def finish(
        self,
        letter: Letter,
        state: State,
        *,
        at: int,
        external_id: str | None = None,
        code: str | None = None,
        spacing: int = 0,
    ) -> bool:
        """Writes how a leased row ended and promotes the next of its chat; false if the lease was lost meanwhile.

        spacing is how many milliseconds the chat rests before an answer or a notice; replies do not wait.
        """
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == letter.id, outbox.c.lease == letter.lease, _is(State.LEASED))
            .values(state=int(state), external_id=external_id, code=code, finished_at=at, lease=None)
        )
        if done.rowcount == 0:
            return False
        await self.promote(letter.peer_id, promoted_at=at, spaced_until=at + spacing)
        return True

    async def put_off(self, letter: Letter, *, not_before: int, code: str, tried: bool = True) -> bool:
        """Gives a leased row back to be sent later; something more urgent may go first. False if the lease was lost.

        tried tells whether this counts as an attempt.
        """
        attempts = letter.attempts if tried else letter.attempts - 1
        state = State.HELD if letter.kind == BROADCAST and await self._stands_still(letter.object_id) else State.WAITING
        done = await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == letter.id, outbox.c.lease == letter.lease, _is(State.LEASED))
            .values(state=int(state), not_before=not_before, code=code, attempts=attempts, lease=None)
        )
        if done.rowcount == 0:
            return False
        await self.promote(letter.peer_id)
        return True

    async def hand_over(self, letter: Letter, *, to: int, at: int) -> bool:
        """Gives what has not left of a letter's chat to the chat it has become; false if the lease was lost meanwhile.

        What was queued there already is not said twice.
        """
        await lock_chats(self._connection, [letter.peer_id, to])
        if not await self.put_off(letter, not_before=at, code="moved", tried=False):
            return False
        unsent = [outbox.c.peer_id == letter.peer_id, or_(_is(State.READY), _is(State.WAITING), _is(State.HELD))]
        there = outbox.alias("there")
        said = exists().where(
            there.c.peer_id == to,
            *(there.c[name] == outbox.c[name] for name in ("kind", "object_id", "revision")),
        )
        await self._connection.execute(
            update(outbox).where(*unsent, said).values(state=int(State.SKIPPED), code="moved", finished_at=at)
        )
        held = case(
            (_is(State.HELD), literal_column(str(int(State.HELD)))), else_=literal_column(str(int(State.WAITING)))
        )
        await self._connection.execute(update(outbox).where(*unsent).values(peer_id=to, state=held))
        await self.promote(to)
        return True

    async def skip_waiting(self, peer_id: int, *, code: str, at: int) -> list[int]:
        """Ends every row of a chat that has not left yet, saying why; returns the answers (ids) among them."""
        await self._lock_chat(peer_id)  # or a row queued at this moment behind one of these would never become the head
        ended = await self._connection.execute(
            update(outbox)
            .where(outbox.c.peer_id == peer_id, or_(_is(State.READY), _is(State.WAITING), _is(State.HELD)))
            .values(state=int(State.SKIPPED), code=code, finished_at=at)
            .returning(outbox.c.kind, outbox.c.object_id)
        )
        return sorted(row.object_id for row in ended if row.kind == ANSWER)

    async def supersede(self, peer_id: int, event_id: int, *, at: int) -> str | None:
        """Ends a reply that has not left, for another that takes its place; returns its body, or None where it has left."""
        await self._lock_chat(peer_id)
        row = (
            await self._connection.execute(
                update(outbox)
                .where(
                    outbox.c.peer_id == peer_id,
                    outbox.c.kind == REPLY,
                    outbox.c.object_id == event_id,
                    or_(_is(State.READY), _is(State.WAITING)),
                )
                .values(state=int(State.SKIPPED), code="superseded", finished_at=at)
                .returning(outbox.c.body)
            )
        ).first()
        if row is None:
            return None
        await self.promote(peer_id)
        return self._seal.open(row.body)

    async def reclaim(
        self, channel: str, account: str, *, now: int, all_leases: bool, living: Collection[str] = ()
    ) -> tuple[int, int, list[int]]:
        """Takes back rows leased by a process that died: (ready again, parked as uncertain, the answers among those).

        all_leases is for the one process that holds the account's lock; otherwise only expired leases are taken, and never
        the living ones, which are in the caller's own hands however late it is by the clock.
        """
        where = [outbox.c.channel == channel, outbox.c.account == account, _is_head(), _is(State.LEASED)]
        if not all_leases:
            where += [outbox.c.leased_until < now, outbox.c.lease.not_in(list(living))]
        ended = (
            await self._connection.execute(
                update(outbox)
                .where(*where, outbox.c.reclaims >= RECLAIMS)
                .values(state=int(State.UNCERTAIN), code="reclaimed", finished_at=now, lease=None)
                .returning(outbox.c.peer_id, outbox.c.kind, outbox.c.object_id)
            )
        ).all()
        answers = sorted(row.object_id for row in ended if row.kind == ANSWER)
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
            .where(*where, outbox.c.kind == BROADCAST, outbox.c.object_id.in_(_STANDING_STILL))
            .values(state=int(State.HELD), reclaims=outbox.c.reclaims + 1, lease=None)
            .returning(outbox.c.peer_id)
        )
        again = await self._connection.execute(
            update(outbox).where(*where).values(state=int(State.READY), reclaims=outbox.c.reclaims + 1, lease=None)
        )
        for peer_id in sorted([*(row.peer_id for row in ended), *held]):
            await self.promote(peer_id)
        return again.rowcount, len(ended), answers

    async def sweep(self, channel: str, account: str) -> int:
        """Promotes chats that have waiting rows but no head; anything but 0 means a promotion was lost."""
        head = outbox.alias()
        headless = await self._connection.scalars(
            select(outbox.c.peer_id)
            .distinct()
            .where(
                outbox.c.channel == channel,
                outbox.c.account == account,
                _is(State.WAITING),
                ~select(head.c.id)
                .where(
                    head.c.peer_id == outbox.c.peer_id,
                    _is_head(head),
                )
                .exists(),
            )
        )
        return sum([await self.promote(peer_id) for peer_id in sorted(headless)])

    async def find(self, peer_id: int, kind: str, object_id: int, revision: int) -> Found | None:
        """Returns where one row stands."""
        row = (
            await self._connection.execute(
                select(outbox.c.state, outbox.c.external_id).where(
                    outbox.c.peer_id == peer_id,
                    outbox.c.kind == kind,
                    outbox.c.object_id == object_id,
                    outbox.c.revision == revision,
                )
            )
        ).first()
        return Found(State(row.state), row.external_id or "") if row else None

    async def latest(self, peer_id: int, kind: str, object_id: int) -> Latest | None:
        """Returns how far what was queued about an object has come for a peer; None where nothing was."""
        rows = await self._connection.execute(
            select(outbox.c.revision, outbox.c.external_id)
            .where(outbox.c.peer_id == peer_id, outbox.c.kind == kind, outbox.c.object_id == object_id)
            .order_by(outbox.c.revision)
        )
        found = [(row.revision, row.external_id) for row in rows]
        shown = [external_id for _, external_id in found if external_id]
        return Latest(found[-1][0], shown[-1] if shown else "") if found else None

    async def is_on_its_way(self, peer_id: int, kind: str, object_id: int) -> bool:
        """Whether something of a kind about an object has not left yet for a peer."""
        unsent = or_(_is(State.READY), _is(State.LEASED), _is(State.WAITING))
        found = select(outbox.c.id).where(
            outbox.c.peer_id == peer_id, outbox.c.kind == kind, outbox.c.object_id == object_id, unsent
        )
        return await self._connection.scalar(found.limit(1)) is not None

    async def last_shown(self, peer_id: int) -> Shown | None:
        """Returns the last message a peer has received, whether a reply or a notice."""
        row = (await self._connection.execute(_LAST_SHOWN, {"chat": peer_id})).first()
        return Shown(row.kind, await self._body_of(row), row.external_id or "") if row is not None else None

    async def last_sent(self, peer_id: int) -> str | None:
        """Returns the body of the last message a peer has received, or may have."""
        row = (
            await self._connection.execute(
                select(outbox.c.kind, outbox.c.object_id, outbox.c.language, outbox.c.body)
                .where(
                    outbox.c.peer_id == peer_id,
                    or_(_is(State.SENT), _is(State.DELIVERED), _is(State.UNCERTAIN)),
                    _stands_below(),
                )
                .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
                .limit(1)
            )
        ).first()
        return await self._body_of(row) if row is not None else None

    async def _body_of(self, row: Row[*tuple[Any, ...]]) -> str:
        return self._body(row, await self._texts({row.object_id}) if row.kind == BROADCAST else {})

    def _body(self, row: Row[*tuple[Any, ...]], texts: dict[int, dict[str, str]]) -> str:
        if row.kind == BROADCAST:
            found = texts[row.object_id]
            return found.get(row.language, found["ky"])
        return self._seal.open(row.body)

    async def _texts(self, broadcast_ids: set[int]) -> dict[int, dict[str, str]]:
        if not broadcast_ids:
            return {}
        rows = await self._connection.execute(
            select(broadcasts.c.id, broadcasts.c.text_ky, broadcasts.c.text_ru).where(
                broadcasts.c.id.in_(broadcast_ids)
            )
        )
        return {row.id: {"ky": row.text_ky, "ru": row.text_ru} for row in rows}

    async def _stands_still(self, broadcast_id: int) -> bool:
        # Whoever pauses it changes its row first, so this waits for them, or they for this.
        state = select(broadcasts.c.finished_at, broadcasts.c.id.in_(_STANDING_STILL)).where(
            broadcasts.c.id == broadcast_id
        )
        row = (await self._connection.execute(state.with_for_update(read=True))).one()
        return row.finished_at is not None or bool(row[1])

    async def revive(self, peer_id: int) -> int:
        """Makes answers wait again that ended because the peer had blocked us; returns how many.

        An answer that was told in person is not sent after all. What was broadcast meanwhile is read under the hearings.
        """
        done = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.peer_id == peer_id,
                or_(_is(State.FAILED), _is(State.SKIPPED)),
                outbox.c.code == "blocked",
                outbox.c.kind.not_in([REPLY, BROADCAST]),
                ~exists().where(outbox.c.kind == ANSWER, told.c.answer_id == outbox.c.object_id),
            )
            .values(state=int(State.WAITING), code=None, finished_at=None, attempts=0)
        )
        if done.rowcount:
            await self.promote(peer_id)
        return done.rowcount

    async def empty_before(self, moment: int) -> int:
        """Removes replies that ended before a moment; answers and notices stay as proof of delivery. Returns how many."""
        kinds: list[ColumnElement[str]] = [
            literal_column(f"'{kind}'") for kind in (REPLY, MENU, PROGRESS)
        ]  # as its partial index has them
        done = await self._connection.execute(
            delete(outbox).where(outbox.c.kind.in_(kinds), outbox.c.finished_at < moment)
        )
        return done.rowcount

    async def late(self, before: int) -> int:
        """Counts what has been ready to be sent since before a moment; what waits for the day is not late."""
        late = [
            _is(State.READY),
            outbox.c.not_before < before,
            outbox.c.lane < literal_column(str(int(Lane.DAY_NOTICE))),
        ]
        return await self._connection.scalar(select(func.count()).select_from(outbox).where(*late)) or 0

    async def put_back(self, channel: str, account: str, *, now: int, by: int) -> None:
        """Moves what is not due yet with the clock, which was put back by so many milliseconds to now."""
        await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.channel == channel,
                outbox.c.account == account,
                or_(_is(State.READY), _is(State.WAITING), _is(State.HELD)),
                outbox.c.not_before > now,
            )
            .values(not_before=outbox.c.not_before - by)
        )

    async def counts(self) -> dict[State, int]:
        """Counts the rows in each state."""
        rows = await self._connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return {State(state): count for state, count in rows}


async def lock_chats(connection: AsyncConnection, peer_ids: Collection[int]) -> None:
    """Keeps others from changing the order of these chats until this transaction is over; SQLite has one writer."""
    if connection.dialect.name != "postgresql":
        return
    if len(peer_ids) == 1:
        await connection.execute(select(func.pg_advisory_xact_lock(_CHATS, *peer_ids)))
        return
    chats = func.unnest(array(sorted(set(peer_ids)), type_=Integer)).column_valued("chat")
    await connection.execute(select(func.pg_advisory_xact_lock(_CHATS, chats)))
