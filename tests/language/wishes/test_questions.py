"""A question is told from an answer, with a mark or without one."""

import pytest

from bot.language.wishes.questions import asks


@pytest.mark.parametrize(
    "text", ["а кто это увидит", "кайда илинет", "atym da korunobu", "надолго ли это", "эмнеге?", "жок болсочу?"]
)
def test_it_asks(text):
    assert asks(text)


@pytest.mark.parametrize("text", ["жок эмне кереги бар", "ооба", "көрсөтө бериңиз", "да, как хотите", "", "кто " * 20])
def test_it_does_not_ask(text):
    assert not asks(text)
