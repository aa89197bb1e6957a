"""The priorities that people named at gatherings, in a needs study, in a poll. A removed one stays for the log."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from bot.budget.plan.items import Source
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import priorities


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of a budget year. origin is the key of whatever it came out of, if that has one."""

    id: int
    aimak_id: int
    year: int
    source: Source
    text: str
    village_id: int | None
    origin: str | None
    created_at: int
    removed_at: int | None


_COLUMNS = [priorities.c[name] for name in Priority.__dataclass_fields__]


class Priorities:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_standing(self, aimak_id: int, year: int) -> list[Priority]:
        """Lists the priorities of a year that stand, the earliest first."""
        rows = await self._connection.execute(
            select(*_COLUMNS)
            .where(priorities.c.aimak_id == aimak_id, priorities.c.year == year, priorities.c.removed_at.is_(None))
            .order_by(priorities.c.id)
        )
        return [_make(row) for row in rows]

    async def find(self, id: int) -> Priority | None:
        """Finds a priority, removed or not."""
        row = (await self._connection.execute(select(*_COLUMNS).where(priorities.c.id == id))).first()
        return None if row is None else _make(row)

    async def find_by_origin(self, aimak_id: int, year: int, origin: str) -> Priority | None:
        """Finds the priority of an origin, removed or not."""
        row = await self._connection.execute(
            select(*_COLUMNS).where(
                priorities.c.aimak_id == aimak_id, priorities.c.year == year, priorities.c.origin == origin
            )
        )
        found = row.first()
        return None if found is None else _make(found)

    async def count(self, aimak_id: int, year: int) -> int:
        """Counts the priorities of a year that stand."""
        counted = select(func.count(priorities.c.id)).where(
            priorities.c.aimak_id == aimak_id, priorities.c.year == year, priorities.c.removed_at.is_(None)
        )
        return await self._connection.scalar(counted) or 0

    async def add(
        self,
        *,
        aimak_id: int,
        year: int,
        source: Source,
        text: str,
        village_id: int | None,
        origin: str | None,
        by: int | None,
        at: int,
    ) -> int:
        """Adds a priority; returns its id."""
        values = {"aimak_id": aimak_id, "year": year, "source": source.value, "text": text, "village_id": village_id}
        made: int | None = await self._connection.scalar(
            insert(self._connection, priorities)
            .values(**values, origin=origin, created_by=by, created_at=at)
            .returning(priorities.c.id)
        )
        assert made is not None
        return made

    async def remove(self, id: int, *, at: int) -> None:
        """Removes a priority from what is offered and counted."""
        await self._connection.execute(
            update(priorities).where(priorities.c.id == id, priorities.c.removed_at.is_(None)).values(removed_at=at)
        )

    async def put_back(self, id: int) -> None:
        """Lets a removed priority stand again."""
        await self._connection.execute(update(priorities).where(priorities.c.id == id).values(removed_at=None))


def _make(row: tuple[object, ...]) -> Priority:
    id, aimak_id, year, source, *rest = row
    return Priority(id, aimak_id, year, Source(source), *rest)  # type: ignore[arg-type]
