"""Whether residents come: said by a button, under a notice or in words, with consent, and how many come along."""

import pytest

from bot.budget.hearing import HOUR, Paper, Terms
from bot.office import residents
from bot.office.hearings import changes, results
from tests.handlers.resident.hearing_steps import (
    DECEMBER,
    LIGHT,
    PLACE,
    announced,
    asked,
    carried,
    office,
    paper,
    presses_notice,
    said_of,
    subscriber,
    wants,
)


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


@pytest.mark.parametrize(("language", "said"), [("ky", "башталды же бүттү"), ("ru", "уже начались или прошли")])
async def test_a_hearing_that_has_begun_says_so_and_asks_nobody_to_come(village, language, said):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл", language=language)
    await office(village, changes.move, id=hearing.id, terms=Terms(DECEMBER, "Мектеп"))
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
    assert (aigul.heard[-1].hints.edits, aigul.heard[-1].hints.clears) == ("", "")
    assert "сиз менен дагы 3 киши" in await aigul.says("3")
    said = await said_of(village, aigul, hearing)
    assert (said.coming, said.companions) == (True, 3)
    for choice in ("decline", "hearing"):
        await presses_notice(aigul, f"{choice}:{hearing.id}")
        assert (aigul.heard[-1].hints.edits, aigul.heard[-1].hints.clears) == ("", "")
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
    assert "Айтканыңызга рахмат" in aigul.heard[-1].text or "Спасибо, что предупредили" in aigul.heard[-1].text


async def test_no_digit_under_a_notice_ends_the_notices_and_its_own_words_do(village):
    aigul = await subscriber(village, "Айгүл")
    hearing = await announced(village)
    await carried(village)
    await aigul.reads()
    assert [title for _, title in aigul.heard[-1].choices] == ["Келем", "Келе албайм", "Кененирээк"]
    await aigul.says("4")
    assert await wants(village, aigul) is True
    village.clock.now = DECEMBER + HOUR
    await office(village, changes.hold, id=hearing.id)
    await office(village, results.publish_results, id=hearing.id, table_place=None)
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


@pytest.mark.parametrize(("language", "which"), [("ky", "Кайсы угуу жөнүндө"), ("ru", "О каких слушаниях")])
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
    await office(village, changes.cancel, id=hearing.id)
    first, second, *_ = (await aigul.taps("hearings")).splitlines()[1:]
    assert "17-декабры" in first
    assert "16-декабры" in second
    assert second.endswith("Бул угуу болбой калды.")
    assert "болбой калды" in await aigul.says("2")
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
    await office(village, changes.cancel, id=hearing.id)
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
    assert "эч нерсе сакталган жок" in await aigul.says("Азыр эмес")
    assert (await aigul.person()).language == "ky"
    await aigul.taps(f"come:{hearing.id}")
    assert "өчүрүлдү" in await aigul.says("жок")
    assert (await aigul.person()).language is None
    bakyt = await village.in_menu("Бакыт")
    await bakyt.taps("propose")
    await bakyt.follows_script("2", LIGHT)
    await bakyt.taps(f"come:{hearing.id}")
    answer = await bakyt.says("Азыр эмес")
    assert "бул боюнча эч нерсе сакталган жок" in answer
    assert "3/3." in answer
    assert (await asked(village, lambda store: store.hearings.count_expected(hearing.id))).coming == 0


async def test_back_from_consent_keeps_nothing_and_the_step(village):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")
    await aigul.taps(f"hearing:{hearing.id}")
    await aigul.taps(f"come:{hearing.id}")
    assert PLACE in await aigul.says("0")
    assert (await aigul.person()).consent_version is None


@pytest.mark.parametrize(
    ("typed", "coming", "companions"),
    [("экөөбүз барабыз", True, 1), ("приду с мужем", True, 1), ("буюрса барам", True, 0), ("бара албайм", False, 0)],
)
async def test_what_is_said_of_coming_before_consent_or_a_language_is_noted_behind_them(
    village, typed, coming, companions
):
    hearing = await announced(village)
    aigul = await village.in_menu("Айгүл")  # has not agreed to anything
    assert "/privacy" in await aigul.says(typed)
    await aigul.says("макул")
    said = await said_of(village, aigul, hearing)
    assert (said.coming, said.companions or 0) == (coming, companions)
    bakyt = village.resident("Бакыт")
    await bakyt.starts(f"h_{hearing.id}")
    assert "Тилди тандаңыз" in await bakyt.says(typed)
    assert "/privacy" in await bakyt.says("кыргызча")
    await bakyt.says("ооба")
    said = await said_of(village, bakyt, hearing)
    assert (said.coming, said.companions or 0) == (coming, companions)


async def test_coming_said_before_all_else_is_asked_once_more_at_the_hearing(village):
    hearing = await announced(village)
    aigul = village.resident("Айгүл")
    await aigul.says("приду с мужем и двумя детьми")
    await aigul.says("русский")
    await aigul.says("кок жар")
    shown = await aigul.says("да")
    assert "Вы написали: «приду с мужем и двумя детьми»" in shown
    assert "1 — Приду" in shown
    await aigul.follows_script("1", "да")
    assert (await said_of(village, aigul, hearing)).coming


@pytest.mark.parametrize("on_card", [True, False])
async def test_a_sentence_of_ones_own_says_who_comes_and_who_does_not(village, on_card):
    hearing = await announced(village)
    aigul = await subscriber(village, "Айгүл", language="ru")
    if not on_card:
        await carried(village)
        await aigul.reads()
    for typed, coming, companions in (
        ("приду но один, без друзей", True, 0), ("не смогу прийти, работа", False, None), ("нет я приду один", True, 0),
        ("я не смогу 12 декабря, работаю", False, None), ("нет, наверно приду все таки но один", True, 0),
        ("бара албайм, ишим бар", False, None), ("нас будет пятеро", True, 4), ("не приду, у меня работа", False, None),
        ("жок, мен жалгыз барам", True, 0), ("нет, не приду", False, None), ("будет нас 3 человека", True, 2),
        ("нет, не приду", False, None), ("нас четверо", True, 3),
        ("не смогу, дежурю", False, None),
        ("нет, не смогу, на работе до вечера", False, None),
    ):  # fmt: skip
        if on_card:
            await aigul.taps(f"hearing:{hearing.id}")
        shown = await aigul.says(typed)
        said = await said_of(village, aigul, hearing)
        assert (said is not None and said.coming) is coming, (typed, shown)
        if coming:
            assert said.companions == companions, (typed, shown)
        await aigul.says("0")
