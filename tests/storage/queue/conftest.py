"""An aimak with a hearing and the notice of it."""

import pytest

from storage.database.engine import Database
from storage.queue.broadcasts import Broadcast
from tests.storage.queue.notices import broadcast_of, hearing_in
from tests.storage.rows import enter


@pytest.fixture
async def aimak(database: Database) -> int:
    return await enter(database)


@pytest.fixture
async def hearing(database: Database, aimak: int) -> int:
    return await hearing_in(database, aimak)


@pytest.fixture
async def notice(database: Database, aimak: int, hearing: int) -> Broadcast:
    return await broadcast_of(database, aimak, hearing)
