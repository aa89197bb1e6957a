"""Duties are leases by the database's clock: one worker has each, and whoever lost one changes nothing."""

import asyncio

import pytest
from sqlalchemy import text

from storage.database.engine import Database
from storage.duties.fenced import DutyLost, FencedDatabase
from storage.store import Store

ASEL, BAKYT = "asel:1", "bakyt:2"  # two workers
NAMES = ("broadcasting", "mornings")


async def keeps(database: Database, holder: str, *names: str) -> set[str]:
    return await database.write(lambda store: store.duties.keep(names or NAMES, holder=holder))


async def expire(database: Database) -> None:
    """What passes while a worker is stopped."""
    await database.write(lambda store: store.connection.execute(text("UPDATE duties SET until = 0")))


async def test_a_duty_has_one_holder_until_its_lease_is_over(database):
    assert await keeps(database, ASEL) == set(NAMES)
    assert await keeps(database, BAKYT) == set()
    assert await keeps(database, ASEL) == set(NAMES), "a holder renews"
    await expire(database)
    assert await keeps(database, BAKYT) == set(NAMES)
    assert await keeps(database, ASEL) == set()


async def test_what_a_worker_gives_up_another_takes_at_once(database):
    await keeps(database, ASEL)
    await database.write(lambda store: store.duties.let_go(["mornings"], holder=ASEL))
    await database.write(lambda store: store.duties.let_go(["broadcasting"], holder=BAKYT))
    assert await keeps(database, BAKYT) == {"mornings"}
    assert await keeps(database, ASEL) == {"broadcasting"}


async def test_nobody_takes_a_duty_over_in_the_middle_of_a_step_and_its_holder_renews_meanwhile(postgresql_database):
    database, begun, over = postgresql_database, asyncio.Event(), asyncio.Event()
    await keeps(database, ASEL)

    async def step(store: Store) -> bool:
        held = await store.duties.is_held("mornings", holder=ASEL)
        begun.set()
        await over.wait()
        return held

    stepping = asyncio.create_task(database.write(step))
    await begun.wait()
    assert await keeps(database, ASEL) == set(NAMES)
    await expire(database)
    assert await keeps(database, BAKYT) == {"broadcasting"}
    over.set()
    assert await stepping
    assert await keeps(database, BAKYT) == set(NAMES)


async def test_a_write_that_comes_after_the_duty_was_lost_changes_nothing_and_is_counted(database):
    mine = FencedDatabase(database, "mornings", holder=ASEL)
    await keeps(database, ASEL)
    await mine.write(lambda store: store.meta.put("told", "1"))
    await expire(database)
    await keeps(database, BAKYT)
    with pytest.raises(DutyLost):
        await mine.write(lambda store: store.meta.put("told", "2"))
    assert await mine.read(lambda store: store.meta.get("told")) == "1"
    assert (mine.refused, mine.sqlite, mine.seal) == (1, database.sqlite, database.seal)


async def test_twenty_workers_ask_at_once_and_each_duty_has_one_holder(postgresql_database):
    for _ in range(3):
        asked = [keeps(postgresql_database, f"worker {n}", *(f"duty {m}" for m in range(10))) for n in range(20)]
        held = [duty for one in await asyncio.gather(*asked) for duty in one]
        assert sorted(held) == sorted(f"duty {m}" for m in range(10))
        await expire(postgresql_database)
