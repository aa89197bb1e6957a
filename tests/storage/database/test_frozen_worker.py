"""A worker that freezes in the middle of a transaction holds rows that others wait for: PostgreSQL ends it soon."""

import asyncio
import time
from functools import partial

import pytest
from sqlalchemy import text

from storage.database import connect
from storage.database.engine import Database
from storage.database.failures import CommitFailed
from tests.patience import patient

HOLD = text("UPDATE accounts SET paused_until = paused_until")


async def test_on_postgresql_whoever_froze_while_writing_keeps_nobody_waiting(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch, tell
):
    assert connect.WRITES_WITHIN <= 10 < connect.READS_WITHIN
    monkeypatch.setattr(connect, "WRITES_WITHIN", 0.3)
    monkeypatch.setattr("storage.database.engine._TRIES_AFTER_CONFLICT", 1)
    frozen, holds = Database(postgresql_database.url, postgresql_database.seal), asyncio.Event()

    async def freezes(store):
        await store.accounts.pause("telegram", "1", until=1)
        holds.set()
        await asyncio.sleep(0.8)
        await store.connection.execute(HOLD)

    async def reads_for_long(store):
        await store.connection.execute(text("SELECT 1"))
        await asyncio.sleep(0.5)
        return await store.connection.scalar(text("SELECT 2"))

    freezing, reading = asyncio.create_task(frozen.write(freezes)), asyncio.create_task(frozen.read(reads_for_long))
    await holds.wait()
    began = time.monotonic()
    await postgresql_database.write(lambda store: store.accounts.pause("telegram", "1", until=2))
    waited = time.monotonic() - began
    with pytest.raises(CommitFailed):
        await freezing
    assert await reading == 2, "a long paper is drawn to its end"
    assert waited < 0.7
    await frozen.write(lambda store: store.connection.execute(HOLD))
    await frozen.close()
    tell("a worker frozen while it writes, on PostgreSQL", kept_waiting=f"{waited:.1f} s of 0.3")


async def test_what_a_busy_machine_left_idle_for_too_long_is_done_again_or_said_to_be_undone(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
):
    """A menu is asked for who has a role; between two statements the machine had no time for us."""
    monkeypatch.setattr(connect, "WRITES_WITHIN", 0.2)
    monkeypatch.setattr(connect, "READS_WITHIN", 0.2)
    monkeypatch.setattr("storage.database.engine._TRIES_AFTER_CONFLICT", 2)
    busy, times = Database(postgresql_database.url, postgresql_database.seal), []

    async def stands_still(store, *, often: int):
        mine = await store.connection.scalar(text("SELECT pg_backend_pid()"))
        times.append(mine)
        alive = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
        async with patient(20):
            while len(times) <= often and await postgresql_database.read(  # noqa: ASYNC110
                lambda other: other.connection.scalar(alive, {"pid": mine})
            ):
                await asyncio.sleep(0.01)
        return await store.roles.list_standings(1)

    assert await busy.write(partial(stands_still, often=1)) == []
    assert len(times) == 2
    for once in (busy.write, busy.read):
        times.clear()
        with pytest.raises(CommitFailed):
            await once(partial(stands_still, often=9))
    await busy.close()
