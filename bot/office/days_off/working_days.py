"""The working days of Kyrgyzstan, by which due dates are counted: its public holidays, and days from the settings."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from bot.budget.workdays import Calendar
from bot.office.days_off.public_holidays import read_year


def make_calendar(
    years: Iterable[int],
    extra_days_off: frozenset[date] = frozenset(),
    extra_working_days: frozenset[date] = frozenset(),
) -> Calendar:
    """Returns the working days of those years, moved days included; the extra days win over the library's.

    Future Eids are the library's estimates; the government's decree comes in as extra days.
    """
    return _make_calendar(tuple(sorted(set(years))), extra_days_off, extra_working_days)


@lru_cache(maxsize=8)
def _make_calendar(
    years: tuple[int, ...], extra_days_off: frozenset[date], extra_working_days: frozenset[date]
) -> Calendar:
    known = [read_year(year) for year in years]
    days_off = frozenset[date]().union(*(off for off, _ in known)) | extra_days_off
    working_days = frozenset[date]().union(*(worked for _, worked in known)) - extra_days_off
    return Calendar(days_off, working_days | extra_working_days)
