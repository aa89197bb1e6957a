"""Every kind of file that is expected in the chat and taken whole or not at all."""

from bot.office.contest.waiting import MARKS
from bot.office.criteria.verifying import FROZEN_SHEET
from bot.office.needs.waiting import NEEDS_TABLE
from bot.office.plan.waiting import PLAN_TABLE
from bot.office.property.waiting import PROPERTY_LIST
from bot.office.sheets import expected
from storage.store import Store

EVERY = (MARKS, NEEDS_TABLE, PROPERTY_LIST, PLAN_TABLE, FROZEN_SHEET)


async def lose(store: Store, *, id: int, at: int) -> bool:
    """Tells the sender of an expected file that could not be kept; false where nobody expected it."""
    for kind in EVERY:
        if await expected.lose(store, kind, id=id, at=at):
            return True
    return False
