"""The switch of an aimak's public page, and whom to ask for something to be taken down."""

from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.proposal import TextTooLong
from bot.language.kyrgyz import clean
from bot.language.letters import in_words
from bot.language.refusal import Refusal
from bot.office.messenger_accounts import links
from bot.office.staff import permit, record
from bot.office.telephones import can_be_dialled
from storage.people import Person
from storage.roles import Member
from storage.store import Store

LONGEST_CONTACT = 100


class ContactUnreadable(Refusal):
    """A contact is a telephone that can be dialled, an e-mail address, or a place in words."""


@dataclass(frozen=True, slots=True)
class Switch:
    """How the switch stands. It says whom to ask for a removal, where the page is, who changed it last and when."""

    is_on: bool
    contact: str | None
    address: str | None
    changed_at: int | None  # milliseconds UTC; None where nobody ever did
    changed_by: Member | None  # None also where it was the command line


async def is_page_on(store: Store, *, aimak_id: int, as_of: int | None = None) -> bool:
    """Whether the public page of an aimak is served, or was at a moment (ms UTC).

    A merged one follows the aimak it has become part of. A sample's is off once a real aimak is entered.
    """
    page = await store.pages.find(aimak_id, as_of=as_of)
    return page is not None and page.is_on


async def find_contact(store: Store, *, aimak_id: int) -> str | None:
    """Whom residents may ask to take something down: the contact that was named, else the telephone of the office."""
    page = await store.pages.find(aimak_id)
    return page.contact if page is not None and page.contact else (await store.aimaks.get(aimak_id)).phone


async def find_address(store: Store, *, aimak_id: int) -> str | None:
    """Where the page can be read; None while the install has no address of the web."""
    aimak = await store.aimaks.get(aimak_id)
    if aimak.merged_into_id is not None:
        aimak = await store.aimaks.get(aimak.merged_into_id)
    return await links.find_page(store, code=aimak.code)


async def show_page(store: Store, *, aimak_id: int, by: Person | None) -> Switch:
    """How the switch stands, who changed it last and when. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SET_PAGE, aimak_id=aimak_id)
    page = await store.pages.find(aimak_id)
    changed_by = page.changed_by if page is not None else None
    return Switch(
        page is not None and page.is_on,
        await find_contact(store, aimak_id=aimak_id),
        await find_address(store, aimak_id=aimak_id),
        page.changed_at if page is not None else None,
        await store.roles.find_member_of(changed_by, aimak_id) if changed_by is not None else None,
    )


async def set_page(store: Store, *, aimak_id: int, is_on: bool, by: Person | None, at: int) -> bool:
    """Turns the page on or off. False where it stood so already. Raises NotAllowed."""
    await permit(store, by=by, act=Act.SET_PAGE, aimak_id=aimak_id)
    await store.aimaks.lock(aimak_id)
    page = await store.pages.find(aimak_id)
    if (page is not None and page.is_on) is is_on:
        return False
    await store.pages.put(
        aimak_id, is_on=is_on, contact=page.contact if page else None, by=by.id if by else None, at=at
    )
    await record(store, Act.SET_PAGE, by=by, aimak_id=aimak_id, at=at, object="aimak", object_id=aimak_id, on=is_on)
    return True


async def set_contact(store: Store, *, aimak_id: int, contact: str | None, by: Person | None, at: int) -> None:
    """Names whom to ask for something to be taken down; None: the office's telephone again.

    Raises NotAllowed, WordsMissing, TextTooLong, ContactUnreadable.
    """
    await permit(store, by=by, act=Act.SET_PAGE, aimak_id=aimak_id)
    await store.aimaks.lock(aimak_id)
    page = await store.pages.find(aimak_id)
    named = None if contact is None else _checked(contact)
    if (page.contact if page else None) == named:
        return
    await store.pages.put(
        aimak_id, is_on=page is not None and page.is_on, contact=named, by=by.id if by else None, at=at
    )
    # The contact may be somebody's own telephone: it stands in the row, not in the audit.
    await record(
        store, Act.SET_PAGE, by=by, aimak_id=aimak_id, at=at, object="aimak", object_id=aimak_id,
        contact=named is not None,
    )  # fmt: skip


async def begin_samples(store: Store, *, at: int) -> int:
    """Turns on the pages of samples whose switch nobody has touched, where nothing is configured yet; says how many."""
    untouched = await store.pages.list_untouched_samples()
    for aimak_id in untouched:
        await set_page(store, aimak_id=aimak_id, is_on=True, by=None, at=at)
    return len(untouched)


def _checked(contact: str) -> str:
    written = " ".join(clean(contact).split())
    if len(written) > LONGEST_CONTACT:
        raise TextTooLong(LONGEST_CONTACT)
    is_number = any(mark.isdigit() for mark in written) and not any(mark.isalpha() for mark in written)
    if is_number and not can_be_dialled(written):
        raise ContactUnreadable
    return written if is_number else in_words(written)
