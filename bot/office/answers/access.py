"""What every act on a proposal begins with: the permission is checked, and the row is locked."""

from bot.budget.permissions import Act
from bot.budget.proposal import AlreadyWithdrawn
from bot.office.staff import permit
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store


async def lock_proposal(store: Store, *, id: int, by: Person, act: Act) -> Proposal:
    """Locks a proposal for an act on it, and returns it. Raises NotAllowed, AlreadyWithdrawn."""
    proposal = await store.proposals.lock(id)
    await permit(store, by=by, act=act, aimak_id=proposal.aimak_id if proposal else -1)
    assert proposal is not None
    if proposal.withdrawn_at is not None:
        raise AlreadyWithdrawn
    return proposal
