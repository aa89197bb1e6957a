"""The long poll, whatever stands in its way at the start or later: it goes on by itself and says in plain words why not."""

from pathlib import Path

import pytest

from tests.telegram.people import People
from tests.telegram.server import TelegramServer
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
