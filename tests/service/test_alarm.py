"""Where the database itself fails, its admins are told past the outbox: once a day, whoever they are."""

import pytest

from bot.budget.permissions import Role
from bot.service.alarm import DAY, Alarm
from storage.database.engine import Database, DatabaseBroken
from storage.store import Store
from tests.channels.doubles import Clock, RecordingChannel
from tests.storage.rows import NOW, meet


class DamagedDatabase(Database):
    is_damaged = False

    async def read(self, work):
        if self.is_damaged:
            raise DatabaseBroken("malformed")
        return await super().read(work)


@pytest.fixture
async def damaged(sqlite_url, seal):
    database = DamagedDatabase(sqlite_url, seal)
    yield database
    await database.close()


async def test_an_admin_is_told_of_a_damaged_database_once_a_day(damaged: DamagedDatabase):
    channel, clock = RecordingChannel(), Clock(NOW)
    admin = await meet(damaged, "1")
    await meet(damaged, "2")

    async def grant(store: Store) -> None:
        await store.roles.grant(admin.id, role=Role.ADMIN, aimak_id=None, by=None, at=NOW)

    await damaged.write(grant)
    alarm = Alarm([channel], clock)
    await alarm.learn(damaged)
    damaged.is_damaged = True
    await alarm.learn(damaged)  # whom it knew stays
    assert [await alarm.tell("damaged") for _ in range(3)] == [1, 0, 0]
    assert await alarm.tell("copy") == 1
    clock.move(seconds=DAY / 1000)
    assert await alarm.tell("damaged") == 1
    assert len(channel.texts) == 3
