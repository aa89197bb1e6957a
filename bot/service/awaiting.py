"""Waits for a PostgreSQL database that is away when the program starts, as after a power cut: says so, and goes on."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.config import Settings
from bot.install.gone import database_path
from storage.database.engine import database_url
from storage.database.reach import NotReached, reach

log = structlog.get_logger(__name__)

PAUSES = (1, 2, 4, 8, 15)  # seconds between two tries; the last one is repeated
SAID_EACH = 60  # seconds


async def wait_for_database(settings: Settings, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Returns once the database answers; what will not pass, such as a wrong password, is raised at once."""
    if database_path(settings) is not None:
        return
    url = database_url(settings.database_url)
    waited = said = tries = 0
    while True:
        try:
            await reach(url)
        except NotReached as error:
            if tries == 0 or waited - said >= SAID_EACH:
                log.warning("PostgreSQL does not answer: waiting for it", why=str(error), waited=waited)
                said = waited
            pause = PAUSES[min(tries, len(PAUSES) - 1)]
            await sleep(pause)
            waited, tries = waited + pause, tries + 1
        else:
            if waited:
                log.warning("PostgreSQL answers: going on", waited=waited)
            return
