"""That the text of one proposal is to be erased is read from a whole short text."""

import pytest

from bot.language.wishes.of_oneself.one_text import OneText, read_text_erased

SAID = {
    OneText.NAMED: (
        "удали это предложение", "ушул сунушумду өчүрүңүз", "удалите текст моего предложения совсем",
        "жазганымды өчүрүп салгыла",
        "udali moe predlojenie", "сотрите что я написала", "можно удалить моё предложение?", "удалите предложение № 3",
        "shu taklifimni o'chiring", "сунушумду базадан өчүрүңүз",
    ),
    OneText.BARE: ("удалите", "муну өчүрүңүз", "это удали пожалуйста", "сотрите его"),
    None: (
        "удалите мусор с берега", "өрт өчүрүүчү унаа керек", "не удаляйте предложение", "сунушумду өчүрбөңүз", "таштанды",
        "удалите мой номер", "атымды өчүрүңүз", "отзовите предложение", "удалите все мои данные", "сүрөттү өчүрүңүз",
        "мы удалили дерево", "уберите свалку у школы", "предложение",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [(text, said) for said, texts in SAID.items() for text in texts])
def test_a_wish_to_have_a_text_erased_is_told_from_what_is_proposed(text, said):
    assert read_text_erased(text) is said
