"""A hall with a clock moved by hand."""

import pytest

from bot.office.broadcasts import steps
from storage.database.engine import Database
from tests.channels.doubles import Clock
from tests.office.halls import Hall, moment


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-12-01 10:00"))


@pytest.fixture
async def hall(database: Database, clock: Clock) -> Hall:
    return await Hall(database, clock).opens(subscribers=12)


@pytest.fixture
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("AHEAD", 5), ("LISTED_AT_ONCE", 4), ("FED_AT_ONCE", 3)):
        monkeypatch.setattr(steps, name, size)
