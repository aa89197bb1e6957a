"""What the database refuses is told to whom it belongs.

It is a failing commit, a full disk, a trigger, a lock, a conflict.
"""

import asyncio
import sqlite3
import threading
from contextlib import closing, suppress

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.database.engine import Database, make_database_url
from storage.database.failures import CommitFailed
from storage.store import Store
from tests.storage.database.units.doubles import gathered, names, names_on_disk, put, turn_of_the_loop


async def test_a_commit_that_fails_is_told_to_everyone_in_it_and_leaves_nothing(sqlite_database):
    await _with_deferred_key(sqlite_database)

    async def breaks_at_commit(store: Store) -> None:
        await store.connection.execute(text("INSERT INTO promise VALUES ('nobody')"))

    first, tasks = await gathered(sqlite_database, breaks_at_commit, put("third"))
    first.go_on.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(result) for result in results] == [CommitFailed] * 3
    assert names_on_disk(sqlite_database) == set()
    assert await sqlite_database.write(put("next")) == "next"
    assert names_on_disk(sqlite_database) == {"next"}


async def _with_deferred_key(database: Database) -> None:
    async def make(store: Store) -> None:
        await store.connection.execute(
            text("CREATE TABLE promise (name TEXT REFERENCES meta (name) DEFERRABLE INITIALLY DEFERRED)")
        )

    await database.write(make)


async def test_a_commit_that_fails_on_postgresql_is_told_and_leaves_nothing(postgresql_database):
    await _with_deferred_key(postgresql_database)

    async def breaks_at_commit(store: Store) -> None:
        await put("with it")(store)
        await store.connection.execute(text("INSERT INTO promise VALUES ('nobody')"))

    with pytest.raises(IntegrityError):
        await postgresql_database.write(breaks_at_commit)
    assert await names(postgresql_database) == set()


async def test_a_full_disk_acknowledges_nothing_that_is_not_there(sqlite_database):
    """The database may grow by a few pages only. Then SQLite says it is full and may undo everything by itself."""
    acknowledged, refused = set(), []

    async def one(n: int) -> None:
        try:
            name = await sqlite_database.write(put(f"resident {n}", "ө" * 3000))
        except (CommitFailed, OperationalError) as error:
            refused.append(error)
        else:
            acknowledged.add(name)

    await _limit_pages(sqlite_database, extra=12)
    await asyncio.gather(*(one(n) for n in range(40)))

    assert refused
    assert acknowledged == names_on_disk(sqlite_database)
    await _limit_pages(sqlite_database, extra=1000)
    assert await sqlite_database.write(put("next")) == "next"


async def _limit_pages(database: Database, *, extra: int) -> None:
    async with database._engine.connect() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages + extra}"))
    await database._engine.dispose()
    event.listen(
        database._engine.sync_engine,
        "connect",
        lambda connection, _record: connection.execute(f"PRAGMA max_page_count = {pages + extra}"),
    )


async def test_when_sqlite_undoes_a_group_by_itself_its_earlier_units_are_not_acknowledged(sqlite_database):
    async def undone_by_the_database(store: Store) -> None:
        await store.connection.exec_driver_sql("ROLLBACK")
        raise OSError("what a full disk does")

    first, tasks = await gathered(sqlite_database, put("second"), undone_by_the_database, put("fourth"))
    first.go_on.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(result) for result in results[:3]] == [CommitFailed, CommitFailed, OSError]
    assert results[3] == "fourth"
    assert names_on_disk(sqlite_database) == {"fourth"}


async def test_a_trigger_that_raises_undoes_its_own_unit_and_the_neighbours_are_committed(sqlite_database):
    await sqlite_database.write(_with_refusing_trigger)

    results = await asyncio.gather(
        *(sqlite_database.write(put(name)) for name in ("before", "refused", "after")), return_exceptions=True
    )

    assert isinstance(results[1], DBAPIError)
    assert names_on_disk(sqlite_database) == {"before", "after"}


async def _with_refusing_trigger(store: Store) -> None:
    await store.connection.exec_driver_sql(
        "CREATE TRIGGER refusing AFTER INSERT ON meta WHEN NEW.name = 'refused' "
        "BEGIN SELECT RAISE(ABORT, 'refused'); END"
    )


async def test_a_trigger_that_rolls_everything_back_is_told_to_the_whole_group(sqlite_database):
    async def make(store: Store) -> None:
        await store.connection.exec_driver_sql(
            "CREATE TRIGGER refusing AFTER INSERT ON meta WHEN NEW.name = 'refused' "
            "BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END"
        )

    await sqlite_database.write(make)
    first, tasks = await gathered(sqlite_database, put("refused"), put("third"))
    first.go_on.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert isinstance(results[0], CommitFailed)
    assert isinstance(results[1], DBAPIError)
    assert "all of it" in str(results[1])
    assert results[2] == "third"
    assert names_on_disk(sqlite_database) == {"third"}


async def test_a_database_that_cannot_be_opened_is_told_to_everyone_who_waits(tmp_path, seal):
    (tmp_path / "folder").mkdir()
    database = Database(make_database_url(f"sqlite:///{tmp_path / 'folder'}"), seal)
    results = await asyncio.gather(*(database.write(put(f"{n}")) for n in range(5)), return_exceptions=True)
    assert all(isinstance(result, CommitFailed | OperationalError) for result in results)
    await database.close()


async def test_what_cannot_be_opened_leaves_no_thread_behind_to_end_in_a_traceback(tmp_path, seal):
    (tmp_path / "sunush.db").mkdir()
    for _ in range(20):
        database = Database(make_database_url(f"sqlite:///{tmp_path / 'sunush.db'}"), seal)
        for call in (database.read, database.write):
            with suppress(DBAPIError, CommitFailed):
                await call(lambda store: store.connection.execute(text("SELECT 1")))
            assert not [one for one in threading.enumerate() if "_connection_worker" in one.name]
        await database.close()


async def test_another_process_holding_the_lock_is_waited_for(sqlite_database):
    """`sunush` commands write while the bot lives: SQLite lets one in at a time, and nobody is turned away."""
    with closing(sqlite3.connect(str(sqlite_database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO meta VALUES ('other process', 'x')")
        ours = asyncio.create_task(sqlite_database.write(put("ours")))
        await turn_of_the_loop()
        assert not ours.done()
        other.execute("COMMIT")
        assert await ours == "ours"
    assert names_on_disk(sqlite_database) == {"other process", "ours"}


async def test_two_who_write_the_same_row_at_once_are_both_served_on_postgresql(postgresql_database):
    """The second finds the row there, since its unit runs again after the conflict."""
    runs = []

    async def put_if_missing(store: Store) -> bool:
        runs.append(store)
        run = len(runs)
        if await store.connection.scalar(text("SELECT count(*) FROM meta WHERE name = 'key'")):
            return False
        if run <= 2:
            await both_have_looked.wait()
        await put("key")(store)
        return True

    both_have_looked = asyncio.Barrier(2)
    results = await asyncio.gather(*(postgresql_database.write(put_if_missing) for _ in range(2)))

    assert sorted(results) == [False, True]
    assert len(runs) == 3


async def test_a_conflict_that_does_not_end_is_raised(postgresql_database):
    await postgresql_database.write(put("taken"))
    runs = []

    async def always(store: Store) -> None:
        runs.append(store)
        await put("taken")(store)

    with pytest.raises(IntegrityError):
        await postgresql_database.write(always)
    assert len(runs) == 3
