"""Another public table of a year's decisions, where there is no page: an address, or a place and a day."""

from datetime import date

from bot.budget.permissions import Act
from bot.budget.public.table import is_named
from bot.budget.workdays import find_day
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from bot.office.years import YEARS, DayOutOfOrder, DayOutOfRange, check_place
from storage.people import Person
from storage.store import Store
from storage.years import BudgetYear


class DayMissing(Refusal):
    """A place that is no address is named with the day from which the table hangs there."""


async def name_table(
    store: Store, *, aimak_id: int, year: int, place: str | None, on: date | None, by: Person | None, at: int
) -> BudgetYear:
    """Names where the decisions of a year can be read by all; None: nowhere any more.

    Raises NotAllowed, WordsMissing, TextTooLong, DayMissing, DayOutOfRange, DayOutOfOrder.
    """
    await permit(store, by=by, act=Act.SET_YEAR, aimak_id=aimak_id)
    posted = check_place(place)
    if on is not None and on.year not in YEARS:
        raise DayOutOfRange
    if on is not None and on > find_day(at):
        raise DayOutOfOrder
    if posted and not is_named(posted, on):
        raise DayMissing
    entered = await store.years.put(aimak_id, year, at=at, table_place=posted or None, table_on=on if posted else None)
    # Where it hangs is somebody's own words: they stand in the row that is named here.
    await record(
        store, Act.SET_YEAR, by=by, aimak_id=aimak_id, at=at, object="budget_year", object_id=entered, year=year,
        table=bool(posted), table_on=on if posted else None,
    )  # fmt: skip
    return await store.years.get(aimak_id, year)
