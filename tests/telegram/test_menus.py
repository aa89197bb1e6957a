"""Names and menus are set, whatever the line or Telegram's limits say at the start. It may be later, by languages."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.telegram import Telegram, menus, set_where_different
from bot.chat.texts import Words
from handlers.shared.guidance import say_commands
from handlers.shared.router import router
from storage.database.seal import Seal
from tests.patience import patient
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN


@pytest.fixture
async def channel(telegram: TelegramServer, seal: Seal) -> AsyncIterator[Telegram]:
    """The bot, which nobody has named yet."""
    made = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    yield made
    await made.close()


@pytest.mark.parametrize(("kind", "status"), [("throttle", 429), ("html", 502), ("html", 200)])
async def test_what_fails_in_one_language_holds_up_no_other(
    telegram: TelegramServer, channel: Telegram, kind: str, status: int
):
    telegram.fault(kind, "setMyName", status=status)
    _, left = await set_where_different(channel.bot)
    assert left == [""]
    assert {menu["language_code"] for menu in telegram.menus()} == {"", "ky", "ru"}
    assert {"name:ky", "name:ru"} <= set(telegram.names())


async def test_what_could_not_be_set_at_the_start_is_set_later(
    telegram: TelegramServer, channel: Telegram, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(menus, "MENU_BACK_OFF", (0.05,))
    set_all, failed = menus.set_where_different, asyncio.Event()

    async def sets(*given: Any) -> tuple[int, list[str]]:
        changed, left = await set_all(*given)
        if left:
            failed.set()
        return changed, left

    monkeypatch.setattr(menus, "set_where_different", sets)
    await telegram.down()
    setting = asyncio.create_task(menus.keep_setting(channel.bot))
    async with patient(20):
        await failed.wait()
    telegram.fault("throttle", "setMyDescription", times=2)
    telegram.fault("html", "getMyName", status=200, text='{"ok": true, "result": 7}')
    await telegram.up()
    async with patient(20):
        await setting
    assert await set_where_different(channel.bot) == (0, [])
    assert {"name:", "name:ru", "description:", "description:ru"} <= set(telegram.names())


def test_every_command_of_the_menu_is_understood_and_named_in_the_help():
    named = say_commands(SimpleNamespace(say=Words("ky").say))
    for command, _ in menus.list_commands("ky"):
        assert ("*", f"command:{command}") in router._handlers
        assert command == "help" or f"/{command} —" in named
