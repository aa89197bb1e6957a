"""What every act on a proposal begins with: the permission is checked, and the row is locked."""

from bot.budget.permissions import Act
from bot.budget.proposal import AlreadyWithdrawn, Side
from bot.language.refusal import Refusal
from bot.office.staff import permit
from bot.office.wording.notices import OFFICE
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store


class OnItsWay(Refusal):
    """An answer was sent a moment ago, and can be taken back until it leaves."""


class NothingToTell(Refusal):
    """There is no answer yet, or it was told before."""


class NotReady(Refusal):
    """Something is to be said of a proposal before its first answer."""


class SideMissing(NotReady):
    """Of which side a proposal is its author left to the office, and nobody there has said it yet."""


def must_have_side(proposal: Proposal) -> None:
    """Raises SideMissing where the office is still to say of which side a proposal is."""
    if proposal.side is Side.UNSURE:
        raise SideMissing


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


async def lock_to_tell(store: Store, *, id: int, by: Person) -> Proposal:
    """Locks a proposal whose author was told by hand: whoever entered it notes that, else the office.

    Raises NotAllowed, AlreadyWithdrawn.
    """
    proposal = await store.proposals.get(id)
    is_own = proposal is not None and proposal.entered_by == by.id
    return await lock_proposal(store, id=id, by=by, act=Act.PASS_ON if is_own else Act.TELL_IN_PERSON)


async def must_not_be_leaving(store: Store, id: int) -> None:
    """Raises OnItsWay where an answer to a proposal leaves in a moment: it leaves, or is taken back first."""
    draft = await store.answer_drafts.find_answer_draft(id)
    if draft is not None and draft.leaves_at is not None:
        raise OnItsWay
