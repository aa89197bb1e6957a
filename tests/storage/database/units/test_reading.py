"""Who reads sees one moment, waits for no writer, and leaves no connection behind. Who goes first waits for no crowd."""

import asyncio
import threading
from contextlib import suppress

from sqlalchemy import text

from storage.database.engine import Database, ping
from storage.database.sqlite.engine import READERS_KEPT
from storage.store import Store
from tests.patience import patient
from tests.storage.database.units.doubles import gathered, names, put, turn_of_the_loop


async def test_a_reader_sees_one_moment_and_leaves_nothing(database):
    await database.write(put("before"))

    async def looks_and_writes(store: Store) -> list[set[str]]:
        ask = text("SELECT name FROM meta")
        seen = [set(await store.connection.scalars(ask))]
        await put("never")(store)
        return seen

    assert await database.read(looks_and_writes) == [{"before"}]
    assert await names(database) == {"before"}


async def test_readers_are_not_kept_waiting_by_a_writer(sqlite_database):
    first, tasks = await gathered(sqlite_database)
    assert await names(sqlite_database) == set()
    first.go_on.set()
    await asyncio.gather(*tasks)
    assert await names(sqlite_database) == {"first"}


async def test_what_goes_first_waits_behind_no_crowd(postgresql_database):
    released = asyncio.Event()

    async def waits(_store: Store) -> None:
        await released.wait()

    crowd = [asyncio.create_task(postgresql_database.write(waits)) for _ in range(40)]
    async with patient(30):
        await postgresql_database.write(put("urgent"), first=True)
    assert await names(postgresql_database) == {"urgent"}
    released.set()
    await asyncio.gather(*crowd)


async def test_a_cancelled_reader_gives_its_connection_back(database):
    async def many(store: Store) -> None:
        for _ in range(10):
            await store.connection.execute(text("SELECT 1"))

    for steps in range(40):
        task = asyncio.create_task(database.read(many))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert not database.sqlite or database._reader.sync_engine.pool.checkedout() <= READERS_KEPT
    await asyncio.gather(*(ping(database) for _ in range(12)))


async def test_a_reader_cancelled_while_its_connection_is_opened_leaves_no_thread_behind(sqlite_url, seal):
    for steps in range(12):
        database = Database(sqlite_url, seal)
        task = asyncio.create_task(ping(database))
        for _ in range(steps):
            await turn_of_the_loop()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await database.close()
    assert threading.active_count() < 12
