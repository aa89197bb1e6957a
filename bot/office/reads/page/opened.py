"""Whose public page an address leads to, while its switch is on."""

from dataclasses import dataclass

from bot.office import years
from bot.office.public.switch import find_contact, is_page_on
from storage.aimaks import Aimak
from storage.store import Store

LONGEST = 16  # letters of a code


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page that is on: whose, the aimaks (ids) it shows, its years, whom to ask for a removal."""

    aimak: Aimak
    also: tuple[int, ...]  # aimaks that have become part of it
    years: tuple[int, ...]  # the latest first
    year: int  # the one that is shown where none is asked for
    contact: str | None

    @property
    def ids(self) -> tuple[int, ...]:
        """All aimaks that the page is about."""
        return self.aimak.id, *self.also

    def choose_year(self, asked: int | None) -> int:
        """The year that is asked for where there is one, else the current one."""
        return asked if asked in self.years else self.year


async def find_page(store: Store, *, code: str, at: int) -> OpenedPage | None:
    """Finds the page of an aimak, or of the one it has become part of. None: there is none, or it is off."""
    found = await _find_aimak(store, code)
    if found is None or not await is_page_on(store, aimak_id=found.id):
        return None
    also = tuple(await store.aimaks.list_within(found.id))
    current = years.find_current_year(found, at=at)
    there_are = sorted({current, *await store.shown.list_years((found.id, *also))}, reverse=True)
    return OpenedPage(found, also, tuple(there_are), current, await find_contact(store, aimak_id=found.id))


async def list_pages(store: Store) -> list[Aimak]:
    """Lists the aimaks whose page is on, by rayon and name."""
    known = [one for one in await store.aimaks.list_all() if one.merged_into_id is None]
    shown = [one for one in known if await is_page_on(store, aimak_id=one.id)]
    return sorted(shown, key=lambda one: (one.oblast("ky"), one.rayon("ky"), one.name("ky"), one.code))


async def find_part(store: Store, *, page: OpenedPage, code: str) -> int:
    """Returns the aimak (id) that a code names: one that became part of the page's, else its own."""
    found = await store.aimaks.find_by_code(code.casefold())
    return found.id if found is not None and found.id in page.ids else page.aimak.id


async def _find_aimak(store: Store, code: str) -> Aimak | None:
    if not code or len(code) > LONGEST:
        return None
    found = await store.aimaks.find_by_code(code.casefold())
    if found is None or found.practice_of_id is not None:
        return None
    return await store.aimaks.get(found.merged_into_id) if found.merged_into_id else found
