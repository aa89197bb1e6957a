"""Holds duties for all workers: each is done here while its lease is ours, and ends with it.

The database decides who holds a duty. What is written for one checks that in the same transaction (fencing). So a
worker that was stopped past its lease changes nothing late.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping
from contextlib import suppress
from typing import Any

import structlog

from bot.logs import Seldom, say_where
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.duties.duties import LEASE
from storage.duties.fenced import DutyLost, FencedDatabase

log = structlog.get_logger(__name__)

LOOK = 2.0  # seconds between looks: what is ours is renewed, what is free is taken
PARTING = 2.0  # seconds in which duties are given up at the end

NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_WRITE, TimeoutError)

Work = Callable[[], Coroutine[Any, Any, None]]


class OnDuty:
    """The duties of one worker, by name."""

    def __init__(self, database: Database, *, holder: str, steady: Callable[[], int]) -> None:
        self._database = database
        self._holder = holder
        self._steady = steady
        self._seldom = Seldom(steady)
        self._works: dict[str, Work] = {}
        self._fenced: dict[str, FencedDatabase] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._ending: dict[str, asyncio.Task[None]] = {}  # cancelled, and not over yet
        self._renewed_at = 0
        self._stopped = asyncio.Event()

    def fence(self, duty: str) -> FencedDatabase:
        """The database for what is done by whoever holds a duty."""
        return self._fenced.setdefault(duty, FencedDatabase(self._database, duty, holder=self._holder))

    @property
    def held(self) -> Collection[str]:
        """The duties that are held here now."""
        return sorted(self._under_way)

    def count_late(self) -> int:
        """How many writes came after their duty was lost, and changed nothing."""
        return sum(one.refused for one in self._fenced.values())

    def stop(self) -> None:
        """Asks for an orderly end: every duty is given up."""
        self._stopped.set()

    async def run(self, works: Mapping[str, Work]) -> None:
        """Does what is held until it is stopped or cancelled. What fails in a duty is raised."""
        self._works = dict(works)
        try:
            while not self._stopped.is_set():
                await self._look()
                self._raise_what_failed()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK):
                        await self._stopped.wait()
        finally:
            self._end(*self._under_way)
            await asyncio.gather(*self._ending.values(), return_exceptions=True)
            await self._let_go()

    async def _look(self) -> None:
        asked_at = self._steady()
        try:
            async with asyncio.timeout(LEASE / 1000):
                held = await self._database.write(lambda store: store.duties.keep(self._works, holder=self._holder))
        except NOT_NOW as error:
            self._seldom.error(log, "duties cannot be renewed now", error=say_where(error))
            if self._steady() - self._renewed_at >= LEASE:
                self._end(*self._under_way)
            return
        self._renewed_at = asked_at
        self._end(*(self._under_way.keys() - held))
        self._ending = {duty: task for duty, task in self._ending.items() if not task.done()}
        for duty in sorted(held - self._under_way.keys() - self._ending.keys()):
            log.info("a duty is held here now", duty=duty)
            self._under_way[duty] = asyncio.create_task(self._do(duty), name=duty)

    async def _do(self, duty: str) -> None:
        try:
            await self._works[duty]()
        except DutyLost:
            log.warning("a duty was lost while it was done; nothing was changed late", duty=duty)

    def _raise_what_failed(self) -> None:
        for task in self._under_way.values():
            if task.done() and not task.cancelled() and (failure := task.exception()) is not None:
                raise failure

    def _end(self, *duties: str) -> None:
        for duty in duties:
            log.info("a duty ends here", duty=duty)
            self._ending[duty] = self._under_way.pop(duty)
            self._ending[duty].cancel()

    async def _let_go(self) -> None:
        try:
            async with asyncio.timeout(PARTING):
                await self._database.write(lambda store: store.duties.let_go(self._works, holder=self._holder))
        except NOT_NOW as error:
            log.warning("duties could not be given up; others take them when the leases end", error=say_where(error))
