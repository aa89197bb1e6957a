"""Opens the database and runs units of work on it: group commit on SQLite, a transaction a unit on PostgreSQL."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from storage.database import connect
from storage.database.connect import PATIENCE
from storage.database.failures import (
    CommitFailed,
    DatabaseBroken,
    has_stood_still,
    is_conflict,
    is_damage,
    write_in_a_line,
)
from storage.database.seal import Seal
from storage.database.sqlite.connection import SqliteConnection
from storage.database.sqlite.group_commit import GroupCommit
from storage.duties import wakeups
from storage.store import Store, Work

T = TypeVar("T")

_TRIES_AFTER_CONFLICT = 3


def make_database_url(given: str) -> URL:
    """Returns the URL with the driver Sunush uses; raises ValueError for anything but SQLite and PostgreSQL."""
    try:
        url = make_url(given)
    except SQLAlchemyError as error:
        raise ValueError(f"not a database URL: {error}") from error
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:" and not (url.query or url.host or url.username):
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
    raise ValueError("only a SQLite file or PostgreSQL can be used")


class Database:
    """Units of work over one database. A unit may be run again after a conflict, so it does nothing but its rows."""

    def __init__(
        self, url: URL, seal: Seal, *, pooled: bool = False, direct: URL | None = None, pool: int = 16
    ) -> None:
        """pooled: PgBouncer lends its connections by the transaction. direct leads past it, where a session must stay.

        pool: so many connections at most, half of them for what writes.
        """
        self.url = url
        self.direct_url = direct or url
        self.sqlite = url.get_backend_name() == "sqlite"
        self.announces = not self.sqlite  # whether a unit that queued something tells couriers in other processes
        self.seal = seal
        self._engine: Any = (
            connect.open_writer(url)
            if self.sqlite
            else connect.open_pool(url, idle=connect.WRITES_WITHIN, pooled=pooled, most=pool - pool // 2)
        )
        self._reader: Any = (
            connect.open_reader(url) if self.sqlite else connect.open_snapshots(url, pooled=pooled, most=pool // 2)
        )
        self._snapshot: Any = partial(self._reader.snapshot, patience=PATIENCE) if self.sqlite else self._reader.connect
        self._places = asyncio.Semaphore(max(1, pool - pool // 2 - 1))  # of writers who wait for each other
        self._group = GroupCommit(self._engine, seal, committed=self._note_commit, damaged=self._note_damage)
        self.writes = 0  # transactions committed here
        self.fault = ""  # what was damaged, once something was found to be

    async def write(self, work: Work[T], *, first: bool = False) -> T:
        """Runs work in a transaction and returns its result once that is committed; an error of work undoes it alone.

        Whoever is cancelled waits for a unit that has begun. It is committed, or undone by an error, but never torn.
        first: on PostgreSQL it waits behind no crowd, since one connection is kept for such work.
        """
        if self.sqlite:
            try:
                return await self._group.write(work)
            except DBAPIError as error:
                self._raise_where_damaged(error)
                raise
        if first:
            return await self._write_alone(work)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._places.acquire()
        except TimeoutError:
            raise CommitFailed("no connection to the database is free") from None
        try:
            return await self._write_alone(work)
        finally:
            self._places.release()

    async def _write_alone(self, work: Work[T]) -> T:
        for attempt in range(_TRIES_AFTER_CONFLICT):
            try:
                async with self._engine.begin() as connection:
                    store = Store(connection, self.seal)
                    done = await work(store)
                    if self.announces and store.outbox.has_queued:
                        store.announce(wakeups.OUTBOX)
                    if store.announced:
                        await connection.execute(wakeups.ANNOUNCE, store.announced)
                self._note_commit()
                return done
            except NoConnectionFree as error:
                raise CommitFailed(write_in_a_line(error)) from error
            except DBAPIError as error:
                self._raise_where_damaged(error)
                is_last, stood_still = attempt == _TRIES_AFTER_CONFLICT - 1, has_stood_still(error)
                if stood_still and is_last:
                    raise CommitFailed(write_in_a_line(error)) from error
                if is_last or not (stood_still or is_conflict(error)):
                    raise
        raise AssertionError("unreachable")

    async def announce(self, topic: str, what: str = "") -> None:
        """Tells every process that listens; on SQLite there is one process, which knows."""
        if not self.sqlite:
            await self.write(partial(_announce, topic, what))

    async def read(self, work: Work[T]) -> T:
        """Runs work on a snapshot of its own; what it writes is undone. Raises CommitFailed where no connection is free."""
        try:
            async with self._snapshot() as connection:
                return await work(Store(connection, self.seal))
        except NoConnectionFree as error:
            raise CommitFailed(write_in_a_line(error)) from error
        except DBAPIError as error:
            self._raise_where_damaged(error)
            if has_stood_still(error):
                raise CommitFailed(write_in_a_line(error)) from error
            raise

    def _note_commit(self) -> None:
        self.writes += 1

    def _note_damage(self, what: str) -> None:
        self.fault = self.fault or what

    def _raise_where_damaged(self, error: DBAPIError) -> None:
        if is_damage(error):
            self._note_damage(write_in_a_line(error))
            raise DatabaseBroken(write_in_a_line(error)) from error

    async def close(self) -> None:
        """Ends what is being written and closes every connection."""
        await self._group.end()
        await self._engine.dispose()
        await self._reader.dispose()

    async def save_open(self, target: Path) -> None:
        """Copies what is open here into a new SQLite file, also where it has no name any more."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = await self._engine.writer()
        await connection.save(target)

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Runs a synchronous function with a plain SQLAlchemy connection (migrations) in a transaction.

        On SQLite tables may be built anew meanwhile, so foreign keys are checked once at the end.
        """
        if not self.sqlite:
            async with self._engine.begin() as connection:
                done: T = await connection.run_sync(work, *args)
                return done
        async with connect.open_writer(self.url, migrates=True).connect() as connection:
            result: T = await connection.here(_migrate(connection, work, *args))
            return result


async def _migrate(connection: SqliteConnection, work: Callable[..., T], *args: Any) -> T:
    connection.begin(patience=PATIENCE)
    result = await connection.run_sync(work, *args)
    if (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first() is not None:
        raise CommitFailed("a foreign key leads nowhere")
    connection.commit_all()
    return result


async def _announce(topic: str, what: str, store: Store) -> None:
    store.announce(topic, what)


async def ping(database: Database) -> None:
    """Raises the driver's error if the database cannot be reached."""

    async def ask(store: Store) -> None:
        await store.connection.execute(text("SELECT 1"))

    await database.read(ask)
