"""What may leave now: the statements that claim rows, and those that ask where something is due.

They run with every message. So they are built once: building them costs more than running them.
"""

from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, bindparam, func, literal_column, select, update

from storage.database.ready import ready
from storage.database.schema import outbox, peers
from storage.queue.heads import ended_below, stands, written
from storage.queue.letters import NEWCOMERS, Lane, State
from storage.queue.lookup import text_of_broadcast

SUSPECT = 2  # leases that died with a row among others; from then on it goes alone

_earlier = outbox.alias("earlier")
_OF_LETTER = (
    "id", "peer_id", "kind", "object_id", "language", "body", "attempts", "code", "lane", "not_before", "expires_at",
    "created_at",
)  # fmt: skip


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
def make_claim(first: Lane, last: Lane, *, of_one: bool, heard: bool, lately: int, suspect: bool) -> Any:
    """Makes the statement that leases what is due in some lanes. of_one: of one aimak only; the rest as `claim` is asked."""
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
def ask_for_suspects(last: Lane) -> Any:
    """Makes the question whether a suspect is due in the lanes up to the last."""
    return ready(select(select(outbox.c.id).where(*_due(Lane.REPLY, last, suspect=True)).exists()))


@cache
def ask_which_lanes(last: Lane) -> Any:
    """Makes the question in which lanes something is due, a column a lane. NOTICE stands for all from there to the last."""
    lanes = ((Lane.REPLY, Lane.REPLY), (Lane.ANSWER, Lane.ANSWER), (Lane.NOTICE, last))
    return ready(select(*(select(outbox.c.id).where(*_due(*one)).exists().label(one[0].name.lower()) for one in lanes)))


NEWCOMERS_DUE = ready(
    select(func.count()).select_from(
        select(outbox.c.id)
        .where(*_due(Lane.REPLY, Lane.REPLY), outbox.c.aimak_id == literal_column(str(NEWCOMERS)))
        .limit(bindparam("most"))
        .subquery()
    )
)


@cache
def ask_which_aimaks(first: Lane, last: Lane) -> Any:
    """Makes the question of which aimaks (ids) something is due in some lanes."""
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
