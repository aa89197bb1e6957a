"""The writer's connection: a group of units is one trip to its thread, and the loop goes on meanwhile."""

import asyncio
import sqlite3
import threading
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database.failures import CommitFailed
from storage.database.schema import meta
from storage.database.sqlite.connection import SqliteConnection
from tests.patience import patient

# Counts to so many inside SQLite; about 0.3 s.
SLOW = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT count(*) FROM n")


async def turns_of_the_loop_during(work) -> int:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    counting = asyncio.create_task(count())
    await work
    counting.cancel()
    return turns


async def test_a_slow_statement_of_a_writer_does_not_stop_the_loop(sqlite_database):
    turns = await turns_of_the_loop_during(sqlite_database.write(lambda store: store.connection.scalar(SLOW)))
    print(f"\n{turns} turns of the loop during one slow statement")
    assert turns >= 10


async def test_a_slow_statement_of_a_reader_does_not_stop_the_loop(sqlite_database):
    turns = await turns_of_the_loop_during(sqlite_database.read(lambda store: store.connection.scalar(SLOW)))
    assert turns >= 10


async def test_what_a_savepoint_would_undo_is_kept_in_memory_and_what_is_sorted_on_the_disk(sqlite_database):
    async def read(store):
        return (await store.connection.exec_driver_sql("PRAGMA temp_store")).scalar()

    memory, on_disk = 2, 0
    assert await sqlite_database.write(read) == memory
    assert await sqlite_database.read(read) == on_disk
    assert await sqlite_database.run_sync(lambda one: one.exec_driver_sql("PRAGMA temp_store").scalar()) == on_disk


@pytest.fixture
def trips(monkeypatch):
    made = []
    real = SqliteConnection._make_trip

    async def trip(self, act, *args):
        made.append(act.__name__)
        return await real(self, act, *args)

    monkeypatch.setattr(SqliteConnection, "_make_trip", trip)
    return made


async def put(store, name: str) -> None:
    await store.connection.execute(meta.insert().values(name=name, value="x"))


async def test_a_unit_that_does_nothing_but_its_rows_is_one_trip_with_its_commit(sqlite_database, trips):
    async def unit(store) -> str:
        for part in "abc":
            await put(store, part)
        return threading.current_thread().name

    first = await sqlite_database.write(lambda store: store.connection.scalar(text("SELECT 1")))
    assert first == 1
    trips.clear()
    where = await sqlite_database.write(unit)
    assert trips == ["take_step"]
    assert where != threading.current_thread().name, "a unit runs on the connection's thread"


async def test_what_else_a_unit_awaits_is_awaited_on_the_loop(sqlite_database, trips):
    let_go = asyncio.Event()

    async def unit(store) -> str:
        await put(store, "before")
        await asyncio.to_thread(lambda: None)
        await let_go.wait()
        await put(store, "after")
        return "done"

    writing = asyncio.create_task(sqlite_database.write(unit))
    async with patient(10):
        while not let_go._waiters:  # noqa: ASYNC110 - until the unit waits, which nothing signals
            await asyncio.sleep(0)
    let_go.set()
    assert await writing == "done"
    assert 2 <= trips.count("take_step") <= 3
    assert await names(sqlite_database) == {"before", "after"}


async def test_an_error_of_what_a_unit_awaits_reaches_the_unit(sqlite_database):
    async def unit(store) -> str:
        await put(store, "kept")
        try:
            await asyncio.to_thread(int, "no number")
        except ValueError as error:
            return str(error)
        return "none"

    assert "no number" in await sqlite_database.write(unit)
    assert await names(sqlite_database) == {"kept"}


async def test_stopping_in_the_middle_of_a_unit_keeps_nothing_of_it_and_frees_the_file(sqlite_database):
    ended, begun = [], asyncio.Event()

    async def unit(store) -> None:
        await put(store, "torn")
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(threading.current_thread() is threading.main_thread())

    caller = asyncio.create_task(sqlite_database.write(unit))
    await begun.wait()
    writing = sqlite_database._group._writing
    writing.cancel()
    with pytest.raises(CommitFailed):
        await caller
    with suppress(asyncio.CancelledError):
        await writing
    assert ended == [False], "the unit ends on its own thread"
    await sqlite_database.write(lambda store: put(store, "next"))
    assert await names(sqlite_database) == {"next"}


async def list_names(store) -> set[str]:
    return set(await store.connection.scalars(text("SELECT name FROM meta")))


async def names(database) -> set[str]:
    return await database.read(list_names)


async def test_a_unit_cannot_touch_the_loop_from_the_writers_thread(sqlite_database):
    async def unit(store, touch) -> None:
        await put(store, "torn")
        await touch()

    async def makes_a_task() -> None:
        asyncio.get_running_loop().call_soon(print)

    for touch, name in [(lambda: asyncio.sleep(0.001), "call_later"), (makes_a_task, "call_soon")]:
        with pytest.raises(RuntimeError, match=f"writer's thread, where the loop's {name} must not be used"):
            await sqlite_database.write(lambda store, touch=touch: unit(store, touch))
    await sqlite_database.write(lambda store: put(store, "next"))
    assert await names(sqlite_database) == {"next"}


async def test_a_unit_alone_that_fails_is_undone_and_who_came_since_is_committed(sqlite_database):
    begun, go_on = threading.Event(), threading.Event()

    async def fails(store) -> None:
        await put(store, "torn")
        begun.set()
        assert go_on.wait(5)
        raise LookupError

    alone = asyncio.create_task(sqlite_database.write(fails))
    await asyncio.to_thread(begun.wait, 5)
    others = [asyncio.create_task(sqlite_database.write(lambda store, n=n: put(store, n))) for n in "ab"]
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(LookupError):
        await alone
    await asyncio.gather(*others)
    assert await names(sqlite_database) == {"a", "b"}


async def test_a_reader_cancelled_while_its_connection_is_taken_back_hears_of_it(sqlite_database, monkeypatch):
    began, engine = asyncio.Event(), sqlite_database._reader
    take_back = engine._take_back

    async def take_back_slowly(connection: SqliteConnection) -> None:
        began.set()
        await asyncio.sleep(0.01)
        await take_back(connection)

    async def fails(store) -> None:
        raise LookupError

    async def read_on() -> None:
        for _ in range(20):
            with suppress(LookupError):
                await sqlite_database.read(fails)

    monkeypatch.setattr(engine, "_take_back", take_back_slowly)
    reading = asyncio.create_task(read_on())
    await began.wait()
    reading.cancel()
    await asyncio.wait([reading], timeout=1)
    assert reading.cancelled()
    assert await sqlite_database.read(lambda store: store.connection.scalar(text("SELECT 1"))) == 1


async def test_a_snapshot_costs_no_trips_of_its_own(sqlite_database, trips):
    await names(sqlite_database)
    trips.clear()
    for _ in range(3):
        await names(sqlite_database)
    assert trips == ["_run_ready"] * 3


async def put_one_more_and_look(store) -> set[str]:
    await put(store, "undone")
    return await list_names(store)


async def test_a_snapshot_sees_what_was_committed_before_and_what_it_writes_is_undone(sqlite_database):
    for n in range(3):
        await sqlite_database.write(lambda store, n=n: put(store, f"{n}"))
        seen = await sqlite_database.read(put_one_more_and_look)
        assert seen == {f"{one}" for one in range(n + 1)} | {"undone"}
    assert await names(sqlite_database) == {"0", "1", "2"}


async def test_a_connection_whose_snapshot_could_not_be_undone_is_used_once_more_at_most(sqlite_database, monkeypatch):
    engine = sqlite_database._reader
    await names(sqlite_database)
    (kept,) = engine._idle
    await kept.undo()  # which comes after the undoing nobody waited for

    def fail() -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(kept.sync_connection, "rollback", fail)
    await names(sqlite_database)
    with pytest.raises(DBAPIError):
        await names(sqlite_database)
    assert kept not in engine._idle
    assert await names(sqlite_database) == set()
