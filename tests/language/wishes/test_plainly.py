"""What only reports a sentence is left out before it is read."""

import pytest

from bot.language.wishes.plainly import say_plainly


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("угуу качан болот деп сурайын дегем", "угуу качан болот"),
        ("kelem dep aityp koigula", "kelem"),
        ("бара албайбыз деп жазып коюңузчу", "бара албайбыз"),
        ("жыйын кайда дейм", "жыйын кайда"),
        ("хотела узнать, где будет собрание", "где будет собрание"),
        ("подскажите пожалуйста когда слушание", "когда слушание"),
        ("токтогула, беш киши барабыз", "беш киши барабыз"),
    ],
)
def test_what_reports_is_left_out(text, plain):
    assert say_plainly(text) == plain


@pytest.mark.parametrize(
    "text",
    ["деп", "барам", "жол салынсын", "можно построить школу", "мне нужно место в садике", "сурап жатам", "а " * 400],
)
def test_a_sentence_of_its_own_stays(text):
    assert say_plainly(text) == text
