"""Opens the database and runs units of work on it: group commit on SQLite, a transaction a unit on PostgreSQL."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.seal import Seal
from storage.store import Store

T = TypeVar("T")
Work = Callable[[Store], Awaitable[T]]

GROUP = 64  # units of work committed together at the most
_TRIES_AFTER_CONFLICT = 3


class CommitFailed(Exception):
    """The transaction a unit of work belonged to was not committed; nothing of it is in the database."""


def database_url(given: str) -> URL:
    """Returns the URL with the driver Sunush uses; raises ValueError for anything but SQLite and PostgreSQL."""
    try:
        url = make_url(given)
    except SQLAlchemyError as error:
        raise ValueError(f"not a database URL: {error}") from error
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
    raise ValueError("only a SQLite file or PostgreSQL can be used")


@dataclass
class _Group:
    connection: AsyncConnection
    store: Store
    size: int = 0
    committed: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Database:
    """Units of work over one database. A unit may be run again after a conflict, so it does nothing but its rows."""

    def __init__(self, url: URL, seal: Seal) -> None:
        self.url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        self._seal = seal
        self._engine = _sqlite_engine(url, begin="BEGIN IMMEDIATE") if self.sqlite else _postgres_engine(url)
        self._reader = _sqlite_engine(url, begin="BEGIN") if self.sqlite else self._engine
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._group: _Group | None = None

    async def write(self, work: Work[T]) -> T:
        """Runs work in a transaction and returns its result once that is committed; an error of work undoes it alone."""
        if self.sqlite:
            return await self._write_in_group(work)
        for attempt in range(_TRIES_AFTER_CONFLICT):
            try:
                async with self._engine.begin() as connection:
                    return await work(Store(connection, self._seal))
            except DBAPIError as error:
                if not _is_conflict(error) or attempt == _TRIES_AFTER_CONFLICT - 1:
                    raise
        raise AssertionError("unreachable")

    async def read(self, work: Work[T]) -> T:
        """Runs work on a snapshot of its own; what it writes is undone."""
        async with self._reader.connect() as connection:
            return await work(Store(connection, self._seal))

    async def close(self) -> None:
        """Closes every connection; nothing may be running."""
        await self._engine.dispose()
        if self._reader is not self._engine:
            await self._reader.dispose()

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Runs a synchronous function with a plain SQLAlchemy connection (migrations) in a transaction.

        On SQLite tables may be built anew meanwhile, so foreign keys are checked once at the end.
        """
        if not self.sqlite:
            async with self._engine.begin() as connection:
                return await connection.run_sync(work, *args)
        engine = _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", foreign_keys=False)
        try:
            async with engine.begin() as connection:
                result = await connection.run_sync(work, *args)
                if (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first() is not None:
                    raise CommitFailed("a foreign key leads nowhere")
                return result
        finally:
            await engine.dispose()

    # Whoever comes while another's unit runs joins its transaction; the last one in line commits for all.
    # Each caller runs its own unit under a savepoint, so an error reaches the one it belongs to and nobody else.

    async def _write_in_group(self, work: Work[T]) -> T:
        await self._take_turn()
        try:
            group = self._group or await self._open_group()
            group.size += 1
            try:
                async with group.connection.begin_nested():
                    result = await work(group.store)
            finally:
                await self._leave(group)
        finally:
            self._turn.release()
        await asyncio.shield(group.committed)
        return result

    async def _take_turn(self) -> None:
        self._waiting += 1
        try:
            await self._turn.acquire()
        except asyncio.CancelledError:
            self._waiting -= 1
            if not self._waiting:
                async with self._turn:
                    if self._group is not None and not self._waiting:
                        await self._commit(self._group)
            raise
        self._waiting -= 1

    async def _open_group(self) -> _Group:
        connection = await self._engine.connect()
        try:
            await connection.begin()
        except BaseException:
            await connection.close()
            raise
        self._group = _Group(connection, Store(connection, self._seal))
        return self._group

    async def _leave(self, group: _Group) -> None:
        if not await _in_transaction(group.connection):
            await self._abandon(group, "the database undid the transaction")
        elif not self._waiting or group.size >= GROUP:
            await self._commit(group)

    async def _commit(self, group: _Group) -> None:
        try:
            await group.connection.commit()
        except SQLAlchemyError as error:
            await self._abandon(group, str(error))
            return
        self._group = None
        group.committed.set_result(None)
        await group.connection.close()

    async def _abandon(self, group: _Group, why: str) -> None:
        self._group = None
        group.committed.set_exception(CommitFailed(why))
        group.committed.exception()  # a group whose every unit failed has nobody left to hear this
        await group.connection.invalidate()
        await group.connection.close()


async def _in_transaction(connection: AsyncConnection) -> bool:
    # A full disk makes SQLite roll everything back by itself, after which COMMIT would quietly succeed.
    raw = await connection.get_raw_connection()
    return bool(raw.driver_connection and raw.driver_connection.in_transaction)


def _is_conflict(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "23505"}


def _sqlite_engine(url: URL, *, begin: str, foreign_keys: bool = True) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": 30})

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _began(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres_engine(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=8,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": "-c idle_in_transaction_session_timeout=60000 -c statement_timeout=60000"},
    )


async def ping(database: Database) -> None:
    """Raises the driver's error if the database cannot be reached."""

    async def ask(store: Store) -> None:
        await store.connection.execute(text("SELECT 1"))

    await database.read(ask)
