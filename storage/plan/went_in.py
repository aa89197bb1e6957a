"""The proposals of a year that went into the draft budget, with their sums and lines."""

from dataclasses import dataclass

from sqlalchemy import func, select

from bot.budget.proposal import Decision, Side
from storage.database.connection import AsyncConnection
from storage.database.schema import proposals
from storage.log.authors import is_by_office
from storage.log.facts import LATEST, Facts

WENT_IN = (Decision.INCLUDED, Decision.PARTLY)


@dataclass(frozen=True, slots=True)
class WentIn:
    """A proposal that went in. group is the earliest (id) of those it gets one answer with, or its own id."""

    id: int
    label: str
    side: Side
    decision: Decision
    amount: int | None
    budget_line: str | None
    group: int


class WentInto:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of_year(self, aimak_id: int, year: int, *, as_of: int | None = None) -> list[WentIn]:
        """Lists them by their numbers. Withdrawn and excluded ones and those of the office's own people are left out."""
        columns = {
            "id": proposals.c.id,
            "label": proposals.c.label,
            "side": proposals.c.side,
            "decision": LATEST.c.decision,
            "amount": LATEST.c.amount,
            "budget_line": LATEST.c.budget_line,
            "group": func.coalesce(proposals.c.linked_to, proposals.c.id),
        }
        facts = Facts(None, as_of)
        statement = facts.of(
            columns, proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year, facts.excluded() == 0,
            ~is_by_office(as_of), LATEST.c.decision.in_([one.value for one in WENT_IN]),
        )  # fmt: skip
        rows = await self._connection.execute(statement.order_by(proposals.c.number, proposals.c.id))
        return [WentIn(row[0], row[1], Side(row[2]), Decision(row[3]), row[4], row[5], row[6]) for row in rows]

    async def count_all(self, aimak_id: int, year: int, *, as_of: int | None = None) -> int:
        """Counts the proposals of a year that count, whatever became of them."""
        facts = Facts(None, as_of)
        every = facts.of(
            {"id": proposals.c.id}, proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year,
            facts.excluded() == 0, ~is_by_office(as_of),
        ).subquery("every")  # fmt: skip
        return await self._connection.scalar(select(func.count()).select_from(every)) or 0
