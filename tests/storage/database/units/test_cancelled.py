"""Whoever is cancelled costs nobody else anything, and nothing that was acknowledged."""

import asyncio
from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import event

from storage.database.engine import Database
from storage.store import Store
from tests.storage.database.units.doubles import Paused, gathered, names, names_on_disk, put, turn_of_the_loop


async def test_a_cancelled_waiter_is_forgotten_and_the_others_are_committed(sqlite_database):
    first, tasks = await gathered(sqlite_database, put("given up"), put("third"))
    tasks[1].cancel()
    await turn_of_the_loop()
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
    await turn_of_the_loop()
    assert not caller.done()
    unit.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert names_on_disk(sqlite_database) == {"begun"}


async def test_closing_waits_for_the_unit_of_a_caller_who_went_away(sqlite_url, seal):
    database = Database(sqlite_url, seal)
    unit = Paused("begun")
    caller = asyncio.create_task(database.write(unit))
    await unit.begun.wait()
    for _ in range(2):
        caller.cancel()
        await turn_of_the_loop()
    closing_down = asyncio.create_task(database.close())
    await turn_of_the_loop()
    assert not closing_down.done()
    unit.go_on.set()
    await closing_down
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert names_on_disk(database) == {"begun"}
