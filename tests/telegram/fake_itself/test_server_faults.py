"""The fake Telegram's faults and limits, its process, and two real libraries that believe it."""

import asyncio
import json
from contextlib import suppress

import aiohttp
import pytest
import telegram as ptb
from telegram import error

from tests.telegram.fake.people import JPEG, OGG
from tests.telegram.fake.state import TOKEN
from tests.telegram.fake_itself.caller import Caller, keyboard

# Speed and faults.


async def test_the_speed_limits_are_telegrams_and_a_pause_is_noted(telegram, aigul, user, call):
    async def send(chat_id):
        return await call("sendMessage", chat_id=chat_id, text="x")

    telegram.stand_still()
    telegram.limits(on=True)
    assert [(await send(aigul.id))["ok"] for _ in range(3)] == [True] * 3
    fourth = await send(aigul.id)
    assert (fourth["error_code"], fourth["parameters"]) == (429, {"retry_after": 1})
    assert fourth["description"] == "Too Many Requests: retry after 1"
    assert not (await send(aigul.id))["ok"]
    assert [each["in_pause"] for each in telegram.calls("sendMessage")] == [False] * 4 + [True]
    telegram.later(1)
    assert [(await send(aigul.id))["ok"] for _ in range(2)] == [True, False]

    telegram.later(60)
    people = [user() for _ in range(40)]
    for each in people:
        each.starts()
    assert [(await send(each.id))["ok"] for each in people] == [True] * 30 + [False] * 10

    telegram.later(60)
    user().in_group(-4001).writes("салам")
    passed = []
    for _ in range(60):
        telegram.later(1)
        passed.append((await send(-4001))["ok"])
    assert all(passed[:20])
    assert 35 <= sum(passed) <= 40
    telegram.limits(on=False)
    assert all([(await send(aigul.id))["ok"] for _ in range(40)])


async def test_each_fault_does_what_it_says(telegram, aigul, session, call):
    url, send = f"{telegram.url}/bot{TOKEN}/sendMessage", {"chat_id": aigul.id, "text": "Кабар"}
    brief = aiohttp.ClientTimeout(total=0.1)
    telegram.fault("throttle", "sendMessage", retry_after=7)
    assert (await call("sendMessage", **send))["parameters"] == {"retry_after": 7}
    telegram.calm()
    for status in (502, 200):
        telegram.fault("html", "sendMessage", status=status)
        async with session.post(url, json=send) as answer:
            assert (answer.status, answer.content_type) == (status, "text/html")
            assert "502 Bad Gateway" in await answer.text()
    telegram.fault("refuse", status=403, text="Forbidden: bot is not a member of the channel chat")
    assert (await call("sendMessage", **send))["error_code"] == 403
    assert telegram.texts(aigul.id) == []
    for kind, delivered in (("cut before", 0), ("cut after", 1)):
        telegram.fault(kind, "sendMessage")
        with pytest.raises(aiohttp.ClientError):
            await call("sendMessage", **send)
        assert len(telegram.texts(aigul.id)) == delivered
    for kind, delivered in (("hang before", 1), ("hang after", 2)):
        telegram.fault(kind, "sendMessage")
        with pytest.raises(TimeoutError):
            await session.post(url, json=send, timeout=brief)
        assert len(telegram.texts(aigul.id)) == delivered
    telegram.fault("slow", "sendMessage", seconds=0.01)
    assert (await call("sendMessage", **send))["ok"]
    calls = telegram.calls("sendMessage")
    assert [(each["fault"], each["accepted"], each["code"]) for each in calls] == [
        ("throttle", False, 429),
        ("html", False, 502),
        ("html", False, 200),
        ("refuse", False, 403),
        ("cut before", False, None),
        ("cut after", True, None),
        ("hang before", False, None),
        ("hang after", True, None),
        ("slow", True, 200),
    ]


async def test_faults_by_chance_are_the_same_for_the_same_seed(telegram, aigul, call):
    rounds = []
    for _ in range(2):
        telegram.calm()
        telegram.fault("html", "sendMessage", chat=aigul.id, times=None, chance=0.5, seed=7)
        before = len(telegram.calls())
        for _ in range(20):
            with suppress(aiohttp.ContentTypeError):
                await call("sendMessage", chat_id=aigul.id, text="x")
        rounds.append([each["fault"] for each in telegram.calls(since=before)])
    assert rounds[0] == rounds[1]
    assert {None, "html"} == set(rounds[0])


async def test_it_goes_down_and_comes_back_at_the_same_address(telegram, aigul, call):
    poll = asyncio.create_task(call("getUpdates", offset=telegram.pending()[0]["update_id"] + 1, timeout=50))
    await telegram.polled()
    await telegram.down()
    with pytest.raises(aiohttp.ClientError):
        await poll
    with pytest.raises(aiohttp.ClientConnectorError):
        await call("getMe")
    await telegram.up()
    assert (await call("sendMessage", chat_id=aigul.id, text="x"))["ok"]


# The process, and the libraries.


async def test_the_process_is_steered_by_the_same_names_and_keeps_books(telegram_process, process_user, session):
    call, aigul = Caller(session, telegram_process.url), process_user("Айгүл")
    aigul.starts()
    assert len(await call.ids()) == 1
    hearing = asyncio.create_task(aigul.hears())
    await call("sendMessage", chat_id=aigul.id, text="Салам", reply_markup=keyboard("Ооба"))
    assert (await hearing)["text"] == "Салам"
    press = aigul.taps("Ооба")["callback_query"]
    await call("answerCallbackQuery", callback_query_id=press["id"])
    assert await telegram_process.answered(press["id"])
    assert telegram_process.count(aigul.id, "Салам") == 1
    await telegram_process.down()
    with pytest.raises(aiohttp.ClientConnectorError):
        await call("getMe")
    await telegram_process.up()
    telegram_process.fault("cut after", "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=aigul.id, text="Дагы")
    assert aigul.texts == ["Салам", "Дагы"]
    with pytest.raises(TimeoutError):
        await telegram_process.heard(aigul.id, after=9, within=0.01)
    with pytest.raises(AssertionError, match="nonsense"):
        telegram_process.fault("nonsense")
    books = [json.loads(line) for line in telegram_process.books.read_text("utf-8").splitlines()]
    assert [entry["text"] for entry in books if entry["what"] == "sent"] == ["Салам", "Дагы"]
    assert TOKEN not in telegram_process.books.read_text("utf-8")


async def test_python_telegram_bot_believes_it(telegram, aigul):
    async with ptb.Bot(TOKEN, base_url=telegram.base_url, base_file_url=telegram.base_file_url) as bot:
        assert bot.username == "sunush_test_bot"
        aigul.sends_voice()
        updates = await bot.get_updates(timeout=1, allowed_updates=["message", "callback_query", "my_chat_member"])
        file = await updates[1].message.voice.get_file()
        assert await file.download_as_bytearray() == OGG
        buttons = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Ооба", callback_data="v1:yes")]])
        sent = await bot.send_message(aigul.id, "<b>Суроо</b>", parse_mode="HTML", reply_markup=buttons)
        assert sent.parse_entities() == {sent.entities[0]: "Суроо"}
        aigul.taps("Ооба")
        (press,) = await bot.get_updates(offset=updates[-1].update_id + 1)
        assert await press.callback_query.answer("Рахмат")
        with pytest.raises(error.BadRequest, match="Query is too old"):
            await press.callback_query.answer()
        assert (await sent.edit_text("Жооп")).text == "Жооп"
        with pytest.raises(error.BadRequest, match="not modified"):
            await sent.edit_text("Жооп")
        for sending in (bot.send_document(aigul.id, b"%PDF", filename="a.pdf"), bot.send_photo(aigul.id, JPEG)):
            assert (await sending).effective_attachment
        assert await bot.set_my_commands([("start", "Башынан")], ptb.BotCommandScopeChat(aigul.id), "ky")
        assert (await bot.get_my_short_description("ky")).short_description == ""
        telegram.fault("throttle", retry_after=3)
        with pytest.raises(error.RetryAfter, match="3"):
            await bot.send_message(aigul.id, "x")
        for kind, raised in (("html", error.NetworkError), ("cut after", error.NetworkError)):
            telegram.fault(kind)
            with pytest.raises(raised):
                await bot.send_message(aigul.id, "x")
        telegram.fault("hang after")
        with pytest.raises(error.TimedOut):
            await bot.send_message(aigul.id, "x", read_timeout=0.1)
        group = aigul.in_group(-4001)
        group.writes("салам")
        new = telegram.migrate(-4001)
        with pytest.raises(error.ChatMigrated) as migrated:
            await bot.send_message(-4001, "x")
        assert migrated.value.new_chat_id == new
        aigul.blocks()
        with pytest.raises(error.Forbidden, match="blocked"):
            await bot.send_message(aigul.id, "x")
        (*_, blocked) = await bot.get_updates(offset=press.update_id + 1)
        assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert telegram.errors() == []


async def test_aiogram_believes_it(telegram, aigul):
    # Here, since they take seconds to import.
    from aiogram import Bot, exceptions
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import BufferedInputFile

    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    async with Bot(TOKEN, session=session) as bot:
        assert (await bot.me()).username == "sunush_test_bot"
        aigul.sends_voice()
        updates = await bot.get_updates(timeout=1)
        downloaded = await bot.download(updates[1].message.voice)
        assert downloaded is not None
        assert downloaded.read() == OGG
        sent = await bot.send_message(aigul.id, "Суроо", parse_mode=None)
        assert (await sent.edit_text("Жооп")).text == "Жооп"
        with pytest.raises(exceptions.TelegramBadRequest, match="not modified"):
            await sent.edit_text("Жооп")
        assert (await bot.send_document(aigul.id, BufferedInputFile(b"%PDF", "a.pdf"))).document.file_name == "a.pdf"
        telegram.fault("throttle", retry_after=3)
        with pytest.raises(exceptions.TelegramRetryAfter) as throttled:
            await bot.send_message(aigul.id, "x")
        assert throttled.value.retry_after == 3
        telegram.fault("cut after")
        with pytest.raises(exceptions.TelegramNetworkError):
            await bot.send_message(aigul.id, "x")
        aigul.in_group(-4001).writes("салам")
        new = telegram.migrate(-4001)
        with pytest.raises(exceptions.TelegramMigrateToChat) as migrated:
            await bot.send_message(-4001, "x")
        assert migrated.value.migrate_to_chat_id == new
        aigul.blocks()
        with pytest.raises(exceptions.TelegramForbiddenError, match="blocked"):
            await bot.send_message(aigul.id, "x")
    assert telegram.errors() == []
