"""A yes by a sign: «+» and a thumb, where yes or no is asked."""

import pytest

from bot.chat.message import BACK, Choice, Reply, read_asked
from bot.chat.typed import understand
from bot.language.intents import Intent

CHOICES = (Choice("yes", "Ооба", means=(Intent.YES,)), Choice("no", "Жок", means=(Intent.NO,)))
ASKED = read_asked(Reply("?", CHOICES, (Choice(BACK, "Артка"),)))
LISTED = read_asked(Reply("?", (Choice("one", "Көк-Жар"), Choice("two", "Ак-Суу"))))
FREE = read_asked(Reply("?", CHOICES, free_text=True))


SIGNS = ["+", " + ", "++", "👍", "👍🏻", "👍🏽", "👍🏿", "👍👍🏾", "✅", "✔️", "👌"]


@pytest.mark.parametrize("text", [*SIGNS, "ооба 👍", "👍 макул, рахмат", "Жакшы👍🏼", "+ макул"])
def test_a_sign_is_a_yes(text):
    assert understand(text, ASKED) == "yes"


@pytest.mark.parametrize("text", ["👍 жок", "жок 👍", "👎"])
def test_words_that_say_no_beside_it_say_no(text):
    assert understand(text, ASKED) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "", "...", "👍 эмес", "+996 555 123456", "1+1", "а+б",
        "👍 мектептин жанына жарык керек", "+ көчөгө жол салып бериңиз", "👍" * 200,
    ],
)  # fmt: skip
def test_nothing_else_is(text):
    assert understand(text, ASKED) is None


def test_where_no_yes_is_asked_a_sign_says_nothing():
    assert understand("👍", LISTED) is None
    assert understand("👍", FREE) is None
    assert understand("👍 ак-суу", LISTED) == "two"


def test_the_digit_and_the_way_back_stay_what_they_are():
    assert [understand(text, ASKED) for text in ("1", "2", "0", "/2")] == ["yes", "no", BACK, "no"]
