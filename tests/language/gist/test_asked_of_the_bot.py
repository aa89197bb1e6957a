"""What is asked of the bot itself beside a proposal: a photo, a copy, who decides when."""

import pytest

from bot.language.in_words.asked_of_the_bot import Asked, read_asked, read_asked_within


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ещё можно видео приложить?", Asked.PHOTO), ("сүрөтүн кантип салам", Asked.PHOTO), ("foto kerekpi", Asked.PHOTO),
        ("көчүрмөсүн жиберчи", Asked.COPY), ("мне копию", Asked.COPY),
        ("акысыз болсо гана", Asked.PRICE), ("только если бесплатно", Asked.PRICE),
        ("айылдык кеңеш качан карайт?", Asked.WHEN_DECIDED),
        ("мектепке видео камера керекпи", None), ("документтерди тезирээк карагыла", None), ("копия устава нужна всем", None),
    ],
)  # fmt: skip
def test_a_question_to_the_bot_is_no_proposal(text, asked):
    assert read_asked(text) is asked


def test_a_question_within_a_message_is_answered():
    assert read_asked_within("Согласен. А видео можно? Снял утром.") is Asked.PHOTO
    assert read_asked_within("Фото приложу потом.") is None
