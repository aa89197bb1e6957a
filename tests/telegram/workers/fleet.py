"""Workers as their users run them: processes over one PostgreSQL, which are stopped, killed, started anew."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text
from sqlalchemy.engine import URL

from bot.app import open_install
from bot.office.aimaks import add_samples
from storage.database.engine import Database
from storage.store import Store
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.installs import settings_for
from tests.telegram.fake.process import Telegram


class Fleet:
    """The workers of one install, whose folder and database they share."""

    def __init__(self, folder: Path, telegram: Telegram, url: URL, database: Database, **surroundings: str) -> None:
        self._folder, self._telegram, self._database = folder, telegram, database
        self._address = url.render_as_string(hide_password=False)
        self._surroundings = surroundings
        self.workers: list[BotProcess] = []

    @classmethod
    @asynccontextmanager
    async def prepared(cls, folder: Path, telegram: Telegram, url: URL, **surroundings: str) -> AsyncIterator[Self]:
        """Makes the install with its sample aimaks; whatever still runs at the end is killed."""
        settings = settings_for(folder, telegram, url.render_as_string(hide_password=False))
        async with open_install(settings) as office:
            await office.database.write(add_samples)
            fleet = cls(folder, telegram, url, office.database, **surroundings)
            try:
                yield fleet
            finally:
                for worker in fleet.workers:
                    await worker.kill()
        for worker in fleet.workers:
            worker.has_kept_silent()

    async def start(self, *arguments: str) -> BotProcess:
        """Starts a worker: `sunush run` with some arguments."""
        worker = BotProcess(
            self._folder, self._telegram.url, SUNUSH_DATABASE_URL=self._address, SUNUSH_TAKE_BACK="0",
            **self._surroundings,
        )  # fmt: skip
        self.workers.append(worker)
        await worker.start("run", *arguments)
        return worker

    async def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of their database."""

        async def read(store: Store) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in await store.connection.execute(text(sql))]

        return await self._database.read(read)
