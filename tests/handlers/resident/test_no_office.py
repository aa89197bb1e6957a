"""An aimak whose office nobody is in yet: honest words, no day, and what happens when the first clerk joins."""

from datetime import date

from bot.budget.permissions import Role
from storage.database.schema import outbox
from tests.handlers.offices import joined, proposed

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def test_where_nobody_is_there_no_day_is_promised_and_the_admin_hears_it_once_a_day(village):
    admin = await village.worker("Эркин", role=Role.ADMIN)
    aigul = await village.at_check("Айгүл", LIGHT)
    receipt = await aigul.presses("Жөнөтүү")
    assert "0001" in receipt
    assert "азырынча ботко кошула элек" in receipt
    assert "чейин" not in receipt
    assert "азырынча ботко кошула элек" in await aigul.taps("mine:1") + await aigul.says("1")
    heard = await admin.reads()
    assert heard.count("эч ким албай жатат") == 1
    await proposed(village, aigul, "Көпүрө керек, суу ташкындайт")
    assert "эч ким албай жатат" not in await admin.reads()
    village.clock.later(days=1)
    await proposed(village, aigul, "Айылга суу керек, кудук кургап калды")
    assert await admin.reads()


async def test_the_first_clerk_finds_it_all_and_the_authors_hear_the_day(village):
    aigul, jypar = await village.with_proposal("Айгүл", LIGHT), await village.in_menu("Жыпар", language="ru")
    await proposed(village, jypar, "Көпүрө керек, суу ташкындайт")
    village.clock.later(days=21)
    bakyt = await village.worker("Бакыт")
    assert any("2 сунуш жооп күтөт" in message.text or "2 сунуш" in message.text for message in bakyt.heard)
    for resident, words in ((aigul, "ботко кошулду"), (jypar, "подключился к боту")):
        assert words in await resident.reads()
    due = {proposal.due_on for proposal in await aigul.proposals() + await jypar.proposals()}
    assert due == {date(2027, 1, 8)}, "14 working days from Monday, 14 December"
    assert "0001" in await bakyt.taps("desk_list:waiting")
    gulnara = await village.worker("Гүлнара")
    assert gulnara
    assert "кошулду" not in await aigul.reads(), "the second clerk opens nothing"


async def test_a_day_that_an_office_promised_stays_when_another_office_comes(village):
    bakyt = await joined(village, "Бакыт", Role.STAFF)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (promised,) = await aigul.proposals()
    person = await bakyt.person()

    async def leave(store):
        for member in await store.roles.list_members(person.aimak_id):
            await store.roles.revoke(member.id, by=None, at=village.clock())

    village.clock.later(days=1)
    await village.database.write(leave)
    village.clock.later(days=5)
    await village.worker("Гүлнара")
    assert (await aigul.proposals())[0].due_on == promised.due_on
    assert "кошулду" not in await aigul.reads()


async def test_no_author_is_told_twice_and_many_are_told_in_parts(village, monkeypatch):
    from bot.office.answers import openings

    monkeypatch.setattr(openings, "AT_ONCE", 2)
    aigul = await village.in_menu("Айгүл")
    for n in range(5):
        await proposed(village, aigul, f"Көпүрө керек, суу ташкындайт {n}")
    await village.worker("Бакыт")
    while await village.database.write(lambda store: openings.tell_next(store, at=village.clock())):
        pass

    async def ask(store):
        rows = await store.connection.execute(outbox.select().where(outbox.c.kind == "office_here"))
        return [row.object_id for row in rows]

    told = await village.database.read(ask)
    assert len(told) == len(set(told)) == 5
