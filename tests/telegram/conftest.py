"""Telegram for the tests of this room: a server in the loop, one in its own process, people for both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Service
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import running


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Bot API in the test's own loop."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def telegram_process(tmp_path: Path) -> AsyncIterator[TelegramProcess]:
    """A Bot API that does not mind who is killed; its books are also in `telegram.jsonl`."""
    async with TelegramProcess(tmp_path / "telegram.jsonl") as server:
        yield server


@pytest.fixture
def user(telegram: TelegramServer) -> People:
    """Makes somebody who has Telegram: `user("Айгүл", "ky")`."""
    return People(telegram)


@pytest.fixture
def process_user(telegram_process: TelegramProcess) -> People:
    """Makes somebody on the server in the process."""
    return People(telegram_process)


@pytest.fixture
async def sunush(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Service]:
    """Sunush as it runs beside that server, over an install of its own."""
    async with running(telegram, tmp_path) as service:
        yield service
