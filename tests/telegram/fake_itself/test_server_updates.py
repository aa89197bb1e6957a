"""The fake Telegram's queue of updates: offsets, long polls, lives, kinds that were asked for."""

import asyncio
from contextlib import suppress

from tests.patience import patient

# Updates.


async def test_an_offset_confirms_what_is_below_it_and_nothing_else_does(telegram, user, call):
    bakyt = user("Бакыт")
    first, second, third = (bakyt.writes(text)["update_id"] for text in ("бир", "эки", "үч"))
    assert (second, third) == (first + 1, first + 2)
    assert await call.ids() == [first, second, third]
    assert await call.ids(limit=2) == [first, second]
    assert await call.ids(offset=second) == [second, third]
    assert await call.ids(offset=first) == [second, third]
    assert await call.ids(offset=-1) == [third]
    assert await call.ids() == [third]
    assert await call.ids(offset=third + 1) == []
    telegram.jump(7)
    assert bakyt.writes("төрт")["update_id"] == third + 8


async def test_an_offset_from_the_future_means_nothing(telegram, user, call):
    own = user().writes("салам")["update_id"]
    assert await call.ids(offset=own + 1_000) == [own]
    assert await call.ids(offset=own + 1) == []


async def test_after_a_silent_week_ids_start_lower_and_the_old_offset_confirms_nothing(telegram, user, call):
    own = user().writes("салам")["update_id"]
    assert await call.ids(offset=own + 1) == []
    telegram.jump(to=17)
    assert user().writes("бир жумадан кийин")["update_id"] == 17
    assert await call.ids(offset=own + 1) == [17]
    assert await call.ids(offset=own + 1) == [17]
    assert await call.ids(offset=18) == []


async def test_a_long_poll_ends_when_something_comes_and_the_second_ends_the_first(telegram, user, call):
    first = asyncio.create_task(call("getUpdates", timeout=50))
    await telegram.polled()
    second = asyncio.create_task(call("getUpdates", timeout=50))
    conflict = await first
    assert conflict["error_code"] == 409
    assert conflict["description"].startswith("Conflict: terminated by other getUpdates request; make sure that only")
    await telegram.polled()
    user("Бакыт").writes("Жол")
    async with patient(2):
        answer = await second
    assert answer["result"][0]["message"]["text"] == "Жол"
    assert not telegram.rival()


async def test_a_poll_whose_bot_was_killed_takes_nothing_with_it(telegram, user, call):
    dead = asyncio.create_task(call("getUpdates", timeout=50))
    await telegram.polled()
    dead.cancel()
    with suppress(asyncio.CancelledError):
        await dead
    own = user().writes("салам")["update_id"]
    assert await call.ids(timeout=50) == [own]


async def test_a_webhook_elsewhere_forbids_polling_until_it_is_deleted(telegram, user, call):
    telegram.webhook("https://else.where/hook")
    assert (await call.refused("getUpdates")).startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )
    assert (await call("getWebhookInfo"))["result"]["url"]
    user().writes("салам")
    assert (await call("deleteWebhook", drop_pending_updates=True))["result"]
    assert await call.ids() == []


async def test_only_the_kinds_asked_for_come_and_the_wish_is_remembered(telegram, user, call):
    bakyt = user()
    await call("getUpdates", allowed_updates=["message", "callback_query"])
    assert bakyt.blocks()["update_id"] is None
    await call("getUpdates")
    bakyt.starts()
    assert [next(k for k in update if k != "update_id") for update in telegram.pending()] == ["message"]
    await call("getUpdates", allowed_updates=[])
    assert bakyt.blocks()["update_id"]
    assert telegram.push({"message_reaction": {}}) is None


async def test_what_waits_too_long_is_gone(telegram, aigul, call):
    aigul.taps_old("v1:old")
    assert len(await call.ids()) == 2
    telegram.later(151)
    assert len(await call.ids()) == 1
    telegram.later(24 * 3600)
    assert await call.ids() == []
