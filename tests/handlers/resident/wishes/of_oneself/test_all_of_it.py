"""«Yes, everything» erases at the last question alone. «Not everything» erases nothing."""

import pytest

WISH = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


@pytest.mark.parametrize("text", ["ооба, баарын", "да, всё", "да, удаляйте всё", "ooba baaryn", "ha, hammasini"])
async def test_a_yes_that_says_all_erases_at_the_last_question_only(village, text):
    aigul = await village.with_proposal("Айгүл", WISH)
    await aigul.says(text)
    assert len(await aigul.proposals()) == 1
    await aigul.says("/forget")
    assert "баары өчүрүлдү" in await aigul.says(text)


@pytest.mark.parametrize("text", ["жок, баарын эмес", "нет, не всё", "ооба, бирок баарын эмес", "да, но не всё"])
async def test_not_all_erases_nothing(village, text):
    aigul = await village.with_proposal("Айгүл", WISH)
    await aigul.says("/forget")
    assert "эч нерсе өчүрүлгөн жок" in await aigul.says(text)
    assert len(await aigul.proposals()) == 1
