"""Replies by a swipe in Telegram reach what they answer, whatever stands last. What is no reply to us is none."""

import json

import pytest

from bot.app import Service
from bot.channels.telegram.parse import parse
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.steps import clerk, hears, kept, presses, proposed


def id_of(user: TelegramUser, words: str) -> int:
    """The newest message of the bot with these words."""
    return next(one["message_id"] for one in reversed(user.server.messages(user.chat_id)) if words in one["text"])


@pytest.mark.slow
async def test_a_swipe_reaches_the_offices_question_and_the_receipt_from_the_middle_of_a_proposal(
    sunush: Service, user: People, tell
):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await proposed(aigul)  # «Кабарлап туралыбы?» stays open
    await presses(nurlan, "Ачуу", "Авторго суроо")
    await hears(nurlan, "суроо")
    nurlan.writes("Канча жарык керек?")
    await presses(nurlan, "Жөнөтүү")
    await hears(aigul, "Канча жарык керек?")
    aigul.writes("сунуш берем")
    await hears(aigul, "1/3.")
    aigul.replies("7", id_of(aigul, "Канча жарык керек?"))
    await hears(aigul, "№ 0001. Жообуңуз берилди")
    await hears(nurlan, "«7»")
    aigul.replies("Арткы эшиктин жанына", id_of(aigul, "номери — 0001"))
    await presses(aigul, "Кошулсун")
    await hears(aigul, "№ 0001 сунушуңузга кошулду")
    assert await kept(sunush, "SELECT count(*) FROM proposals") == [(1,)]
    raw = [
        sunush.office.seal.open(one) for (one,) in await kept(sunush, "SELECT raw FROM events WHERE raw IS NOT NULL")
    ]
    swipes = sum("reply_to_message" in json.loads(one).get("message", {}) for one in raw)
    tell("swipes", kept_in_the_event=swipes, reached=2)
    assert swipes == 2


@pytest.mark.parametrize(
    ("reply", "answers"),
    [
        ({"message_id": 7, "from": {"id": 1, "is_bot": True}}, "7"),
        ({"message_id": 7}, "7"),
        ({"message_id": 7, "from": {"id": 5, "is_bot": False}}, "7"),  # one's own
        ({"message_id": True}, ""), ({"message_id": "7"}, ""), ({"message_id": -7}, ""), ({"message_id": 10**40}, ""),
        ([7], ""), ("7", ""), (None, ""), ({}, ""), ({"message_id": 7, "from": "us"}, "7"),
    ],
)  # fmt: skip
def test_what_somebody_answers_is_read_and_never_trusted(reply, answers):
    message = {
        "message_id": 9,
        "date": 1,
        "chat": {"id": 5, "type": "private"},
        "text": "ооба",
        "reply_to_message": reply,
    }
    read = parse({"update_id": 1, "message": message}, account="1", username="bot", mac=lambda *_: "")
    assert read.incoming is not None
    assert read.incoming.reply_to == answers
