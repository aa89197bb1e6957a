"""The items of an aimak's plans: a file of them taken whole or not at all, and one removed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.plan.file import ReadItem
from bot.budget.plan.items import MOST_ITEMS, Plan
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from storage.people import Person
from storage.plan.items import PlanItem
from storage.store import Store


class TooManyItems(Refusal):
    """The plans of an aimak would have more than MOST_ITEMS items."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many items a file brought anew, how many it changed, and how many stood so already."""

    new: int
    changed: int
    same: int


async def import_items(
    store: Store, *, aimak_id: int, plan: Plan, items: Sequence[ReadItem], by: Person | None, at: int
) -> Imported:
    """Takes the items of a file. A second time nothing changes (idempotent). Raises NotAllowed, TooManyItems."""
    await permit(store, by=by, act=Act.PLAN, aimak_id=aimak_id)
    await store.aimaks.lock(aimak_id)
    standing = await store.plan_items.list_standing(aimak_id)
    known = {one.code: one for one in standing if one.plan is plan}
    fresh = [one for one in items if one.code not in known]
    changed = [one for one in items if one.code in known and _differs(known[one.code], one)]
    if len(standing) + len(fresh) > MOST_ITEMS:
        raise TooManyItems
    for one in (*fresh, *changed):
        await store.plan_items.put(
            aimak_id=aimak_id, plan=plan, code=one.code, text=one.text, from_year=one.from_year, to_year=one.to_year,
            amount=one.amount, by=by.id if by else None, at=at,
        )  # fmt: skip
    if fresh or changed:
        await record(
            store, Act.PLAN, by=by, aimak_id=aimak_id, at=at, object="aimak", object_id=aimak_id, what="imported",
            plan=plan.value, new=len(fresh), changed=len(changed),
        )  # fmt: skip
    return Imported(len(fresh), len(changed), len(items) - len(fresh) - len(changed))


def _differs(known: PlanItem, read: ReadItem) -> bool:
    return (known.text, known.from_year, known.to_year, known.amount) != (
        read.text, read.from_year, read.to_year, read.amount,
    )  # fmt: skip


async def list_items(store: Store, *, aimak_id: int, by: Person | None) -> list[PlanItem]:
    """Lists the items of an aimak's plans. Raises NotAllowed."""
    await permit(store, by=by, act=Act.PLAN, aimak_id=aimak_id)
    return await store.plan_items.list_standing(aimak_id)
