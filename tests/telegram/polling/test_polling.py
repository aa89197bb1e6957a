"""The long poll, whatever stands in its way at the start or later. It goes on by itself and says in plain words why not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channels.intake import Intake, Receives
from bot.channels.telegram import Polling, Telegram
from bot.service import watch
from storage.database.engine import Database
from storage.database.failures import CommitFailed
from storage.database.seal import Seal
from tests.patience import patient
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import PATIENCE, hears, running, until

ELSEWHERE = "https://example.org/hook"


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once."""
    monkeypatch.setattr("bot.channels.telegram.trouble.BACK_OFF", (0.05,))


async def test_a_webhook_that_could_not_be_deleted_at_the_start_is_deleted_with_the_next_try(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    telegram.webhook(ELSEWHERE)
    telegram.fault("html", "deleteWebhook", times=2)
    async with running(telegram, tmp_path):
        user().starts()
        await until(lambda: not telegram.pending())
    assert [call["code"] for call in telegram.calls("deleteWebhook")] == [502, 502, 200]


async def test_a_bot_is_known_to_be_heard_at_once_though_nobody_writes(telegram: TelegramServer, seal: Seal):
    async def nothing(*_: object) -> None:
        return

    channel = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    intake = Intake(receive=nothing, bury=nothing, now=lambda: 1000, steady=lambda: 0)
    working = asyncio.create_task(Polling(channel, intake).run())
    await telegram.polled()  # the second poll waits: the first was answered, with nothing in it
    await until(lambda: intake.good_at == 1000)
    intake.stop()
    await working
    await channel.close()


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
    intake = Intake(receive=nothing, bury=nothing, now=lambda: 0, steady=lambda: 0, introduced=write)
    task = asyncio.create_task(Polling(channel, intake).run())
    await telegram.polled()
    intake.stop()
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
    monkeypatch.setattr(watch, "WATCH", 0.02)
    clock, stuck = [1_000], asyncio.Event()

    async def never_ends(*_: object) -> None:
        await stuck.wait()

    async def noted() -> int | None:
        return await sqlite_database.read(lambda store: store.accounts.find_heard("telegram", "bot"))

    channel = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    intake = Intake(receive=never_ends, bury=never_ends, now=lambda: clock[0], steady=lambda: 0)
    working = asyncio.create_task(Polling(channel, intake).run())
    watching = asyncio.create_task(watch.watch({("telegram", "bot"): intake}, sqlite_database, lambda: clock[0]))
    user().starts()
    async with patient(PATIENCE):
        while await noted() != 1000:  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.01)
    clock[0] += watch.SILENCE + 1
    await until(lambda: "what came last is still being taken in" in caplog.text)
    assert await noted() == 1000
    watching.cancel()
    intake.stop()
    stuck.set()
    await working
    await channel.close()


class Looks:
    """Counts how often the watch looks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._count, sleep = 0, asyncio.sleep

        async def counted(seconds: float) -> None:
            self._count += seconds == watch.WATCH
            await sleep(seconds)

        monkeypatch.setattr(watch.asyncio, "sleep", counted)

    async def made(self, more: int) -> None:
        """Waits until it has looked that often again."""
        goal = self._count + more
        await until(lambda: self._count >= goal)


class Ending:
    """A courier that is asked to stop, and an end that is written down instead of coming."""

    def __init__(self) -> None:
        self.is_stopped, self.code = False, None

    def stop(self) -> None:
        self.is_stopped = True

    def __call__(self, code: int) -> None:
        assert self.is_stopped, "what is being sent is finished first"
        self.code = code


@asynccontextmanager
async def watched(channel: Telegram, receive: Receives, ending: Ending) -> AsyncIterator[Intake]:
    """Polls beside the watch that ends the program, until the end of the block."""
    intake = Intake(receive=receive, bury=receive, now=lambda: 0, steady=lambda: 0)
    working = asyncio.create_task(Polling(channel, intake).run())
    watching = asyncio.create_task(watch.end_where_stuck([intake], ending, end=ending))
    yield intake
    watching.cancel()
    intake.stop()
    working.cancel()
    await asyncio.wait({working, watching})
    await channel.close()


@pytest.fixture
def looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks many times a second, and waits for nobody."""
    monkeypatch.setattr(watch, "WATCH", 0.011)  # as nobody else sleeps
    monkeypatch.setattr(watch, "GRACE", 0.01)


@pytest.mark.usefixtures("looking_often")
async def test_where_taking_in_never_ends_the_program_does(
    telegram: TelegramServer, user: People, seal: Seal, caplog: pytest.LogCaptureFixture
):
    async def never_ends(*_: object) -> None:
        await asyncio.Event().wait()

    ending = Ending()
    async with watched(Telegram(TOKEN, seal=seal, api_url=telegram.url), never_ends, ending):
        user().starts()
        await until(lambda: ending.code is not None)
    assert ending.code == watch.EXIT_STUCK
    assert "to be started anew" in caplog.text
    assert telegram.pending(), "nothing was confirmed"


@pytest.mark.usefixtures("looking_often")
async def test_however_long_telegram_is_away_the_program_goes_on(
    telegram: TelegramServer, user: People, seal: Seal, monkeypatch: pytest.MonkeyPatch
):
    taken: list[object] = []

    async def takes(*incoming: object) -> None:
        taken.append(incoming)

    ending, looks = Ending(), Looks(monkeypatch)
    async with watched(Telegram(TOKEN, seal=seal, api_url=telegram.url), takes, ending):
        user().starts()
        await until(lambda: len(taken) == 1)
        await telegram.down()
        await looks.made(10 * watch.STUCK)
        await telegram.up()
        user().starts()
        await until(lambda: len(taken) == 2)
        await looks.made(10 * watch.STUCK)
    assert ending.code is None


@pytest.mark.usefixtures("looking_often")
async def test_what_is_taken_in_slowly_but_goes_on_ends_nothing(
    telegram: TelegramServer, user: People, seal: Seal, monkeypatch: pytest.MonkeyPatch
):
    taken: list[object] = []
    ending, looks = Ending(), Looks(monkeypatch)

    async def slowly(*incoming: object) -> None:
        await looks.made(watch.STUCK - 5)
        taken.append(incoming)

    aigul = user()
    for number in range(5):
        aigul.writes(f"{number}")
    async with watched(Telegram(TOKEN, seal=seal, api_url=telegram.url), slowly, ending):
        await until(lambda: len(taken) == 5)
    assert ending.code is None


@pytest.mark.usefixtures("looking_often")
async def test_while_nothing_can_be_written_the_program_goes_on(
    telegram: TelegramServer, user: People, seal: Seal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.channels.telegram.trouble.BACK_OFF", (0.1,))
    ending, looks = Ending(), Looks(monkeypatch)

    async def fails(*_: object) -> None:
        await asyncio.sleep(0)
        raise CommitFailed("disk full")

    async with watched(Telegram(TOKEN, seal=seal, api_url=telegram.url), fails, ending):
        user().starts()
        await looks.made(10 * watch.STUCK)
    assert ending.code is None


async def test_it_is_said_again_why_nothing_is_fetched(
    telegram: TelegramServer,
    seal: Seal,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    monkeypatch.setattr(watch, "WATCH", 0.02)
    clock = [1_000]

    async def nothing(*_: object) -> None:
        return

    telegram.fault("html", "getMe", times=None)
    channel = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    intake = Intake(receive=nothing, bury=nothing, now=lambda: clock[0], steady=lambda: 0)
    working = asyncio.create_task(Polling(channel, intake).run())
    watching = asyncio.create_task(watch.watch({("telegram", "bot"): intake}, sqlite_database, lambda: clock[0]))
    await telegram.called("getMe", 3)
    for time in (1, 2):
        clock[0] += watch.SILENCE + 1
        await until(lambda time=time: caplog.text.count("no messages have been fetched for a while") >= time)
    assert "it answers with a fault of its own (status 502); it is tried again" in caplog.text
    watching.cancel()
    intake.stop()
    await working
    await channel.close()
