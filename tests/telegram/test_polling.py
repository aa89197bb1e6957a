"""The long poll, whatever stands in its way at the start or later: it goes on by itself and says in plain words why not."""

import asyncio
from pathlib import Path

import pytest

from bot import run
from bot.channels.flood import Flood
from bot.channels.telegram import POLLED_AT, Polling, Telegram
from storage.engine import CommitFailed, Database
from storage.seal import Seal
from tests.telegram.people import People
from tests.telegram.server import TOKEN, TelegramServer
from tests.telegram.test_conversations import PATIENCE, hears, running, until

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


async def test_it_is_said_that_nothing_is_fetched_while_taking_in_never_ends_and_noted_when_it_last_was(
    telegram: TelegramServer,
    user: People,
    seal: Seal,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    monkeypatch.setattr(run, "WATCH", 0.02)
    clock, stuck = [1_000], asyncio.Event()

    async def never_ends(*_: object) -> None:
        await stuck.wait()

    async def noted() -> str | None:
        return await sqlite_database.read(lambda store: store.meta.get(POLLED_AT))

    channel = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    polling = Polling(channel, receive=never_ends, set_aside=never_ends, flood=Flood(), now=lambda: clock[0])
    working = asyncio.create_task(polling.run())
    watching = asyncio.create_task(run._watch(polling, sqlite_database, lambda: clock[0]))
    user().starts()
    async with asyncio.timeout(PATIENCE):
        while await noted() != "1000":  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.01)
    clock[0] += run.SILENCE + 1
    await until(lambda: "what came last is still being taken in" in caplog.text)
    assert await noted() == "1000"
    watching.cancel()
    polling.stop()
    stuck.set()
    await working
    await channel.close()


async def test_it_is_said_again_why_nothing_is_fetched(
    telegram: TelegramServer,
    seal: Seal,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    monkeypatch.setattr(run, "WATCH", 0.02)
    clock = [1_000]

    async def nothing(*_: object) -> None:
        return

    telegram.fault("html", "getMe", times=None)
    channel = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    polling = Polling(channel, receive=nothing, set_aside=nothing, flood=Flood(), now=lambda: clock[0])
    working = asyncio.create_task(polling.run())
    watching = asyncio.create_task(run._watch(polling, sqlite_database, lambda: clock[0]))
    await telegram.called("getMe", 3)
    for time in (1, 2):
        clock[0] += run.SILENCE + 1
        await until(lambda time=time: caplog.text.count("no messages have been fetched for a while") >= time)
    assert "it answers with a fault of its own (status 502); it is tried again" in caplog.text
    watching.cancel()
    polling.stop()
    await working
    await channel.close()
