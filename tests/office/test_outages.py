"""After more than a day off, every office hears once from when to when nothing came in, and what of it is lost."""

import pytest

from bot.budget.permissions import Role
from bot.office.outages import tell_outage
from tests.office.offices import Office

HOUR = 3_600_000


@pytest.fixture
async def office(database):
    office = await Office(database).opens()
    await office.meets("Бакыт", Role.STAFF)
    await office.meets("Эркин", Role.HEAD)
    await office.meets("Айгүл")
    return office


async def told(office, *, since, until):
    await office.database.write(lambda store: tell_outage(store, since=since, until=until))
    return {name: [text for text in office.said_to(name) if "24" in text] for name in ("Бакыт", "Эркин", "Айгүл")}
