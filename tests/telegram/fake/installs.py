"""An install with a clerk and thousands of subscribers in Telegram, and a notice to all of them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.app import Office, Service, now, open_install, start_service
from bot.budget.hearing import DAY, HearingKind, Terms
from bot.budget.permissions import Role
from bot.channels.telegram import Polling
from bot.channels.telegram import Telegram as Channel
from bot.config_accounts import TelegramSettings
from bot.office.aimaks import add_samples
from bot.office.hearings import hearings
from bot.settings import Settings
from storage.database.engine import Database
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import Progress
from storage.store import Store
from tests.storage.queue.crowds import crowd
from tests.telegram.fake.process import Telegram
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN

ACCOUNT = TOKEN.partition(":")[0]
WHERE = ("telegram", ACCOUNT)
CLERK = 600_000_001
FIRST = 610_000_001


def settings_for(folder: Path, telegram: Telegram, database_url: str = "", *, pace: int = 25) -> Settings:
    """An install in a folder, on SQLite unless told otherwise; no hour is quiet."""
    return Settings(
        data_dir=folder / "data",
        database_url=database_url or f"sqlite:///{folder}/data/sunush.db",
        key_file=folder / "sunush.key",
        quiet_hours=(0, 0),
        take_back=0,
        telegram=TelegramSettings(TOKEN, telegram.url, pace),
    )


@dataclass
class Village:
    """One aimak with its clerk and its subscribers, whose chats are their numbers."""

    aimak_id: int
    clerk: Person
    chats: list[int]
    _announced: int = 0

    @classmethod
    async def settled(cls, office: Office, telegram: TelegramServer, size: int) -> "Village":
        """Enters them, all of whom have opened their chat with the bot."""
        database = office.database
        await database.write(add_samples)

        async def hire(store: Store) -> tuple[int, Person]:
            aimak = await store.aimaks.find_by_code("kokjar")
            assert aimak is not None
            clerk = await store.people.meet(*WHERE, str(CLERK), at=now())
            await store.roles.grant(clerk.id, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())
            return aimak.id, clerk

        aimak_id, clerk = await database.write(hire)
        await crowd(database, aimak_id, size, where=WHERE, first=FIRST, at=now() - DAY)
        chats = list(range(FIRST, FIRST + size))
        for chat in (CLERK, *chats):
            telegram.set_state(chat, "open")
        return cls(aimak_id, clerk, chats)

    async def announces(self, database: Database) -> Hearing:
        """The clerk announces a hearing: a notice to everybody, now."""
        self._announced += 1
        announcement = hearings.Announcement(
            key=f"hearing {self._announced}",
            kind=HearingKind.DRAFT,
            terms=Terms(now() + (20 + self._announced) * DAY, "Көк-Жар клубу"),
            budget_year=2027,
        )

        async def act(store: Store) -> Hearing:
            hearing, _ = await hearings.announce(
                store, announcement=announcement, by=self.clerk, aimak_id=self.aimak_id, at=now()
            )
            return hearing

        return await database.write(act)

    def told(self, telegram: TelegramServer) -> Counter[int]:
        """How often each subscriber was shown a notice."""
        return Counter({chat: len(telegram._chats[chat].sent) for chat in self.chats if telegram._chats[chat].sent})


async def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    """Rows of either engine."""

    async def ask(store: Store) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await store.connection.execute(text(sql))]

    return await database.read(ask)


async def is_over(database: Database, hearing: Hearing) -> bool:
    """Whether the notice of a hearing has ended for everybody."""
    found = await rows(
        database,
        f"SELECT finished_at FROM broadcasts WHERE hearing_id = {hearing.id} AND kind = 'notice'",  # noqa: S608
    )
    return found[0][0] is not None


async def progress_of(database: Database, hearing: Hearing) -> Progress:
    """How far the notice of a hearing has come."""

    async def ask(store: Store) -> Progress:
        notice = (await store.broadcasts.list_of_hearing(hearing.id))[0]
        return await store.broadcasts.count_progress(notice.id)

    return await database.read(ask)


async def count_headless(database: Database) -> int:
    """How many chats have lost their next message; must be 0."""
    return await database.write(lambda store: store.outbox.sweep(*WHERE))


@asynccontextmanager
async def sunush(settings: Settings, telegram: TelegramServer) -> AsyncIterator[Service]:
    """Sunush as `sunush run` puts it together, broadcasts included, in this process."""
    async with open_install(settings) as office:
        channel = Channel(TOKEN, seal=office.seal, api_url=telegram.url, pace=settings.telegram.pace)
        async with start_service(office, [channel]) as service, asyncio.TaskGroup() as group:
            intake = service.intake(channel)
            working = [group.create_task(Polling(channel, intake).run()), group.create_task(service.courier.run())]
            broadcasting = group.create_task(service.broadcasting.run())
            try:
                yield service
            finally:
                broadcasting.cancel()
                intake.stop()
                service.courier.stop()
                await asyncio.wait(working, timeout=10)
        await channel.close()
