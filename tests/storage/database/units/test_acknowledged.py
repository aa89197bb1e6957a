"""What is acknowledged is committed: an error undoes its own unit alone, and many share few commits."""

import asyncio
from contextlib import suppress
from contextvars import ContextVar

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from storage.database.sqlite.group_commit import GROUP
from storage.store import Store
from tests.storage.database.units.doubles import gathered, names, names_on_disk, put


@pytest.fixture
def commits(sqlite_database):
    seen = []

    def traced(statement: str) -> None:
        if statement == "COMMIT":
            seen.append(statement)

    engine = sqlite_database._engine.sync_engine
    event.listen(engine, "connect", lambda connection, _record: connection.set_trace_callback(traced))
    return seen


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


async def test_what_is_known_where_a_unit_was_asked_for_is_known_where_it_runs(database):
    """Logs are told by such variables whose message they speak of."""
    who: ContextVar[str] = ContextVar("who", default="nobody")

    async def one(name: str) -> str:
        who.set(name)
        return await database.write(asked)

    async def asked(store: Store) -> str:
        await store.connection.execute(text("SELECT 1"))
        return who.get()

    assert await asyncio.gather(*(one(name) for name in ("Aigul", "Bakyt"))) == ["Aigul", "Bakyt"]
