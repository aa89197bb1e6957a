"""Every kind of file that is expected in the chat and taken whole or not at all."""

from collections.abc import Mapping

from bot.office.contest.waiting import MARKS
from bot.office.criteria.verifying import FROZEN_SHEET
from bot.office.needs.waiting import NEEDS_TABLE
from bot.office.plan.waiting import PLAN_TABLE
from bot.office.property.waiting import PROPERTY_LIST
from bot.office.sheets import expected
from bot.office.sheets.expected import Expected, Waiting
from storage.store import Store

EVERY = (MARKS, NEEDS_TABLE, PROPERTY_LIST, PLAN_TABLE, FROZEN_SHEET)


async def list_headings(store: Store) -> list[tuple[Expected, Mapping[str, str]]]:
    """The kinds that are tables of one form, with what stands above their columns."""
    found = [(kind, kind.headings) for kind in EVERY if kind is not MARKS]
    return [(kind, await headings(store, Waiting(0, 0))) for kind, headings in found if headings is not None]


async def lose(store: Store, *, id: int, at: int) -> bool:
    """Tells the sender of an expected file that could not be kept; false where nobody expected it."""
    for kind in EVERY:
        if await expected.lose(store, kind, id=id, at=at):
            return True
    return False
