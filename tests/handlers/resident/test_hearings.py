"""A hearing as residents meet it: the list and the link, coming or not, calendar, map, questions, papers, notices."""

import uuid
from datetime import date

import pytest

from bot.budget.hearing import HOUR, HearingKind, Paper, Terms
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import start_of
from bot.chat.message import Incoming, Kind
from bot.delivery.feeder import Broadcasting
from bot.office import residents
from bot.office.hearings import hearings
from bot.office.hearings.hearings import Announcement
from storage.database.schema import hearing_questions, papers, rsvps

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
DECEMBER = start_of(date(2026, 12, 16)) + 10 * HOUR
PLACE = "Көк-Жар айылы, маданият үйү"
POINT = (40.26611, 72.61832)


async def announced(
    village, *, aimak="kokjar", starts_at=DECEMBER, agenda="Жолдор жана мектептер", point=None, **parts
):
    """A hearing as the office announces it."""
    latitude, longitude = point or (None, None)
    terms = Terms(starts_at, PLACE, agenda, latitude, longitude)
    announcement = Announcement(uuid.uuid4().hex, parts.pop("kind", HearingKind.DRAFT), terms, 2027, **parts)

    async def act(store):
        found = await store.aimaks.by_code(aimak)
        return await hearings.announce(store, announcement=announcement, by=None, aimak_id=found.id, at=village.clock())

    hearing, _ = await village.database.write(act)
    return hearing


async def office(village, act, **said):
    """One act of the office on a hearing."""
    return await village.database.write(lambda store: act(store, by=None, at=village.clock(), **said))


async def carried(village):
    """Every open broadcast moves on until nothing is left to queue, and what is queued leaves."""
    broadcasting = Broadcasting(
        database=village.database, now=village.clock, quiet=QuietHours(), wake=village.courier.wake
    )
    while await broadcasting.step():
        await village.courier.carry()
    await village.courier.carry()


async def asked(village, what):
    """What the store says."""
    return await village.database.read(what)


async def subscriber(village, name, *, language="ky", aimak="kokjar"):
    """Somebody who has agreed and wants notices, and stands in the menu."""
    resident = await village.in_menu(name, language=language, aimak=aimak)
    await resident.taps("notices:yes")
    await resident.taps("consent:yes")
    return resident


async def presses_notice(resident, choice):
    """Presses a button on a notice, which stays as it is."""
    incoming = Incoming(uuid.uuid4().hex, resident.peer, Kind.CHOICE, choice=choice, message_id="77", stays=True)
    return await resident._hears(incoming)


async def said_of(village, resident, hearing):
    """What somebody said about coming."""
    person = await resident.person()
    return await asked(village, lambda store: store.hearings.rsvp_of(hearing.id, person.id))


async def wants(village, resident):
    """Whether somebody wants notices of their aimak."""
    person = await resident.person()
    return await asked(village, lambda store: store.people.notices(person.id, person.aimak_id))


# The list and one hearing


@pytest.mark.parametrize(("language", "said"), [("ky", "Азырынча жарыяланган"), ("ru", "пока не объявлены")])
async def test_where_no_hearing_is_announced_it_says_so_and_names_the_telephone(village, language, said):
    aigul = await village.in_menu("Айгүл", language=language)
    answer = await aigul.says("3")
    assert said in answer
    assert "1 — " in answer


async def test_whoever_asks_when_the_hearing_is_hears_it_at_once(village):
    aigul = await village.in_menu("Айгүл")
    await announced(village)
    answer = await aigul.says("Угуу качан болот?")
    assert answer.index("2026-жылдын 16-декабры, шаршемби, саат 10:00") < answer.index("Бул сунушпу?")


async def test_who_wants_notices_again_after_being_far_away_hears_of_every_hearing(village):
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("far:yes")
    await aigul.says("/stop")
    assert "ар бир угуу" in await aigul.taps("notices:yes")
    assert "Угуулар тууралуу кабар: келет" in await aigul.says("/settings")
    await announced(village)
    await carried(village)
    assert "БЮДЖЕТ УГУУСУ" in await aigul.reads()


async def test_where_no_hearing_is_announced_notices_can_be_asked_for_all_the_same(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says("3")
    await aigul.presses("Кабар алам")
    assert "Азырынча жарыяланган" in await aigul.presses("Макулмун")
    assert await wants(village, aigul) is True
    assert [title for _, title in aigul.heard[-1].choices] == ["Алыстамын"]
    assert (await aigul.says("0")).startswith("Эмне кылгыңыз")


@pytest.mark.parametrize(
    ("language", "day", "titles"),
    [
        ("ky", "2026-жылдын 16-декабры, шаршемби, саат 10:00", ["16-декабрь, 10:00", "Кабар алам"]),
        ("ru", "среда, 16 декабря 2026 года, 10:00", ["16 декабря, 10:00", "Сообщайте мне"]),
    ],
)
async def test_the_list_begins_with_the_next_hearing_and_each_is_shown_whole(village, language, day, titles):
    await announced(village, starts_at=DECEMBER + 24 * 30 * HOUR, kind=HearingKind.EXECUTION)
    await announced(village)
    aigul = await village.in_menu("Айгүл", language=language)
    answer = await aigul.says("3")
    assert day.split(",")[0] in answer.splitlines()[1]
    assert [title for _, title in aigul.heard[-1].choices][::2] == titles
    whole = await aigul.says("1")
    for part in (day, PLACE, "Жолдор жана мектептер", "2027"):
        assert part in whole
    expected = {
        "ky": ["Келем", "Келе албайм", "Суроо берүү", "Календарга кошуу"],
        "ru": ["Приду", "Не смогу", "Задать вопрос", "В календарь"],
    }
    assert [title for _, title in aigul.heard[-1].choices] == expected[language]
    assert (await aigul.says("0")).startswith(answer.splitlines()[0])
    assert (await aigul.says("0")).startswith(("Эмне кылгыңыз", "Что вы хотите"))


async def test_many_hearings_come_in_pages_of_five(village):
    for day in range(7):
        await announced(village, starts_at=DECEMBER + day * 24 * HOUR)
    aigul = await village.in_menu("Айгүл")
    await aigul.says("/hearings")
    assert len(aigul.heard[-1].choices) == 5
    await aigul.says("Дагы")
    assert [title for _, title in aigul.heard[-1].choices] == ["21-декабрь, 10:00", "22-декабрь, 10:00", "Кабар алам"]
    await aigul.says("0")
    assert len(aigul.heard[-1].choices) == 5


async def test_the_state_of_a_hearing_is_said_in_words(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    moved = Terms(DECEMBER + 2 * HOUR, "Мектеп", "Жолдор жана мектептер")
    await office(village, hearings.move, id=hearing.id, terms=moved)
    assert "Мурда: 2026-жылдын 16-декабры, шаршемби, саат 10:00." in await aigul.taps(f"hearing:{hearing.id}")
    village.clock.now = moved.starts_at + 3 * HOUR
    await office(village, hearings.hold, id=hearing.id)
    held = await aigul.taps(f"hearing:{hearing.id}")
    assert "Угуу өттү, жыйынтыгы али жарыялана элек." in held
    assert "Келем" not in held
    await office(village, hearings.publish_results, id=hearing.id, table_place=None)
    assert "жыйынтыгы жарыяланды" in await aigul.taps(f"hearing:{hearing.id}")
    assert "БЮДЖЕТ УГУУСУНУН ЖЫЙЫНТЫГЫ" in await aigul.says("Жыйынтыгы")
    gone = await announced(village, starts_at=village.clock() + 240 * HOUR)
    await office(village, hearings.cancel, id=gone.id)
    cancelled = await aigul.taps(f"hearing:{gone.id}")
    assert "Бул угуу болбой калды." in cancelled
    assert not aigul.heard[-1].choices


@pytest.mark.parametrize("choice", ["hearing:999", "come:999", "decline:x", "hearing_ask:999", "calendar:0", "map:-1",
                                    "hearing_results:7", "paper:5", "hearing:", "far:no"])  # fmt: skip
async def test_an_old_or_foreign_button_is_answered_kindly(village, choice):
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("notices:no")
    answer = await aigul.taps(choice)
    assert "мурунку суроодон" in answer
    assert "1 — " in answer


async def test_the_list_shows_also_what_is_to_be_in_another_aimak_whose_notices_come(village):
    aigul = await subscriber(village, "Айгүл")
    await announced(village, starts_at=DECEMBER + 48 * HOUR)
    await announced(village, starts_at=village.clock() + 24 * HOUR)
    village.clock.later(days=2)  # nobody noted that the second one was held
    await aigul.starts("a_shark")
    assert "Көк-Жар" in (await aigul.taps("hearings")).splitlines()[1]
    await announced(village, aimak="shark")
    await announced(village, aimak="gulistan")
    _, own, elsewhere, *_ = (await aigul.taps("hearings")).splitlines()
    assert "16-декабры" in own
    assert "аймагы" not in own
    assert "18-декабры" in elsewhere
    assert elsewhere.endswith("Айыл аймагы: Көк-Жар.")
    assert [title for _, title in aigul.heard[-1].choices] == ["16-декабрь, 10:00", "18-декабрь, 10:00", "Кабар алам"]
    await aigul.says("/stop")
    await aigul.taps("hearings")
    assert [title for _, title in aigul.heard[-1].choices] == ["16-декабрь, 10:00", "Кабар алам"]


async def test_the_list_shows_also_a_hearing_elsewhere_that_one_comes_to(village):
    hearing = await announced(village, aimak="shark")
    aigul = await subscriber(village, "Айгүл", language="ru")
    assert "не объявлены" in await aigul.taps("hearings")
    await aigul.starts(f"h_{hearing.id}")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.says("0")
    assert "Айылный аймак: Шарк." in await aigul.taps("hearings")
    assert PLACE in await aigul.says("1")
    await aigul.taps(f"decline:{hearing.id}")
    assert "не объявлены" in await aigul.taps("hearings")


async def test_the_list_says_what_far_away_means(village):
    await announced(village)
    aigul = await subscriber(village, "Айгүл")
    assert "«Алыстамын» — сизге угуулардын жыйынтыгы гана келет." in await aigul.taps("hearings")
    await aigul.says("Алыстамын")
    assert "«" not in await aigul.taps("hearings")


@pytest.mark.parametrize(
    ("language", "titles", "decline"),
    [
        ("ky", ["Календарга кошуу", "Суроо берүү", "Канча киши"], "Келе албайм"),
        ("ru", ["В календарь", "Задать вопрос", "Сколько человек"], "Не смогу"),
    ],
)
async def test_whoever_comes_is_offered_what_is_left_and_no_digit_unsays_it(village, language, titles, decline):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл", language=language)
    await aigul.taps(f"come:{hearing.id}")
    for digit in ("2", "2"):
        await aigul.says(digit)
    await aigul.taps(f"hearing:{hearing.id}")
    assert [title for _, title in aigul.heard[-1].choices] == titles
    assert [title for _, title in aigul.heard[-1].ways][0] == decline
    await aigul.says("3")
    await aigul.says("4")
    said = await said_of(village, aigul, hearing)
    assert (said.coming, said.companions) == (True, 4)
    await aigul.says(decline)
    assert (await said_of(village, aigul, hearing)).coming is False
    shown = [title for _, title in (*aigul.heard[-1].choices, *aigul.heard[-1].ways)]
    assert decline not in shown
    assert shown[0] == {"Келе албайм": "Келем", "Не смогу": "Приду"}[decline]


async def test_how_many_come_along_is_asked_of_nobody_who_does_not_come(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    assert "мурунку суроодон" in await aigul.taps(f"companions:{hearing.id}")
    await aigul.taps(f"decline:{hearing.id}")
    assert "мурунку суроодон" in await aigul.taps(f"companions:{hearing.id}")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.says("3")
    village.clock.now = DECEMBER
    assert "башталды же бүттү" in await aigul.taps(f"companions:{hearing.id}")
    assert "канча киши" not in aigul.heard[-1].text


@pytest.mark.parametrize(("language", "said"), [("ky", "башталды же бүттү"), ("ru", "уже началось или прошло")])
async def test_a_hearing_that_has_begun_says_so_and_asks_nobody_to_come(village, language, said):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл", language=language)
    await office(village, hearings.move, id=hearing.id, terms=Terms(DECEMBER, "Мектеп"))
    await aigul.taps(f"hearing:{hearing.id}")
    village.clock.now = DECEMBER
    whole = await aigul.taps(f"hearing:{hearing.id}")
    assert said in whole.splitlines()[1]
    assert aigul.heard[-1].choices == []
    for choice in ("come", "decline", "hearing_ask", "calendar"):
        assert said in await aigul.taps(f"{choice}:{hearing.id}")


# The notice


async def test_a_notice_is_answered_by_a_tap_and_keeps_its_words_and_buttons(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await carried(village)
    assert "БЮДЖЕТ УГУУСУ" in await aigul.reads()
    answer = await presses_notice(aigul, f"come:{hearing.id}")
    assert "Күнү же жери өзгөрсө" in answer
    assert "дагы канча киши" in answer
    assert (aigul.heard[-1].edits, aigul.heard[-1].clears) == ("", "")
    assert "сиз менен дагы 3 киши" in await aigul.says("3")
    said = await said_of(village, aigul, hearing)
    assert (said.coming, said.companions) == (True, 3)
    for choice in ("decline", "hearing"):
        await presses_notice(aigul, f"{choice}:{hearing.id}")
        assert (aigul.heard[-1].edits, aigul.heard[-1].clears) == ("", "")
    assert (await said_of(village, aigul, hearing)).coming is False


@pytest.mark.parametrize(("language", "come", "decline"), [("ky", "1", "келе албайм"), ("ru", "pridu", "ne smogu")])
async def test_a_notice_is_answered_by_typing(village, language, come, decline):
    aigul = await subscriber(village, "Айгүл", language=language)
    hearing = await announced(village)
    await carried(village)
    await aigul.says(come)
    await aigul.says("Өткөрүп жиберүү" if language == "ky" else "Пропустить")
    assert (await said_of(village, aigul, hearing)).coming is True
    await aigul.says(decline)
    assert (await said_of(village, aigul, hearing)).coming is False
    assert "Айтканыңызга рахмат" in aigul.heard[-1].text or "Спасибо, что сказали" in aigul.heard[-1].text


async def test_no_digit_under_a_notice_ends_the_notices_and_its_own_words_do(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await carried(village)
    await aigul.reads()
    assert [title for _, title in aigul.heard[-1].choices] == ["Келем", "Келе албайм", "Кененирээк"]
    await aigul.says("4")
    assert await wants(village, aigul) is True
    village.clock.now = DECEMBER + HOUR
    await office(village, hearings.hold, id=hearing.id)
    await office(village, hearings.publish_results, id=hearing.id, table_place=None)
    await carried(village)
    await aigul.reads()
    assert [title for _, title in aigul.heard[-1].choices] == ["Менин сунуштарым", "Кененирээк"]
    assert aigul.heard[-1].ways == [["notices:no", "Кабар албайм"]]
    await aigul.says("Кабар албайм")
    assert await wants(village, aigul) is False


COMING = [
    "келем",
    "Келем!",
    "барам",
    "kelem",
    "Baram",
    "pridu",
    "Приду",
    "келет экем",
    "келебиз",
    "Барабыз",
    "буду",
    "придём",
]
NOT_COMING = [
    "келе албайм", "бара албайм", "Kele albaym", "bara albaym", "не смогу", "Ne smogu!", "келбейм", "Барбайм",
    "келе албайм окшойт", "не приду",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "coming"), [(w, True) for w in COMING] + [(w, False) for w in NOT_COMING])
async def test_coming_is_also_written_out_of_the_blue_where_there_is_one_hearing(village, typed, coming):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    answer = await aigul.says(typed)
    assert ("дагы канча киши" if coming else "Айтканыңызга рахмат") in answer
    assert (await said_of(village, aigul, hearing)).coming is coming
    if not coming:
        assert PLACE in answer


@pytest.mark.parametrize(("language", "which"), [("ky", "Кайсы угуу жөнүндө"), ("ru", "О каком слушании")])
async def test_written_out_of_the_blue_where_there_are_several_it_is_asked_which(village, language, which):
    first, second = await announced(village), await announced(village, starts_at=DECEMBER + 24 * HOUR)
    aigul = await subscriber(village, "Айгүл", language=language)
    answer = await aigul.says("келем")
    assert answer.startswith(which)
    assert "2 — 17" in answer
    for hearing in (first, second):
        assert await said_of(village, aigul, hearing) is None
    assert ("дагы канча киши" if language == "ky" else "Сколько человек") in await aigul.says("2")
    assert (await said_of(village, aigul, second)).coming is True
    assert await said_of(village, aigul, first) is None
    await aigul.says("3")
    await aigul.says("0")
    assert which not in await aigul.says("0")
    await aigul.says("бара албайм")
    await aigul.says("2")
    assert (await said_of(village, aigul, second)).coming is False


async def test_the_day_chosen_after_a_written_word_needs_consent_first_and_then_it_is_noted(village):
    first, second = await announced(village), await announced(village, starts_at=DECEMBER + 24 * HOUR)
    aigul = await village.in_menu("Айгүл", language="ru")
    await aigul.says("приду")
    assert "/privacy" in await aigul.says("2")
    assert "Сколько человек" in await aigul.says("Разрешаю")
    assert (await said_of(village, aigul, second)).coming is True
    assert await said_of(village, aigul, first) is None


async def test_the_list_asked_for_after_a_written_word_notes_nothing(village):
    first, _second = await announced(village), await announced(village, starts_at=DECEMBER + 24 * HOUR)
    aigul = await subscriber(village, "Айгүл")
    await aigul.says("келем")
    await aigul.says("/hearings")
    assert PLACE in await aigul.says("1")
    assert await said_of(village, aigul, first) is None


async def test_a_cancelled_hearing_stays_in_the_list_and_marked_until_its_day_is_over(village):
    hearing, other = await announced(village), await announced(village, starts_at=DECEMBER + 24 * HOUR)
    aigul = await subscriber(village, "Айгүл")
    await office(village, hearings.cancel, id=hearing.id)
    first, second, *_ = (await aigul.taps("hearings")).splitlines()[1:]
    assert "16-декабры" in first
    assert first.endswith("Бул угуу болбой калды.")
    assert "17-декабры" in second
    assert "болбой калды" in await aigul.says("1")
    await aigul.says("0")
    await aigul.says("келем")
    assert (await said_of(village, aigul, other)).coming is True
    village.clock.now = DECEMBER + 24 * HOUR
    assert "16-декабры" not in await aigul.taps("hearings")


async def test_one_that_has_begun_is_not_meant_and_one_elsewhere_is(village):
    begun = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    village.clock.now = DECEMBER
    assert "Азырынча жарыяланган" in await aigul.says("келем")
    await aigul.starts("a_shark")
    hearing = await announced(village, starts_at=DECEMBER + 48 * HOUR)
    await aigul.says("келем")
    assert (await said_of(village, aigul, hearing)).coming is True
    assert await said_of(village, aigul, begun) is None


@pytest.mark.parametrize("typed", ["келем", "ne smogu"])
async def test_where_there_is_no_hearing_that_is_said_and_the_telephone_named(village, typed):
    aigul = await village.in_menu("Айгүл")
    answer = await aigul.says(typed)
    assert "Азырынча жарыяланган" in answer
    assert "0000 00 00 00" in answer
    assert "Бул сунушпу" not in answer
    await announced(village, aimak="shark")
    assert "Азырынча жарыяланган" in await aigul.says(typed)


async def test_whoever_has_no_language_or_no_aimak_is_led_on_by_it(village):
    await announced(village)
    stranger = village.resident("Бирөө")
    assert "Тилди тандаңыз" in await stranger.says("келем")
    assert "Облусуңузду" in await stranger.says("1")
    assert "Облусуңузду" in await stranger.says("барам")


async def test_written_out_of_the_blue_it_needs_consent_first_and_then_goes_on(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    assert "/privacy" in await aigul.says("барам")
    assert await said_of(village, aigul, hearing) is None
    assert "дагы канча киши" in await aigul.says("Макулмун")
    assert (await said_of(village, aigul, hearing)).coming is True


async def test_written_in_the_middle_of_a_proposal_it_is_noted_and_the_step_stands(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("propose")
    answer = await aigul.says("келем")
    assert "сизди күтөбүз" in answer
    assert "1/3." in answer
    assert (await said_of(village, aigul, hearing)).coming is True
    await announced(village, starts_at=DECEMBER + 24 * HOUR)
    assert "Кайсы угуу жөнүндө" in await aigul.says("бара албайм")
    assert "1/3." in await aigul.says("0")
    await aigul.says("2")
    assert "мурунку суроодон" not in await aigul.says("Мен угууга барам деп жатам, жолду оңдоп бергиле")
    assert (await said_of(village, aigul, hearing)).coming is True


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("screen", ["/budget", "/settings", "/privacy"])
async def test_whoever_only_reads_is_asked_how_many_come_along_and_goes_on_reading(village, screen, typed):
    await paper(village, Paper.BRIEF, text="Жолдорго 2 миллион сом")
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("propose")
    read = await aigul.says(screen)
    hearing = await announced(village)
    answer = await (aigul.says("келем") if typed else presses_notice(aigul, f"come:{hearing.id}"))
    assert "сизди күтөбүз" in answer
    assert "дагы канча киши" in answer
    assert PLACE in await aigul.says("2")
    assert (await said_of(village, aigul, hearing)).companions == 2
    assert await aigul.says("0") == read
    assert "1/3." in await aigul.says("0")


async def test_coming_is_said_in_the_middle_of_a_proposal_and_nothing_of_it_is_lost(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps("propose")
    await aigul.says("2")
    await carried(village)
    await aigul.reads()
    answer = await aigul.says("Келем")
    assert "сизди күтөбүз" in answer
    assert "2/3." in answer
    assert "3/3." in await aigul.says(LIGHT)
    assert "3/3." in await presses_notice(aigul, f"decline:{hearing.id}")
    await presses_notice(aigul, f"hearing:{hearing.id}")
    assert PLACE in aigul.heard[-1].text
    assert "3/3." in await aigul.says("0")
    assert "номери — 0001" in await aigul.says("1")
    assert (await said_of(village, aigul, hearing)).coming is False


@pytest.mark.parametrize(
    ("typed", "companions", "answer"),
    [
        ("0", 0, "белгилеп койдук"), ("20", 20, "дагы 20 киши"), ("4 киши", 4, "дагы 4 киши"), ("Экөө", 2, "дагы 2 киши"),
        ("эч ким", 0, "белгилеп койдук"), ("Өткөрүп жиберүү", 5, "дагы 5 киши"), ("21", 5, "20 кишиге чейин"),
        ("500", 5, "20 кишиге чейин"), ("99999", 5, "20 кишиге чейин"), ("көп", 5, "цифра менен жазыңыз"),
        ("-1", 5, "цифра менен жазыңыз"), ("биз үй-бүлө менен беш адам", 5, "дагы 5 киши"), ("он киши", 10, "дагы 10 киши"),
        ("рахмат", 5, "Сизге да"), ("Келе албайбыз го деп ойлойм, эгин жыйнап жатабыз", 5, "Бул сунушпу"),
    ],
)  # fmt: skip
async def test_how_many_come_along_is_a_number_or_nothing(village, typed, companions, answer):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps(f"come:{hearing.id}")
    await aigul.says("5")
    await aigul.taps(f"come:{hearing.id}")
    assert answer in await aigul.says(typed)
    assert (await said_of(village, aigul, hearing)).companions == companions


@pytest.mark.parametrize("typed", ["келбейм", "Барбайм.", "келе албайм окшойт", "не приду", "келе албайм"])
async def test_a_natural_no_to_a_notice_does_not_become_part_of_the_proposal_that_is_being_written(village, typed):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps("propose")
    await aigul.says("2")
    await carried(village)
    await aigul.reads()
    answer = await aigul.says(typed)
    assert "Айтканыңызга рахмат" in answer
    assert "2/3." in answer
    assert (await said_of(village, aigul, hearing)).coming is False
    assert f"«{LIGHT}»" in await aigul.says(LIGHT)


@pytest.mark.parametrize(("typed", "coming"), [("ооба", True), ("да", True), ("жок", False), ("нет", False)])
async def test_yes_and_no_under_a_notice_answer_it(village, typed, coming):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await carried(village)
    await aigul.reads()
    await aigul.says(typed)
    assert (await said_of(village, aigul, hearing)).coming is coming


async def test_a_yes_that_fits_the_step_and_the_notice_below_it_is_asked_back(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.says(LIGHT)
    await carried(village)
    await aigul.reads()
    assert "1 — Келем\n2 — Ооба" in await aigul.says("ооба")
    assert await said_of(village, aigul, hearing) is None


async def test_a_yes_in_the_middle_of_writing_is_text_also_below_a_notice(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps("propose")
    await aigul.says("2")
    await carried(village)
    await aigul.reads()
    await aigul.says("ооба")
    assert await said_of(village, aigul, hearing) is None


async def test_a_hearing_that_was_cancelled_or_has_begun_takes_nobody_any_more(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps(f"come:{hearing.id}")
    village.clock.now = DECEMBER + HOUR
    assert "башталды же бүттү" in await aigul.says("4")
    assert "башталды же бүттү" in await aigul.taps(f"decline:{hearing.id}")
    await office(village, hearings.cancel, id=hearing.id)
    assert "болбой калды" in await aigul.taps(f"come:{hearing.id}")
    assert (await said_of(village, aigul, hearing)).companions == 0


@pytest.mark.parametrize("typed", ["Келе албайм", "не смогу", "bara albaym"])
async def test_whoever_is_asked_how_many_come_along_can_still_say_that_they_cannot_come(village, typed):
    aigul = await subscriber(village, "Айгүл")
    hearing, _other = await announced(village), await announced(village, starts_at=DECEMBER + 24 * HOUR)
    await aigul.taps(f"come:{hearing.id}")
    answer = await aigul.says(typed)
    assert "Айтканыңызга рахмат" in answer
    assert PLACE in answer
    assert (await said_of(village, aigul, hearing)).coming is False


async def test_whoever_cannot_come_once_it_has_begun_is_told_so(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps(f"come:{hearing.id}")
    village.clock.now = DECEMBER
    assert "башталды же бүттү" in await aigul.says("келе албайм")
    assert (await said_of(village, aigul, hearing)).coming is True


async def test_whoever_writes_no_number_again_and_again_is_given_a_persons_telephone(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps(f"come:{hearing.id}")
    for _ in range(2):
        assert "цифра менен жазыңыз" in await aigul.says("-1")
    assert "0000 00 00 00" in await aigul.says("-1")


async def test_a_proposal_typed_instead_of_a_number_is_kept(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.taps(f"come:{hearing.id}")
    assert f"Бул сунушпу? «{LIGHT}»" in await aigul.says(LIGHT)
    assert "дагы канча киши" in await aigul.says("жок")


# Consent


@pytest.mark.parametrize("choice", ["come", "decline", "hearing_ask"])
async def test_nothing_is_kept_of_somebody_before_they_agree_and_then_it_goes_on(village, choice):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps(f"hearing:{hearing.id}")
    assert "/privacy" in await aigul.taps(f"{choice}:{hearing.id}")
    assert await said_of(village, aigul, hearing) is None
    answer = await aigul.says("Макулмун")
    expected = {"come": "дагы канча киши", "decline": "Айтканыңызга рахмат", "hearing_ask": "сурооңузду жазыңыз"}
    assert expected[choice] in answer
    assert (await aigul.person()).consent_version == residents.CONSENT_VERSION
    if choice != "hearing_ask":
        assert (await said_of(village, aigul, hearing)).coming is (choice == "come")


async def test_who_does_not_agree_is_forgotten_and_a_draft_is_not(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    assert "өчүрүлдү" in await aigul.says("Азыр эмес")
    assert (await aigul.person()).language is None
    bakyt = await village.in_menu("Бакыт")
    await bakyt.taps("propose")
    await bakyt.follows_script("2", LIGHT)
    await bakyt.taps(f"come:{hearing.id}")
    answer = await bakyt.says("Азыр эмес")
    assert "бул боюнча эч нерсе сакталган жок" in answer
    assert "3/3." in answer
    assert (await asked(village, lambda store: store.hearings.expected(hearing.id))).coming == 0


async def test_back_from_consent_keeps_nothing_and_the_step(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps(f"hearing:{hearing.id}")
    await aigul.taps(f"come:{hearing.id}")
    assert PLACE in await aigul.says("0")
    assert (await aigul.person()).consent_version is None


async def test_notices_need_consent_too_and_strangers_are_still_forgotten(village):
    hearing = await announced(village)
    stranger = await village.in_menu("Бирөө")
    await stranger.says("/settings")
    assert "/privacy" in await stranger.says("Кабар алам")
    await stranger.taps("far:yes")
    await stranger.taps(f"come:{hearing.id}")
    await stranger.taps("notices:no")
    await stranger.says("/stop")
    assert await wants(village, stranger) is None
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    village.clock.later(days=1, minutes=1)
    forgotten = await village.database.write(lambda store: residents.forget_strangers(store, at=village.clock()))
    assert [address for *_, address in forgotten] == ["Бирөө"]
    assert (await said_of(village, aigul, hearing)).coming is True


async def test_taking_consent_back_ends_notices_and_what_was_said_about_coming(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.follows_script("/privacy", "1", "ооба")
    assert await wants(village, aigul) is False
    assert await asked(village, lambda store: rows(store, rsvps)) == 0


async def rows(store, table):
    """Counts the rows of a table."""
    from sqlalchemy import func, select

    return await store.connection.scalar(select(func.count()).select_from(table))


# Notices: yes, results only, no more


async def test_who_comes_and_was_never_asked_is_asked_once_about_notices(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps(f"come:{hearing.id}")
    await aigul.taps("consent:yes")
    answer = await aigul.says("2")
    assert "кабарлап туралыбы" in answer
    answer = await aigul.says("Азыр эмес")
    assert PLACE in answer
    assert await wants(village, aigul) is False
    await aigul.taps(f"come:{hearing.id}")
    assert "кабарлап туралыбы" not in await aigul.says("2")


async def test_who_comes_is_told_of_a_change_also_after_not_now_but_not_after_stop(village):
    hearing = await announced(village)
    aigul, bakyt = await village.in_menu("Айгүл"), await village.in_menu("Бакыт")
    for resident in (aigul, bakyt):
        await resident.taps(f"come:{hearing.id}")
        await resident.taps("consent:yes")
        await resident.says("0")
        village.clock.later(minutes=1)
        await resident.says("Азыр эмес")
    await carried(village)
    village.clock.later(minutes=1)
    await bakyt.says("/stop")
    await office(village, hearings.move, id=hearing.id, terms=Terms(DECEMBER + 2 * HOUR, PLACE))
    await carried(village)
    assert "БЮДЖЕТ УГУУСУ ЖЫЛДЫРЫЛДЫ" in await aigul.reads()
    assert await bakyt.reads() == ""


@pytest.mark.parametrize("typed", ["/stop", "стоп", "Токтот!", "отписаться", "СТОП", "Кабар албайм"])
async def test_one_word_stops_every_notice_however_often_it_is_said(village, typed):
    aigul = await subscriber(village, "Айгүл")
    for _ in range(2):
        answer = await aigul.says(typed)
        assert "кабар жөнөтпөйбүз" in answer
        assert "/settings" in answer
    assert await wants(village, aigul) is False
    await announced(village)
    await carried(village)
    assert await aigul.reads() == ""


async def test_in_russian_it_stops_in_russian_and_in_no_language_in_both(village):
    aigul = await subscriber(village, "Айгүл", language="ru")
    assert "сообщать не будем" in await aigul.says("стоп")
    stranger = village.resident("Бирөө")
    answer = await stranger.says("/stop")
    assert "кабар жөнөтүлбөйт" in answer
    assert "больше не сообщаем" in answer


async def test_where_free_text_is_awaited_the_word_is_text_and_the_command_a_command(village):
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "жөнөтпөйбүз" not in await aigul.says("стоп")
    assert await wants(village, aigul) is True
    answer = await aigul.says("/stop")
    assert "жөнөтпөйбүз" in answer
    assert "2/3." in answer
    assert await wants(village, aigul) is False


async def test_the_button_of_a_notice_stops_also_where_somebody_has_moved_to_another_aimak(village):
    aigul = await subscriber(village, "Айгүл")
    there = (await aigul.person()).aimak_id
    await aigul.starts("a_shark")
    await presses_notice(aigul, "notices:no")
    person = await aigul.person()
    assert await asked(village, lambda store: store.people.notices(person.id, there)) is False


async def test_who_is_far_away_hears_of_results_only(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await aigul.says("/hearings")
    assert "жыйынтыгын гана" in await aigul.says("Алыстамын")
    assert "жыйынтыгы гана" in await aigul.says("/settings")
    await carried(village)
    assert "БЮДЖЕТ УГУУСУ" not in await aigul.reads()
    village.clock.now = DECEMBER + HOUR
    await office(village, hearings.hold, id=hearing.id)
    await office(village, hearings.publish_results, id=hearing.id, table_place=None)
    await carried(village)
    assert "БЮДЖЕТ УГУУСУНУН ЖЫЙЫНТЫГЫ" in await aigul.reads()
    assert "ар бир угуу" in await aigul.taps("far:no")
    assert "Угуулар тууралуу кабар: келет" in await aigul.says("/settings")
    assert len(aigul.heard[-1].choices) == 5


async def test_results_lead_to_ones_own_proposals_and_to_the_hearing(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.taps("notices:yes")
    hearing = await announced(village)
    village.clock.now = DECEMBER + HOUR
    await office(village, hearings.count_people, id=hearing.id, women=40, men=24, whole=True)
    await office(village, hearings.hold, id=hearing.id)
    await office(village, hearings.publish_results, id=hearing.id, table_place="айыл өкмөтүнүн тактасы", sure=True)
    await carried(village)
    said = await aigul.reads()
    assert "64 киши катышты." in said
    assert "Чечимдер илинген жер: айыл өкмөтүнүн тактасы." in said
    assert LIGHT in await presses_notice(aigul, "mine")
    assert (aigul.heard[-1].edits, aigul.heard[-1].clears) == ("", "")
    assert PLACE in await presses_notice(aigul, f"hearing:{hearing.id}")


async def test_the_notice_names_the_papers_that_came_with_it(village):
    aigul = await subscriber(village, "Айгүл")
    files = ((Paper.CITIZENS_BUDGET, "document", "ref"),)
    hearing = await announced(village, files=files)
    await carried(village)
    assert "Жарандык бюджет" in await aigul.reads()
    await presses_notice(aigul, f"hearing:{hearing.id}")
    await aigul.presses("Кагаздар")
    await moved(village, hearing)
    assert "Жарандык бюджет" in await aigul.reads()


# Who had blocked the bot and is back

MOVED = {"ky": "БЮДЖЕТ УГУУСУ ЖЫЛДЫРЫЛДЫ", "ru": "СЛУШАНИЯ ПО БЮДЖЕТУ ПЕРЕНЕСЕНЫ"}
CANCELLED = "БЮДЖЕТ УГУУСУ ӨТПӨЙТ"


async def coming(village, name, hearing, *, language="ky"):
    """Somebody who gets notices and has said that they come."""
    resident = await subscriber(village, name, language=language)
    await resident.taps(f"come:{hearing.id}")
    await resident.says("0")
    return resident


async def blocks(resident):
    """Blocks the bot, as the messenger tells us."""
    await resident._hears(Incoming(uuid.uuid4().hex, resident.peer, Kind.STOP))


async def moved(village, hearing, hours=48):
    """The office moves a hearing, and whoever can be told is told."""
    await office(village, hearings.move, id=hearing.id, terms=Terms(DECEMBER + hours * HOUR, PLACE))
    await carried(village)


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_whoever_is_back_hears_once_how_their_hearing_was_moved(village, language):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing, language=language)
    bakyt = await subscriber(village, "Бакыт", language=language)
    cholpon = await subscriber(village, "Чолпон", language=language)
    await cholpon.taps(f"decline:{hearing.id}")
    village.chats.blocked |= {"Айгүл", "Бакыт", "Чолпон"}
    await moved(village, hearing)
    village.chats.blocked.clear()
    said = await aigul.starts()
    assert said.count(MOVED[language]) == 1
    assert "16" in said
    assert "18" in said
    (told,) = [message for message in aigul.heard if message.text.startswith(MOVED[language])]
    assert [choice for choice, _ in told.choices][:2] == [f"come:{hearing.id}", f"decline:{hearing.id}"]
    for resident in (aigul, bakyt, cholpon):
        assert MOVED[language] not in await resident.starts()
    village.clock.later(minutes=1)
    await blocks(aigul)
    assert MOVED[language] not in await aigul.starts()


async def test_whoever_is_back_answers_what_they_hear_by_typing(village):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    await moved(village, hearing)
    await aigul.starts()
    assert "Айтканыңызга рахмат" in await aigul.says("келе албайм")
    assert (await said_of(village, aigul, hearing)).coming is False


async def test_whoever_is_back_hears_the_latest_change_alone(village):
    hearing, other = await announced(village), await announced(village, starts_at=DECEMBER + 240 * HOUR)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await aigul.taps(f"come:{other.id}")
    await aigul.says("0")
    await blocks(aigul)
    for hours in (48, 72):
        await moved(village, hearing, hours)
    await office(village, hearings.cancel, id=other.id)
    await carried(village)
    said = await aigul.starts()
    assert said.count(MOVED["ky"]) == said.count(CANCELLED) == 1
    assert "19-декабры" in said
    assert "18-декабры" in said, "the day it was to be, which the others had heard of"


async def test_whoever_is_back_hears_of_a_change_before_the_notice_too(village):
    hearing = await announced(village, send_at=DECEMBER - 240 * HOUR)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    await moved(village, hearing)
    assert MOVED["ky"] in await aigul.starts()


async def test_whoever_was_reached_before_they_left_hears_it_no_second_time(village):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await moved(village, hearing)
    assert MOVED["ky"] in await aigul.reads()
    await blocks(aigul)
    assert MOVED["ky"] not in await aigul.starts()


@pytest.mark.parametrize(("after", "is_news"), [(47, True), (48, False)])
async def test_whoever_is_back_after_the_hearing_hears_of_no_move(village, after, is_news):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    await moved(village, hearing)
    village.clock.now = DECEMBER + after * HOUR
    assert (MOVED["ky"] in await aigul.starts()) is is_news


async def test_a_move_that_waits_for_the_morning_comes_in_the_morning_also_to_whoever_is_back(village):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    village.clock.now = start_of(date(2026, 12, 2)) + 23 * HOUR
    await moved(village, hearing)
    assert MOVED["ky"] not in await aigul.starts()
    village.clock.later(minutes=10 * 60)
    await carried(village)
    assert (await aigul.reads()).count(MOVED["ky"]) == 1


# The link


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_a_newcomer_chooses_the_language_gets_the_hearings_aimak_and_sees_it(village, language):
    hearing = await announced(village, aimak="shark")
    aigul = village.resident("Айгүл")
    assert "Тилди тандаңыз." in await aigul.starts(f"h_{hearing.id}")
    answer = await aigul.says("Кыргызча" if language == "ky" else "Русский")
    assert PLACE in answer
    assert (await aigul.person()).aimak_id == hearing.aimak_id
    back = await aigul.says("0")
    assert "1 — " in back
    assert "Шарк" in back


async def test_a_hearing_of_another_aimak_opens_by_its_link_and_the_own_aimak_stays(village):
    hearing = await announced(village, aimak="shark")
    aigul = await subscriber(village, "Айгүл")
    own = (await aigul.person()).aimak_id
    assert PLACE in await aigul.starts(f"h_{hearing.id}")
    await aigul.says("1")
    await aigul.says("2")
    assert (await said_of(village, aigul, hearing)).companions == 2
    assert (await aigul.person()).aimak_id == own
    assert PLACE not in await aigul.taps("hearings")


async def test_a_link_in_the_middle_of_a_proposal_keeps_it(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert PLACE in await aigul.starts(f"h_{hearing.id}")
    assert f"«{LIGHT}»" in await aigul.says("0")


async def test_what_was_written_before_the_link_is_led_on_afterwards(village):
    hearing = await announced(village)
    aigul = village.resident("Айгүл")
    await aigul.says(LIGHT)
    await aigul.starts(f"h_{hearing.id}")
    await aigul.says("1")
    answer = await aigul.says("0")
    assert f"«{LIGHT}»" in answer
    assert "1/3." in answer


@pytest.mark.parametrize("payload", ["h_999", "h_", "h_x", "h_" + "9" * 60])
async def test_an_unknown_link_says_so_and_goes_on(village, payload):
    aigul = await village.in_menu("Айгүл")
    answer = await aigul.starts(payload)
    assert "шилтемедеги угуу табылган жок" in answer
    assert "1 — Сунуш берүү" in answer
    stranger = village.resident("Бирөө")
    await stranger.starts(payload)
    answer = await stranger.says("ru")
    assert "Слушание по этой ссылке не найдено" in answer
    assert "область" in answer


# Calendar, map, questions


async def test_the_calendar_file_and_the_pin_come_beside_the_hearing(village):
    hearing = await announced(village, point=POINT)
    aigul = await village.in_menu("Айгүл", language="ru")
    await aigul.taps(f"hearing:{hearing.id}")
    await aigul.says("В календарь")
    assert aigul.heard[-1].document == {"kind": "calendar", "hearing_id": hearing.id, "language": "ru"}
    assert PLACE in aigul.heard[-2].text
    await aigul.says("Показать на карте")
    assert aigul.heard[-1].pin == [*POINT]
    assert aigul.heard[-1].text == f"{PLACE}\nсреда, 16 декабря 2026 года, 10:00"
    assert len(aigul.heard[-2].choices) == 5


async def test_a_question_goes_to_the_office(village):
    nurlan = await village.worker("Нурлан")
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing:{hearing.id}")
    await aigul.says("Суроо берүү")
    assert "өтө кыска" in await aigul.says("?")
    assert "жазып бериңиз" in await aigul.sends("voice")
    assert "1\u00a0000" in await aigul.says("а" * 1001)
    answer = await aigul.says("Мектептин чатырына канча акча бөлүндү?")
    assert "айыл өкмөтүнө берилди" in answer
    assert PLACE in answer
    assert "«Мектептин чатырына канча акча бөлүндү?»" in await nurlan.reads()
    await aigul.says("Суроо берүү")
    assert PLACE in await aigul.says("0")
    assert await asked(village, lambda store: rows(store, hearing_questions)) == 1


@pytest.mark.parametrize("label", ["Менин сунуштарым", "Кабар албайм", "мои предложения", "КЕЛЕ АЛБАЙМ"])
async def test_a_label_typed_where_a_question_is_awaited_is_no_question(village, label):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing_ask:{hearing.id}")
    answer = await aigul.says(label)
    assert "мурунку суроодон" in answer
    assert "сурооңузду жазыңыз" in answer
    assert await asked(village, lambda store: rows(store, hearing_questions)) == 0


async def test_the_words_under_a_photo_are_taken_as_the_question(village):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing_ask:{hearing.id}")
    assert "Сөзүңүз гана берилет" in await aigul.sends("photo", caption="Бул жол качан оңдолот?")
    found = await asked(village, lambda store: store.hearings.questions(hearing.id))
    assert found == ["Бул жол качан оңдолот?"]


@pytest.mark.parametrize("kind", [Kind.TOO_LARGE, Kind.UNSUPPORTED])
async def test_the_words_under_a_file_that_is_not_taken_are_the_question(village, kind):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл")
    await aigul.taps(f"hearing_ask:{hearing.id}")
    answer = await aigul._hears(Incoming(uuid.uuid4().hex, aigul.peer, kind, "Бул жол качан оңдолот?"))
    assert answer.startswith(("Бул файл өтө чоң", "Мен текст, үн, сүрөт"))
    assert "айыл өкмөтүнө берилди" in answer
    assert await asked(village, lambda store: rows(store, hearing_questions)) == 1


# The papers of the budget


async def paper(village, kind, *, year=2027, aimak="kokjar", hearing=None, **parts):
    """A paper as the office keeps it."""

    async def add(store):
        found = await store.aimaks.by_code(aimak)
        return await store.papers.add(
            aimak_id=found.id, budget_year=year, hearing_id=hearing, kind=kind, by=None, at=village.clock(), **parts
        )

    return await village.database.write(add)


async def test_without_papers_the_budget_says_so(village):
    aigul = await village.in_menu("Айгүл")
    assert "жарыялана элек" in await aigul.says("4")
    await aigul.taps("propose")
    await aigul.says("2")
    assert "2/3." in await aigul.says("/budget")


async def test_the_papers_of_the_latest_year_are_read_or_sent(village):
    long = "Жол " * 2000
    await paper(village, Paper.BRIEF, year=2026, text="Эски жылдыкы")
    await paper(village, Paper.CITIZENS_BUDGET, text=long)
    file = await paper(village, Paper.PRESENTATION, file=("document", "ref"), channel="telegram", account="bot")
    aigul = await village.in_menu("Айгүл")
    assert "2027-жылдын бюджети" in await aigul.says("4")
    titles = [title for _, title in aigul.heard[-1].choices]
    assert titles == ["Жарандык бюджет", "Презентация", "Сап боюнча суроо"]
    read = await aigul.says("1")
    while any(title == "Дагы" for _, title in aigul.heard[-1].ways):
        read += await aigul.says("Дагы")
    assert read.count("Жол") == 2000
    for _ in range(3):
        await aigul.says("0")
    assert "келе элек" in await aigul.says("2")
    await kept(village, file)
    await aigul.says("2")
    assert aigul.heard[-1].document == {"kind": "paper", "paper_id": file}
    assert (await aigul.says("0")).startswith("Эмне кылгыңыз")


async def kept(village, paper_id):
    """The file of a paper has been fetched."""
    from sqlalchemy import select, update

    from storage.attachments.media import KEPT
    from storage.database.schema import media

    async def note(store):
        found = await store.connection.scalar(select(papers.c.media_id).where(papers.c.id == paper_id))
        await store.connection.execute(update(media).where(media.c.id == found).values(state=KEPT, hash="a" * 64))

    await village.database.write(note)


async def test_papers_of_another_aimak_are_not_opened_here(village):
    foreign = await paper(village, Paper.BRIEF, aimak="shark", text="Шарктын бюджети")
    aigul = await village.in_menu("Айгүл")
    assert "Шарктын" not in await aigul.taps(f"paper:{foreign}")


async def test_the_papers_of_earlier_years_are_reached_one_year_after_the_other(village):
    for year in (2024, 2026, 2027):
        await paper(village, Paper.BRIEF, year=year, text=f"Жолдорго {year}-жылы 2 миллион сом")
    aigul = await village.in_menu("Айгүл")
    assert "[2026-жыл]" in await aigul.says("4")
    assert "2026-жылдын бюджети" in await aigul.presses("2026-жыл")
    assert "2024-жылдын бюджети" in await aigul.says("2024")
    assert "-жыл]" not in aigul.heard[-1].numbered()
    assert "Жолдорго 2024-жылы" in await aigul.says("1")
    assert "2024-жылдын бюджети" in await aigul.says("0")
    assert "2026-жылдын бюджети" in await aigul.says("0")
    assert "2027-жылдын бюджети" in await aigul.says("0")
    assert (await aigul.says("0")).startswith("Эмне кылгыңыз")


async def test_whoever_looks_at_a_hearing_finds_its_papers_and_comes_back(village):
    bare, hearing = await announced(village), await announced(village, starts_at=DECEMBER + HOUR, point=POINT)
    await paper(village, Paper.BRIEF, hearing=hearing.id, year=2026, text="Жолдорго 2 миллион сом")
    file = await paper(
        village, Paper.PRESENTATION, hearing=hearing.id, file=("document", "r"), channel="telegram", account="bot"
    )
    await kept(village, file)
    await paper(village, Paper.CITIZENS_BUDGET, text="Жылдын кагазы")
    aigul = await subscriber(village, "Айгүл")
    assert "Кагаздар" not in await aigul.taps(f"hearing:{bare.id}")
    whole = await aigul.taps(f"hearing:{hearing.id}")
    await aigul.presses("Кагаздар")
    assert [title for _, title in aigul.heard[-1].choices] == ["Кыскача сүрөттөлүшү", "Презентация"]
    assert "Жолдорго 2 миллион сом" in await aigul.says("1")
    assert not aigul.heard[-1].choices
    await aigul.says("0")
    await aigul.says("2")
    assert aigul.heard[-1].document == {"kind": "paper", "paper_id": file}
    await aigul.says("/hearings")
    await aigul.says("0")
    assert await aigul.says("0") == whole


async def test_the_papers_of_a_hearing_elsewhere_are_read_from_that_hearing(village):
    foreign = await announced(village, aimak="shark")
    minutes = await paper(village, Paper.MINUTES, aimak="shark", hearing=foreign.id, text="Шарктын протоколу")
    aigul = await village.in_menu("Айгүл")
    assert "мурунку суроодон" in await aigul.taps(f"paper:{minutes}")
    await aigul.taps(f"hearing:{foreign.id}")
    await aigul.presses("Кагаздар")
    assert "Шарктын протоколу" in await aigul.says("1")


async def test_a_question_about_a_line_goes_to_the_open_hearing_or_names_a_person(village):
    await paper(village, Paper.BRIEF, text="Жолдорго 2 миллион сом")
    aigul = await subscriber(village, "Айгүл")
    await aigul.says("4")
    assert "Адам менен сүйлөшүү үчүн телефон" in await aigul.says("Сап боюнча суроо")
    hearing = await announced(village)
    await aigul.says("Сап боюнча суроо")
    answer = await aigul.says("Жолдорго эмнеге аз бөлүндү?")
    assert "берилди" in answer
    assert "2027-жылдын бюджети" in answer
    found = await asked(village, lambda store: store.hearings.questions(hearing.id))
    assert found == ["Жолдорго эмнеге аз бөлүндү?"]
    village.clock.now = DECEMBER
    assert "Адам менен сүйлөшүү үчүн телефон" in await aigul.taps("budget_ask")
    assert "жазыңыз" not in aigul.heard[-1].text


# Manners


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_every_screen_has_at_most_five_choices_and_the_language_can_change_anywhere(village, language):
    hearing = await announced(village, point=POINT)
    aigul = await subscriber(village, "Айгүл", language=language)
    other = "ru" if language == "ky" else "ky"
    for choice in ("hearings", f"hearing:{hearing.id}", f"come:{hearing.id}", f"hearing_ask:{hearing.id}"):
        await aigul.taps(choice)
        assert len(aigul.heard[-1].choices) <= 5
        before = aigul.heard[-1]
        await aigul.says("/language")
        await aigul.taps(f"language:{other}")
        await aigul.says("/language")
        await aigul.taps(f"language:{language}")
        assert before.text.endswith(aigul.heard[-1].text)


async def test_help_and_settings_name_the_way_to_stop(village):
    aigul = await village.in_menu("Айгүл")
    assert "/stop" in await aigul.says("/help")
