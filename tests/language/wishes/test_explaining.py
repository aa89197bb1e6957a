"""What only wishes an explanation, or one more thing added and not what, is told from what says it."""

import pytest

from bot.language.wishes.explaining import asks_to_explain, wants_one_more


@pytest.mark.parametrize("text", [
    "түшүндүрүү", "поясните", "объясните пожалуйста ответ", "түшүндүрүп бериңизчи", "что это значит", "бул эмне дегени",
    "tushundurup berchi", "разъясните решение", "жөнөкөй тил менен түшүндүргүлө",
])  # fmt: skip
def test_an_explanation_is_wished(text):
    assert asks_to_explain(text)


@pytest.mark.parametrize(
    "text", ["поясните когда начнёте", "эмне үчүн", "түшүнүктүү", "элге түшүндүрүү иштери керек", ""]
)
def test_what_says_more_wishes_no_explanation(text):
    assert not asks_to_explain(text)


@pytest.mark.parametrize("text", [
    "добавить 1", "дагы бирөө кош", "1ди кош", "добавь ещё одно", "добавить еще одно предложение", "дагы бирди кошом",
    "dagy biroo kosh",
])  # fmt: skip
def test_one_more_thing_is_to_be_added(text):
    assert wants_one_more(text)


@pytest.mark.parametrize(
    "text", ["добавьте фонарь", "суммасын кошом", "добавить", "бирөө кетти", "1", "добавить 1 фонарь", ""]
)
def test_what_names_the_thing_is_none(text):
    assert not wants_one_more(text)
