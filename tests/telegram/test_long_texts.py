"""A text longer than Telegram takes goes out in parts, and a pause between them repeats none."""

from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter

from bot.channels import begun
from bot.channels.contract import SendFailure
from bot.channels.telegram import Telegram
from bot.channels.telegram.channel import TEXT
from bot.chat.message import Hints, Message
from storage.database.seal import Seal

LONG = Message("сууну тазалоо керек " * 600, hints=Hints(letter=1))


class FailingAt:
    """A line that takes every message but the n-th, which fails once."""

    def __init__(self, nth: int, error: Exception) -> None:
        self.nth, self.error = nth, error
        self.said: list[str] = []

    async def post(self, _url: str, given: Any, **_: Any) -> dict[str, Any]:
        if len(self.said) + 1 == self.nth and self.error is not None:
            error, self.error = self.error, None  # type: ignore[assignment]
            raise error
        self.said.append(given.json_parameters["text"])
        return {"message_id": len(self.said), "date": 1, "chat": {"id": 42, "type": "private"}}


@pytest.mark.parametrize("error", [RetryAfter(3), NetworkError("away")], ids=["a pause", "no line"])
@pytest.mark.parametrize("nth", [1, 2, 3])
async def test_a_failure_between_the_parts_repeats_none_of_them(nth, error):
    telegram = Telegram("123456:AAA-BBB-CCC-DDD-EEE-FFF", seal=Seal(b"k" * 32))
    bot = FailingAt(nth, error)
    telegram.request = bot  # type: ignore[assignment]
    with pytest.raises(SendFailure):
        await telegram.send("42", LONG, language="ky")
    assert await telegram.send("42", LONG, language="ky") == "3"
    assert len(bot.said) == 3
    assert max(map(len, bot.said)) <= TEXT
    assert " ".join(bot.said).split() == LONG.text.split()

    await telegram.send("42", LONG, language="ky")
    assert len(bot.said) == 6, "the same said again later is said whole"


async def test_the_same_words_of_another_letter_are_said_whole_where_one_ended_in_the_middle():
    telegram = Telegram("123456:AAA-BBB-CCC-DDD-EEE-FFF", seal=Seal(b"k" * 32))
    bot = FailingAt(3, NetworkError("away"))
    telegram.request = bot  # type: ignore[assignment]
    with pytest.raises(SendFailure):
        await telegram.send("42", LONG, language="ky")
    await telegram.send("42", LONG.hinted(letter=2), language="ky")
    assert " ".join(bot.said[2:]).split() == LONG.text.split()


async def test_of_long_texts_that_were_given_up_the_last_ones_are_remembered(monkeypatch):
    monkeypatch.setattr(begun, "REMEMBERED", 10)
    telegram = Telegram("123456:AAA-BBB-CCC-DDD-EEE-FFF", seal=Seal(b"k" * 32))
    for number in range(1, 31):
        telegram.request = FailingAt(2, NetworkError("away"))  # type: ignore[assignment]
        with pytest.raises(SendFailure):
            await telegram.send("42", LONG.hinted(letter=number), language="ky")
    assert list(telegram._begun._parts) == list(range(21, 31))
