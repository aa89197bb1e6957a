"""Words that mean a way out, a thank or a wish for the office, as people say them."""

import pytest

from bot.language.gist.reading import find_gist
from bot.language.in_words.asked_of_the_bot import Asked, read_asked
from bot.language.in_words.sum_within import find_sum_within
from bot.language.in_words.told_at_a_step import says_cannot_come
from bot.language.intents import Intent, find_meanings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("башына кайтайынчы", Intent.MENU), ("артка кайтаргылачы", Intent.BACK), ("очень признательна", Intent.THANKS),
        ("снимите с рассмотрения", Intent.WITHDRAW), ("фамилию не оглашайте", Intent.NAMELESS),
    ],
)  # fmt: skip
def test_the_gist_of_it_is_read(text, meant):
    assert meant in find_gist(text)


@pytest.mark.parametrize(
    ("text", "meant"), [("улап кой", Intent.ADD), ("бүгүн эмне келди", Intent.QUEUE), ("притормози", Intent.HALT)]
)
def test_the_words_of_a_table_are_read(text, meant):
    assert meant in find_meanings(text)


@pytest.mark.parametrize("text", ["ал күнү катышалбайм", "мен Казакстандамын, кантип барам"])
def test_whoever_is_away_cannot_come(text):
    assert says_cannot_come(text)


def test_what_stands_or_is_taken_off_has_no_price():
    assert read_asked("стоит за селом надо ограду") is None
    assert read_asked("снимите это с рассмотрения") is None
    assert read_asked("сколько это стоит") is Asked.PRICE


def test_half_a_million_is_read_as_it_is_said_in_the_street():
    assert find_sum_within("ну где-то пол-ляма") == find_sum_within("где-то полмиллиона")
