"""Which list of the queue somebody works through, as the address of each page says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bot.budget.proposal import Side
from bot.office.categories import list_categories
from bot.office.reads.list_titles import LIST_TITLES
from bot.web.desk.forms import as_id
from handlers.office.queue.lists import ChosenList
from handlers.office.queue.search import LONGEST
from storage.log.office_lists import Narrow, OfficeList

_NONE = "-"  # of a category or a village: those that name none


@dataclass(frozen=True, slots=True)
class Chosen:
    """A list, what it is narrowed to, its order, its page."""

    list: ChosenList
    newest: bool = False
    page: int = 0

    @property
    def narrow(self) -> Narrow:
        """What the list is narrowed to, as a list of the database is."""
        return replace(self.list.narrow, newest=self.newest)

    def query(self, **other: object) -> str:
        """The same as the end of an address, with something else of it."""
        said: dict[str, object] = {
            "list": "" if self.list.list in {OfficeList.WAITING, OfficeList.FOUND} else self.list.list.value,
            "side": self.list.side.value if self.list.side else "",
            "category": _NONE if self.list.category == "" else self.list.category or "",
            "village": _NONE if self.list.village == 0 else self.list.village or "",
            "q": self.list.searched,
            "sort": "newest" if self.newest else "",
            "page": self.page or "",
        }
        return urlencode({name: value for name, value in (said | other).items() if value != ""})


def read_chosen(asked: Mapping[str, str]) -> Chosen:
    """Reads a list from an address; whatever is none of ours is left out."""
    searched = asked.get("q", "").strip()[:LONGEST]
    which = asked.get("list", "")
    listed = OfficeList(which) if which in set(LIST_TITLES) else OfficeList.WAITING
    side, category, village = asked.get("side", ""), asked.get("category", ""), asked.get("village", "")
    known = {one.code for one in list_categories()}
    chosen = ChosenList(
        list=OfficeList.FOUND if searched else listed,
        side=Side(side) if side in set(Side) else None,
        category="" if category == _NONE else category if category in known else None,
        village=0 if village == _NONE else as_id(village) or None,
        searched=searched,
    )
    return Chosen(chosen, asked.get("sort") == "newest", as_id(asked.get("page", "")))
