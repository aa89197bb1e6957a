"""A Bot API server of one's own that runs with --local leaves files on the disk and says where."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.contract import Gone, Unreachable
from bot.channels.telegram import Telegram, channel
from storage.database.seal import Seal
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN


@pytest.fixture
async def bot(telegram: TelegramServer, seal: Seal, tmp_path: Path) -> AsyncIterator[Telegram]:
    """The bot at such a server."""
    telegram.local(str(tmp_path / "server"))
    made = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    yield made
    await made.close()


def uploaded(telegram: TelegramServer, content: bytes) -> str:
    """Somebody's document; returns its reference."""
    return str(telegram.upload(base64.b64encode(content).decode(), "document", "smeta.pdf")["file_id"])


async def test_a_file_is_read_where_the_server_left_it(telegram: TelegramServer, bot: Telegram):
    assert await bot.fetch(uploaded(telegram, b"%PDF-1.4")) == b"%PDF-1.4"
    assert not telegram.calls("download")


async def test_a_file_that_is_larger_than_the_server_said_is_not_read_whole(
    telegram: TelegramServer, bot: Telegram, monkeypatch: pytest.MonkeyPatch
):
    own = telegram.upload(base64.b64encode(b"%PDF-1.4" * 4).decode(), "document", "smeta.pdf", size=5)["file_id"]
    monkeypatch.setattr(channel, "LARGEST_FILE", 10)
    with pytest.raises(Gone):
        await bot.fetch(str(own))


async def test_a_file_that_lies_on_another_computer_is_said_in_plain_words(
    telegram: TelegramServer, bot: Telegram, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(Path, "write_bytes", lambda *_: 0)
    with pytest.raises(Unreachable):
        await bot.fetch(uploaded(telegram, b"%PDF-1.4"))
    assert "the Bot API server runs with --local" in caplog.text
    assert TOKEN not in caplog.text


async def test_where_telegram_itself_answers_no_file_of_this_computer_is_read(
    telegram: TelegramServer, seal: Seal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(channel, "OFFICIAL", telegram.url)
    telegram.local(str(tmp_path / "server"))
    made = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    with pytest.raises((Gone, Unreachable)):
        await made.fetch(uploaded(telegram, b"%PDF-1.4"))
    await made.close()
