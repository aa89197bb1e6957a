"""Workers as their users run them: processes over one PostgreSQL, which are stopped, killed, started anew."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text
from sqlalchemy.engine import URL

from bot.app import open_install
from bot.office.aimaks import add_samples
from storage.database.engine import Database
from storage.database.failures import CANNOT_READ
from storage.store import Store
from tests.patience import patient
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.installs import settings_for
from tests.telegram.fake.process import Telegram

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds
OPEN = "the web door is open"


class Fleet:
    """The workers of one install, whose folder and database they share, and the web door where they are called."""

    def __init__(self, folder: Path, telegram: Telegram, database: Database, **surroundings: str) -> None:
        self._folder, self._telegram, self._database = folder, telegram, database
        self._surroundings = {"SUNUSH_TAKE_BACK": "0", **surroundings}
        self.door = surroundings.get("SUNUSH_WEB_URL", "")
        self._inherited: tuple[int, ...] = ()
        self._life = -1
        self._starts = 0
        self._arguments: dict[BotProcess, tuple[str, ...]] = {}
        self._since: dict[BotProcess, int] = {}  # bytes each had written before its latest start

    @classmethod
    @asynccontextmanager
    async def prepared(
        cls,
        folder: Path,
        telegram: Telegram,
        url: URL,
        *,
        by: URL | None = None,
        webhook: bool = False,
        **surroundings: str,
    ) -> AsyncIterator[Self]:
        """Makes the install with its sample aimaks; whatever still runs at the end is killed.

        by is the URL by which the workers reach the database. webhook: they are called, at one door.
        """
        settings = settings_for(folder, telegram, url.render_as_string(hide_password=False))
        reached = (by or url).render_as_string(hide_password=False)
        async with open_install(settings) as office:
            await office.database.write(add_samples)
            with closing(socket.create_server((HOST, 0), backlog=128)) as door:
                address = f"{HOST}:{door.getsockname()[1]}"
                called = {
                    "SUNUSH_TELEGRAM_WEBHOOK": "1",
                    "SUNUSH_WEB_LISTEN": address,
                    "SUNUSH_WEB_URL": f"http://{address}",
                }
                fleet = cls(
                    folder, telegram, office.database, SUNUSH_DATABASE_URL=reached, **(called if webhook else {}),
                    **surroundings,
                )  # fmt: skip
                reading, writing = os.pipe()
                fleet._life = writing
                fleet._inherited = (reading, door.fileno()) if webhook else ()
                try:
                    yield fleet
                except BaseException as failure:
                    failure.add_note("\n".join(worker.said[-3000:] for worker in fleet.workers[:1]))
                    raise
                finally:
                    for worker in fleet.workers:
                        await worker.kill()
                    fleet.leave()
                    os.close(reading)
        for worker in fleet.workers:
            worker.has_kept_silent()

    @property
    def workers(self) -> list[BotProcess]:
        """All that were started."""
        return list(self._arguments)

    async def start(self, *arguments: str) -> BotProcess:
        """Starts a worker: `sunush run` with some arguments. Each writes what it says into a file of its own."""
        self._starts += 1
        worker = BotProcess(
            self._folder, self._telegram.url, errors=f"stderr{self._starts}.txt", **self._surroundings
        )  # fmt: skip
        if self._inherited:
            arguments += ("--inherits", ",".join(map(str, self._inherited)))
        self._arguments[worker] = ("run", *arguments)
        await self._begin(worker)
        return worker

    def leave(self) -> None:
        """Is gone, as a parent that was killed: whoever inherited from it ends."""
        life, self._life = self._life, -1
        if life >= 0:
            os.close(life)

    async def kill_and_start_anew(self, worker: BotProcess) -> None:
        """kill -9, and another in its place at once."""
        await worker.kill()
        await self._begin(worker)

    async def _begin(self, worker: BotProcess) -> None:
        self._since[worker] = worker.said_bytes
        await worker.start(*self._arguments[worker], inherited=self._inherited)

    async def wait_until_open(self, worker: BotProcess) -> None:
        """Waits until a worker takes in, after its latest start."""
        patience = worker.patience()
        while OPEN not in worker.said_since(self._since[worker]):
            assert worker.is_alive, worker.said[-500:]
            assert not patience.is_over(), worker.said[-500:]
            await asyncio.sleep(0.05)

    async def pass_a_lease(self) -> None:
        """What passes until the leases of a worker that was killed are over."""
        await self._database.write(lambda store: store.connection.execute(text("UPDATE duties SET until = 0")))

    async def settles(self) -> None:
        """Waits until nothing is left to be sent."""
        async with patient(PATIENCE):
            while await self.ask("SELECT 1 FROM outbox WHERE state < 3 LIMIT 1"):  # noqa: ASYNC110 - a database signals nothing
                await asyncio.sleep(0.05)

    async def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of their database. While that is restarted it is asked again."""

        async def read(store: Store) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in await store.connection.execute(text(sql))]

        async with patient(PATIENCE):
            while True:
                try:
                    return await self._database.read(read)
                except CANNOT_READ:
                    await asyncio.sleep(0.1)
