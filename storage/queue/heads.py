"""The rule of the outbox: one row of each chat is its head, ready or leased. The others wait their turn.

What waits for its reader (code SHUT) stands behind whatever else of its lane waits.

Every change that adds, ends or moves rows ends with promote. No other statement makes a head.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import groups, outbox, peers
from storage.queue.letters import CEILING, MENU, NEWCOMERS, PROGRESS, SHUT, Lane, State

_CHATS = 2  # the advisory locks of chats on PostgreSQL


# Partial indexes are used only where the state is written out, so it is never bound as a parameter.
def written(state: State) -> ColumnElement[int]:
    """A state as a literal."""
    return literal_column(str(int(state)))


def stands(*states: State, table: FromClause = outbox) -> ColumnElement[bool]:
    """Whether a row stands in one of these states."""
    if len(states) == 1:
        return table.c.state == written(states[0])
    return table.c.state.in_([written(state) for state in states])


def ended_below(table: FromClause = outbox) -> ColumnElement[bool]:
    """Whether a row has ended and is a message that stands below in its chat. One that rewrites another is none."""
    # These are the words of the partial index ix_outbox_ended. With a parameter in them it is not used.
    is_first = table.c.revision == literal_column("0")
    stands_below = or_(table.c.kind != literal_column(f"'{PROGRESS}'"), is_first)
    is_message = table.c.kind != literal_column(f"'{MENU}'")
    return and_(table.c.finished_at.is_not(None), is_message, stands_below)


def _is_shut(table: FromClause) -> ColumnElement[bool]:
    # What waits for its reader, or for the next month, keeps nothing of the same lane waiting. Elsewhere the code is mostly
    # empty (NULL).
    code = func.coalesce(table.c.code, "")
    return or_(code == SHUT, code == CEILING)


_head, _waiting = outbox.alias("head"), outbox.alias("next_row")

# Built once: these run with every message, and building them costs more than running them.
_DEMOTE = ready(
    update(outbox)
    .where(
        outbox.c.peer_id == bindparam("chat"),
        stands(State.READY),
        or_(outbox.c.lane > bindparam("urgent"), and_(outbox.c.lane == bindparam("urgent"), _is_shut(outbox))),
    )
    .values(state=written(State.WAITING))
)
_PROMOTE = ready(
    update(outbox)
    .where(
        outbox.c.id
        == select(_waiting.c.id)
        .where(_waiting.c.peer_id == bindparam("chat"), stands(State.WAITING, table=_waiting))
        .order_by(_waiting.c.lane, _is_shut(_waiting), _waiting.c.id)
        .limit(1)
        .scalar_subquery(),
        ~select(_head.c.id)
        .where(_head.c.peer_id == bindparam("chat"), stands(State.READY, State.LEASED, table=_head))
        .exists(),
    )
    .values(
        state=written(State.READY),
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


def first_state(peer_id: Any) -> ColumnElement[int]:
    """The state a new row of a chat begins in: ready where nothing else is to leave there, else waiting."""
    # Two questions, each with a partial index of its own.
    head = select(_head.c.id).where(_head.c.peer_id == peer_id, stands(State.READY, State.LEASED, table=_head))
    waiting = select(_waiting.c.id).where(_waiting.c.peer_id == peer_id, stands(State.WAITING, table=_waiting))
    return case((or_(head.exists(), waiting.exists()), written(State.WAITING)), else_=written(State.READY))


def find_place_in_line(peer_id: Any, *, since: Any, now: Any) -> ColumnElement[int]:
    """When a new row of a chat takes its place in the line (ms UTC).

    It is when its chat was written to last, but not before since.
    So whoever asks seldom goes before those who ask without end.
    """
    last = (
        select(
            case((outbox.c.finished_at > now, now), (outbox.c.finished_at > since, outbox.c.finished_at), else_=since)
        )
        .where(outbox.c.peer_id == peer_id, ended_below(), stands(State.SENT, State.DELIVERED))
        .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last, since)


def turn_of(peer_id: Any, *, newer_than: Any) -> ColumnElement[int]:
    """The aimak (id) whose turn a message to a chat takes: its person's or its group's. 0: it takes nobody's.

    Who was met since a moment (ms UTC) takes the turn of NEWCOMERS, whatever their aimak.
    """
    is_new = peers.c.created_at > newer_than
    own = (
        select(case((is_new, literal_column(str(NEWCOMERS))), else_=peers.c.aimak_id))
        .where(peers.c.id == peer_id)
        .scalar_subquery()
    )
    of_group = select(groups.c.aimak_id).where(groups.c.peer_id == peer_id).scalar_subquery()
    return func.coalesce(own, of_group, literal_column("0"))


def select_headless(*where: ColumnElement[bool]) -> Select[tuple[int]]:
    """The chats that have waiting rows but no head: a promotion was lost."""
    head = (
        select(_head.c.id)
        .where(_head.c.peer_id == outbox.c.peer_id, stands(State.READY, State.LEASED, table=_head))
        .exists()
    )
    return select(outbox.c.peer_id).distinct().where(*where, stands(State.WAITING), ~head)


async def demote(connection: AsyncConnection, chats: Collection[int], lane: Lane) -> int:
    """Makes ready heads wait that are less urgent than a lane; one that is leased stays. Returns how many."""
    return await execute_each(connection, _DEMOTE, [{"chat": chat, "urgent": int(lane)} for chat in chats])


async def promote(connection: AsyncConnection, spaced_until: Mapping[int, int], *, promoted_at: int = 0) -> int:
    """Makes the next waiting row of each chat its head where it has none; returns how many.

    spaced_until tells by chat before when nothing but a reply is due there (ms UTC). A head lines up behind what other
    chats are waiting for since before promoted_at.
    """
    each = [
        {"chat": chat, "spaced_until": max(until, promoted_at), "promoted_at": promoted_at}
        for chat, until in sorted(spaced_until.items())
    ]
    return await execute_each(connection, _PROMOTE, each)


async def execute_each(connection: AsyncConnection, statement: Update, each: list[dict[str, Any]]) -> int:
    """Executes a statement that is compiled once for each of several rows; returns how many rows it changed.

    PostgreSQL is asked in one trip; on SQLite there is no trip to spare.
    """
    if connection.dialect.name == "postgresql":
        return (await connection.execute(statement, each)).rowcount
    return sum([(await connection.execute(statement, one)).rowcount for one in each])


async def lock_chats(connection: AsyncConnection, peer_ids: Collection[int]) -> None:
    """Keeps others from changing the order of these chats until this transaction is over; SQLite has one writer."""
    if connection.dialect.name != "postgresql" or not peer_ids:
        return
    if len(peer_ids) == 1:
        await connection.execute(select(func.pg_advisory_xact_lock(_CHATS, *peer_ids)))
        return
    from sqlalchemy.dialects.postgresql import array

    chats = func.unnest(array(sorted(set(peer_ids)), type_=Integer)).column_valued("chat")
    await connection.execute(select(func.pg_advisory_xact_lock(_CHATS, chats)))
