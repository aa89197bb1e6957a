"""Due dates of an office, counted in its working days: without public holidays, and without its own days off."""

from collections.abc import Collection
from datetime import date

from bot.budget.workdays import Calendar, find_day
from bot.office.days_off.working_days import make_calendar
from bot.office.rules import Rules, read_rules
from storage.proposals import Proposal
from storage.store import Store


async def count_due(store: Store, rules: Rules, *, aimak_id: int, day: date, n: int) -> date:
    """The n-th working day of an office after a day: an answer to what came then is due by it."""
    return (await read_office_calendar(store, rules, aimak_id=aimak_id, day=day)).add(day, n)


async def read_office_calendar(store: Store, rules: Rules, *, aimak_id: int, day: date) -> Calendar:
    """The working days of an office from a day on, by the days off that it has now."""
    return make_office_calendar(rules, await store.days_off.list_in_force(aimak_id, since=day), day)


async def list_moving(store: Store, *, proposal: Proposal) -> list[date]:
    """Lists the days off of its office by which the due date of a proposal is later than others'.

    What was entered for somebody was counted when it was entered, so all that is known is looked at.
    """
    day, at = find_day(proposal.received_at), None if proposal.entered_by is not None else proposal.received_at
    known = await store.days_off.list_in_force(proposal.aimak_id, since=day, at=at)
    moving = [one for one in known if day < one <= proposal.due_on]
    if not moving:
        return []
    rules = await read_rules(store, day)
    is_why = make_office_calendar(rules, known, day).add(day, proposal.due_days) == proposal.due_on
    return moving if is_why else []


def make_office_calendar(rules: Rules, own: Collection[date], day: date) -> Calendar:
    """The working days of an office from the year of a day on; own are its own days off."""
    years = range(day.year, day.year + 3)
    off = frozenset(own)
    return make_calendar(years, rules.extra_days_off | off, rules.extra_working_days - off)
