"""The budget years of an aimak: the day of the hearing, of the results, and the totals of the draft."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import insert
from storage.tables import budget_years, proposals


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """One budget year of an aimak; days are Bishkek days, totals som. table_place is where the decisions are posted."""

    aimak_id: int
    year: int
    hearing_on: date | None = None
    attendance: int | None = None
    results_on: date | None = None
    table_place: str | None = None
    draft_revenue: int | None = None
    draft_spending: int | None = None


class Years:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, aimak_id: int, year: int) -> BudgetYear:
        """Returns a budget year, empty where nothing was entered yet."""
        row = (
            (
                await self._connection.execute(
                    select(*(budget_years.c[name] for name in BudgetYear.__dataclass_fields__)).where(
                        budget_years.c.aimak_id == aimak_id, budget_years.c.year == year
                    )
                )
            )
            .mappings()
            .first()
        )
        return BudgetYear(**row) if row else BudgetYear(aimak_id, year)

    async def put(self, aimak_id: int, year: int, **changes: object) -> None:
        """Writes facts of a budget year over the earlier ones; the audit keeps those."""
        statement = insert(self._connection, budget_years).values(aimak_id=aimak_id, year=year, **changes)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["aimak_id", "year"], set_=changes)
        )

    async def known(self, aimak_id: int) -> list[int]:
        """Lists the years an aimak has proposals or facts for, the latest first."""
        rows = await self._connection.scalars(
            select(budget_years.c.year)
            .where(budget_years.c.aimak_id == aimak_id)
            .union(select(proposals.c.budget_year).where(proposals.c.aimak_id == aimak_id))
        )
        return sorted(rows, reverse=True)
