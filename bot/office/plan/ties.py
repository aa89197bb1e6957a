"""A proposal tied to an item of a plan, or to a priority: by a tap, and back."""

from bot.budget.permissions import Act, NotAllowed
from bot.office.staff import permit, record
from storage.people import Person
from storage.plan.items import PlanItem
from storage.plan.priorities import Priority
from storage.plan.ties import Target
from storage.proposals import Proposal
from storage.store import Store


async def list_targets(store: Store, *, proposal_id: int, by: Person | None) -> tuple[list[PlanItem], list[Priority]]:
    """Lists what a proposal can be tied to: the plans of its aimak, the priorities of its year. Raises NotAllowed."""
    proposal = await _find(store, proposal_id, by)
    return (
        await store.plan_items.list_standing(proposal.aimak_id),
        await store.priorities.list_standing(proposal.aimak_id, proposal.budget_year),
    )


async def tie(store: Store, *, proposal_id: int, target: Target, by: Person | None, at: int) -> bool:
    """Ties a proposal; returns whether it was not tied yet. Raises NotAllowed, also for another aimak's target."""
    proposal = await _find(store, proposal_id, by)
    await _check(store, proposal, target)
    await store.proposals.lock(proposal_id)
    is_new = await store.ties.add(proposal_id, target, by=by.id if by else None, at=at)
    if is_new:
        await _record(store, proposal, target, "tied", by=by, at=at)
    return is_new


async def untie(store: Store, *, proposal_id: int, target: Target, by: Person | None, at: int) -> bool:
    """Takes a tie back; returns whether there was one. Raises NotAllowed."""
    proposal = await _find(store, proposal_id, by)
    was_tied = await store.ties.remove(proposal_id, target, by=by.id if by else None, at=at)
    if was_tied:
        await _record(store, proposal, target, "untied", by=by, at=at)
    return was_tied


async def _find(store: Store, proposal_id: int, by: Person | None) -> Proposal:
    proposal = await store.proposals.get(proposal_id)
    await permit(store, by=by, act=Act.PLAN, aimak_id=proposal.aimak_id if proposal else -1)
    if proposal is None:
        raise NotAllowed(Act.PLAN)
    return proposal


async def _check(store: Store, proposal: Proposal, target: Target) -> None:
    # An aimak that another became part of goes on with the plans of both.
    within = {proposal.aimak_id, *await store.aimaks.list_within(proposal.aimak_id)}
    found: PlanItem | Priority | None = None
    if target.item is not None:
        found = await store.plan_items.find(target.item)
    elif target.priority is not None:
        found = await store.priorities.find(target.priority)
    if found is None or found.removed_at is not None or found.aimak_id not in within:
        raise NotAllowed(Act.PLAN)


async def _record(store: Store, proposal: Proposal, target: Target, what: str, *, by: Person | None, at: int) -> None:
    await record(
        store, Act.PLAN, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=proposal.id, what=what,
        item=target.item, priority=target.priority,
    )  # fmt: skip
