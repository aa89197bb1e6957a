"""The year's end: how far the work is, told to author and supporters in their language. Residents say what they see."""

import pytest

from bot.budget.proposal import Answer, Decision
from bot.budget.works.stages import Stage
from bot.office.answers import answers
from bot.office.public import switch
from bot.office.works import works
from tests.handlers.office.answers.test_answer import LIGHT
from tests.handlers.offices import proposed, texts

INCLUDED = Answer(Decision.INCLUDED, None, "Жазында орнотобуз, чырактар сатып алынды.", 90_000, "7.3 Жарык")
SAID = "Үч мамы турат, чырактар жанат."


@pytest.fixture
async def included(village):
    """A clerk before a proposal of Айгүл's that went in; Ольга, who reads Russian, supports it."""
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    olga = await village.in_menu("Ольга", language="ru")
    clerk, supporter, at = await nurlan.person(), await olga.person(), village.clock()

    async def before(store):
        await answers.send(store, id=1, answer=INCLUDED, by=clerk, at=at)
        await store.public_consents.set_public(1, public=True, at=at)
        supporter_now = await store.people.find_by_peer(supporter.peer_id)
        await store.supports.add(1, supporter_now.id, at=at)

    await village.database.write(before)
    await village.passes(1)
    for one in (nurlan, aigul, olga):
        await one.reads()
    await nurlan.starts()
    await nurlan.taps("desk_one:1")
    return nurlan, aigul, olga


async def kept(village) -> None:
    """What was sent last lies in the media folder."""

    async def keep(store):
        for id in range(1, 9):
            if await store.media.find_kept(id) is not None:
                await store.media.keep(id, kind="photo", digest="d" * 64, size=9, form="photo", ending=".jpg")

    await village.database.write(keep)


async def test_author_and_supporters_hear_of_the_work_and_their_word_reaches_the_clerk_and_is_counted(
    village, included, tell
):
    nurlan, aigul, olga = included
    assert "иш кайда жетти?" in await nurlan.presses("Аткарылышы")
    preview = await nurlan.follows_script("Иш жүрүп жатат", "Өткөрүп жиберүү")
    assert "Автор жана колдогондор (баары 2) мындай окуйт:\n№ 0001: иш жүрүп жатат." in preview
    assert "Аткарылышы: иш жүрүп жатат" in await nurlan.presses("Кабар берүү")
    assert "№ 0001: иш жүрүп жатат." in await aigul.reads()
    assert "№ 0001: работа идёт." in await olga.reads()
    # Done, with a photo and a sentence.
    await nurlan.follows_script("Аткарылышы", "Бүттү")
    check = await nurlan.sends("photo", "work-1", SAID)
    assert "1 сүрөт кошо барат." in check
    await village.database.write(lambda store: store.media.note_arrived(
        1, "telegram", "bot", kind="photo", reference="work-1", at=village.clock()))  # fmt: skip
    assert "Сүрөт али келе элек." in await nurlan.presses("Кабар берүү")
    await kept(village)
    assert "Авторго жана колдогондорго" in await nurlan.presses("Кабар берүү")
    assert any(f"№ 0001: иш бүттү.\n«{LIGHT}»\n{SAID}" in text for text in texts(village, "Айгүл"))
    assert any("№ 0001: работа сделана." in text and SAID in text for text in texts(village, "Ольга"))
    await aigul.reads()
    await olga.reads()
    await olga.presses("Не закончено")
    assert "Что не закончено?" in olga.heard[-1].text
    assert "айыл окмоту сообщено" in await olga.says("Третий фонарь не работает")
    assert "№ 0001 сунуштун иши бүткөн эмес дейт тургун: «Третий фонарь не работает»" in await nurlan.reads()
    await nurlan.starts()
    card = await nurlan.taps("desk_one:1")
    assert "Аткарылышы: иш бүттү" in card
    assert "Тургун: бүткөн эмес. Третий фонарь не работает" in card
    asked = await village.database.read(lambda store: store.dialogue.is_questioned(1))
    await nurlan.follows_script("Аткарылышы", "Иш жүрүп жатат", "Үчүнчү мамыны оңдоп жатабыз.", "Кабар берүү")
    closed = await village.database.read(lambda store: store.dialogue.is_questioned(1))
    assert (asked, closed) == (True, False)
    assert "№ 0001: работа идёт." in await olga.reads()
    year = await nurlan.taps("year")
    assert "Иштер: иш жүрүп жатат — 1." in year
    assert "Тургундар айткандан кийин оңдолду: 1." in year
    aimak_id = (await nurlan.person()).aimak_id
    found = await village.database.read(lambda store: store.works.count(aimak_id=aimak_id, year=2027))
    told = {name: sum("№ 0001: " in one for one in texts(village, name)) for name in ("Айгүл", "Ольга")}
    tell("the year's end: stages, one contested", corrections=found.corrections, author=told["Айгүл"],
         supporter=told["Ольга"])  # fmt: skip
    await nurlan.taps("desk_one:1")
    history = await nurlan.presses("Тарыхы")
    assert "тургун иш бүткөн эмес деди" in history
    assert history.count("иш жүрүп жатат") == 2


async def test_whoever_is_forgotten_leaves_no_word_of_the_work_and_nobody_reads_anothers(village, included):
    nurlan, aigul, olga = included
    await nurlan.follows_script("Аткарылышы", "Бүттү", "Өткөрүп жиберүү", "Кабар берүү")
    await olga.reads()
    await olga.presses("Не закончено")
    await olga.says("Третий фонарь не работает")
    await aigul.starts()
    assert "Аткарылышы: иш бүттү" in await aigul.follows_script("Менин сунуштарым", "№ 0001")
    assert "Бүткөн эмес" in [title for _, title in aigul.heard[-1].choices]
    person = (await olga.person()).id
    rows = await village.database.read(lambda store: store.works.list_said(1))
    assert [one.text for one in rows] == ["", "Третий фонарь не работает"]
    await village.database.write(lambda store: store.erasures.erase(person, keeps_public=False, at=village.clock()))
    rows = await village.database.read(lambda store: store.works.list_said(1))
    assert [one.text for one in rows] == ["", ""]


async def test_what_is_not_in_the_budget_has_no_work_and_strangers_contest_nothing(village, included):
    nurlan, aigul, olga = included
    await village.with_proposal("Бакыт", "Көпүрө оңдош керек")
    assert "Аткарылышы" not in await nurlan.taps("desk_one:2")
    await nurlan.taps("desk_one:1")
    await nurlan.follows_script("Аткарылышы", "Бүттү", "Өткөрүп жиберүү", "Кабар берүү")
    stranger = village.resident("Бакыт")
    await stranger.taps("unfinished:1")
    await stranger.says("Мен да айтам, бүткөн эмес")
    assert [one.kind for one in await village.database.read(lambda store: store.works.list_said(1))] == ["work:done"]


async def test_not_finished_typed_on_a_later_day_leads_to_its_work_and_asks_which_of_several(village, included):
    nurlan, aigul, olga = included
    assert "иш бүттү деп айтыла элек" in await aigul.says("Бүткөн эмес")
    await nurlan.follows_script("Аткарылышы", "Бүттү", "Өткөрүп жиберүү", "Кабар берүү")
    await aigul.reads()
    village.clock.later(days=40)
    await aigul.starts()
    for typed in ("Бүткөн эмес", "дагы бүтө элек", "Не закончили"):
        assert "Эмнеси бүткөн эмес?" in await aigul.says(typed)
        await aigul.says("Артка")
    await aigul.says("бүткөн эмес")
    assert "айыл өкмөтүнө айтылды" in await aigul.says("Үчүнчү чырак жанбайт")
    assert "«Үчүнчү чырак жанбайт»" in await nurlan.reads()
    # The supporter has work of their own beside the one they support.
    own = await proposed(village, olga, "Клубга эшик керек")
    clerk = await nurlan.person()

    async def is_done(store):
        await answers.send(store, id=own.id, answer=INCLUDED, by=clerk, at=village.clock())
        await works.say_stage(store, id=own.id, stage=Stage.DONE, text="", by=clerk, at=village.clock())

    await village.database.write(is_done)
    await olga.reads()
    await olga.starts()
    asked = await olga.says("не закончено")
    assert "№ 0002: «Клубга эшик керек»" in asked
    assert "№ 0001: «Мектептин жанына жарык керек" in asked
    assert "Что не закончено?" in await olga.presses("№ 0001")
    await olga.says("Третий фонарь не горит")
    said = await village.database.read(lambda store: store.works.list_said(1))
    assert [one.text for one in said] == ["", "Үчүнчү чырак жанбайт", "Третий фонарь не горит"]


async def test_up_to_three_photos_go_with_a_stage_one_by_one_or_as_an_album(village, included):
    nurlan, aigul, _ = included
    await nurlan.follows_script("Аткарылышы", "Бүттү")
    await nurlan.sends("photo", "one", SAID)
    assert "2 сүрөт кошо барат." in await nurlan.sends("photo", "two")
    assert "2 сүрөт кошо барат." in await nurlan.sends("photo", "two"), "the same photo is one"
    assert SAID in nurlan.heard[-1].text
    await nurlan.presses("Сүрөт кошуу")
    assert "2 сүрөт кошо барат." in await nurlan.says("Артка")
    assert "3 сүрөт кошо барат." in await nurlan.sends("photo", "three")
    assert "3 сүрөттөн ашык" in await nurlan.sends("photo", "four")
    assert "Сүрөт кошуу" not in [title for _, title in nurlan.heard[-1].choices]
    assert "сүрөт кошо" not in await nurlan.presses("Сүрөтсүз")
    album = await nurlan.sends_album("", "", "")
    assert "3 сүрөт кошо барат." in album[-1].text

    async def arrive(store):
        for at in range(3):
            await store.media.note_arrived(
                1, "telegram", "bot", kind="photo", reference=f"file {at}", at=village.clock()
            )

    await village.database.write(arrive)
    await kept(village)
    assert "Авторго жана колдогондорго" in await nurlan.presses("Кабар берүү")
    said = await village.database.read(lambda store: store.works.latest(1))
    found = await village.database.read(lambda store: store.works.list_photos(1, said.id))
    assert len(found) == 3
    await aigul.reads()
    assert sum(one.document is not None for one in aigul.heard) == 3


async def test_where_the_page_is_on_the_clerk_is_warned_of_faces(village, included):
    nurlan, _, _ = included
    aimak_id = (await nurlan.person()).aimak_id
    await nurlan.follows_script("Аткарылышы", "Иш жүрүп жатат")
    assert "ачык баракта" not in await nurlan.sends("photo", "one")
    await village.database.write(
        lambda store: switch.set_page(store, aimak_id=aimak_id, is_on=True, by=None, at=village.clock())
    )
    assert "ачык баракта да турат" in await nurlan.sends("photo", "two")
