"""Whether somebody lets their words be shown, in words of their own."""

import pytest

from bot.language.in_words.answered import read_showing


@pytest.mark.parametrize("text", ["эл окусун", "пожалуйста, читайте на здоровье", "баары көрсүн", "окуй бергиле"])
def test_it_may_be_shown(text):
    assert read_showing(text) is True


@pytest.mark.parametrize(
    "text", ["жок, өзүбүздө калсын", "элге жайба", "ачык чыгарбагыла", "между нами", "никому не показывайте"]
)
def test_it_may_not_be_shown(text):
    assert read_showing(text) is False


@pytest.mark.parametrize("text", ["эл билсе уят болот", "эл көрбөсө болду", "кто это читает?"])
def test_what_fears_or_asks_lets_nothing_be_shown(text):
    assert read_showing(text) is not True
