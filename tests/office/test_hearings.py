"""Hearings of an office and its budget year: a second one, who came to each, questions, what is posted in groups."""

from datetime import date

import pytest

from bot.office import hearings, years
from storage.engine import Database
from storage.hearings import Hearing
from storage.years import BudgetYear
from tests.channels.doubles import Clock
from tests.office.halls import Hall, moment

YEAR = 2027


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-12-01 10:00"))


@pytest.fixture
async def hall(database: Database, clock: Clock) -> Hall:
    return await Hall(database, clock).opens(subscribers=4)


async def year_of(hall: Hall) -> BudgetYear:
    return await hall.database.read(lambda store: store.years.get(hall.office.aimak_id, YEAR))


async def held(hall: Hall, when: str) -> Hearing:
    """A hearing that was announced, and held a day later."""
    hearing = await hall.announces(when)
    hall.clock.now = max(hall.clock.now, moment(when))
    return await hall.does(hearings.hold, id=hearing.id)


async def counted(hall: Hall, hearing: Hearing, women: int, men: int) -> None:
    await hall.does(hearings.count_people, id=hearing.id, women=women, men=men, whole=True)


# The budget year


async def test_a_second_hearing_is_held_though_the_results_of_the_first_are_out(hall):
    first = await held(hall, "2026-12-02 10:00")
    await hall.does(hearings.publish_results, id=first.id, table_place=None)
    second = await held(hall, "2026-12-09 10:00")
    assert second.state == "held"
    year = await year_of(hall)
    assert (year.hearing_on, year.results_on) == (date(2026, 12, 2), date(2026, 12, 2))
    published = await hall.does(hearings.publish_results, id=second.id, table_place=None)
    assert published.state == "published"


async def test_a_second_hearing_before_the_results_is_the_day_of_its_year(hall):
    await held(hall, "2026-12-02 10:00")
    await held(hall, "2026-12-09 10:00")
    assert (await year_of(hall)).hearing_on == date(2026, 12, 9)


async def test_who_came_to_the_hearings_of_a_year_is_added_up(hall):
    first, second = await held(hall, "2026-12-02 10:00"), await held(hall, "2026-12-09 10:00")
    await counted(hall, first, 60, 40)
    await counted(hall, second, 10, 10)
    assert (await year_of(hall)).attendance == 120
    await counted(hall, second, 12, 10)
    assert (await year_of(hall)).attendance == 122


async def test_a_hearing_that_was_cancelled_adds_nobody(hall):
    first = await hall.announces("2026-12-01 15:00")
    await counted(hall, first, 3, 2)
    await hall.cancels(first)
    await counted(hall, await held(hall, "2026-12-09 10:00"), 10, 10)
    assert (await year_of(hall)).attendance == 20


async def test_what_is_typed_for_the_year_stands_until_somebody_counts_again(hall):
    hearing = await held(hall, "2026-12-02 10:00")
    await counted(hall, hearing, 60, 40)
    await hall.does(years.set_year, aimak_id=hall.office.aimak_id, year=YEAR, attendance=140)
    assert (await year_of(hall)).attendance == 140
    await hall.does(hearings.count_people, id=hearing.id, women=1, men=0, whole=False)
    assert (await year_of(hall)).attendance == 101
