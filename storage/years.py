"""The budget years of an aimak: the day of the hearing, of the results, and the totals of the draft."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import aimaks, budget_years, proposals


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """One budget year of an aimak; days are Bishkek days, totals som.

    table_place is where the decisions are posted, table_on from which day.
    """

    aimak_id: int
    year: int
    hearing_on: date | None = None
    attendance: int | None = None
    results_on: date | None = None
    table_place: str | None = None
    draft_revenue: int | None = None
    draft_spending: int | None = None
    table_on: date | None = None


class Years:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, aimak_id: int, year: int, *, as_of: int | None = None) -> BudgetYear:
        """Returns a budget year, as_of a moment only what was entered before it; empty where nothing was."""
        entered = [] if as_of is None else [budget_years.c.entered_at < as_of]
        rows = await self._connection.execute(
            select(*(budget_years.c[name] for name in BudgetYear.__dataclass_fields__))
            .where(budget_years.c.aimak_id == aimak_id, budget_years.c.year == year, *entered)
            .order_by(budget_years.c.id.desc())
            .limit(1)
        )
        row = rows.mappings().first()
        return BudgetYear(**row) if row else BudgetYear(aimak_id, year)

    async def put(self, aimak_id: int, year: int, *, at: int, **changes: object) -> int:
        """Enters facts of a budget year beside the earlier ones, which stay; returns the id of the row."""
        await self._connection.execute(select(aimaks.c.id).where(aimaks.c.id == aimak_id).with_for_update())
        facts = asdict(await self.get(aimak_id, year)) | changes
        entered: int | None = await self._connection.scalar(
            insert(self._connection, budget_years).values(**facts, entered_at=at).returning(budget_years.c.id)
        )
        assert entered is not None
        return entered

    async def list_years(self, aimak_id: int) -> list[int]:
        """Lists the years an aimak has proposals or facts for, the latest first."""
        rows = await self._connection.scalars(
            select(budget_years.c.year)
            .where(budget_years.c.aimak_id == aimak_id)
            .union(select(proposals.c.budget_year).where(proposals.c.aimak_id == aimak_id))
        )
        return sorted(rows, reverse=True)
