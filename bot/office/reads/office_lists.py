"""The lists of an office's queue, page by page: what waits, has an answer draft, did not arrive, or is answered."""

from bot.budget.permissions import Act
from bot.office.staff import permit
from storage.log.proposal_lists import SIZE, OfficeList, Page
from storage.people import Person
from storage.store import Store


async def list_waiting(store: Store, *, by: Person, aimak_id: int, page: int = 0, size: int = SIZE) -> Page:
    """A page of what awaits an answer in an aimak, the soonest due first. Raises NotAllowed."""
    return await _list(store, OfficeList.WAITING, by=by, aimak_id=aimak_id, page=page, size=size)


async def list_undelivered(store: Store, *, by: Person, aimak_id: int, page: int = 0, size: int = SIZE) -> Page:
    """A page of answered proposals whose author was not reached, nor told in person. Raises NotAllowed."""
    return await _list(store, OfficeList.UNDELIVERED, by=by, aimak_id=aimak_id, page=page, size=size)


async def list_answered(store: Store, *, by: Person, aimak_id: int, page: int = 0, size: int = SIZE) -> Page:
    """A page of the answered proposals of an aimak, the latest first. Raises NotAllowed."""
    return await _list(store, OfficeList.ANSWERED, by=by, aimak_id=aimak_id, page=page, size=size)


async def list_drafted(store: Store, *, by: Person, aimak_id: int, page: int = 0, size: int = SIZE) -> Page:
    """A page of proposals with an answer draft: saved, not sent. Raises NotAllowed."""
    return await _list(store, OfficeList.DRAFTED, by=by, aimak_id=aimak_id, page=page, size=size)


async def _list(store: Store, which: OfficeList, *, by: Person, aimak_id: int, page: int, size: int) -> Page:
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    also = await store.aimaks.list_within(aimak_id)
    return await store.lists.of_office(which, aimak_id, also=also, page=page, size=size)
