"""«Поясните» explains the thing that stands there; «добавить 1» asks for what is to be added."""

import pytest

from tests.handlers.resident.hearing_steps import announced, subscriber
from tests.handlers.resident.test_swipes import answered


@pytest.mark.parametrize("said", ["түшүндүрүү", "поясните", "tushundurup berchi", "бул эмне дегени"])
@pytest.mark.parametrize("swiped", [False, True])
async def test_an_answer_is_explained_and_goes_to_nobody(village, said, swiped):
    clerk = await village.worker("Мээрим")
    anara = await village.with_proposal("Анара", "Айылда иттерди кармоо керек")
    await anara.says("/menu")
    await answered(village, clerk)
    await anara.reads()
    came = await (anara.swipes("ДОЛБООРГО", said) if swiped else anara.says(said))
    assert "№ 0001. Сунушуңуз бюджеттин долбооруна кирген жок" in came
    assert "2 — Суроом бар" in came
    assert "Сурооңузду жазыңыз" in await anara.says("суроом бар")


async def test_a_hearing_is_explained_on_its_card(village):
    aigul = await subscriber(village, "Айгүл")
    await announced(village)
    await aigul.reads()
    await aigul.taps("hearing:1")
    assert "Угууда айыл өкмөтү бюджеттин долбоорун көрсөтөт" in await aigul.says("түшүндүрүү")


@pytest.mark.parametrize("said", ["добавить 1", "дагы бирөө кош", "1ди кош", "dagy biroo kosh"])
async def test_one_more_at_the_check_is_asked_for_and_joined_to_nothing(village, said):
    aigul = await village.at_check("Айгүл", "Көпүрөнү оңдоп бергиле")
    came = await aigul.says(said)
    assert "Эмнени кошоруңузду жазыңыз" in came
    assert "«Көпүрөнү оңдоп бергиле»" in came
    assert "Бул сунушка кошулсунбу? «Мектепке жарык керек»" in await aigul.says("Мектепке жарык керек")
