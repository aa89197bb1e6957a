"""Twelve emergencies and twelve complaints at every step. The right door comes first, and nothing is kept as an answer."""

import threading

from bot.budget.hearing import DAY, HearingKind, Terms
from bot.budget.referral import doors
from bot.delivery.incoming import receive
from bot.office.hearings import hearings
from bot.office.hearings.hearings import Announcement
from tests.handlers.shared.test_typed import LIGHT, acted, at_steps
from tests.handlers.shared.turns import hears, standing

EMERGENCIES = (
    "Өрт! Үй күйүп жатат", "Пожар у соседей, горит дом", "Бала сууга түшүп кетти", "Человек тонет в канале",
    "Сел келе жатат, үйлөрдү каптайт", "В доме пахнет газом", "Атам эсин жоготту, тез жардам чакыргыла",
    "Женщина без сознания на дороге", "Кишини сабап жатышат", "Избивают человека, вызовите милицию",
    "uy kuyup jatat, jardam bergile", "Жер көчтү, адам калды",
)  # fmt: skip
COMPLAINTS = (
    "Башчы пара алат", "Глава берёт взятки", "Кызматкер пара сурады", "Специалист вымогает деньги",
    "Мугалим балдарды сабайт", "Участковый хамит людям", "Директор акча уурдап жатат", "Депутат украл деньги",
    "bashchy para surady", "Врач нас оскорбил", "Катчы орой сүйлөйт", "Учитель кричит и унижает детей",
)  # fmt: skip
# What only announces one: at each step another three of them are tried, by turns.
ANNOUNCED = (
    "жалоба бар", "Хочу сообщить про взятку", "мага пара сурашты айткым келет", "хочу пожаловаться на главу",
    "parakorluk jonundo aitkym kelet", "арыз бар эле башчынын үстүнөн", "хочу рассказать о коррупции", "shikoyatim bor",
)  # fmt: skip


async def all_steps(village):
    """Somebody at every step that residents come to."""
    steps = await at_steps(village)

    async def note(resident, *names):
        at = await standing(village, resident)
        assert at.state in names, (at.state, names)
        steps[at.state] = at

    async def announce(store):
        aimak = await store.aimaks.find_by_code("kokjar")
        terms = Terms(village.clock() + 20 * DAY, "Көк-Жар маданият үйү")
        one = Announcement(key="one", kind=HearingKind.DRAFT, terms=terms, budget_year=2027)
        return await hearings.announce(store, announcement=one, by=None, aimak_id=aimak.id, at=village.clock())

    new = village.resident("two")
    await new.starts()
    await new.taps("language:ru")
    await new.says("1")
    await note(new, "Start:rayon")
    await new.says("1")
    await note(new, "Start:aimak")
    await new.says("көк жар")
    await note(new, "Start:found")
    one = await village.at_check("three", LIGHT)
    await one.says("Дагы көпүрө керек")
    await note(one, "Propose:join")
    await one.says("жок")
    await one.says("өчүр")
    await note(one, "Propose:erase")
    await one.says("жок")
    for part, state in (("category", "category"), ("village", "village"), ("photo", "photo"), ("side", "side")):
        await one.taps("change")
        await one.taps(f"change_to:{part}")
        if (await standing(village, one)).state == f"Propose:{state}":
            await note(one, f"Propose:{state}")
        await one.says("0")
        await one.starts()
        await one.says("1")
    await one.starts()
    await note(one, "Propose:resume", "Propose:check", "Menu:open")
    split = await village.in_menu("four")
    await split.follows_script("1", "2", "1. Жол керек\n2. Суу керек")
    await note(split, "Propose:split")
    author = await village.with_proposal("five", LIGHT)
    await author.says("менин сунуштарым")
    await note(author, "Mine:list")
    (sent,) = await author.proposals()
    await author.taps(f"mine_one:{sent.id}")
    await note(author, "Mine:one")
    await author.taps("withdraw")
    await note(author, "Mine:withdraw")
    await author.says("/settings")
    await note(author, "Settings:open")
    await author.says("/privacy")
    await note(author, "Privacy:open")
    await author.says("/forget")
    await note(author, "Forgetting:ask")
    hearing, *_ = await village.database.write(announce)
    guest = await village.in_menu("six")
    await guest.taps("hearings")
    await note(guest, "Hearings:list", "Hearings:one")
    await guest.taps(f"hearing:{hearing.id}")
    await guest.taps(f"hearing_question:{hearing.id}")
    asking = await standing(village, guest)
    if asking.state == "Hearings:question":
        await note(guest, "Hearings:question")
    return steps


async def test_the_right_door_comes_first_at_every_step(village, tell):
    steps, missed, kept = await all_steps(village), [], []
    for turn, (step, at) in enumerate(steps.items()):
        announced = [ANNOUNCED[(3 * turn + n) % len(ANNOUNCED)] for n in range(3)]
        for texts, door in ((EMERGENCIES, "112"), (COMPLAINTS, "Омбудсмен"), (announced, "Омбудсмен")):
            for text in texts:
                came = await hears(at, text)
                first = came.said.partition("\n\n")[0]
                missed += [] if door in first or door in came.said[:600] else [(step, text, came.said[:80])]
                kept += [(step, text, done)] if (done := acted(at, came)) else []
    tell("doors: 24 texts at every step", steps=len(steps), missed=len(missed), kept_as_something=len(kept))
    assert not missed, missed[:5]
    assert not kept, kept[:5]


async def test_the_door_of_a_long_text_is_looked_for_in_a_thread_before_its_unit(village, monkeypatch):
    looked = []

    def look(text):
        looked.append((threading.current_thread().name, doors.find_door(text)))

    monkeypatch.setattr(receive, "find_door", look)
    aida = await village.in_menu("aida")
    await aida.says("Көпүрө керек")
    assert not looked
    before = doors._find_door.cache_info().misses
    await aida.says("Өрт! Үй күйүп жатат. " + " ".join(f"Жардам бергиле {n}" for n in range(30)))
    assert [door for _, door in looked] == [doors.Door.EMERGENCY]
    assert looked[0][0].startswith("asyncio_")  # the loop's own pool of threads
    assert doors._find_door.cache_info().misses == before + 1  # the unit finds it done


async def test_what_reads_as_an_emergency_where_the_text_is_asked_is_kept_by_one_tap(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    told = "Балам жыгылып кетти колун сындырды, жолдун чуңкурунан"
    assert "112" in await aigul.says(told)
    shown = await aigul.presses("Бул менин текстим")
    assert shown.startswith("3/3.")
    assert f"«{told}»" in shown
