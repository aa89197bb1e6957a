"""What a resident says at a step in their own words: yes with the verb, the side's name, going on."""

import pytest

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


@pytest.mark.parametrize("said", ["кошулсун", "ооба кошулсун", "кошуп коюңуз балам", "ооба, кошкула"])
async def test_the_verb_of_the_question_is_a_yes(village, said):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "кошулсунбу?" in await aigul.says("Манас көчөсүндө да караңгы, чырак керек")
    shown = await aigul.says(said)
    assert shown.startswith("Текстке кошулду.")
    assert said not in shown


async def test_the_side_is_changed_by_its_name_at_the_check(village):
    aigul = await village.at_check("Айгүл", "Базардын дарбазасын оңдойлу")
    assert "Текшериңиз: киреше" in await aigul.says("киреше болсун")
    assert "Текшериңиз: чыгаша" in await aigul.says("тарабын чыгаша кылам")
    assert "Текшериңиз: чыгаша" in await aigul.says("чыгаша")
    assert await aigul.proposals() == []


async def test_whoever_put_it_off_goes_on_in_words(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.says("кийин улантам кайра келем")
    for said in ("сунушумду уланта берем", "сунушумду жөнөтөм"):
        assert "Улантасызбы?" in await aigul.says(said), said
        await aigul.says("кийин")
