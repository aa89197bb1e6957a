"""A clerk looks at each text whose author lets it be shown, before it stands on the public page."""

from bot.budget.permissions import Act
from bot.language.refusal import Refusal
from bot.office.public.switch import is_page_on
from bot.office.staff import permit, record
from storage.people import Person
from storage.public.looks import ToLook
from storage.store import Store


class NothingToLook(Refusal):
    """The author lets nobody see the text any more, or the proposal is withdrawn or excluded."""


class TextChanged(Refusal):
    """The text was corrected meanwhile, so it has to be looked at anew."""


async def list_to_look(
    store: Store, *, aimak_id: int, by: Person | None, after: int = 0, limit: int = 5
) -> list[ToLook]:
    """Lists the texts that wait for a clerk's look, behind a proposal (id), the earliest first.

    There are none while the page is off. Raises NotAllowed.
    """
    await permit(store, by=by, act=Act.LOOK, aimak_id=aimak_id)
    if not await is_page_on(store, aimak_id=aimak_id):
        return []
    return await store.looks.list_to_look(await _within(store, aimak_id), after=after, limit=limit)


async def count_to_look(store: Store, *, aimak_id: int, by: Person | None) -> int:
    """Counts the texts that wait for a clerk's look; 0 while the page is off. Raises NotAllowed."""
    await permit(store, by=by, act=Act.LOOK, aimak_id=aimak_id)
    if not await is_page_on(store, aimak_id=aimak_id):
        return 0
    return await store.looks.count_to_look(await _within(store, aimak_id))


async def find_to_look(store: Store, *, id: int, by: Person | None) -> ToLook:
    """Returns the newest text of a proposal, and what was said of it. Raises NotAllowed, NothingToLook."""
    await _permit(store, id=id, by=by)
    found = await store.looks.find(id)
    if found is None:
        raise NothingToLook
    return found


async def look(store: Store, *, id: int, revision: int, shown: bool | None, by: Person, at: int) -> ToLook:
    """Lets a revision of a text stand on the page, or not; None takes back what was said. Idempotent.

    Returns the text as it stood before. Raises NotAllowed, NothingToLook, TextChanged.
    """
    await store.proposals.lock(id)
    found = await find_to_look(store, id=id, by=by)
    if found.revision != revision:
        raise TextChanged
    if found.shown is not shown:
        await store.looks.put(id, revision=revision, shown=shown, by=by.id, at=at)
        await record(
            store, Act.LOOK, by=by, aimak_id=found.aimak_id, at=at, object="proposal", object_id=id,
            revision=revision, shown=shown,
        )  # fmt: skip
    return found


async def _permit(store: Store, *, id: int, by: Person | None) -> None:
    # Whoever works in the aimak that another has become part of shows the page of both.
    proposal = await store.proposals.get(id)
    aimak = await store.aimaks.get(proposal.aimak_id) if proposal else None
    office = -1 if aimak is None else aimak.merged_into_id or aimak.id
    await permit(store, by=by, act=Act.LOOK, aimak_id=office)


async def _within(store: Store, aimak_id: int) -> list[int]:
    return [aimak_id, *await store.aimaks.list_within(aimak_id)]
