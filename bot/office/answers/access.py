"""What every act on a proposal begins with: the permission is checked, and the row is locked."""

from bot.budget.permissions import Act
from bot.budget.proposal import AlreadyWithdrawn
from bot.office.staff import permit
from bot.office.wording.notices import OFFICE
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store


async def find_holder(store: Store, proposal: Proposal) -> int | None:
    """Whoever (person) has taken a proposal, if they still work in its office; else it is free."""
    return await find_colleague(store, proposal.taken_by, aimak_id=proposal.aimak_id)


async def find_colleague(store: Store, person_id: int | None, *, aimak_id: int) -> int | None:
    """That person, if they still work in an aimak's office; else None."""
    return person_id if person_id in await store.roles.list_colleagues(aimak_id, OFFICE) else None


async def lock_proposal(store: Store, *, id: int, by: Person, act: Act) -> Proposal:
    """Locks a proposal for an act on it, and returns it. Raises NotAllowed, AlreadyWithdrawn."""
    proposal = await store.proposals.lock(id)
    await permit(store, by=by, act=act, aimak_id=proposal.aimak_id if proposal else -1)
    assert proposal is not None
    if proposal.withdrawn_at is not None:
        raise AlreadyWithdrawn
    return proposal
