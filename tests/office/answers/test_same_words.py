"""The warning before one sentence stands under too many answers: what it counts, and how much it asks of the database."""

import pytest
from sqlalchemy import event

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.office.answers import answers
from bot.office.reads import alike
from tests.office.offices import YEAR, Office


def refused(n: int) -> Answer:
    return Answer(
        Decision.NOT_INCLUDED, Reason.NO_MONEY, f"Быйыл бул ишке каражат каралган эмес: {'абвгдежзик'[n] * 3}."
    )


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def test_many_answers_are_weighed_by_as_many_statements_as_a_few(office, tell):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    filed = [await office.filed(aigul, f"Көпүрө керек, {n}-айыл") for n in range(40)]
    for one in filed[:4]:
        await office.does(answers.send, by=clerk, id=one.id, answer=refused(0))
    for one in filed[4:8]:
        await office.does(answers.send, by=clerk, id=one.id, answer=refused(1))
    statements = []

    def count(*given):
        statements.append(given[2])

    async def weighed(answered):
        async def weigh(store):
            engine = store.connection.engine.sync_engine
            event.listen(engine, "before_cursor_execute", count)
            found = await alike.count_same_words(
                store, aimak_id=office.aimak_id, year=YEAR, answered=answered, by=clerk
            )
            event.remove(engine, "before_cursor_execute", count)
            return found

        statements.clear()
        return await office.database.write(weigh), len(statements)

    few, some = await weighed({one.id: refused(2) for one in filed[8:12]})
    many, same = await weighed({one.id: refused(2 + n % 8) for n, one in enumerate(filed[8:])})
    # Four stand on a sentence, two of them are answered anew, and six more get it: eight of fourteen.
    anew = {filed[n].id: refused(0) for n in (0, 1, 4, 5, 8, 9, 10, 11, 12, 13)}
    again, _ = await weighed(anew)
    assert (few, many, again) == ((4, 12), None, (12, 14))
    assert same == some
    tell("statements that weigh answers before they leave", of_4=some, of_32=same)
