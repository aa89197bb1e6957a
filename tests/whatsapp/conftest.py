"""WhatsApp for the tests of this room: a Graph API in the loop. Sunush stands beside it, as `run` puts it together."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database.engine import Database, make_database_url
from storage.database.seal import load_key
from tests.telegram.fake.server import TelegramServer
from tests.whatsapp.fake.graph import GraphServer
from tests.whatsapp.steps import make_settings, serving


@pytest.fixture
async def graph() -> AsyncIterator[GraphServer]:
    """A Graph API in the test's own loop."""
    async with GraphServer() as server:
        yield server


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Bot API in the test's own loop."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def sunush(graph: GraphServer, telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Database]:
    """Both messengers served by `sunush run` in this process; what is given is the install's database."""
    settings = make_settings(tmp_path, graph, telegram)
    async with serving(settings, graph):
        database = Database(make_database_url(settings.database_url), load_key(settings.key_file))
        yield database
        await database.close()
