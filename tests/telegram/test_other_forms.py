"""What Telegram refuses in one form goes in another. What may pass, is asked to wait or comes half is tried again."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.channels.contract import Faulty, Gone, NotYet, Rejected, Throttled
from bot.channels.telegram import Telegram
from bot.chat.message import Message
from storage.database.seal import Seal
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN

OPENS = Message("Жооп барды", [["open", "Ачуу"]], links=[["https://wa.me/996555000111", "WhatsApp"]])


@pytest.fixture
async def channel(telegram: TelegramServer, seal: Seal) -> AsyncIterator[Telegram]:
    telegram.set_state(1, "open")
    made = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    yield made
    await made.close()


@pytest.mark.parametrize("said", ["BUTTON_URL_INVALID", "inline keyboard button URL 'https://wa.me/9' is invalid"])
async def test_words_whose_link_is_refused_go_with_the_address_among_them(
    telegram: TelegramServer, channel: Telegram, said: str
):
    telegram.fault("refuse", "sendMessage", status=400, text=f"Bad Request: {said}")
    await channel.send("1", OPENS, language="ky")
    shown = telegram.screen(1)
    assert shown is not None
    assert "https://wa.me/996555000111" in shown["text"]
    assert shown["buttons"] == [["Ачуу"]]


@pytest.mark.parametrize("said", ["BUTTON_DATA_INVALID", "REPLY_MARKUP_TOO_LONG", "BUTTON_USER_PRIVACY_RESTRICTED"])
async def test_words_whose_buttons_are_refused_go_alone_with_their_numbers_to_type(
    telegram: TelegramServer, channel: Telegram, said: str
):
    telegram.fault("refuse", "sendMessage", times=2, status=400, text=f"Bad Request: {said}")
    await channel.send("1", OPENS, language="ky")
    shown = telegram.screen(1)
    assert shown is not None
    assert (shown["buttons"], "1 — Ачуу" in shown["text"]) == ([], True)
    telegram.fault("refuse", "sendMessage", times=None, status=400, text=f"Bad Request: {said}")
    with pytest.raises(Rejected):
        await channel.send("1", OPENS, language="ky")
    with pytest.raises(Rejected):
        await channel.send("1", Message("Кабар"), language="ky")


async def test_a_place_that_is_refused_as_a_pin_goes_as_words(telegram: TelegramServer, channel: Telegram):
    telegram.fault("refuse", "sendVenue", status=400, text="Bad Request: VENUE_ID_INVALID")
    telegram.fault("refuse", "sendLocation", status=400, text="Bad Request: wrong location coordinates")
    await channel.send("1", Message("Клуб\nКөк-Жар", pin=[40.26611, 72.61832]), language="ky")
    await channel.send("1", Message("", pin=[40.26611, 72.61832]), language="ky")
    assert telegram.texts(1) == ["Клуб\nКөк-Жар\n40.26611, 72.61832", "40.26611, 72.61832"]


@pytest.mark.parametrize(
    "said",
    ["MSG_WAIT_FAILED", "RPC_CALL_FAIL", "Timeout", "WORKER_BUSY_TOO_LONG_RETRY", "internal error, try again later",
     "HISTORY_GET_FAILED", "INTERDC_2_CALL_ERROR", "the service is temporarily unavailable"],
)  # fmt: skip
@pytest.mark.parametrize("message", [Message("Кабар"), Message("Кабар").editing("7"), Message("К", pin=[40.2, 72.6])])
async def test_a_refusal_that_says_it_passes_is_a_fault_and_no_end(
    telegram: TelegramServer, channel: Telegram, said: str, message: Message
):
    telegram.fault("refuse", "*", status=400, text=f"Bad Request: {said}")
    with pytest.raises(Faulty):
        await channel.send("1", message, language="ky")


async def test_a_file_is_gone_only_where_it_is_too_large(telegram: TelegramServer, channel: Telegram):
    voice = People(telegram)("Айгүл", "ky").sends_voice()["message"]["voice"]
    for result, failure in (
        ({"file_size": 30}, NotYet),
        ({}, NotYet),
        ({"file_path": "", "file_size": 30}, NotYet),
        ({"file_path": "voice/file_1.oga", "file_size": 21 * 2**20}, Gone),
        ({"file_size": 21 * 2**20}, Gone),
    ):
        answer = {"ok": True, "result": {"file_id": "a", "file_unique_id": "b", **result}}
        telegram.fault("html", "getFile", status=200, text=json.dumps(answer))
        with pytest.raises(failure):
            await channel.fetch(voice["file_id"])
    telegram.fault("throttle", "getFile", retry_after=7)
    with pytest.raises(Throttled) as asked:
        await channel.fetch(voice["file_id"])
    assert asked.value.seconds == 7
