"""SQLite for the one writer: statements run where they are asked for, and only COMMIT on a thread beside.

A statement takes some 20 µs, its way to another thread and back ten times that; only COMMIT waits for the disk. What
stands here looks to the store like SQLAlchemy's AsyncEngine and AsyncConnection.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, ScalarResult
from sqlalchemy.exc import OperationalError, SQLAlchemyError

T = TypeVar("T")

LOCKED = 0.005  # seconds between looks while another process writes


class DirectConnection:
    """A connection whose statements run on the calling thread."""

    def __init__(self, connection: Connection, engine: "DirectEngine") -> None:
        self.sync_connection = connection
        self.dialect = connection.dialect
        self.engine = engine

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Executes a statement and returns its rows."""
        return self.sync_connection.execute(statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Returns the first column of the first row, None where there is none."""
        return self.sync_connection.scalar(statement, parameters)

    async def scalars(self, statement: Executable, parameters: Any = None) -> ScalarResult[Any]:
        """Returns the first column of every row."""
        return self.sync_connection.scalars(statement, parameters)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> CursorResult[Any]:
        """Executes SQL as it is written."""
        return self.sync_connection.exec_driver_sql(statement, parameters)

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Runs a function with SQLAlchemy's plain connection."""
        return work(self.sync_connection, *args)

    def begin_nested(self) -> "Savepoint":
        """Begins a savepoint, by await or async with."""
        return Savepoint(self.sync_connection)


class Savepoint:
    """Part of a transaction that can be undone alone. Said to SQLite itself: SQLAlchemy's own takes ten times as long."""

    def __init__(self, connection: Connection) -> None:
        self._raw: Any = connection.connection.dbapi_connection

    def __await__(self) -> Generator[Any, None, "Savepoint"]:
        return self._begin().__await__()

    async def _begin(self) -> "Savepoint":
        _said(self._raw, "SAVEPOINT part")
        return self

    async def __aenter__(self) -> "Savepoint":
        return await self._begin()

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await (self.commit() if kind is None else self.rollback())

    async def commit(self) -> None:
        """Keeps what was done since it began."""
        _said(self._raw, "RELEASE part")

    async def rollback(self) -> None:
        """Undoes what was done since it began."""
        _said(self._raw, "ROLLBACK TO part")
        _said(self._raw, "RELEASE part")


class DirectEngine:
    """Gives connections to one SQLite file; patience is how many seconds another process that writes is waited for."""

    def __init__(self, engine: Engine, *, patience: float) -> None:
        self.sync_engine = engine
        self._patience = patience
        # A thread of its own, so that no kit, export or file that is being read is in front of a COMMIT.
        self._committing = _a_thread()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[DirectConnection]:
        """Opens a connection; what is not committed is undone."""
        with self.sync_engine.connect() as connection:
            yield DirectConnection(connection.execution_options(prebuffer_rows=True), self)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[DirectConnection]:
        """Opens a connection with the write lock, and commits at the end unless an error comes out.

        Whoever is cancelled while it commits waits for that.
        """
        async with self.connect() as connection:
            await self._lock(connection.sync_connection)
            with connection.sync_connection.begin() as transaction:
                yield connection
                try:
                    loop = asyncio.get_running_loop()
                    await _finished(loop.run_in_executor(self._committing, transaction.commit))
                except SQLAlchemyError:
                    # It counts as over, while SQLite waits for another COMMIT.
                    connection.sync_connection.connection.rollback()
                    raise

    async def _lock(self, connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        clock = asyncio.get_running_loop().time
        until = clock() + self._patience
        while True:
            try:
                return _said(raw, "BEGIN IMMEDIATE")
            except OperationalError as error:
                is_busy = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or clock() > until:
                    raise
            await asyncio.sleep(LOCKED)

    async def dispose(self) -> None:
        """Closes every connection."""
        self._committing.shutdown()
        self._committing = _a_thread()
        self.sync_engine.dispose()


def _said(raw: Any, words: str) -> None:
    try:
        raw.execute(words)
    except sqlite3.OperationalError as error:
        raise OperationalError(words, None, error, hide_parameters=True) from error


def _a_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="commit")


async def _finished(work: asyncio.Future[None]) -> None:
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    work.result()
