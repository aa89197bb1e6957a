"""The answers that whoever entered proposals for others still has to tell by hand: a page, one, all."""

from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.office.answers.access import NothingToTell
from bot.office.staff import permit
from storage.answers import SentAnswer
from storage.log.office_lists import Narrow, OfficeList
from storage.log.printed import Chosen
from storage.log.proposal_lists import SIZE, Page
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store

MOST_AT_ONCE = 200  # answers noted as told by one tap
_RIGHTS = {OfficeList.TO_TELL: Act.PASS_ON, OfficeList.UNDELIVERED: Act.TELL_IN_PERSON}


@dataclass(frozen=True, slots=True)
class ToTell:
    """An answer that waits to be told: of which proposal, and the author's telephone where it was given."""

    proposal: Proposal
    sent: SentAnswer
    phone: str | None


async def count_to_tell(store: Store, *, by: Person, aimak_id: int) -> int:
    """Counts the answers that wait to be told by whoever entered the proposals. Raises NotAllowed."""
    return await count(store, await choose_to_tell(store, which=OfficeList.TO_TELL, by=by, aimak_id=aimak_id))


async def count(store: Store, chosen: Chosen) -> int:
    assert chosen.list is not None
    return await store.lists.count_list(chosen.list, chosen.aimak_id, also=chosen.also, narrow=chosen.narrow)


async def list_to_tell(
    store: Store, *, by: Person, aimak_id: int, page: int = 0, size: int = SIZE
) -> tuple[Page, dict[int, tuple[str | None, str | None]]]:
    """A page of what one has to tell, and name and telephone of each author as far as given. Raises NotAllowed."""
    chosen = await choose_to_tell(store, which=OfficeList.TO_TELL, by=by, aimak_id=aimak_id)
    found = await store.lists.list_of_office(
        OfficeList.TO_TELL, aimak_id, also=chosen.also, page=page, size=size, narrow=chosen.narrow
    )
    return found, await store.authors.list_authors([row.id for row in found])


async def read_to_tell(store: Store, *, proposal_id: int, by: Person) -> ToTell:
    """One answer that waits to be told, for whoever entered its proposal. Raises NotAllowed, NothingToTell."""
    proposal = await store.proposals.get(proposal_id)
    await permit(store, by=by, act=Act.PASS_ON, aimak_id=proposal.aimak_id if proposal else -1)
    sent = await store.answers.find_latest(proposal_id)
    if proposal is None or proposal.entered_by != by.id or sent is None or await store.answers.find_when_told(sent.id):
        raise NothingToTell
    return ToTell(proposal, sent, await store.people.find_phone(proposal.author_id))


async def list_all_to_tell(
    store: Store, *, which: OfficeList, by: Person, aimak_id: int, narrow: Narrow | None = None
) -> list[tuple[int, str]]:
    """The answers (ids) that wait to be told and the numbers of their proposals, MOST_AT_ONCE at the most.

    Raises NotAllowed.
    """
    chosen = await choose_to_tell(store, which=which, by=by, aimak_id=aimak_id, narrow=narrow)
    return await store.lists.list_answers(which, aimak_id, also=chosen.also, narrow=chosen.narrow, limit=MOST_AT_ONCE)


async def choose_to_tell(
    store: Store, *, which: OfficeList, by: Person, aimak_id: int, narrow: Narrow | None = None
) -> Chosen:
    """Which answers are told by hand: what one entered oneself (TO_TELL), or of the whole office. Raises NotAllowed."""
    await permit(store, by=by, act=_RIGHTS[which], aimak_id=aimak_id)
    also = await store.aimaks.list_within(aimak_id)
    narrowed = narrow if narrow is not None and which is not OfficeList.TO_TELL else Narrow(person_id=by.id)
    return Chosen(aimak_id, tuple(also), which, narrowed)
