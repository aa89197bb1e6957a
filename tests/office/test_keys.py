"""A key that another aimak used before gives nothing of it back, and makes nothing."""

from datetime import timedelta

import pytest

from bot.budget.initiative.call import Regime, Terms
from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.office.initiatives import calls
from bot.office.watch import watching
from tests.office.offices import YEAR, Office


async def test_a_known_key_of_another_aimak_is_refused_like_an_unknown_thing(sqlite_database):
    office = await Office(sqlite_database).opens()
    other = await Office(sqlite_database, "sary").opens()
    day = find_day(office.now)
    terms = Terms(Regime.LOCAL, 300_000, day + timedelta(10), day + timedelta(100))
    made = (
        (watching.open_watch, watching.NoWatch, {"key": "w", "year": YEAR, "line": "Жол оңдоо"}),
        (calls.announce, calls.NoCall, {"key": "c", "terms": terms}),
    )
    head, strange = await office.meets("Асел", Role.HEAD), await other.meets("Бакыт", Role.HEAD)
    for act, refusal, given in made:
        own = await office.does(act, aimak_id=office.aimak_id, by=head, **given)
        again = await office.does(act, aimak_id=office.aimak_id, by=head, **given)
        assert again.id == own.id
        with pytest.raises(refusal):
            await other.does(act, aimak_id=other.aimak_id, by=strange, **given)
