"""Whose figures a page shows: the aimak that its address or form names, among those its reader may read."""

from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed
from bot.office import years
from bot.office.reads import hearings as reads
from bot.web.desk.guard import Seen
from storage.aimaks import Aimak
from storage.store import Store

MOST_NAMED = 50  # aimaks in the list of a page; all of them stand in the table of aimaks


@dataclass(frozen=True, slots=True)
class Place:
    """An aimak, its current budget year, and the others that the same reader may choose."""

    aimak: Aimak
    year: int
    others: tuple[Aimak, ...]


async def find_place(store: Store, *, seen: Seen, code: str, at: int) -> Place:
    """The aimak of that code, or somebody's own one before others, and its current year. Raises NotAllowed."""
    found = await reads.list_aimaks_with_figures(store, act=Act.TALLY, by=seen.person)
    aimak = next((one for one in found if one.code == code), None) if code else next(iter(found), None)
    if aimak is None:
        raise NotAllowed(Act.TALLY)
    return Place(aimak, years.find_current_year(aimak, at=at), tuple(found[:MOST_NAMED]))
