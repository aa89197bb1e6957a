"""What is listened to first: an early aimak, a second text at the check, a number at a choice."""

import pytest

LIGHT = "Мектептин жанына жарык керек"


@pytest.mark.parametrize(("typed", "language"), [("Көк-Жар", "1"), ("kok jar", "Кыргызча")])
async def test_the_name_of_an_aimak_at_the_question_of_the_language_is_remembered_and_no_proposal(
    village, typed, language
):
    one = village.resident("Айгүл")
    await one.starts()
    assert "Сакталды" not in await one.says(typed)
    assert "Көк-Жар" in await one.says(language)
    await one.says("ооба")
    assert "бүтпөй калган" not in (await one.says("сунуш берем")).casefold()


async def test_a_second_text_on_the_check_screen_can_be_another_proposal_or_take_the_place_of_the_first(village):
    one = await village.at_check("Айгүл", LIGHT)
    await one.says("Көпүрөнү оңдоп бергиле")
    assert f"«{LIGHT}»" not in await one.presses("Ордуна коюлсун")
    assert "«Көпүрөнү оңдоп бергиле»" in one.heard[-1].text
    await one.says("Суу түтүгүн алмаштырып бергиле")
    assert "1/3." in await one.presses("Жаңы сунуш")


@pytest.mark.parametrize("word", ["өзгөртүү", "өзгөртөм", "изменить", "исправить"])
async def test_to_change_is_no_word_for_putting_one_text_in_place_of_another(village, word):
    one = await village.at_check("Айгүл", LIGHT)
    await one.says("Көпүрөнү оңдоп бергиле")
    said = await one.says(word)
    assert "өзгөрт" in said
    assert "«Көпүрөнү оңдоп бергиле»" in said  # what was not added is said
    assert f"«{LIGHT}»" in await one.presses("Артка")


async def test_a_number_where_a_choice_is_asked_is_no_word_of_the_proposal(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "кошулсунбу" not in await aigul.says("7")
    assert "кошулсунбу" not in await aigul.says("👍")


@pytest.mark.parametrize("asked", ["Паспорт кайдан алам?", "Где получить паспорт?"])
async def test_a_question_asked_before_the_language_is_answered_and_offered_to_nobody(village, asked):
    one = village.resident("Айгүл")
    await one.starts()
    assert "айыл өкмөтүнүн өзүнөн" in await one.says(asked)
    for said in ("кыргызча", "көк-жар", "1"):
        await one.says(said)
    assert "Бул сунушпу?" not in one.heard[-1].text


@pytest.mark.parametrize(
    "asked", ["менин атымды өчүргүлө", "номеримди очуруп койгулачы", "удалите мой номер пожалуйста", "удалите моё имя"]
)
async def test_whoever_asks_for_their_name_or_number_to_be_erased_hears_of_that_part(village, asked):
    one = await village.at_check("Айгүл", LIGHT)
    await one.presses("Жөнөтүү")
    await one.says("кереги жок")
    assert "Бул сунушпу?" not in (said := await one.says(asked))
    assert ("атыңыз" in said) == ("ат" in asked or "имя" in asked)
    assert "Маалымат" in said
    await one.taps("forget_me")
    assert "өчүр" in one.heard[-1].text.casefold()


@pytest.mark.parametrize(("way", "held"), [("Экөө бир сунуш", 1), ("Ооба", 2)])
async def test_a_correction_typed_below_a_held_text_keeps_both_in_sight(village, way, held):
    one = await village.in_menu("Айгүл")
    await one.says("Көчөдө жарык жок")
    village.clock.later(minutes=3)
    came = await one.says("тагыраагы Ленин көчөсүндө чырактар күйбөйт")
    assert "«тагыраагы Ленин көчөсүндө чырактар күйбөйт»" in came
    assert "«Көчөдө жарык жок»" in came
    await one.presses(way)
    checked = await one.says("чыгаша")
    assert ("Көчөдө жарык жок" in checked) is (held == 1)
    assert "чырактар күйбөйт" in checked
    if held == 2:  # the first waits
        assert "«Көчөдө жарык жок»" in await one.follows_script("макул", "жөнөтүү", "жок", "сунуш берем")


@pytest.mark.parametrize("wish", ["сунушумду оңдогум келет", "хочу поправить своё предложение", "өзгөртүү"])
async def test_a_text_can_be_changed_before_its_side_is_named(village, wish):
    one = await village.in_menu("Айгүл")
    await one.says(LIGHT)
    await one.says("ооба")
    assert f"Азыр мындай: «{LIGHT}»" in await one.says(wish)
    await one.says("Мектептин жанына эки жарык керек")
    assert "«Мектептин жанына эки жарык керек»" in await one.says("чыгаша")
