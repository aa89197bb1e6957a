"""Watches the database while it is served: counts its mark on. It ends the program where another file takes its place."""

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from bot.app import CannotStart, Service
from bot.channels.intake import Intake
from bot.install import put_back
from bot.install.gone import find_database_path
from bot.logs import Seldom, say_where
from bot.service.alarm import Alarm
from storage.copies import file_header
from storage.database.failures import CANNOT_READ, CANNOT_WRITE, DatabaseUnusable

log = structlog.get_logger(__name__)

LOOK = 1.0  # seconds between looks at the file
COUNT = 2  # looks between steps of the mark, while anything is written
SURE = 3  # looks in a row at which the file is not the one that is served
SAY = 600  # looks between words about what stays wrong
EXIT_REPLACED = 2  # somebody must put something right first
NOT_SAVED: tuple[type[Exception], ...] = (OSError, *CANNOT_READ)
PARTING = 3.0  # seconds in which what is being sent is finished, and the admin is told


class Lookout:
    """Looks once a second from outside, by a stat of the file. None of it is in the way of a message."""

    def __init__(
        self, service: Service, intakes: Sequence[Intake], alarm: Alarm, *, end: Callable[[int], object] = os._exit
    ) -> None:
        self._service = service
        self._office = service.office
        self._database = service.office.database
        self._header = service.office.header
        self._settings = service.office.settings
        self._intakes = intakes
        self._alarm = alarm
        self._end = end
        self._file: Path | None = find_database_path(self._settings)
        self._inode = self._file.stat().st_ino if self._file is not None else 0
        self._stat: tuple[int, int] = (0, 0)
        self._face = file_header.Face(0, 0)
        self._doubts = 0
        self._written = self._database.writes
        self._counter = 0
        self._looks = 0
        self._seldom = Seldom(service.clock)

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            why = await asyncio.to_thread(self._look) or await self._say_lost_lock()
            if not why and self._looks % COUNT == 0:
                why = await self._count_on()
            if why:
                await self._leave(why)
            if self._looks % SAY == 0:
                await self._alarm.learn(self._database)
                await self._say_what_stands()
            if self._database.fault:
                await self._say_damage()
            self._looks += 1
            await asyncio.sleep(LOOK)

    def _look(self) -> str:
        # On a thread: a disk that hangs must hold up nobody.
        if self._file is None or self._header is None:
            return ""
        why = ""
        try:
            stat = self._file.stat()
            if stat.st_ino != self._inode:
                why = "was replaced by another file"
            elif self._doubts or self._stat != (stat.st_mtime_ns, stat.st_size):
                seen, counter = self._header.read(), file_header.read_counter_seen(self._file)
                is_older = seen is not None and (seen.file < self._face.file or seen.changes < self._face.changes)
                if seen is None or counter is None or is_older or counter < self._counter:
                    why = "was written over"
                else:
                    self._stat, self._face = (stat.st_mtime_ns, stat.st_size), seen
        except FileNotFoundError:
            why = "is gone"
        except OSError:
            return ""  # the disk itself fails, which whoever writes will say
        self._doubts = self._doubts + 1 if why else 0
        return why if self._doubts >= SURE else ""

    async def _say_lost_lock(self) -> str:
        for lock in self._service.locks:
            try:
                if not await lock.is_held():
                    return "is served by another «sunush run» now"
            except DatabaseUnusable as error:
                self._seldom.error(log, "whether the lock is still held cannot be asked now", error=say_where(error))
        return ""

    async def _count_on(self) -> str:
        if self._database.writes == self._written or self._doubts:
            return ""
        mark = await put_back.count_on(self._database)
        self._written = self._database.writes
        if mark is None:
            return ""
        if mark.counter <= self._counter:
            return "was put back to an earlier state"
        self._counter = mark.counter
        await asyncio.to_thread(put_back.keep_mark, self._office, mark)
        return ""

    async def _say_what_stands(self) -> None:
        try:
            stopped = await self._database.read(lambda store: store.accounts.list_stopped())
        except CANNOT_WRITE:
            return
        if stopped:
            log.error("a copy was put in the place of the database: sending is stopped until «sunush db resume»")
            await self._alarm.tell("stopped")

    async def _say_damage(self) -> None:
        if self._alarm.is_new("damaged") or self._looks % SAY == 0:
            log.critical("the database is damaged: stop the program, then «sunush db restore FOLDER»",
                         fault=self._database.fault)  # fmt: skip
            await self._alarm.tell("damaged")

    async def _leave(self, why: str) -> None:
        # Nothing more is fetched, so nothing more is confirmed. An orderly end would write into what is another's file.
        for intake in self._intakes:
            intake.stop()
        self._service.courier.stop()
        name = self._file or "PostgreSQL"
        log.critical(f"The database ({name}) {why}: the program ends, nothing more is confirmed to any messenger.")
        if why != "was written over" and self._file is not None:
            await self._save()
        await asyncio.wait([asyncio.ensure_future(self._alarm.tell("gone"))], timeout=PARTING)
        self._end(EXIT_REPLACED)
        raise CannotStart(f"The database ({name}) {why}.")

    async def _save(self) -> None:
        # What is open here is still whole, though it has no name any more.
        target = self._settings.backup_dir / f"rescued-{self._service.clock()}" / "sunush.db"
        try:
            async with asyncio.timeout(PARTING * 5):
                await self._database.save_open(target)
        except NOT_SAVED as error:
            log.error("what was open could not be saved", error=say_where(error))
        else:
            log.critical(f"All of it was saved to {target.parent}: «sunush db restore {target.parent}» puts it back.")
