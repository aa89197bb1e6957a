"""After more than a day off, every office hears once when nothing came in, and what of it is lost."""

import pytest

from bot.budget.permissions import Role
from bot.office.wording.outages import KEPT_BY_MESSENGER, tell_outage, tell_set_aside
from tests.office.offices import Office

HOUR = 3_600_000
PEOPLE = ("Бакыт", "Эркин", "Айгүл")


@pytest.fixture
async def office(database):
    office = await Office(database).opens()
    await office.meets("Бакыт", Role.STAFF)
    await office.meets("Эркин", Role.HEAD)
    await office.meets("Айгүл")
    return office


async def heard_after(office, hours):
    await office.database.write(lambda store: tell_outage(store, since=office.now - hours * HOUR, until=office.now))
    return [await office.notices(office.people[name], "outage") for name in PEOPLE]


async def test_staff_hear_once_from_when_to_when_nothing_came_in(office, tell):
    assert await heard_after(office, 30) == [1, 1, 0]
    assert await heard_after(office, 30) == [1, 1, 0]
    tell("30 hours off", staff_told_once=2, residents_told=0)


async def test_where_one_aimaks_own_account_was_off_its_office_alone_hears(office, database):
    other = await Office(database, code="gulistan").opens()
    asan = await other.meets("Асан", Role.STAFF)
    since, until = office.now - 30 * HOUR, office.now
    await database.write(lambda store: tell_outage(store, since=since, until=until, code="gulistan"))
    assert [await office.notices(one, "outage") for one in (asan, office.people["Бакыт"])] == [1, 0]


@pytest.mark.parametrize("hours", [0, 1, KEPT_BY_MESSENGER // HOUR, -30])
async def test_of_a_time_in_which_nothing_is_lost_nobody_hears(office, hours):
    assert await heard_after(office, hours) == [0, 0, 0]


async def test_an_office_hears_once_a_day_that_something_could_not_be_taken_in(office):
    heard = []
    for hours in (0, 1, 25):
        at = office.now + hours * HOUR
        await office.database.write(lambda store, at=at: tell_set_aside(store, aimak_id=office.aimak_id, at=at))
        heard.append([await office.notices(office.people[name], "set_aside") for name in PEOPLE])
    assert heard == [[1, 1, 0], [1, 1, 0], [2, 2, 0]]
