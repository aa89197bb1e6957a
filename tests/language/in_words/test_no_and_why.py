"""A yes or a no in a whole sentence answers the offers after a receipt."""

import pytest

from bot.language.in_words.answered import read_showing
from bot.language.in_words.told_at_a_step import says_no_and_why


@pytest.mark.parametrize(("text", "shown"), [
    ("да, мне скрывать нечего", True), ("макул, жашыра турган эч нерсе жок", True), ("не секрет", True),
    ("нет, пусть только окмоту читает", False), ("жок, айылдаштар билбей эле койсун", False), ("jok, elge bilinbesin", False),
    ("нет", None), ("жок, мектепке жарык керек", None), ("нет, а кто увидит?", None),
])  # fmt: skip
def test_whether_a_text_may_be_shown_is_read_from_a_sentence(text, shown):
    assert read_showing(text) is shown


@pytest.mark.parametrize(
    "text", ["нет спасибо, и так много сообщений", "жок, убактым жок ага", "net, ne nado mne etogo", "жок"]
)
def test_a_no_says_why(text):
    assert says_no_and_why(text)


@pytest.mark.parametrize("text", ["нет, а когда будет", "жок, жооп качан келет", "ооба", "нет?", "да нет наверное"])
def test_a_question_and_another_word_are_no_refusal(text):
    assert not says_no_and_why(text)
