"""Locks that belong to the database, wherever the data folder is: who serves an account, and who replaces the database.

SQLite: lock files beside the database file. PostgreSQL: advisory locks of a session that is kept open.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.database.connection import AsyncConnection
from storage.database.engine import Database

GATE = 30.0  # seconds to wait for somebody who opens, or replaces, the same database
GONE = 5.0  # seconds in which PostgreSQL notices that a killed process is gone, and lets its lock go
AGAIN = 0.2  # seconds between tries
OURS = 4  # the first number of these advisory locks on PostgreSQL


class HeldElsewhere(Exception):
    """Another process holds it."""


class AccountLock(Protocol):
    """Held by the one process that serves an account, or by each of its workers, until it is released."""

    async def is_held(self) -> bool:
        """Whether it is still ours; one that was lost with its connection is taken again where nobody else has it."""

    async def release(self) -> None:
        """Lets others serve the account."""


class _FileLock:
    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    async def is_held(self) -> bool:
        return self._lock.is_locked

    async def release(self) -> None:
        self._lock.release()


class _SessionLock:
    def __init__(self, database: Database, number: int, *, shared: bool) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine  # brings the ORM, which SQLite does without

        self._engine = create_async_engine(
            database.direct_url, poolclass=NullPool, hide_parameters=True, isolation_level="AUTOCOMMIT"
        )
        self._number = number
        self._take = f"SELECT pg_try_advisory_lock{'_shared' if shared else ''}(:ours, :number)"
        self._session: AsyncConnection | None = None

    async def take(self) -> bool:
        self._session = await self._engine.connect()
        got = await self._session.scalar(text(self._take), {"ours": OURS, "number": self._number})
        return bool(got)

    async def is_held(self) -> bool:
        if self._session is None:  # the server was away at the last look as well
            return await self.take()
        try:
            await self._session.execute(text("SELECT 1"))
        except DBAPIError:  # the session is gone, and the lock with it
            await self.close()
            return await self.take()
        return True

    async def release(self) -> None:
        await self.close()
        await self._engine.dispose()

    async def close(self) -> None:
        """Ends the session, and with it the lock."""
        session, self._session = self._session, None
        if session is not None:
            try:
                await session.close()
            except DBAPIError:
                await session.invalidate()


def is_pooled(connection: Connection) -> bool:
    """Whether PgBouncer stands between a connection and PostgreSQL. Then the lock of a session is soon somebody else's.

    A server names its own process as a session begins. Whoever stands between names another.
    """
    told = getattr(getattr(connection.connection.driver_connection, "info", None), "backend_pid", None)
    return bool(connection.scalar(text("SELECT pg_backend_pid()")) != told)


def find_database_file(database: Database) -> Path:
    """The SQLite file, by the one name that all its links lead to."""
    return Path(str(database.url.database)).resolve()


async def lock_account(database: Database, name: str, *, shared: bool = False) -> AccountLock:
    """Takes the lock of an account, under a name that tells nothing of it. Raises HeldElsewhere.

    shared: other workers may hold it as well, but nobody alone; PostgreSQL only.
    """
    if not database.sqlite:
        lock = _SessionLock(database, int(name.rpartition("-")[2][:7], 16), shared=shared)
        for left in reversed(range(int(GONE / AGAIN) + 1)):
            if await lock.take():
                return lock
            await lock.close()
            if left:
                await asyncio.sleep(AGAIN)
        await lock.release()
        raise HeldElsewhere(name)
    file = find_database_file(database)
    with hold_gate(file):
        return _FileLock(_take_lock(file.with_name(f"{file.name}.{name}.lock")))


@contextmanager
def hold_gate(file: Path) -> Iterator[None]:
    """Lets one at a time open a SQLite install for the first time, take its lock, or replace it.

    Raises HeldElsewhere after GATE seconds.
    """
    file = file.resolve()
    try:
        with FileLock(file.with_name(f"{file.name}.lock"), timeout=GATE, mode=0o600):
            yield
    except Timeout:
        raise HeldElsewhere(file.name) from None


@contextmanager
def hold_file(file: Path) -> Iterator[None]:
    """Keeps everybody from serving a SQLite database. Raises HeldElsewhere where somebody does."""
    file = file.resolve()
    with hold_gate(file), ExitStack() as held:
        for path in sorted(file.parent.glob(f"{file.name}.*.lock")):
            held.callback(_take_lock(path).release)
        yield


@asynccontextmanager
async def hold_all(database: Database, names: Collection[str]) -> AsyncIterator[None]:
    """Keeps everybody from serving the accounts of a database. Raises HeldElsewhere where somebody does.

    names are those of the accounts; on SQLite every lock file beside the database counts as well.
    """
    if database.sqlite:
        with hold_file(find_database_file(database)):
            yield
        return
    locks: list[AccountLock] = []
    try:
        for name in names:
            locks.append(await lock_account(database, name))
        yield
    finally:
        await asyncio.gather(*(lock.release() for lock in locks))


def _take_lock(path: Path) -> FileLock:
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise HeldElsewhere(path.name) from None
    return lock
