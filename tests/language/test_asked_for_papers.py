"""Who asks the office for a paper is told from who wishes a work."""

import pytest

from bot.language.matter.asked_for_papers import asks_for_paper


@pytest.mark.parametrize(
    "text",
    [
        "дайте мне копию решения кенеша о бюджете на этот год",
        "бюджет боюнча кеңештин чечиминин көчүрмөсүн бергиле",
        "прошу предоставить информацию о бюджете",
        "хочу получить решение кенеша о бюджете",
        "byudjet boyuncha maalymat berinizchi",
        "Нужны сведения об аренде земли",
    ],
)
def test_a_paper_is_asked_for(text):
    assert asks_for_paper(text)


@pytest.mark.parametrize(
    "text",
    [
        "Маалымат тактасын орноткула",
        "Нужно сделать информационный щит у дороги",
        "Поставьте экран, нужна информация для всех",
        "Жол оңдолсун",
        "копия",
        "Маалымат борбору керек, куруп бергиле",
        "",
        "дай " * 200,
    ],
)
def test_a_work_or_a_word_asks_for_no_paper(text):
    assert not asks_for_paper(text)
