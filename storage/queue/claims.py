"""What the courier does to the outbox: claim rows under a lease, finish them, put them off, free dead leases.

A few lines over 300: statements that run with every message, compiled once, stand beside what runs them.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from storage.database.ready import ready
from storage.database.schema import broadcasts, outbox, peers
from storage.log.weights import weigh_letters
from storage.queue.heads import (
    demote,
    ended_below,
    execute_each,
    lock_chats,
    promote,
    select_headless,
    stands,
    written,
)
from storage.queue.letters import ALONE, BROADCAST, NEWCOMERS, SHUT, WHY_NEVER, Claimed, Lane, Letter, Sent, State
from storage.queue.lookup import Lookup, text_of_broadcast

_earlier = outbox.alias("earlier")

SUSPECT = 2  # leases that died with a row among others; from then on it goes alone
KILLS = 6  # leases that died with a row alone, after which it is parked as uncertain
RESTS = (1_000, 5_000, 15_000, 60_000, 300_000)  # milliseconds such a row rests after each of these but the last

_OF_LETTER = (
    "id", "peer_id", "kind", "object_id", "language", "body", "attempts", "code", "lane", "not_before", "expires_at",
    "created_at",
)  # fmt: skip
_STANDING_STILL = select(broadcasts.c.id).where(broadcasts.c.state.in_(["paused", "cancelled", "done"]))


# Built once: these run with every message, and building them costs more than running them.
def _due(first: Lane, last: Lane, *, suspect: bool = False) -> list[ColumnElement[bool]]:
    # What is ready and due in some lanes of an account; their numbers are written out as the state is.
    # Suspects go alone, so that whoever looks for the others does not see them.
    often: ColumnElement[int] = literal_column(str(SUSPECT))
    if first is last:
        lanes = [outbox.c.lane == literal_column(str(int(first)))]
    else:
        lanes = [outbox.c.lane >= literal_column(str(int(first)))] if first is not Lane.REPLY else []
        lanes += [outbox.c.lane <= literal_column(str(int(last)))] if last is not Lane.DAY_NOTICE else []
    return [
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.account == bindparam("of_account"),
        stands(State.READY),
        outbox.c.not_before <= bindparam("now"),
        outbox.c.reclaims >= often if suspect else outbox.c.reclaims < often,
        *lanes,
    ]


def _of_reader(column: ColumnElement[Any]) -> Any:
    return select(column).where(peers.c.id == outbox.c.peer_id).scalar_subquery()


def _sent_lately(most: int) -> Any:
    # On PostgreSQL alone: when the last few messages left to a reader's chat, whoever sent them.
    found = select(_earlier.c.finished_at).where(
        _earlier.c.peer_id == outbox.c.peer_id,
        ended_below(_earlier),
        stands(State.SENT, State.DELIVERED, table=_earlier),
    )
    latest = found.order_by(_earlier.c.finished_at.desc(), _earlier.c.id.desc()).limit(literal_column(str(most)))
    return func.array(latest.correlate(outbox).scalar_subquery())


@cache
def _claim_of(first: Lane, last: Lane, *, of_one: bool, heard: bool, lately: int, suspect: bool) -> Any:
    due = (
        select(outbox.c.id)
        .where(*_due(first, last, suspect=suspect), *([outbox.c.aimak_id == bindparam("of_aimak")] if of_one else []))
        .order_by(outbox.c.lane, outbox.c.not_before, outbox.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return ready(
        update(outbox)
        .where(outbox.c.id.in_(select(due.c.id)))
        .values(
            state=written(State.LEASED),
            lease=bindparam("token", type_=String),
            leased_until=bindparam("until", type_=BigInteger),
            attempts=outbox.c.attempts + 1,
        )
        .returning(
            *(outbox.c[name] for name in _OF_LETTER),
            text_of_broadcast().label("said"),
            _of_reader(peers.c.address).label("address"),
            *([_of_reader(peers.c.last_in_at).label("heard_at")] if heard else []),
            *([_sent_lately(lately).label("lately")] if lately else []),
        )
    )


@cache
def _suspects_up_to(last: Lane) -> Any:
    return ready(select(select(outbox.c.id).where(*_due(Lane.REPLY, last, suspect=True)).exists()))


@cache
def _waiting_up_to(last: Lane) -> Any:
    lanes = ((Lane.REPLY, Lane.REPLY), (Lane.ANSWER, Lane.ANSWER), (Lane.NOTICE, last))
    return ready(select(*(select(outbox.c.id).where(*_due(*one)).exists().label(one[0].name.lower()) for one in lanes)))


_NEWCOMERS_DUE = ready(
    select(func.count()).select_from(
        select(outbox.c.id)
        .where(*_due(Lane.REPLY, Lane.REPLY), outbox.c.aimak_id == literal_column(str(NEWCOMERS)))
        .limit(bindparam("most"))
        .subquery()
    )
)


@cache
def _aimaks_of(first: Lane, last: Lane) -> Any:
    # It goes from one aimak to the next by the index, however many rows each has. Then it asks whether any is due.
    mine = [
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.account == bindparam("of_account"),
        stands(State.READY),
    ]
    next_one = select(outbox.c.aimak_id).where(*mine).order_by(outbox.c.aimak_id).limit(1)
    turn = select(next_one.scalar_subquery().label("aimak_id")).cte("turn", recursive=True)
    after = next_one.where(outbox.c.aimak_id > turn.c.aimak_id).correlate(turn).scalar_subquery()
    turn = turn.union_all(select(after).where(turn.c.aimak_id.is_not(None)))
    is_due = (
        select(outbox.c.id).where(*_due(first, last), outbox.c.aimak_id == turn.c.aimak_id).correlate(turn).exists()
    )
    return ready(select(turn.c.aimak_id).where(turn.c.aimak_id.is_not(None), is_due))


_FINISH = ready(
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


class Claims(Lookup):
    """The courier's side of the outbox. Whoever writes how a row ended shows its lease."""

    async def claim(
        self,
        channel: str,
        account: str,
        *,
        now: int,
        limit: int,
        lease: str,
        leased_until: int,
        first: Lane = Lane.REPLY,
        last: Lane = Lane.DAY_NOTICE,
        aimak_id: int | None = None,
        heard: bool = False,
        lately: int = 0,
        since: int | None = None,
        suspect: bool = False,
    ) -> Claimed:
        """Leases up to limit ready heads that are due, the most urgent lane first.

        Only lanes from the first to the last given count. suspect: only rows that may have killed whoever sent them, and
        otherwise none of these.

        With an aimak only what takes its turn; 0 is what takes nobody's. since: only what has been due since then (ms UTC).
        heard: when each reader wrote last is asked, too. lately: of so many messages before, when they left, on PostgreSQL.
        What has expired meanwhile ends here, so that it keeps nothing of its chat waiting.
        """
        found = await self._connection.execute(
            _claim_of(first, last, of_one=aimak_id is not None, heard=heard, lately=lately, suspect=suspect),
            {"of_channel": channel, "of_account": account, "now": now if since is None else since, "most": limit,
             "token": lease, "until": leased_until} | ({} if aimak_id is None else {"of_aimak": aimak_id}),
        )  # fmt: skip
        rows = sorted(found.all(), key=lambda row: (row.lane, row.not_before, row.id))
        late = [row for row in rows if row.expires_at is not None and row.expires_at <= now]
        if late:
            await self._expire(late, lease, now)
            rows = [row for row in rows if row not in late]
        letters = [
            Letter(
                id=row.id,
                peer_id=row.peer_id,
                address=self._seal.open(row.address),
                kind=row.kind,
                object_id=row.object_id,
                language=row.language,
                body=self._open_body(row),
                attempts=row.attempts,
                lease=lease,
                code=row.code,
                heard_at=row.heard_at if heard else None,
                expires_at=row.expires_at,
                lane=Lane(row.lane),
                made_at=row.created_at,
                lately=tuple(row.lately) if lately else (),
            )
            for row in rows
        ]
        return Claimed(letters, [row.id for row in late])

    async def list_waiting(self, channel: str, account: str, *, now: int, last: Lane) -> list[Lane]:
        """Lists the lanes in which something may leave now. NOTICE stands for all lanes from there to the last one given."""
        row = await self._connection.execute(
            _waiting_up_to(last), {"of_channel": channel, "of_account": account, "now": now}
        )
        return [lane for lane, waits in zip(Lane, row.one(), strict=False) if waits]

    async def has_suspect(self, channel: str, account: str, *, now: int, last: Lane) -> bool:
        """Whether a row that may have killed whoever sent it may leave now, in the lanes up to the last."""
        given = {"of_channel": channel, "of_account": account, "now": now}
        return bool(await self._connection.scalar(_suspects_up_to(last), given))

    async def list_aimaks(self, channel: str, account: str, *, now: int, first: Lane, last: Lane) -> list[int]:
        """Lists the aimaks (ids) of which something may leave now in some lanes; 0 is what takes nobody's turn."""
        rows = await self._connection.execute(
            _aimaks_of(first, last), {"of_channel": channel, "of_account": account, "now": now}
        )
        return [row.aimak_id for row in rows]

    async def count_newcomers(self, channel: str, account: str, *, now: int, most: int) -> int:
        """Counts the newcomers whose reply may leave now, at most most."""
        given = {"of_channel": channel, "of_account": account, "now": now, "most": most}
        return await self._connection.scalar(_NEWCOMERS_DUE, given) or 0

    async def _expire(self, late: Sequence[Row[*tuple[Any, ...]]], lease: str, at: int) -> None:
        ended = [
            {"row_id": row.id, "token": lease, "ended_as": int(State.SKIPPED), "message_id": None,
             "why": WHY_NEVER.get(row.expires_at, "expired"), "at": at, "there_at": None}
            for row in late
        ]  # fmt: skip
        await execute_each(self._connection, _FINISH, ended)
        await self.promote(*(row.peer_id for row in late), promoted_at=at)

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
            _FINISH,
            {"row_id": letter.id, "token": letter.lease, "ended_as": int(state), "message_id": external_id,
             "why": code, "at": at, "there_at": at if state in {State.SENT, State.DELIVERED} else None},
        )  # fmt: skip
        if done.rowcount == 0:
            return False
        await weigh_letters(self._connection, [letter], state)
        await self.promote(letter.peer_id, promoted_at=at, spaced_until=at + spacing)
        return True

    async def finish_sent(self, sent: Sequence[Sent]) -> list[int]:
        """Writes that these letters have left and promotes the next of each chat, in few statements for all.

        Returns the rows (ids) whose lease was lost meanwhile; those stay as they are.
        """
        chats = {one.letter.peer_id: one.at + one.spacing for one in sent}
        await lock_chats(self._connection, chats)
        done = await execute_each(
            self._connection,
            _FINISH,
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
        state = select(broadcasts.c.finished_at, broadcasts.c.id.in_(_STANDING_STILL)).where(
            broadcasts.c.id == broadcast_id
        )
        row = (await self._connection.execute(state.with_for_update(read=True))).one()
        return row.finished_at is not None or bool(row[1])

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
            .where(*where, outbox.c.kind == BROADCAST, outbox.c.object_id.in_(_STANDING_STILL))
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
