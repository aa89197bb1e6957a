"""Texts that look like something else: a slash, a sign that is a yes, a link in capitals, unseen letters."""

import pytest

from bot.chat.message import Incoming, Kind

FLOOR = "/1 этаж: мектептин терезелерин алмаштыруу керек"


@pytest.mark.parametrize("text", [FLOOR, "/Сунуш: мектепке жарык керек", "//көчөгө жол керек", "/ көпүрөнү оңдоңуздар"])
async def test_a_text_with_a_slash_is_a_text_at_every_step(village, text):
    aigul = await village.in_menu("Айгүл")
    assert f"Бул сунушпу? «{text}»" in await aigul.says(text)
    await aigul.says("жок")
    assert "Текстиңиз сакталды." in await aigul.follows_script("1", text, "ооба")
    nurlan = await village.at_check("Нурлан", text)
    assert f"«{text}»" in nurlan.heard[-1].text
    stranger = village.resident("Чоочун")
    assert "Сакталды." in await stranger.says(text)


async def test_a_lone_word_with_a_slash_is_a_command_mistyped_unless_words_are_asked(village):
    aigul = await village.in_menu("Айгүл")
    assert "Мындай буйрук жок" in await aigul.says("/nothing")
    assert "«/nothing»" in await aigul.follows_script("1", "2", "/nothing")


async def test_a_command_that_names_another_bot_is_that_command_in_a_chat_of_two(village):
    aigul = await village.in_menu("Айгүл")
    plain = await aigul.says("/help")
    for typed in ("/help@Other_bot", "/HELP@other_bot ", "/help@sunush_bot2 жардам"):
        assert await aigul.says(typed) == plain
    assert "Мындай буйрук жок" in await aigul.says("/nothing@other_bot")
    stranger = village.resident("Чоочун")
    await stranger.says("/start@other_bot a_kokjar")
    assert "Көк-Жар" in await stranger.taps("language:ky")
    assert "2/3." in await aigul.follows_script("1", "2")  # the held text was none of these


async def test_a_thumb_leads_through_the_whole_proposal(village):
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу?" in await aigul.says("Мектептин жанына жарык керек")
    await aigul.says("👍🏽")
    assert "3/3." in await aigul.says("2")
    await aigul.says("+")  # agrees
    assert "0001" in await aigul.says("макул 👍")


@pytest.mark.parametrize("payload", ["a_KOKJAR", "A_kokjar", "a_KokJar_b7"])
async def test_the_link_of_an_aimak_is_known_in_any_case(village, payload):
    aigul = village.resident("Айгүл")
    await aigul.starts(payload)
    assert "Көк-Жар" in await aigul.taps("language:ky")
    nurlan = village.resident("Нурлан")
    await nurlan.says(f"/start {payload}")
    assert "Көк-Жар" in await nurlan.taps("language:ky")


@pytest.mark.parametrize("unseen", ["\u3164", "\u115f", "\uffa0", "\u0301", "\U000e0041"])
async def test_unseen_letters_are_no_proposal_no_name_and_no_place(village, unseen):
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу?" not in await aigul.says(unseen * 8)
    await aigul.follows_script("1", "2")
    assert "3/3." not in await aigul.says(unseen * 8)
    await aigul.says("Мектептин жанына жарык керек")
    for part in ("change_to:name", "change_to:place"):
        await aigul.taps("change")
        await aigul.taps(part)
        assert "Кимден" not in (shown := await aigul.says(unseen * 8))
        assert "Жери" not in shown


async def test_a_place_with_a_name_keeps_it(village):
    aigul = await village.at_check("Айгүл", "Мектептин жанына жарык керек")
    shown = Incoming("p", aigul.peer, Kind.LOCATION, "42.87000, 74.57000", named="Көк-Жар мектеби, Борбордук көчө 12")
    await village.receive(shown)
    assert "Көк-Жар мектеби, Борбордук көчө 12 (42.87000, 74.57000)" in await aigul.reads()


async def test_a_yes_under_a_text_that_is_there_never_takes_its_place(village):
    aigul = await village.at_check("Айгүл", FLOOR)
    for answer in ("макул", "Ооба", "makul"):
        assert "Азыр мындай:" in await aigul.says("артка")
        assert f"«{FLOOR}»" in (check := await aigul.says(answer))
        assert "3/3." in check
    nurlan = await village.in_menu("Нурлан")
    assert "2/3." in await nurlan.follows_script("1", "2", "макул")


async def test_titles_are_understood_in_latin_letters(village):
    aigul = await village.in_menu("Айгүл")
    assert "Бул сунушпу?" not in await aigul.says("menin sunushtarym")
    assert "1/3." in await aigul.follows_script("0", "Sunush beruu")
    assert "Сунуш берүү" in await aigul.says("artka")
