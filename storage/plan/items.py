"""The items of an aimak's plans. A removed one stays for what was counted before."""

from dataclasses import dataclass

from sqlalchemy import select, update

from bot.budget.plan.items import Plan
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import plan_items


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An item of a plan. code is its number there, years the first and the last one, amount in som."""

    id: int
    aimak_id: int
    plan: Plan
    code: str
    text: str
    from_year: int | None
    to_year: int | None
    amount: int | None
    removed_at: int | None


_COLUMNS = [plan_items.c[name] for name in PlanItem.__dataclass_fields__]


class PlanItems:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_standing(self, aimak_id: int) -> list[PlanItem]:
        """Lists the items of an aimak's plans that stand, as they stand in the plans."""
        rows = await self._connection.execute(
            select(*_COLUMNS)
            .where(plan_items.c.aimak_id == aimak_id, plan_items.c.removed_at.is_(None))
            .order_by(plan_items.c.plan, plan_items.c.id)
        )
        return [_make(row) for row in rows]

    async def find(self, id: int) -> PlanItem | None:
        """Finds an item, removed or not."""
        row = (await self._connection.execute(select(*_COLUMNS).where(plan_items.c.id == id))).first()
        return None if row is None else _make(row)

    async def put(
        self,
        *,
        aimak_id: int,
        plan: Plan,
        code: str,
        text: str,
        from_year: int | None,
        to_year: int | None,
        amount: int | None,
        by: int | None,
        at: int,
    ) -> int:
        """Enters an item, or writes it anew where its plan has that number already; returns its id."""
        given = {"text": text, "from_year": from_year, "to_year": to_year, "amount": amount, "removed_at": None}
        made = insert(self._connection, plan_items).values(
            aimak_id=aimak_id, plan=plan.value, code=code, created_by=by, created_at=at, **given
        )
        key = [plan_items.c.aimak_id, plan_items.c.plan, plan_items.c.code]
        put: int | None = await self._connection.scalar(
            made.on_conflict_do_update(index_elements=key, set_=given).returning(plan_items.c.id)
        )
        assert put is not None
        return put

    async def remove(self, id: int, *, at: int) -> None:
        """Removes an item from what is offered."""
        await self._connection.execute(
            update(plan_items).where(plan_items.c.id == id, plan_items.c.removed_at.is_(None)).values(removed_at=at)
        )


def _make(row: tuple[object, ...]) -> PlanItem:
    id, aimak_id, plan, *rest = row
    return PlanItem(id, aimak_id, Plan(plan), *rest)  # type: ignore[arg-type]
