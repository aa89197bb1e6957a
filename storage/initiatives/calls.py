"""Calls for local initiatives: announced, numbered, closed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, select, update

from bot.budget.initiative.call import Regime, Terms
from bot.budget.initiative.marks import MarkRules
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import initiative_calls


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an aimak; times in ms UTC. rules are those in force when it was announced."""

    id: int
    aimak_id: int
    number: int
    terms: Terms
    rules: MarkRules
    opened_at: int
    opened_by: int | None
    closed_at: int | None


# Read for each menu, so built once.
_OPEN = ready(
    select(initiative_calls)
    .where(initiative_calls.c.aimak_id == bindparam("aimak"))
    .where(initiative_calls.c.closed_at.is_(None), initiative_calls.c.last_day >= bindparam("today"))
    .order_by(initiative_calls.c.last_day, initiative_calls.c.id)
)


class Calls:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, aimak_id: int, *, key: str, terms: Terms, rules: MarkRules, by: int | None, at: int
    ) -> Call | None:
        """Writes a call under the next number of its aimak; None where one was made under this key before."""
        number = await self._connection.scalar(
            select(func.coalesce(func.max(initiative_calls.c.number), 0) + 1).where(
                initiative_calls.c.aimak_id == aimak_id
            )
        )
        row = insert(self._connection, initiative_calls).values(
            key=key,
            aimak_id=aimak_id,
            number=number,
            regime=terms.regime.value,
            largest=terms.largest,
            last_day=terms.last_day,
            done_by=terms.done_by,
            rules=rules.to_json(),
            opened_at=at,
            opened_by=by,
        )
        made = await self._connection.scalar(
            row.on_conflict_do_nothing(index_elements=["key"]).returning(initiative_calls.c.id)
        )
        return None if made is None else await self.get(made)

    async def get(self, id: int) -> Call | None:
        """Finds a call."""
        return await self._find(initiative_calls.c.id == id)

    async def find(self, key: str) -> Call | None:
        """Finds a call by the key it was made under."""
        return await self._find(initiative_calls.c.key == key)

    async def lock(self, id: int) -> Call | None:
        """Finds a call and keeps others from changing it until this transaction is over."""
        row = (
            await self._connection.execute(
                select(initiative_calls).where(initiative_calls.c.id == id).with_for_update()
            )
        ).first()
        return None if row is None else _read(row)

    async def list_of(self, aimak_id: int, *, limit: int | None = None) -> list[Call]:
        """Lists the calls of an aimak, the newest first."""
        rows = await self._connection.execute(
            select(initiative_calls)
            .where(initiative_calls.c.aimak_id == aimak_id)
            .order_by(initiative_calls.c.number.desc())
            .limit(limit)
        )
        return [_read(row) for row in rows]

    async def list_open(self, aimak_id: int, *, today: date) -> list[Call]:
        """Lists the calls of an aimak to which somebody may still apply, the earliest last day first."""
        rows = await self._connection.execute(_OPEN, {"aimak": aimak_id, "today": today})
        return [_read(row) for row in rows]

    async def take_number(self, id: int) -> int:
        """Gives the next number of an application to a call; each is given once. 0 where there is no such call."""
        number: int | None = await self._connection.scalar(
            update(initiative_calls)
            .where(initiative_calls.c.id == id)
            .values(last=initiative_calls.c.last + 1)
            .returning(initiative_calls.c.last)
        )
        return number or 0

    async def close(self, id: int, *, by: int | None, at: int) -> None:
        """Closes a call."""
        await self._connection.execute(
            update(initiative_calls).where(initiative_calls.c.id == id).values(closed_at=at, closed_by=by)
        )

    async def move(self, aimak_id: int, into: int) -> None:
        """Moves the calls of an aimak that becomes part of another, behind those it has; told numbers stay."""
        last = await self._connection.scalar(
            select(func.coalesce(func.max(initiative_calls.c.number), 0)).where(initiative_calls.c.aimak_id == into)
        )
        ids = await self._connection.scalars(
            select(initiative_calls.c.id)
            .where(initiative_calls.c.aimak_id == aimak_id)
            .order_by(initiative_calls.c.number)
        )
        for number, id in enumerate(ids.all(), int(last or 0) + 1):
            await self._connection.execute(
                update(initiative_calls).where(initiative_calls.c.id == id).values(aimak_id=into, number=number)
            )

    async def _find(self, where: ColumnElement[bool]) -> Call | None:
        row = (await self._connection.execute(select(initiative_calls).where(where))).first()
        return None if row is None else _read(row)


def _read(row: Row[Any]) -> Call:
    terms = Terms(Regime(row.regime), row.largest, row.last_day, row.done_by)
    return Call(
        row.id, row.aimak_id, row.number, terms, MarkRules.from_json(row.rules), row.opened_at, row.opened_by,
        row.closed_at,
    )  # fmt: skip
