"""Where a request for information stands once its author is forgotten."""

import pytest

from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.office.information import requests
from tests.office.offices import Office


@pytest.mark.parametrize("is_answered", [False, True])
async def test_what_is_forgotten_unanswered_is_withdrawn_and_counts_nowhere(sqlite_database, is_answered):
    office = await Office(sqlite_database).opens()
    head, asker = await office.meets("Асел", Role.HEAD), await office.meets("Айгүл")
    of = {"aimak_id": office.aimak_id}
    one = await office.does(requests.ask, key="one", text="Жарыкка канча кетти?", by=asker, **of)
    if is_answered:
        await office.does(requests.answer, id=one.id, text="Быйыл жүз миң сом кетти.", by=head)
    await office.database.write(lambda store: store.erasures.erase(asker.id, keeps_public=False, at=office.now))
    [left] = await office.does(requests.list_page, offset=0, limit=5, late=False, by=head, **of)
    today = find_day(office.now)
    assert left.is_withdrawn is not is_answered
    stands = requests.say_standing(Words("ru"), left, today=today)
    assert stands == (f"ответ дан {Words('ru').day(today)}" if is_answered else "отозвано")
    assert (await office.does(requests.count, by=head, **of)).waiting == 0
