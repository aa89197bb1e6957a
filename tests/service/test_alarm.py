"""Where the database itself fails, its admins are told past the outbox: once a day, whoever they are."""

import asyncio

import pytest

from bot.budget.permissions import Role
from bot.channels.contract import AccountRefused
from bot.chat.message import Message
from bot.delivery.courier import Courier
from bot.service.alarm import DAY, Alarm, tell_of_refused
from storage.database.engine import Database
from storage.database.failures import DatabaseBroken
from storage.queue.outbox import Lane
from storage.store import Store
from tests.channels.doubles import Clock, RecordingChannel
from tests.patience import patient
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


async def test_an_account_that_is_refused_is_told_of_by_the_other_messenger_once_a_day(sqlite_database, monkeypatch):
    broken, whole, clock = RecordingChannel("whatsapp", "1"), RecordingChannel(), Clock(NOW)
    admin, reader = await meet(sqlite_database, "1"), "996555000111"

    async def settle(store: Store) -> None:
        await store.roles.grant(admin.id, role=Role.ADMIN, aimak_id=None, by=None, at=NOW)
        person = await store.people.meet("whatsapp", "1", reader, at=NOW)
        await store.outbox.queue(
            person.peer_id, "whatsapp", "1", kind="letter", object_id=1, revision=0, lane=Lane.REPLY, language="ky",
            body=Message("салам").to_json(), at=NOW,
        )  # fmt: skip

    await sqlite_database.write(settle)
    courier, alarm = Courier(database=sqlite_database, channels=[broken, whole], now=clock), Alarm([whole], clock)
    await alarm.learn(sqlite_database)
    monkeypatch.setattr("bot.service.alarm.LOOK", 0.0)
    broken.always(reader, AccountRefused("the token has ended"))
    looking = asyncio.create_task(tell_of_refused(courier, {}, alarm, names={}))
    await asyncio.sleep(0)
    assert courier.list_refused() == set()
    await courier.carry()
    async with patient(10):
        while not whole.texts:  # noqa: ASYNC110 - a channel signals nothing
            await asyncio.sleep(0.01)
    assert "doctor" in whole.texts[0]
    assert whole.texts[0].endswith("\nWhatsApp 1")
    broken.always(reader, None)
    clock.move(seconds=120)
    await courier.carry()
    assert (courier.list_refused(), broken.texts, len(whole.texts)) == (set(), ["салам"], 1)
    looking.cancel()
