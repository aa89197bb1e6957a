"""Which proposals are tied to an item of a plan, or to a priority. A tie that was taken back stays for the log."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, or_, select, update

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import plan_items, priorities, proposals, ties

_AT_ONCE = 500  # proposals that one statement names


@dataclass(frozen=True, slots=True)
class Target:
    """What a proposal is tied to: an item of a plan or a priority, by its id."""

    item: int | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie, and in words what the proposal is tied to. kind is a plan or the source of a priority."""

    proposal_id: int
    target: Target
    kind: str
    code: str
    text: str


# Read for each screen of a proposal, so built once.
_ITEMS = select(plan_items.c.id).where(plan_items.c.aimak_id == bindparam("aimak"), plan_items.c.removed_at.is_(None))
_NAMED = select(priorities.c.id).where(
    priorities.c.aimak_id == bindparam("aimak"),
    priorities.c.year == bindparam("budget_year"),
    priorities.c.removed_at.is_(None),
)
_TARGETS = ready(select(or_(_ITEMS.exists(), _NAMED.exists())))


class Ties:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, proposal_id: int, target: Target, *, by: int | None, at: int) -> bool:
        """Ties a proposal; returns whether it was not tied to that yet."""
        if await self._connection.scalar(select(ties.c.id).where(*_is_of(proposal_id, target))) is not None:
            return False
        values = {"proposal_id": proposal_id, "plan_item_id": target.item, "priority_id": target.priority}
        await self._connection.execute(insert(self._connection, ties).values(**values, tied_by=by, tied_at=at))
        return True

    async def remove(self, proposal_id: int, target: Target, *, by: int | None, at: int) -> bool:
        """Takes a tie back; returns whether there was one."""
        done = await self._connection.execute(
            update(ties).where(*_is_of(proposal_id, target)).values(untied_by=by, untied_at=at)
        )
        return bool(done.rowcount)

    async def has_targets(self, aimak_id: int, year: int) -> bool:
        """Whether an aimak has a plan item, or a priority of a budget year, that something can be tied to."""
        return bool(await self._connection.scalar(_TARGETS, {"aimak": aimak_id, "budget_year": year}))

    async def list_of(self, proposal_ids: Collection[int], *, as_of: int | None = None) -> list[Tie]:
        """Lists the ties of proposals, as_of a moment (ms UTC) those that stood then, the earliest first."""
        found: list[Tie] = []
        wanted = list(proposal_ids)
        for first in range(0, len(wanted), _AT_ONCE):
            found += await self._list(as_of, ties.c.proposal_id.in_(wanted[first : first + _AT_ONCE]))
        return found

    async def list_of_year(self, aimak_id: int, year: int, *, as_of: int | None = None) -> list[Tie]:
        """Lists the ties of an aimak's proposals of a budget year, the earliest first."""
        return await self._list(as_of, proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year)

    async def _list(self, as_of: int | None, *where: ColumnElement[bool]) -> list[Tie]:
        rows = await self._connection.execute(
            select(
                ties.c.proposal_id, ties.c.plan_item_id, ties.c.priority_id, plan_items.c.plan, plan_items.c.code,
                plan_items.c.text, priorities.c.source, priorities.c.text.label("said"),
            )
            .select_from(
                ties.join(proposals, proposals.c.id == ties.c.proposal_id)
                .outerjoin(plan_items, plan_items.c.id == ties.c.plan_item_id)
                .outerjoin(priorities, priorities.c.id == ties.c.priority_id)
            )
            .where(*where, *_stands(as_of))
            .order_by(ties.c.id)
        )  # fmt: skip
        return [
            Tie(
                row.proposal_id, Target(row.plan_item_id, row.priority_id), row.plan or row.source, row.code or "",
                row.text if row.plan_item_id is not None else row.said,
            )
            for row in rows
        ]  # fmt: skip


def _stands(as_of: int | None) -> tuple[ColumnElement[bool], ...]:
    # What a tie leads to stands too: a removed item or priority counts no more.
    if as_of is None:
        return ties.c.untied_at.is_(None), plan_items.c.removed_at.is_(None), priorities.c.removed_at.is_(None)
    return (
        ties.c.tied_at < as_of,
        *(
            or_(gone.is_(None), gone >= as_of)
            for gone in (ties.c.untied_at, plan_items.c.removed_at, priorities.c.removed_at)
        ),
    )


def _is_of(proposal_id: int, target: Target) -> tuple[ColumnElement[bool], ...]:
    return (
        ties.c.proposal_id == proposal_id,
        ties.c.plan_item_id == target.item if target.item is not None else ties.c.plan_item_id.is_(None),
        ties.c.priority_id == target.priority if target.priority is not None else ties.c.priority_id.is_(None),
        ties.c.untied_at.is_(None),
    )
