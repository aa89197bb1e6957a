"""What others proposed, as a resident reads it in the chat. Only texts that stand on the public page are there."""

from dataclasses import dataclass

from bot.office.public.switch import find_address
from bot.office.reads.page.opened import find_page
from storage.page.shown import Found, ShownPage
from storage.people import Person
from storage.store import Store

_OWN = 500  # of a person's own proposals, the newest first: they are not others'


@dataclass(frozen=True, slots=True)
class Others:
    """Others' proposals of the latest year that has any, a page of them. address is that of the public page."""

    shown: ShownPage
    year: int
    address: str | None


async def read_others(store: Store, *, by: Person, at: int, number: int = 0, size: int) -> Others | None:
    """Returns a page (number from 0) of what others of a person's aimak let all read. None: its public page is off.

    Each text has its author's yes and a clerk's. Nobody is named, and withdrawn ones are not there.
    """
    aimak = await store.aimaks.get(by.aimak_id) if by.aimak_id is not None else None
    page = await find_page(store, code=aimak.code, at=at) if aimak is not None else None
    if page is None:
        return None
    own = {one.id for one in await store.lists.list_of_author(by.id, size=_OWN)}
    address = await find_address(store, aimak_id=page.aimak.id)
    shown = ShownPage((), 0, 0, size)
    for year in page.years:
        if ids := frozenset(await store.shown.list_with_text(page.ids, year)) - own:
            shown = await store.shown.list_page(page.ids, year, found=Found(ids), page=number, size=size)
            return Others(shown, year, address)
    return Others(shown, page.year, address)
