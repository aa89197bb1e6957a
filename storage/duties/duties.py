"""Leases of duties: one row a duty, with its holder and until when. The database's clock alone decides.

Whoever acts for a duty locks its row with KEY SHARE in the same transaction. That lets the holder renew it meanwhile,
and lets nobody take it over before that transaction has ended.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, delete, func, literal, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import duties

LEASE = 10_000  # milliseconds; with the pause between two looks a dead holder is followed within 15 s


class Duties:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._now = _read_clock(connection.dialect.name)

    async def keep(self, names: Collection[str], *, holder: str, lease: int = LEASE) -> set[str]:
        """Renews those that are the holder's and takes those that are free; returns which are the holder's now."""
        until = self._now + literal(lease, BigInteger)
        renewed = await self._connection.scalars(
            update(duties)
            .where(duties.c.name.in_(sorted(names)), duties.c.holder == holder)
            .values(until=until)
            .returning(duties.c.name)
        )
        held = set(renewed)
        return held | await self._take(sorted({*names} - held), holder=holder, until=until)

    async def _take(self, names: list[str], *, holder: str, until: ColumnElement[int]) -> set[str]:
        if not names:
            return set()
        known = {row.name: row.is_over for row in await self._connection.execute(
            select(duties.c.name, (duties.c.until <= self._now).label("is_over")).where(duties.c.name.in_(names))
        )}  # fmt: skip
        taken: set[str] = set()
        for name in (one for one in names if one not in known):
            added = await self._connection.execute(
                insert(self._connection, duties)
                .values(name=name, holder=holder, until=until)
                .on_conflict_do_nothing()
                .returning(duties.c.name)
            )
            taken.update(row.name for row in added)
        if over := [name for name, is_over in known.items() if is_over]:
            free = (
                select(duties.c.name)
                .where(duties.c.name.in_(over), duties.c.until <= self._now)
                .order_by(duties.c.name)
                .with_for_update(skip_locked=True)
                .cte("free")
            )
            followed = await self._connection.scalars(
                update(duties)
                .where(duties.c.name.in_(select(free.c.name)))
                .values(holder=holder, until=until)
                .returning(duties.c.name)
            )
            taken.update(followed)
        return taken

    async def is_held(self, name: str, *, holder: str) -> bool:
        """Whether a duty is the holder's, and stays so until this transaction ends."""
        mine = (
            select(duties.c.name)
            .where(duties.c.name == name, duties.c.holder == holder)
            .with_for_update(read=True, key_share=True)
        )
        return await self._connection.scalar(mine) is not None

    async def let_go(self, names: Collection[str], *, holder: str) -> None:
        """Gives up duties of a holder, so that another may take them at once."""
        await self._connection.execute(
            delete(duties).where(duties.c.name.in_(sorted(names)), duties.c.holder == holder)
        )


@cache
def _read_clock(dialect: str) -> ColumnElement[int]:
    """Made once: every unit of work has its Duties, and hardly any asks what time it is."""
    # SQLite counts days since noon of a day 4713 years before our era.
    if dialect == "sqlite":
        moment: Any = (func.julianday("now") - 2440587.5) * 86_400_000
    else:
        moment = func.extract("epoch", func.clock_timestamp()) * 1000
    return cast(moment, BigInteger)
