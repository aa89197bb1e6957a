"""Units of work: what is acknowledged is committed, an error undoes its own unit alone, and nothing waits for ever.

Past 600 lines: each promise of the writer is tried with the same small doubles.
"""

import asyncio
import signal
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from contextvars import ContextVar
from itertools import count

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.database import connect
from storage.database.engine import GROUP, CommitFailed, Database, database_url, ping
from storage.database.schema import meta
from storage.database.writer import READERS_KEPT
from storage.store import Store
from tests.databases import OWN_SYNCHRONOUS

PATIENCE = 20  # seconds after which something hangs


@pytest.fixture(autouse=True)
def _nothing_hangs():
    """Breaks off even where the loop has nothing left to do."""

    def give_up(*_: object) -> None:
        raise AssertionError(f"nothing happened for {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
async def _no_connection_is_left_open():
    yield
    for thread in threading.enumerate():
        if "connection_worker" in thread.name:
            await asyncio.to_thread(thread.join)


async def _turn_of_the_loop() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


def put(name: str, value: str = "x"):
    async def work(store: Store) -> str:
        await store.connection.execute(meta.insert().values(name=name, value=value))
        return name

    return work


async def names(database: Database) -> set[str]:
    async def ask(store: Store) -> set[str]:
        return set(await store.connection.scalars(text("SELECT name FROM meta")))

    return await database.read(ask)


def names_on_disk(database: Database) -> set[str]:
    """What somebody else sees: another connection, opened now."""
    with closing(sqlite3.connect(str(database.url.database))) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM meta")}


class Paused:
    """A unit that writes its row and then waits to be let go on, so that others can gather behind it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()

    async def __call__(self, store: Store) -> str:
        await put(self._name)(store)
        self.begun.set()
        await self.go_on.wait()
        return self._name


@pytest.fixture
def commits(sqlite_database):
    seen = []

    def traced(statement: str) -> None:
        if statement == "COMMIT":
            seen.append(statement)

    engine = sqlite_database._engine.sync_engine
    event.listen(engine, "connect", lambda connection, _record: connection.set_trace_callback(traced))
    return seen


async def gathered(database: Database, *works):
    """Units that stand behind one another in one group: the first is held until all the others have come."""
    first = Paused("first")
    tasks = [asyncio.create_task(database.write(first))]
    await first.begun.wait()
    tasks += [asyncio.create_task(database.write(work)) for work in works]
    await _turn_of_the_loop()
    return first, tasks


async def test_an_error_undoes_its_own_unit_and_the_neighbours_are_committed(database):
    async def fails(store: Store) -> None:
        await put("half done")(store)
        raise LookupError("Aigul's handler")

    results = await asyncio.gather(
        *(database.write(work) for work in (put("before"), fails, put("after"))), return_exceptions=True
    )

    assert results[0] == "before"
    assert isinstance(results[1], LookupError)
    assert results[2] == "after"
    assert await names(database) == {"before", "after"}


async def test_a_failed_statement_undoes_its_own_unit_and_the_neighbours_are_committed(database):
    await database.write(put("taken"))

    async def doubled(store: Store) -> None:
        await put("half done")(store)
        await put("taken")(store)

    results = await asyncio.gather(
        *(database.write(work) for work in (put("before"), doubled, put("after"))), return_exceptions=True
    )

    assert isinstance(results[1], IntegrityError)
    assert await names(database) == {"taken", "before", "after"}


async def test_a_unit_may_catch_an_error_under_a_savepoint_of_its_own_and_go_on(database):
    await database.write(put("taken"))

    async def tries(store: Store) -> None:
        with suppress(IntegrityError):
            async with store.connection.begin_nested():
                await put("half done")(store)
                await put("taken")(store)
        await put("went on")(store)

    await database.write(tries)

    assert await names(database) == {"taken", "went on"}


async def test_whoever_hears_of_success_finds_the_row_on_disk(sqlite_database):
    async def one(name: str) -> bool:
        await sqlite_database.write(put(name))
        return name in names_on_disk(sqlite_database)

    assert all(await asyncio.gather(*(one(f"resident {n}") for n in range(150))))


async def test_nobody_hears_of_success_before_the_group_is_committed(sqlite_database, commits):
    first, tasks = await gathered(sqlite_database, put("second"), put("third"))
    assert not commits
    assert not any(task.done() for task in tasks)
    first.go_on.set()
    assert await asyncio.gather(*tasks) == ["first", "second", "third"]
    assert len(commits) == 1


async def test_many_writers_share_few_commits(sqlite_database, commits):
    await asyncio.gather(*(sqlite_database.write(put(f"resident {n}")) for n in range(200)))

    print(f"\n200 units in {len(commits)} commits")
    assert len(await names(sqlite_database)) == 200
    assert len(commits) <= 200 // GROUP + 2


async def test_units_run_in_the_order_they_came(sqlite_database):
    order = []

    def noting(n: int):
        async def work(store: Store) -> None:
            order.append(n)
            await put(str(n))(store)

        return work

    await asyncio.gather(*(sqlite_database.write(noting(n)) for n in range(150)))

    assert order == list(range(150))


async def test_a_cancelled_waiter_is_forgotten_and_the_others_are_committed(sqlite_database):
    first, tasks = await gathered(sqlite_database, put("given up"), put("third"))
    tasks[1].cancel()
    await _turn_of_the_loop()
    first.go_on.set()

    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert isinstance(results[1], asyncio.CancelledError)
    assert (results[0], results[2]) == ("first", "third")
    assert await names(sqlite_database) == {"first", "third"}


async def test_the_last_waiter_may_be_cancelled_while_the_group_is_open(sqlite_database):
    first, tasks = await gathered(sqlite_database, put("given up"))
    first.go_on.set()
    tasks[1].cancel()

    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert results[0] == "first"
    assert isinstance(results[1], asyncio.CancelledError)
    assert await sqlite_database.write(put("next")) == "next"


async def test_all_waiters_may_be_cancelled_twice_over(sqlite_database):
    first, tasks = await gathered(sqlite_database, put("a"), put("b"), put("c"))
    for _ in range(2):
        for task in tasks[1:]:
            task.cancel()
        await asyncio.sleep(0)
    first.go_on.set()

    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert results[0] == "first"
    assert all(isinstance(result, asyncio.CancelledError) for result in results[1:])
    assert await sqlite_database.write(put("next")) == "next"
    assert await names(sqlite_database) == {"first", "next"}


@pytest.mark.parametrize("nth", range(1, 10))
async def test_a_caller_cancelled_while_a_statement_runs_costs_no_neighbour_anything(sqlite_database, nth):
    async def long(store: Store) -> None:
        for n in range(8):
            await put(f"long {n}")(store)

    first, tasks = await gathered(sqlite_database, long, put("third"))
    _on_statement(sqlite_database, nth, lambda: asyncio.get_running_loop().call_soon_threadsafe(tasks[1].cancel))
    first.go_on.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert (results[0], results[2]) == ("first", "third")
    assert isinstance(results[1], asyncio.CancelledError)
    kept = names_on_disk(sqlite_database)
    assert {"first", "third"} <= kept
    assert len(kept) in {2, 10}, "a unit is there whole or not at all"
    assert await sqlite_database.write(put("next")) == "next"


def _on_statement(database: Database, nth: int, act: Callable[[], object]) -> None:
    seen = count(1)

    def executing(*_: object) -> None:
        if next(seen) == nth:
            act()

    event.listen(database._engine.sync_engine, "before_cursor_execute", executing)


@pytest.mark.parametrize("nth", [1, 2, 3])
async def test_a_first_caller_cancelled_while_a_statement_runs_costs_those_behind_nothing(sqlite_database, nth):
    _on_statement(sqlite_database, nth, lambda: asyncio.get_running_loop().call_soon_threadsafe(tasks[0].cancel))
    tasks = [asyncio.create_task(sqlite_database.write(put(name))) for name in ("first", "second", "third")]
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1:] == ["second", "third"]
    assert {"second", "third"} <= names_on_disk(sqlite_database)


async def test_cancelling_at_random_loses_nothing_that_was_acknowledged(sqlite_database, random_numbers):
    acknowledged = set()

    async def one(name: str) -> None:
        for part in "ab":
            await sqlite_database.write(put(f"{name}{part}"))
            acknowledged.add(f"{name}{part}")

    tasks = [asyncio.create_task(one(f"resident {n} ")) for n in range(60)]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        if random_numbers.random() < 0.3:
            random_numbers.choice(tasks).cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    kinds = {type(result) for result in results}
    assert kinds <= {type(None), asyncio.CancelledError}
    assert acknowledged <= names_on_disk(sqlite_database)
    assert await sqlite_database.write(put("next")) == "next"


async def test_a_first_caller_cancelled_while_the_group_is_opened_leaves_the_others_alone(sqlite_database):
    tasks = [asyncio.create_task(sqlite_database.write(put(name))) for name in ("first", "second")]
    await asyncio.sleep(0)
    tasks[0].cancel()

    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert results[1] == "second"
    assert "second" in names_on_disk(sqlite_database)


async def test_a_cancelled_caller_comes_back_when_its_unit_is_over_and_not_before(sqlite_database):
    """Whoever lets go of a lock afterwards must not let go of it while the unit still runs."""
    unit = Paused("begun")
    caller = asyncio.create_task(sqlite_database.write(unit))
    await unit.begun.wait()
    caller.cancel()
    await _turn_of_the_loop()
    assert not caller.done()
    unit.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert names_on_disk(sqlite_database) == {"begun"}


async def test_what_is_known_where_a_unit_was_asked_for_is_known_where_it_runs(database):
    """Logs are told by such variables whose message they speak of."""
    who: ContextVar[str] = ContextVar("who", default="nobody")

    async def one(name: str) -> str:
        who.set(name)
        return await database.write(asked)

    async def asked(store: Store) -> str:
        await ping_in(store)
        return who.get()

    assert await asyncio.gather(*(one(name) for name in ("Aigul", "Bakyt"))) == ["Aigul", "Bakyt"]


async def ping_in(store: Store) -> None:
    await store.connection.execute(text("SELECT 1"))


async def test_closing_waits_for_the_unit_of_a_caller_who_went_away(sqlite_url, seal):
    database = Database(sqlite_url, seal)
    unit = Paused("begun")
    caller = asyncio.create_task(database.write(unit))
    await unit.begun.wait()
    for _ in range(2):
        caller.cancel()
        await _turn_of_the_loop()
    closing_down = asyncio.create_task(database.close())
    await _turn_of_the_loop()
    assert not closing_down.done()
    unit.go_on.set()
    await closing_down
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert names_on_disk(database) == {"begun"}


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
    """The database may grow by a few pages only, then SQLite says it is full and may undo everything by itself."""
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
    database = Database(database_url(f"sqlite:///{tmp_path / 'folder'}"), seal)
    results = await asyncio.gather(*(database.write(put(f"{n}")) for n in range(5)), return_exceptions=True)
    assert all(isinstance(result, CommitFailed | OperationalError) for result in results)
    await database.close()


async def test_what_cannot_be_opened_leaves_no_thread_behind_to_end_in_a_traceback(tmp_path, seal):
    (tmp_path / "sunush.db").mkdir()
    for _ in range(20):
        database = Database(database_url(f"sqlite:///{tmp_path / 'sunush.db'}"), seal)
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
        await _turn_of_the_loop()
        assert not ours.done()
        other.execute("COMMIT")
        assert await ours == "ours"
    assert names_on_disk(sqlite_database) == {"other process", "ours"}


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
            await _turn_of_the_loop()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await database.close()
    assert threading.active_count() < 12


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


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///data/sunush.db", "sqlite+aiosqlite"),
        ("sqlite:////var/lib/sunush.db", "sqlite+aiosqlite"),
        ("sqlite+pysqlite:///sunush.db", "sqlite+aiosqlite"),
        ("postgresql://sunush@localhost/sunush", "postgresql+psycopg"),
        ("postgresql+asyncpg://sunush@localhost/sunush", "postgresql+psycopg"),
    ],
)
def test_sqlite_files_and_postgresql_are_taken(given, driver):
    assert database_url(given).drivername == driver


@pytest.mark.parametrize(
    "given", ["", "sunush.db", "sqlite://", "sqlite:///:memory:", "mysql://localhost/sunush", "oracle://x", "://", "12"]
)
def test_anything_else_is_refused(given):
    with pytest.raises(ValueError):
        database_url(given)


async def test_an_error_does_not_show_what_was_to_be_written(database):
    await database.write(put("taken"))
    with pytest.raises(IntegrityError) as caught:
        await database.write(put("taken", "Айгүл Токтогулова"))
    assert "Айгүл" not in str(caught.value)


async def test_a_commit_is_on_the_disk_before_it_is_acknowledged(sqlite_url, seal, monkeypatch):
    """With `synchronous = FULL` (2) SQLite calls fsync at each commit; other tests go without it."""
    monkeypatch.setattr(connect, "SYNCHRONOUS", OWN_SYNCHRONOUS)
    database = Database(sqlite_url, seal)

    async def ask(store: Store) -> int:
        return (await store.connection.execute(text("PRAGMA synchronous"))).scalar_one()

    assert (await database.write(ask), await database.read(ask)) == (2, 2)
    await database.close()
