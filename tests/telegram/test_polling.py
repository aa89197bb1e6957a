"""The long poll, whatever stands in its way at the start or later: it goes on by itself and says in plain words why not."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.flood import Flood
from bot.channels.telegram import Polling, Telegram
from storage.engine import CommitFailed
from storage.seal import Seal
from tests.telegram.people import People
from tests.telegram.server import TOKEN, TelegramServer
from tests.telegram.test_conversations import hears, running, until

ELSEWHERE = "https://example.org/hook"


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once."""
    monkeypatch.setattr("bot.channels.telegram.polling.PAUSES", (0.05,))


async def test_a_webhook_that_could_not_be_deleted_at_the_start_is_deleted_with_the_next_try(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    telegram.webhook(ELSEWHERE)
    telegram.fault("html", "deleteWebhook", times=2)
    async with running(telegram, tmp_path):
        user().starts()
        await until(lambda: not telegram.pending())
    assert [call["code"] for call in telegram.calls("deleteWebhook")] == [502, 502, 200]


async def test_a_webhook_set_while_it_polls_is_deleted_and_said(
    telegram: TelegramServer, user: People, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    aigul = user()
    async with running(telegram, tmp_path):
        await telegram.polled()
        telegram.webhook(ELSEWHERE)
        aigul.starts()
        await hears(aigul, "Тилди тандаңыз")
        await telegram.called("deleteWebhook", 2)
        aigul.writes("/help")
        await until(lambda: not telegram.pending())
    assert "Messages to this bot go to a webhook that was set elsewhere: it is deleted." in caplog.text


@pytest.mark.parametrize("result", ["[]", "{}", "null", "7", '{"id": {}, "username": []}', '{"username": "x"}'])
async def test_an_odd_answer_to_who_the_bot_is_stops_nothing(
    telegram: TelegramServer, user: People, tmp_path: Path, result: str
):
    telegram.fault("html", "getMe", status=200, text=f'{{"ok": true, "result": {result}}}')
    async with running(telegram, tmp_path):
        user().starts()
        await until(lambda: not telegram.pending())
    assert len(telegram.calls("getMe")) == 2


async def test_an_odd_answer_to_what_came_is_asked_for_again_after_a_pause(
    telegram: TelegramServer, user: People, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    telegram.fault("html", "getUpdates", status=200, text='{"ok": true, "result": {}}')
    async with running(telegram, tmp_path):
        user().starts()
        await until(lambda: not telegram.pending())
    assert "it is tried again" in caplog.text


async def test_a_name_that_cannot_be_written_down_at_the_start_is_written_later(
    telegram: TelegramServer, seal: Seal, caplog: pytest.LogCaptureFixture
):
    written: list[str] = []
    failures = [CommitFailed("disk full"), CommitFailed("disk full")]

    async def write(username: str) -> None:
        if failures:
            raise failures.pop()
        written.append(username)

    async def nothing(*_: object) -> None:
        return

    channel = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    polling = Polling(channel, receive=nothing, set_aside=nothing, flood=Flood(), now=lambda: 0, named=write)
    task = asyncio.create_task(polling.run())
    await telegram.polled()
    polling.stop()
    await task
    await channel.close()
    assert written == ["sunush_test_bot"]
    assert "The database cannot be written" in caplog.text
    assert "disk full" not in caplog.text
