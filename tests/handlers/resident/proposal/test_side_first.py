"""A number or the name of a side before the text, at the first step. The side is taken, and no number is kept."""

import pytest

BRIDGE = "көпүрө керек, балдар суудан кечип жатат"


@pytest.mark.parametrize("first", ["2) ", "2. ", "2 — ", "чыгаша ", "Чыгаша: ", "расходы: "])
async def test_a_side_and_its_text_in_one_message_are_both_taken(village, first):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    said = await aigul.says(f"{first}{BRIDGE}")
    assert f"Текшериңиз: чыгаша, жол, көпүрө. «{BRIDGE}»" in said


async def test_a_number_that_may_belong_to_the_text_is_asked_about(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    said = await aigul.says("2 көпүрө керек болуп жатат")
    assert "Бул сунушпу? «көпүрө керек болуп жатат»" in said
    assert "Саны менен: 2" in said
    assert "чыгаша" in await aigul.says("ооба")
    assert "«көпүрө керек болуп жатат»" in aigul.heard[-1].text
    olga = await village.in_menu("Ольга", language="ru")
    await olga.taps("propose")
    await olga.says("2 моста нужны через речку")
    assert "О чём ваше предложение?" in await olga.presses("Вместе с числом 2")
    assert "«2 моста нужны через речку»" in await olga.says("расходы")


@pytest.mark.parametrize("typed", ["1) Нужен мост через речку", "1. Нужен мост через речку"])
async def test_a_number_that_only_marks_a_text_is_kept_nowhere(village, typed):
    olga = await village.in_menu("Ольга", language="ru")
    assert "Это предложение? «Нужен мост через речку»" in await olga.says(typed)
    aigul = await village.in_menu("Айгүл", language="ru")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    assert "«Нужен мост через речку»" in await aigul.says(typed)


async def test_what_is_of_the_text_stays_there(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    for text in ("2-мектепке жарык керек", "Чыгашаны азайтуу керек"):
        assert f"«{text}»" in await aigul.says(text)
        await aigul.says("жок")


async def test_a_side_named_before_a_text_at_the_menu_is_taken_too(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.says(f"чыгаша боюнча: {BRIDGE}")
    assert f"Текшериңиз: чыгаша, жол, көпүрө. «{BRIDGE}»" in await aigul.says("ооба")
