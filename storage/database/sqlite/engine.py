"""Which SQLite connections are open: the writer's, and those of snapshots, of which some stay open for the next ones."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from storage.database.ready import ReadyStatements
from storage.database.sqlite.connection import SqliteConnection
from storage.database.sqlite.stepping import await_uncancelled

READERS = 15  # snapshots that are read at once
READERS_KEPT = 5  # connections that stay open for the next ones


class SqliteEngine:
    """Gives connections to one SQLite file, and keeps one open for the writer or some for those who read."""

    def __init__(self, engine: Engine) -> None:
        self.sync_engine = engine
        self.ready = ReadyStatements(engine)
        self._kept: SqliteConnection | None = None
        self._idle: list[SqliteConnection] = []
        self._readers = asyncio.Semaphore(READERS)

    async def writer(self) -> SqliteConnection:
        """Returns the connection that is kept open."""
        if self._kept is None:
            self._kept = await self._open()
        return self._kept

    async def _open(self) -> SqliteConnection:
        # Whoever is cancelled meanwhile waits until it is open and closed again: the pool has only so many places.
        connection = SqliteConnection(self)
        try:
            await await_uncancelled(asyncio.ensure_future(connection))
        except asyncio.CancelledError:
            await await_uncancelled(asyncio.ensure_future(connection.close()))
            raise
        except (SQLAlchemyError, sqlite3.Error):
            # Its thread still tells the loop that it ends. A loop that is closed by then would have it end in a
            # traceback.
            await await_uncancelled(asyncio.ensure_future(asyncio.to_thread(connection._thread.join)))
            raise
        return connection

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[SqliteConnection]:
        """Opens another connection; what is not committed is undone."""
        connection = await self._open()
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def snapshot(self, *, patience: float) -> AsyncIterator[SqliteConnection]:
        """Gives a connection that sees what is there at its first statement; what it writes is undone.

        patience is how many seconds it waits where all connections are in use. Raises SQLAlchemy's TimeoutError after it.
        """
        try:
            async with asyncio.timeout(patience):
                await self._readers.acquire()
        except TimeoutError:
            raise NoConnectionFree(f"no connection was free within {patience:g} s") from None
        try:
            connection = self._idle.pop() if self._idle else await self._open()
            connection.begin_snapshot()
            is_over = False
            try:
                yield connection
                is_over = True
            finally:
                if is_over and len(self._idle) < READERS_KEPT:
                    connection.undo_soon()
                    self._idle.append(connection)
                else:
                    # Whoever is cancelled waits until the statement that runs has ended.
                    await await_uncancelled(asyncio.ensure_future(self._take_back(connection)))
        finally:
            self._readers.release()

    async def _take_back(self, connection: SqliteConnection) -> None:
        await connection.undo()
        if len(self._idle) < READERS_KEPT and not connection.is_broken:
            self._idle.append(connection)
        else:
            await connection.close()

    async def dispose(self) -> None:
        """Closes the connections that are kept; the next writer() or snapshot() opens another."""
        kept, self._kept = self._kept, None
        idle, self._idle = self._idle, []
        for connection in (*([kept] if kept is not None else []), *idle):
            await connection.close()
