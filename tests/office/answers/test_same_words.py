"""The warning before one sentence stands under too many answers: what it counts, how much it asks the database."""

import pytest
from sqlalchemy import event

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.office.answers import answers
from bot.office.reads import alike
from bot.office.together import links
from storage.aimaks import NewAimak
from tests.office.offices import YEAR, Office


def refused(n: int) -> Answer:
    return Answer(
        Decision.NOT_INCLUDED, Reason.NO_MONEY, f"Быйыл бул ишке каражат каралган эмес: {'абвгдежзик'[n] * 3}."
    )


def filled(number: int, village: str) -> Answer:
    return Answer(
        Decision.NOT_INCLUDED,
        Reason.NO_MONEY,
        f"{village} айылында № {number:04} боюнча {YEAR}-жылы каражат каралган эмес, кезекте турат.",
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


async def test_a_template_filled_in_for_each_is_one_sentence_in_the_warning_and_in_the_tally(office):
    clerk, aigul = await office.meets("Нурлан", Role.STAFF), await office.meets("Айгүл")
    names = ("Барскоон", "Тамга")
    osh, nookat, name = ({"ky": one} for one in ("Ош", "Ноокат", "Көк-Жар"))
    villages = tuple({"ky": one} for one in names)
    await office.database.write(
        lambda store: store.aimaks.put(NewAimak(office.code, osh, nookat, name, f" {office.code}", None, villages))
    )
    filed = [await office.filed(aigul, f"Көпүрө керек, {n}-айыл") for n in range(11)]
    filling = {one.id: filled(one.number, names[n % len(names)]) for n, one in enumerate(filed[:4])}
    warned = await office.database.read(
        lambda store: alike.count_same_words(
            store,
            aimak_id=office.aimak_id,
            year=YEAR,
            answered=filling | {one.id: refused(n) for n, one in enumerate(filed[4:], 1)},
            by=clerk,
        )
    )
    assert warned == (4, 11)
    for one in filed:
        await office.does(answers.send, by=clerk, id=one.id, answer=filling.get(one.id) or refused(one.number % 9 + 1))
    marks = await office.database.read(lambda store: store.answers.list_marks([one.id for one in filed]))
    assert len({marks[id] for id in filling}) == 1


async def test_the_warning_counts_those_that_are_linked_once_as_the_tally_does(office):
    clerk = await office.meets("Нурлан", Role.STAFF)
    filed = [await office.filed(await office.meets(f"{n}-автор"), f"Көпүрө керек, {n}-айыл") for n in range(16)]

    async def warned(answered):
        return await office.database.read(
            lambda store: alike.count_same_words(
                store, aimak_id=office.aimak_id, year=YEAR, answered=answered, by=clerk
            )
        )

    for other in filed[1:7]:
        await office.does(links.link, by=clerk, id=other.id, to=filed[0].id)
    for n, one in enumerate(filed[7:15]):
        await office.does(answers.send, by=clerk, id=one.id, answer=refused(n + 1))
    together = {one.id: refused(0) for one in filed[:7]}
    assert await warned(together) is None  # a group and eight more are nine
    assert await warned(together | {filed[15].id: refused(0)}) is None  # two of ten
    over = {one.id: refused(0) for one in filed[7:9]}
    assert await warned(together | over | {filed[15].id: refused(0)}) == (4, 10)
    # One of the group stands on its sentence already: the others add nothing to it.
    await office.does(answers.send, by=clerk, id=filed[0].id, answer=refused(0))
    assert await warned(together | over | {filed[15].id: refused(0)}) == (4, 10)
    # Whatever is answered anew leaves the sentence it stood on.
    assert await warned(over | {filed[15].id: refused(0)}) == (4, 10)
    assert await warned({filed[0].id: refused(1), filed[15].id: refused(0)}) is None
