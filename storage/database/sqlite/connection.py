"""SQLite connections: aiosqlite's, each with a thread of its own. The writer's runs a whole group of units in one trip.

A trip to another thread and back takes ten times as long as a statement. A statement on the event loop stops everybody.
So units of work are stepped on the connection's thread, COMMIT included, and the loop never waits for SQLite. What reads goes
through connections of its own, a trip a statement. To the store each looks like SQLAlchemy's AsyncConnection.
"""

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import aiosqlite
from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from storage.database.ready import ReadyStatements
from storage.database.sqlite.savepoint import Savepoint
from storage.database.sqlite.stepping import WAITS, await_uncancelled, take_step

T = TypeVar("T")

LOCKED = 0.005  # seconds between looks while another process writes


class MadeBy(Protocol):
    """What a connection needs to know of the engine that makes it."""

    sync_engine: Engine
    ready: ReadyStatements


class SqliteConnection(aiosqlite.Connection):
    """One connection with a thread of its own.

    A statement asked for on that thread runs at once; asked for elsewhere it makes a trip of its own.
    """

    def __init__(self, engine: MadeBy) -> None:
        super().__init__(self._open, 64)
        self._thread.daemon = True  # a process that ends without closing is not held up
        self.engine = engine
        self.dialect = engine.sync_engine.dialect
        self.is_broken = False  # what was read could not be undone: nobody may use it again
        self._begins = False  # whether a snapshot begins with the next trip

    def _open(self) -> sqlite3.Connection:
        self._home = threading.get_ident()
        self.sync_connection: Connection = self.engine.sync_engine.connect().execution_options(prebuffer_rows=True)
        return cast(sqlite3.Connection, self.sync_connection.connection.dbapi_connection)

    async def here(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs a coroutine on the connection's thread, in one trip if it awaits nothing but this connection.

        Whatever else it awaits is awaited on the loop, which costs another trip each time. Asked from that thread it is
        simply awaited. Whoever is cancelled waits until that part of it is over; the rest does not run.
        """
        if threading.get_ident() == self._home:
            return await work
        loop = asyncio.get_running_loop()
        try:
            while True:
                done, value = await self._make_trip(take_step, work, loop)
                if done is not WAITS:
                    return cast(T, value)
                await (asyncio.wait([value]) if value is not None else asyncio.sleep(0))
        except asyncio.CancelledError:
            # The thread takes one trip after the other. When this one is over, so is the one that was waited for.
            await await_uncancelled(loop.create_task(self._make_trip(work.close)))
            raise

    async def _run(self, act: Callable[..., T], *args: Any) -> T:
        if threading.get_ident() == self._home:
            return act(*args)
        return await self._make_trip(act, *args)

    async def _make_trip(self, act: Callable[..., T], *args: Any) -> T:
        if self._begins:
            self._begins = False
            return cast(T, await self._execute(self._begin_and, act, *args))  # type: ignore[no-untyped-call]
        return cast(T, await self._execute(act, *args))  # type: ignore[no-untyped-call]

    def _begin_and(self, act: Callable[..., T], *args: Any) -> T:
        if self.is_broken:
            raise self._wrap("BEGIN", sqlite3.OperationalError("what was read before could not be undone"))
        self._say("BEGIN")
        return act(*args)

    async def execute(self, statement: Executable, parameters: Any = None) -> Any:  # type: ignore[override]
        """Executes a statement and returns its rows."""
        if threading.get_ident() == self._home:
            return self._run_ready(statement, parameters)
        return await self._make_trip(self._run_ready, statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Returns the first column of the first row, None where there is none."""
        return (await self.execute(statement, parameters)).scalar()

    async def scalars(self, statement: Executable, parameters: Any = None) -> Any:
        """Returns the first column of every row."""
        return (await self.execute(statement, parameters)).scalars()

    def _run_ready(self, statement: Executable, parameters: Any) -> Any:
        compiled = self.engine.ready.find(statement, parameters)
        if compiled is None:
            return self.sync_connection.execute(statement, parameters)
        return compiled.run(self._conn, parameters)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> CursorResult[Any]:
        """Executes SQL as it is written."""
        return await self._run(self.sync_connection.exec_driver_sql, statement, parameters)

    async def run_sync(self, work: Callable[..., T], *args: Any) -> T:
        """Runs a function with SQLAlchemy's plain connection, in a transaction that has begun."""
        return await self._run(self._run_begun, work, *args)

    def _run_begun(self, work: Callable[..., T], *args: Any) -> T:
        if not self.sync_connection.in_transaction():
            self.sync_connection.begin()
        return work(self.sync_connection, *args)

    async def save(self, target: Path) -> None:
        """Copies the database as it stands here into a new file, readable by its owner only."""
        await self._run(self._save, target)

    def _save(self, target: Path) -> None:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            with closing(sqlite3.connect(target)) as copy:
                self._conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise self._wrap("a copy", error) from error

    def begin_nested(self) -> Savepoint:
        """Begins a savepoint, by await or async with."""
        return Savepoint(self.say)

    def begin(self, *, patience: float) -> None:
        """Takes the write lock; after an error before commit_all the connection is to be closed.

        To be used on the connection's thread. patience is how many seconds another process that writes is waited for.
        """
        assert threading.get_ident() == self._home
        self._lock(patience)

    def commit_all(self) -> None:
        """Commits what was done since begin."""
        if not self._conn.in_transaction:
            # A full disk makes SQLite undo everything by itself, after which COMMIT would quietly succeed.
            raise self._wrap("COMMIT", sqlite3.OperationalError("SQLite has undone the transaction"))
        # SQLAlchemy has begun a transaction where it executed something itself. It must hear that this is over.
        transaction = self.sync_connection.get_transaction()
        if transaction is not None:
            transaction.commit()
        else:
            self._say("COMMIT")

    def begin_anew(self, *, patience: float) -> None:
        """Undoes everything since begin and takes the write lock again."""
        self._say("ROLLBACK")
        self._lock(patience)

    def _lock(self, patience: float) -> None:
        for left in reversed(range(int(patience / LOCKED) + 1)):
            try:
                self._say("BEGIN IMMEDIATE")
            except OperationalError as error:
                is_busy = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
                if not is_busy or not left:
                    raise
            else:
                return
            time.sleep(LOCKED)

    def _say(self, words: str) -> None:
        try:
            self._conn.execute(words)
        except sqlite3.Error as error:
            raise self._wrap(words, error) from error

    def _wrap(self, words: str, error: sqlite3.Error) -> DBAPIError:
        return cast(
            DBAPIError,
            DBAPIError.instance(words, None, error, sqlite3.Error, hide_parameters=True, dialect=self.dialect),
        )

    async def say(self, words: str) -> None:
        """Executes one of SQLite's own words about transactions."""
        await self._run(self._say, words)

    def begin_snapshot(self) -> None:
        """Has BEGIN go along with the next statement. A trip of its own would take as long as that statement."""
        self._begins = True

    async def undo(self) -> None:
        """Undoes what is not committed. The connection can be used again, unless it is_broken."""
        if self._begins:  # nothing was asked
            self._begins = False
        else:
            await self._run(self._undo)

    def undo_soon(self) -> None:
        """Undoes what is not committed before anything else that is asked of this connection. Nobody waits for that."""
        if self._begins:
            self._begins = False
        else:
            self._tx.put_nowait((None, self._undo))

    def _undo(self) -> None:
        try:
            self.sync_connection.rollback()
            if self._conn.in_transaction:
                self._say("ROLLBACK")
        except (SQLAlchemyError, sqlite3.Error):
            self.is_broken = True

    async def close(self) -> None:
        """Closes the connection and ends its thread; what is not committed is undone."""
        if self._connection is not None:
            await self._make_trip(self.sync_connection.invalidate)
            await self._make_trip(self.sync_connection.close)
        await super().close()
