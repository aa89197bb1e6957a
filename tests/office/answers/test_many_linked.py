"""The preview of an answer for many linked ones asks the database no more often than one for a few."""

import pytest
from sqlalchemy import event

from bot.budget.permissions import Role
from bot.office.answers import answers, linked
from bot.office.reads import proposals
from bot.office.together import links
from tests.office.offices import Office, refusing

ANSWER = refusing("№ 1 боюнча: бул жол республикалык, аны министрлик оңдойт.")


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def linked_ones(office, clerk, n: int):
    author = await office.meets("Айгүл")
    filed = [await office.filed(author, f"Жолду оңдоп бергиле, {at}-үй") for at in range(n)]
    await office.database.write(lambda store: store.links.write([one.id for one in filed]))
    return filed


async def test_a_preview_with_49_linked_asks_as_many_statements_as_with_three(office, tell):
    clerk, counted = await office.meets("Нурлан", Role.STAFF), []

    async def preview(id):
        async def work(store):
            engine, heard = store.connection.engine.sync_engine, []

            def count(*given):
                heard.append(given[2])

            event.listen(engine, "before_cursor_execute", count)
            known = await proposals.read_to_preview(store, id=id, by=clerk)
            await proposals.list_languages(store, ids=[one.id for one in known.linked], by=clerk)
            waiting = await linked.list_waiting(store, id=id, by=clerk)
            event.remove(engine, "before_cursor_execute", count)
            return len(known.linked), len(heard), len(waiting)

        return await office.database.read(work)

    for n in (4, 50):
        filed = await linked_ones(office, clerk, n)
        counted.append(await preview(filed[0].id))
    (few, some, _), (many, same, _) = counted
    assert (few, many) == (3, 49)
    assert same == some
    tell("statements of a preview beside linked ones", linked_3=some, linked_49=same)


async def test_what_a_colleague_holds_wrote_or_left_out_gets_no_other_answer(office):
    clerk, other = await office.meets("Нурлан", Role.STAFF), await office.meets("Чынара", Role.STAFF)
    first, held, kept, out, free = await linked_ones(office, clerk, 5)
    await office.does(answers.take, by=other, id=held.id)
    await office.does(answers.save, by=other, id=kept.id, answer=ANSWER)
    await office.database.write(
        lambda store: store.exclusions.exclude(out.id, reason="test", by=other.id, at=office.now)
    )
    found = await office.database.read(lambda store: linked.list_open(store, id=first.id, by=clerk))
    assert [one.id for one in found] == [free.id]
    # A colleague who works there no more holds nothing.
    await office.database.write(lambda store: _leave(store, other, office))
    found = await office.database.read(lambda store: linked.list_open(store, id=first.id, by=clerk))
    assert [one.id for one in found] == [held.id, free.id]
    assert await office.does(links.unlink, by=clerk, id=free.id, from_=first.id)


async def _leave(store, person, office):
    for member in await store.roles.list_members(office.aimak_id):
        if member.person_id == person.id:
            await store.roles.revoke(member.id, by=None, at=office.now)
