"""Locks belong to the database: whoever comes by another path, another data folder or another machine is refused."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.app import CannotStart, open_install
from bot.settings import Settings
from storage.copies.mark import count_on
from storage.copies.put_back import read_put_back
from storage.database import locks
from storage.database.engine import Database, make_database_url
from storage.database.failures import DatabaseUnusable
from storage.database.locks import HeldElsewhere, hold_all, lock_account
from storage.database.seal import Seal

NAME = "telegram-0123456789abcdef"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "GONE", 0.3)


async def test_an_account_is_served_by_one_process_however_its_database_is_named(url, seal: Seal, tmp_path: Path, tell):
    databases = [Database(url, seal), Database(_by_another_name(url, tmp_path), seal)]
    lock = await lock_account(databases[0], NAME)
    assert await lock.is_held()
    for database in databases:
        with pytest.raises(HeldElsewhere):
            await lock_account(database, NAME)
        with pytest.raises(HeldElsewhere):
            async with hold_all(database, [NAME]):
                pass
    await lock.release()
    async with hold_all(databases[1], [NAME]):
        pass
    await (await lock_account(databases[1], NAME)).release()
    for database in databases:
        await database.close()
    tell("a second run on one database", leases_taken=0)


def _by_another_name(url, tmp_path: Path):
    if url.get_backend_name() != "sqlite":
        return url
    link = tmp_path / "elsewhere.db"
    link.symlink_to(url.database)
    return make_database_url(f"sqlite:///{link}")


async def test_the_lock_of_a_process_that_was_just_killed_is_waited_for(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
):
    lock = await lock_account(postgresql_database, NAME)
    tried, take = list[bool](), locks._SessionLock.take
    refused = asyncio.Event()

    async def takes(session: locks._SessionLock) -> bool:
        tried.append(await take(session))
        refused.set()
        return tried[-1]

    monkeypatch.setattr(locks._SessionLock, "take", takes)
    taking = asyncio.create_task(lock_account(postgresql_database, NAME))
    await refused.wait()
    await lock.release()
    await (await taking).release()
    assert (tried[0], tried[-1]) == (False, True)


async def test_workers_share_an_account_that_nobody_serves_alone(postgresql_database: Database):
    workers = [await lock_account(postgresql_database, NAME, shared=True) for _ in range(3)]
    with pytest.raises(HeldElsewhere):
        await lock_account(postgresql_database, NAME)
    for one in workers:
        await one.release()
    alone = await lock_account(postgresql_database, NAME)
    with pytest.raises(HeldElsewhere):
        await lock_account(postgresql_database, NAME, shared=True)
    await alone.release()


async def test_a_lock_that_went_with_its_session_is_taken_again_or_known_to_be_lost(postgresql_database: Database):
    lock = await lock_account(postgresql_database, NAME)
    await _end_sessions(postgresql_database)
    assert await lock.is_held()
    await _end_sessions(postgresql_database)
    other = await lock_account(postgresql_database, NAME)
    assert not await lock.is_held()
    await lock.release()
    await other.release()


async def test_a_lock_whose_server_is_away_for_several_looks_is_taken_again_once_it_is_back(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch, tell
):
    async def refuse(_lock: object) -> bool:
        raise OperationalError("SELECT 1", {}, ConnectionRefusedError())

    lock, looks = await lock_account(postgresql_database, NAME), 3
    await _end_sessions(postgresql_database)
    with monkeypatch.context() as away:
        away.setattr(locks._SessionLock, "take", refuse)
        for _ in range(looks):
            with pytest.raises(DatabaseUnusable):
                await lock.is_held()
    assert await lock.is_held()
    with pytest.raises(HeldElsewhere):
        await lock_account(postgresql_database, NAME)
    await lock.release()
    tell("looks at a lock while PostgreSQL is away", looks=looks, ended=0)


async def _end_sessions(database: Database) -> None:
    ends = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 4"
    await database.write(lambda store: store.connection.execute(text(ends)))


async def test_a_postgresql_database_that_was_put_back_or_emptied_is_noticed(
    postgresql_url, empty_postgresql_url, tmp_path: Path, tell
):
    settings = Settings(tmp_path, postgresql_url.render_as_string(hide_password=False), tmp_path / "sunush.key")
    async with open_install(settings) as office:
        for _ in range(3):
            await office.database.write(count_on)
    async with open_install(settings) as office:
        assert await office.database.read(read_put_back) is None
        back = text("UPDATE meta SET value = '1' WHERE name = 'counter'")
        await office.database.run_sync(lambda connection: connection.execute(back))
    async with open_install(settings) as office:
        assert await office.database.read(read_put_back) is not None
    (tmp_path / "states" / "ab").mkdir(parents=True)
    (tmp_path / "states" / "ab" / "cd.json").write_text("{}")
    emptied = replace(settings, database_url=empty_postgresql_url.render_as_string(hide_password=False))
    with pytest.raises(CannotStart, match="The PostgreSQL database is empty, but its install is still here"):
        async with open_install(emptied):
            pass
    tell("a PostgreSQL database put back, and one emptied", noticed=2)
