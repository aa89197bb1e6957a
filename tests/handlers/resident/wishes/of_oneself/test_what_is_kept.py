"""Whoever was erased and asks what is left hears it on arrival. Nothing of the question becomes a proposal."""

import pytest

from tests.handlers.offices import kept_by

WISH = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
STAYS = "сунуштарыңыздын номерлери, чечимдери жана суммалары калат"
STAYS_RU = "остаются номера, решения и суммы ваших предложений"


@pytest.mark.parametrize("text", ["менден эмне калды?", "menden emne kaldy", "что обо мне осталось?"])
async def test_whoever_was_erased_hears_what_stays_without_a_name(village, text):
    aigul = await village.with_proposal("Айгүл", WISH)
    await aigul.says("/forget")
    await aigul.says("Баарын өчүрүү")
    said = await aigul.says(text)
    assert STAYS in said
    assert "дайыма сакталат" in said  # why, and for how long
    assert "Облусуңузду тандаңыз" in said
    await aigul.taps("begin_again")
    assert STAYS in await aigul.says(text)
    assert "aside" not in str(await kept_by(village, "Айгүл"))


@pytest.mark.parametrize("text", ["менден эмне калды?", "какие мои данные у вас остались", "что вы обо мне знаете"])
async def test_a_newcomer_hears_it_in_both_languages(village, text):
    said = await village.resident("Нурлан").says(text)
    assert STAYS in said
    assert STAYS_RU in said
    assert "1 — Кыргызча" in said


async def test_whoever_is_known_gets_it_as_files_too(village):
    aigul = await village.with_proposal("Айгүл", WISH, language="ru")
    said = await aigul.says("что от меня останется после удаления?")
    assert STAYS_RU in said
    assert [one.document["form"] for one in aigul.heard if one.document] == ["txt", "json"]
    assert len(await aigul.proposals()) == 1


async def test_at_the_last_question_it_is_said_again(village):
    aigul = await village.with_proposal("Айгүл", WISH, language="ru")
    await aigul.says("/forget")
    said = await aigul.says("а что останется?")
    assert "Останутся без имени и ваших слов" in said
    assert "Не удалять" in said
