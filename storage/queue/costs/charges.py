"""What left by a messenger that charges for each message, counted by month, kind and aimak.

The rows of the outbox say so as long as they are there. What is removed of them is counted before, and kept as numbers.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal_column, select

from bot.budget.workdays import find_day
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import charged, outbox, peers
from storage.queue.heads import stands
from storage.queue.letters import BROADCAST, OPENER, Lane, State

ANSWER, NOTICE = "answer", "notice"  # templates: what they ask for
WRITTEN, TOLD = "written", "told"  # without a template, within the hours of the window: told is a notice
NOTICES = (NOTICE, TOLD)
CHARGES = "whatsapp"  # the messenger whose messages cost money, as the partial index has it


@dataclass(frozen=True, slots=True)
class Charge:
    """How many messages of a kind left by an account, for an aimak (id; 0 is nobody's)."""

    account: str
    kind: str
    aimak_id: int
    n: int


def name_month(at: int) -> int:
    """The calendar month of a moment (ms UTC) in Bishkek, as 202611."""
    day = find_day(at)
    return day.year * 100 + day.month


_IS_OPENER = outbox.c.kind == literal_column(f"'{OPENER}'")
_IS_NOTICE = outbox.c.lane >= literal_column(str(int(Lane.NOTICE)))
_KIND = case(
    (_IS_OPENER & _IS_NOTICE, NOTICE),
    (_IS_OPENER, ANSWER),
    (outbox.c.kind == literal_column(f"'{BROADCAST}'"), TOLD),
    else_=WRITTEN,
)
# A template is of the aimak that asks, anything else of its reader's.
_WHOSE = case((_IS_OPENER & (outbox.c.aimak_id > 0), outbox.c.aimak_id), else_=func.coalesce(peers.c.aimak_id, 0))


def _is_charged(channel: str) -> list[ColumnElement[bool]]:
    # The messenger is written out, as the partial index has it. It is a name of ours.
    return [
        outbox.c.channel == literal_column(f"'{channel}'"),
        outbox.c.external_id.is_not(None),
        outbox.c.external_id != "",
        stands(State.SENT, State.DELIVERED, State.UNCERTAIN),
    ]


class Charges:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(
        self, channel: str, *, since: int, until: int, account: str | None = None, aimak_id: int | None = None
    ) -> list[Charge]:
        """Counts what left by a messenger in a calendar month (since, until: ms UTC), by account, kind and aimak."""
        shown = (outbox.c.account, _KIND.label("charged_as"), _WHOSE.label("whose"))
        rows = await self._connection.execute(
            select(*shown, func.count().label("n"))
            .join_from(outbox, peers, peers.c.id == outbox.c.peer_id)
            .where(*_is_charged(channel), *_in(since, until, account))
            .group_by(outbox.c.account, literal_column("charged_as"), literal_column("whose"))
        )
        found = Counter({(row.account, row.charged_as, row.whose): row.n for row in rows})
        kept = await self._connection.execute(
            select(charged).where(
                charged.c.channel == channel,
                charged.c.month == name_month(since),
                *([] if account is None else [charged.c.account == account]),
            )
        )
        for row in kept:
            found[row.account, row.kind, row.aimak_id] += row.n
        return [Charge(*key, n) for key, n in sorted(found.items()) if aimak_id in {None, key[2]}]

    async def count_notices(
        self, channel: str, account: str, *, since: int, until: int, sending: Collection[int] | None = None
    ) -> int:
        """Counts the notices of a calendar month: those that left, and the templates for notices that are to leave.

        sending: also the notices that are just being sent without a template, but these rows (ids).
        """
        found = await self.count(channel, since=since, until=until, account=account)
        mine = [outbox.c.channel == channel, outbox.c.account == account]
        under_way = [*mine, _IS_OPENER, _IS_NOTICE, outbox.c.finished_at.is_(None)]
        n = await self._connection.scalar(select(func.count()).where(*under_way)) or 0
        if sending is not None:
            # Looked for among the heads, which have an index.
            is_sent = [*mine, stands(State.READY, State.LEASED), stands(State.LEASED), outbox.c.kind == BROADCAST]
            being_sent = select(func.count()).where(*is_sent, outbox.c.id.not_in(list(sending)))
            n += await self._connection.scalar(being_sent) or 0
        return n + sum(one.n for one in found if one.kind in NOTICES)

    async def was_asked(self, row_id: int) -> bool:
        """Whether the reader of a row was asked by a template for its sake, which is paid for."""
        asked = exists().where(
            _IS_OPENER, outbox.c.object_id == row_id, stands(State.SENT, State.DELIVERED, State.UNCERTAIN)
        )
        return bool(await self._connection.scalar(select(asked)))


def _in(since: int, until: int, account: str | None) -> list[ColumnElement[bool]]:
    of_one = [] if account is None else [outbox.c.account == account]
    return [*of_one, outbox.c.finished_at >= since, outbox.c.finished_at < until]


async def keep_counted(connection: AsyncConnection, *where: ColumnElement[bool]) -> None:
    """Keeps as numbers what some rows count, which are about to be removed or to lose their messenger's id."""
    rows = await connection.execute(_select_each(CHARGES, where))
    counted = Counter((row.account, name_month(row.finished_at), row.charged_as, row.whose) for row in rows)
    for (account, month, kind, whose), n in sorted(counted.items()):
        values = {"channel": CHARGES, "account": account, "month": month, "kind": kind, "aimak_id": whose, "n": n}
        await connection.execute(
            insert(connection, charged)
            .values(values)
            .on_conflict_do_update(
                index_elements=["channel", "account", "month", "kind", "aimak_id"], set_={"n": charged.c.n + n}
            )
        )


def _select_each(channel: str, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return (
        select(outbox.c.account, outbox.c.finished_at, _KIND.label("charged_as"), _WHOSE.label("whose"))
        .join_from(outbox, peers, peers.c.id == outbox.c.peer_id)
        .where(*_is_charged(channel), outbox.c.finished_at.is_not(None), *where)
    )
