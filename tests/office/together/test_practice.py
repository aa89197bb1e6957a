"""A practice aimak: a clerk and a resident train there; its screens say so, nothing counts, and nobody else hears."""

from bot.budget.plan.file import ReadItem
from bot.budget.plan.items import Plan
from bot.budget.property.items import ReadProperty
from bot.office.plan import items as plans
from bot.office.property import listing
from bot.office.together import practice
from storage.queue.broadcast_values import BroadcastKind
from storage.queue.reach.audiences import choose_audience
from tests.handlers.conftest import village  # noqa: F401 - the fixture
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.handlers.offices import proposed, texts
from tests.storage.rows import rows_of

MARK = "МАШЫГУУ АЙМАГЫ: бул жерде эч нерсе эсепке алынбайт.\nУЧЕБНЫЙ АЙМАК: здесь ничего не считается."


async def test_everything_works_there_nothing_counts_and_it_is_emptied_and_removed(village, tell):  # noqa: F811
    async def make(store):
        return await practice.make(store, beside=await store.aimaks.find_by_code("kokjar"), at=village.clock())

    made = await village.database.write(make)
    assert made.code == "kokjarprac"
    nurlan = await village.worker("Нурлан", aimak="kokjarprac")
    aigul = await village.in_menu("Айгүл", aimak="kokjarprac")
    bakyt = await village.in_menu("Бакыт", aimak="kokjarprac")
    for one in (nurlan, aigul, bakyt):
        assert (await one.starts()).startswith(MARK)
    kanat = await village.with_proposal("Канат", LIGHT)
    real = await village.database.read(lambda store: store.aimaks.find_by_code("kokjar"))
    assert "МАШЫГУУ" not in await kanat.starts()

    want = [(await one.person()).id for one in (aigul, nurlan)]

    async def both(store):
        for person_id in want:
            await store.subscriptions.set_subscription(person_id, made.id, True, at=village.clock())

    await village.database.write(both)
    await proposed(village, aigul, LIGHT)
    assert MARK in await nurlan.reads()
    named = "Көпүрө эле"

    async def list_what_is_theirs(store):
        of, item = {"aimak_id": made.id, "by": None, "at": village.clock()}, ReadItem("1", named, None, None, None)
        await plans.import_items(store, **of, plan=Plan.BAP, items=[item])
        owned = ReadProperty("1", named, named, "", named, None, "", False)
        await listing.import_items(store, **of, items=[owned])

    await village.database.write(list_what_is_theirs)
    await nurlan.starts()
    await nurlan.presses("Жооп күткөндөр")
    await nurlan.says("0001")
    await nurlan.follows_script("Жооп берүү", "3", "1", SENTENCE, "Жооп жөнөтүү")
    await aigul.reads()
    heard = [text for text in texts(village, "Айгүл") if SENTENCE in text]
    assert len(heard) == 1
    assert heard[0].startswith(MARK)

    async def count(store):
        audience = choose_audience(BroadcastKind.NOTICE, made.id, 0, after=0, limit=None)
        hears = list(await store.connection.scalars(audience))
        every = {one.code for one in await store.aimaks.list_all()}
        return hears, every, await store.years.list_years(made.id)

    hears, every, years = await village.database.read(count)
    assert hears == [(await nurlan.person()).id]
    assert "kokjarprac" not in every
    await village.database.write(lambda store: practice.empty(store, beside=real, at=village.clock()))
    for table in ("plan_items", "property_items"):
        rows = await rows_of(village.database, table)
        assert [row["removed_at"] for row in rows] == [village.clock()]
        assert named not in str(rows)
    aigul_id = (await aigul.person()).id
    again = await village.database.read(lambda store: store.aimaks.find_by_code("kokjarprac"))
    assert again.id != made.id
    assert (await nurlan.person()).aimak_id == again.id
    assert (await nurlan.starts()).startswith(MARK)
    left = await village.database.read(lambda store: store.lists.list_of_author(aigul_id, size=9))
    assert {one.beginning for one in left} <= {""}
    await proposed(village, aigul, "Көпүрө керек эле")
    numbered = await village.database.read(lambda store: store.proposals.find_by_number(again.id, 1))
    assert numbered is not None
    await village.database.write(lambda store: practice.remove(store, beside=real, at=village.clock()))
    assert (await nurlan.person()).aimak_id == real.id
    assert not (await nurlan.starts()).startswith(MARK)
    nurlan_id = (await nurlan.person()).id
    assert await village.database.read(lambda store: store.roles.list_standings(nurlan_id)) == []
    tell("a practice aimak", answered=len(heard), others_who_would_hear=len(hears) - 1, aimaks_counted=0)
