"""Lets answers go whose seconds to be taken back are over; a few in each transaction."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot.logs import Seldom, say_where
from bot.office.answers import take_back
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE

log = structlog.get_logger(__name__)

LOOK = 1.0  # seconds between looks at what is due


class Leaving:
    """Works for the whole install; several processes may, since each answer is locked and let go once."""

    def __init__(self, *, database: Database, now: Callable[[], int], wake: Callable[[], None]) -> None:
        self._database = database
        self._now = now
        self._wake = wake
        self._seldom = Seldom(now)

    async def run(self) -> None:
        """Looks until cancelled. While the database cannot be written it waits."""
        while True:
            try:
                while await self.step():
                    pass
            except CANNOT_WRITE as error:
                self._seldom.error(log, "answers that were sent cannot leave now", error=say_where(error))
            await asyncio.sleep(LOOK)

    async def step(self) -> bool:
        """Lets some answers go; whether any was due."""
        at = self._now()
        if not await self._database.read(lambda store: store.leaving.list_due(at=at, limit=1)):
            return False
        await self._database.write(partial(take_back.go_on, at=at))
        self._wake()
        return True
