"""Days on which an office does not work besides the public holidays: a local holiday, a move, a power cut.

They count for what is received from then on: a due date that was promised stays what it was. Criterion 6 counts by the
calendar that all offices have.
"""

from datetime import date, timedelta

from bot.budget.permissions import Act, may
from bot.budget.workdays import find_day
from bot.language.refusal import Refusal
from bot.office.days_off.counting import make_office_calendar
from bot.office.rules import read_rules
from bot.office.staff import list_standings, permit, record
from storage.people import Person
from storage.store import Store

AHEAD = 366  # days in which a day off can be entered
MOST_AT_ONCE = 31  # days from the first to the last
MOST_A_YEAR = 30  # days off of one office in a calendar year


class DayPast(Refusal):
    """A day that is over, or begins now, moves nothing."""


class DayTooFar(Refusal):
    """It is too long ahead, or the last day is before the first, or too long after it."""


class NotWorked(Refusal):
    """Nobody works on these days anyhow, or they were entered before."""


class TooManyDays(Refusal):
    """An office is open on most days of a year."""


class NoSuchDay(Refusal):
    """It was taken off meanwhile, or is over: by it due dates were counted."""


REFUSED = (DayPast, DayTooFar, NotWorked, TooManyDays)  # what entering is refused with


async def list_days_off(store: Store, *, aimak_id: int, by: Person, at: int) -> list[date]:
    """Lists the days off to come of an office. Raises NotAllowed."""
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    return await store.days_off.list_in_force(aimak_id, since=find_day(at))


async def may_set(store: Store, *, aimak_id: int, by: Person) -> bool:
    """Whether somebody enters the days off of an office."""
    return may(await list_standings(store, by), Act.SET_DAYS_OFF, aimak_id)


async def enter_days_off(store: Store, *, aimak_id: int, first: date, last: date, by: Person, at: int) -> list[date]:
    """Enters the days off from first to last, and returns those that were worked till now.

    Raises NotAllowed, DayPast, DayTooFar, NotWorked, TooManyDays.
    """
    await permit(store, by=by, act=Act.SET_DAYS_OFF, aimak_id=aimak_id)
    today = find_day(at)
    if first <= today:
        raise DayPast
    if not first <= last <= min(first + timedelta(MOST_AT_ONCE - 1), today + timedelta(AHEAD)):
        raise DayTooFar
    await store.lock_peer("days off", str(aimak_id))
    there = await store.days_off.list_in_force(aimak_id, since=date(today.year, 1, 1))
    calendar = make_office_calendar(await read_rules(store, today), there, first)
    days = [day for n in range((last - first).days + 1) if calendar.is_working(day := first + timedelta(n))]
    if not days:
        raise NotWorked
    if any(sum(one.year == year for one in (*there, *days)) > MOST_A_YEAR for year in {one.year for one in days}):
        raise TooManyDays
    await store.days_off.add(aimak_id, days, by=by.id, at=at)
    await record(store, Act.SET_DAYS_OFF, by=by, aimak_id=aimak_id, at=at, first=first, last=last, days=len(days))
    return days


async def remove_day_off(store: Store, *, aimak_id: int, day: date, by: Person, at: int) -> None:
    """Takes a day off the list: it is worked again. Raises NotAllowed, NoSuchDay."""
    await permit(store, by=by, act=Act.SET_DAYS_OFF, aimak_id=aimak_id)
    if day < find_day(at) or not await store.days_off.remove(aimak_id, day, by=by.id, at=at):
        raise NoSuchDay
    await record(store, Act.SET_DAYS_OFF, by=by, aimak_id=aimak_id, at=at, removed=day)
