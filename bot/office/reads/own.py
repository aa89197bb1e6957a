"""What somebody may read of themselves: their proposals, what they said of hearings, what they are told of."""

from dataclasses import dataclass

from bot.budget.proposal import NotYours
from bot.office import proposals
from bot.office.reads import public
from storage.aimaks import Village
from storage.answers import SentAnswer
from storage.attachments.media import LOST
from storage.hearings import Rsvp
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """One proposal as its author sees it."""

    proposal: Proposal
    sent: SentAnswer | None  # the answer in force
    lost: int  # files that could not be kept
    village: Village | None


async def written(store: Store, *, by: Person) -> list[Proposal]:
    """Lists what somebody proposed, the newest first."""
    return await store.proposals.of_author(by.id)


async def proposal(store: Store, *, id: int, by: Person) -> OwnProposal:
    """Returns a proposal to its author. Raises NotYours, also for one that does not exist."""
    found = await proposals.own(store, by=by, id=id)
    return OwnProposal(
        proposal=found,
        sent=await store.answers.latest(found.id),
        lost=(await store.media.states(found.id)).get(LOST, 0),
        village=await public.village(store, id=found.village_id),
    )


async def answer(store: Store, *, id: int, by: Person) -> SentAnswer | None:
    """Returns the answer in force to the author of a proposal. Raises NotYours."""
    found = await proposals.own(store, by=by, id=id)
    return await store.answers.latest(found.id)


async def answers(store: Store, *, of: list[Proposal], by: Person) -> list[tuple[SentAnswer, Proposal]]:
    """Returns the answers in force to those of somebody's proposals that have one. Raises NotYours."""
    if any(one.author_id != by.id for one in of):
        raise NotYours
    found = [(await store.answers.latest(one.id), one) for one in of]
    return [(sent, one) for sent, one in found if sent is not None]


async def is_asked_whether_public(store: Store, *, proposal: Proposal, by: Person, at: int) -> bool:
    """Notes that an author is asked whether their text may be shown; False where they were asked. Raises NotYours."""
    if proposal.author_id != by.id:
        raise NotYours
    return await store.proposals.asked_public(proposal.id, at=at)


async def wants_notices(store: Store, *, by: Person, aimak_id: int) -> bool | None:
    """Whether somebody wants notices of hearings in an aimak; None where they were never asked."""
    return await store.people.notices(by.id, aimak_id)


async def is_far_away(store: Store, *, by: Person, aimak_id: int) -> bool:
    """Whether somebody is told of the results of hearings only, since they are far away."""
    return await store.people.is_far_away(by.id, aimak_id)


async def told_of(store: Store, *, by: Person) -> list[int]:
    """Lists the aimaks of whose hearings somebody wants to be told."""
    return await store.people.following(by.id)


async def comes_to(store: Store, *, by: Person) -> list[int]:
    """Lists the aimaks in which somebody said that they come to a hearing that is still to be."""
    return await store.hearings.aimaks_of(by.id)


async def said_of_coming(store: Store, *, hearing_id: int, by: Person) -> Rsvp | None:
    """Returns whether somebody comes to a hearing, and with how many; None where they have not said."""
    return await store.hearings.rsvp_of(hearing_id, by.id)
