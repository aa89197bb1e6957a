"""Where an author lets others read the text of a proposal: nowhere, in the hall, on the page."""

from dataclasses import dataclass

from bot.budget.proposal import NotYours
from bot.office.public.switch import find_address, is_page_on
from storage.people import Person
from storage.store import Store

ON_PAGE, IN_HALL = "page", "hall"  # behind the id of a proposal on a button: yes to the page too, no to the page alone


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """What an author is asked of a text. page: of the public page too; only_page: of the rest they have said yes."""

    page: bool
    only_page: bool
    address: str | None  # of the page


async def ask_whether_public(store: Store, *, id: int, by: Person, at: int) -> PublicQuestion | None:
    """Notes that the author is asked whether others may read the text. None where that was asked before.

    Of the public page they are asked once it is on. Raises NotYours.
    """
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id:
        raise NotYours
    page = await is_page_on(store, aimak_id=proposal.aimak_id)
    is_first = await store.public_consents.note_public_asked(id, at=at)
    if not is_first and not (page and await store.public_consents.note_page_asked(id)):
        return None
    address = await find_address(store, aimak_id=proposal.aimak_id) if page else None
    return PublicQuestion(page, not is_first, address)


async def make_public(store: Store, *, id: int, public: bool, by: Person, at: int, page: bool | None = None) -> bool:
    """Keeps whether the author lets others read the text, and whether on the public page too. Raises NotYours.

    page is what they were asked of it; None where they were not, and then it stays as it is. Returns whether the text
    stood on the page until now.
    """
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id:
        raise NotYours
    stood = await store.looks.may_show(id) and await is_page_on(store, aimak_id=proposal.aimak_id)
    await store.public_consents.set_public(id, public=public, page=page, at=at)
    return stood
