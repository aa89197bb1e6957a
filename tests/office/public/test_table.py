"""Another public table is named by an address, or by a place and a day."""

from datetime import date, timedelta

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import TextTooLong
from bot.budget.workdays import find_day
from bot.language.letters import WordsMissing
from bot.office import years
from bot.office.public.table import DayMissing, name_table
from tests.office.offices import YEAR, Office


@pytest.fixture
async def office(database):
    office = await Office(database).opens()
    await office.meets("Бакыт", Role.STAFF)
    return office


def names(office, place, on=None):
    by = office.people["Бакыт"]
    return office.does(name_table, aimak_id=office.aimak_id, year=YEAR, place=place, on=on, by=by)


async def test_a_table_is_named_changed_and_taken_away(office):
    today = find_day(office.now)
    for place, on in (("kokjar.kg/budget", None), (" айыл өкмөтүнүн  тактасы ", today), (None, None)):
        facts = await names(office, place, on)
        assert (facts.table_place, facts.table_on) == (" ".join(place.split()) if place else None, on)
    assert facts.results_on is None


@pytest.mark.parametrize(
    ("place", "days", "refused"),
    [
        ("такта", None, DayMissing),
        ("такта", 1, years.DayOutOfOrder),
        ("—", 0, WordsMissing),
        ("а" * 201, 0, TextTooLong),
    ],
)
async def test_what_nobody_could_look_up_is_refused(office, place, days, refused):
    with pytest.raises(refused):
        await names(office, place, None if days is None else find_day(office.now) + timedelta(days))
    with pytest.raises(years.DayOutOfRange):
        await names(office, "такта", date(1999, 1, 1))


async def test_a_place_that_comes_with_the_results_hangs_there_from_their_day(office):
    today = find_day(office.now)
    given = {"aimak_id": office.aimak_id, "year": YEAR, "on": today, "by": office.people["Бакыт"]}
    facts = await office.does(years.publish_results, table_place="айыл өкмөтүнүн тактасы", **given)
    assert facts.table_on == today
    facts = await office.does(years.publish_results, table_place=None, **given)
    assert facts.table_place == "айыл өкмөтүнүн тактасы"
