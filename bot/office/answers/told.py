"""Whether an answer reached its author, and that somebody told them by hand."""

from collections.abc import Collection

from bot.budget.permissions import Act
from bot.budget.proposal import AlreadyWithdrawn
from bot.office.answers.access import NothingToTell, lock_to_tell
from bot.office.staff import record
from storage.answers import SentAnswer
from storage.people import Person
from storage.proposals import Proposal
from storage.queue import arrival
from storage.store import Store


async def tell_in_person(store: Store, *, id: int, by: Person, at: int) -> None:
    """Notes that the author was told the answer in person. Raises NotAllowed, AlreadyWithdrawn, NothingToTell."""
    proposal = await lock_to_tell(store, id=id, by=by)
    sent = await store.answers.find_latest(id)
    if sent is None or not await store.answers.tell(sent.id, by=by.id, at=at):
        raise NothingToTell
    await record(
        store, Act.TELL_IN_PERSON, by=by, aimak_id=proposal.aimak_id, at=at, object="answer", object_id=sent.id
    )


async def note_passed_on(store: Store, *, answer_id: int, by: Person, at: int) -> Proposal:
    """Notes that the author of what was entered was told this very answer; returns the proposal.

    Raises NotAllowed, AlreadyWithdrawn, NothingToTell where it was told before, or another answer is in force since.
    """
    told = await store.answers.get(answer_id)
    proposal = await lock_to_tell(store, id=told.proposal_id if told else -1, by=by)
    sent = await store.answers.find_latest(proposal.id)
    if sent is None or sent.id != answer_id:
        raise NothingToTell
    await tell_in_person(store, id=proposal.id, by=by, at=at)
    return proposal


async def note_all_passed_on(store: Store, *, answer_ids: Collection[int], by: Person, at: int) -> int:
    """Notes that the authors of several were told, each these very words; returns of how many. Raises NotAllowed.

    What was told before, withdrawn or answered anew meanwhile stays as it is.
    """
    noted = 0
    for answer_id in answer_ids:
        try:
            await note_passed_on(store, answer_id=answer_id, by=by, at=at)
            noted += 1
        except (NothingToTell, AlreadyWithdrawn):
            continue
    return noted


async def has_reached(store: Store, sent: SentAnswer) -> bool | None:
    """Whether an answer reached its author. None while it is on its way, False if it must be told in person."""
    told = await store.answers.find_when_told(sent.id) is not None
    return arrival.has_reached(await store.answers.list_messages(sent.id), told=told)
