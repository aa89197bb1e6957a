"""A property list that comes through the chat: taken whole, or refused by its cells."""

from collections.abc import Mapping
from typing import Any

from bot.budget.permissions import Act
from bot.budget.property.file import read_headings, read_property
from bot.office.property.listing import import_items
from bot.office.property.words import say_faults, say_listed
from bot.office.sheets.expected import Expected, Say, Waiting
from bot.office.wording.notices import N_
from storage.people import Person
from storage.store import Store


async def _list_headings(_store: Store, waiting: Waiting) -> Mapping[str, str]:
    return read_headings()


async def _take(store: Store, waiting: Waiting, cells: Any, by: Person, at: int) -> Say:
    items, faults = read_property(cells)
    if faults:
        return lambda words: say_faults(words, faults)
    done = await import_items(store, aimak_id=int(waiting.about["aimak_id"]), items=items, by=by, at=at)
    return lambda words: say_listed(words, done)


PROPERTY_LIST = Expected(
    name="property", act=Act.PROPERTY, notice="property", door=("property_desk", N_("Publish property")),
    headings=_list_headings, take=_take,
    strange=N_("This is not a property list. «Excel» there sends the table to fill in."),
)  # fmt: skip
