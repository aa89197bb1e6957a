"""Opens the database and runs units of work on it: group commit on SQLite, a transaction a unit on PostgreSQL.

Some lines past 300: both ways of a unit are understood only side by side.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from storage.database import connect
from storage.database.connect import PATIENCE
from storage.database.connection import AsyncConnection
from storage.database.seal import Seal
from storage.database.writer import InContext, SqliteConnection
from storage.duties import wakeups
from storage.store import Store

T = TypeVar("T")
Work = Callable[[Store], Awaitable[T]]

GROUP = 64  # units of work committed together at the most
_TRIES_AFTER_CONFLICT = 3
_DAMAGED = {"XX001", "XX002"}  # of PostgreSQL: a damaged table, a damaged index


class CommitFailed(Exception):
    """The transaction a unit of work belonged to was not committed; nothing of it is in the database."""


class DatabaseBroken(CommitFailed):
    """The database file is damaged: what was to be read or written could not be. It stays so until somebody mends it."""


# What any statement raises where the database refuses it.
DatabaseUnusable = DBAPIError

# What write() raises where nothing could be written now, and the same may succeed later.
CANNOT_WRITE: tuple[type[Exception], ...] = (CommitFailed, OperationalError)

# What read() raises where the database refuses it, for now or for good.
CANNOT_READ: tuple[type[Exception], ...] = (CommitFailed, DBAPIError)


def make_database_url(given: str) -> URL:
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


@dataclass(eq=False, slots=True)
class _Unit:
    work: Work[Any]
    result: Any = None
    outcome: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    context: Context = field(default_factory=copy_context)
    is_over: bool = False
    on_over: asyncio.Future[None] | None = None  # where its caller is gone, but waits until it is over

    def report_commit(self) -> None:
        if not self.outcome.done():
            self.outcome.set_result(self.result)
        self._end()

    def fail(self, error: BaseException) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(error)
            self.outcome.exception()  # its caller may be gone, and then nobody is left to hear this
        self._end()

    def _end(self) -> None:
        self.is_over = True
        if self.on_over is not None and not self.on_over.done():
            self.on_over.set_result(None)

    async def wait_until_over(self) -> None:
        if not self.is_over:
            self.on_over = self.outcome.get_loop().create_future()
            await self.on_over


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
        self._line: deque[_Unit] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._store: Store | None = None  # of the writer's connection, used again as long as that is open
        self.writes = 0  # transactions committed here
        self.fault = ""  # what was damaged, once something was found to be

    async def write(self, work: Work[T], *, first: bool = False) -> T:
        """Runs work in a transaction and returns its result once that is committed; an error of work undoes it alone.

        Whoever is cancelled waits for a unit that has begun. It is committed, or undone by an error, but never torn.
        first: on PostgreSQL it waits behind no crowd, since one connection is kept for such work.
        """
        if self.sqlite:
            return await self._write_in_group(work)
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
                self.writes += 1
                return done
            except NoConnectionFree as error:
                raise CommitFailed(_write_in_a_line(error)) from error
            except DBAPIError as error:
                self._raise_where_damaged(error)
                is_last, stood_still = attempt == _TRIES_AFTER_CONFLICT - 1, _has_stood_still(error)
                if stood_still and is_last:
                    raise CommitFailed(_write_in_a_line(error)) from error
                if is_last or not (stood_still or _is_conflict(error)):
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
            raise CommitFailed(_write_in_a_line(error)) from error
        except DBAPIError as error:
            self._raise_where_damaged(error)
            if _has_stood_still(error):
                raise CommitFailed(_write_in_a_line(error)) from error
            raise

    def _raise_where_damaged(self, error: DBAPIError) -> None:
        if _is_damage(error):
            self.fault = self.fault or _write_in_a_line(error)
            raise DatabaseBroken(_write_in_a_line(error)) from error

    async def close(self) -> None:
        """Ends what is being written and closes every connection."""
        if self._writing is not None and not self._writing.done():
            await asyncio.wait([self._writing])
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

    # Whoever comes while another's unit runs joins its transaction. One task takes those in line to the writer's
    # thread, and commits for all. Each runs under a savepoint, so that an error reaches the one it belongs to and
    # nobody else. It is not a caller's own task. Cancelled in the middle of a statement, a caller's task would take
    # everybody's rows along. The first needs no savepoint while nobody else is in line. Its error undoes the
    # transaction, and another is begun for who came since.

    async def _write_in_group(self, work: Work[T]) -> T:
        unit = _Unit(work)
        self._line.append(unit)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_line(), context=Context())
        try:
            result: T = await unit.outcome
        except DBAPIError as error:
            self._raise_where_damaged(error)
            raise
        except asyncio.CancelledError:
            try:
                self._line.remove(unit)
            except ValueError:  # it has begun
                await unit.wait_until_over()
            raise
        return result

    async def _write_line(self) -> None:
        try:
            while self._line:
                await self._write_group()
        finally:
            self._fail_line("writing was stopped")

    async def _write_group(self) -> None:
        group: list[_Unit] = []
        why = "writing was stopped"
        is_over = False
        try:
            connection = await self._engine.writer()
            await connection.here(self._run_group(connection, group))
            is_over = True
            self.writes += 1
            for unit in group:
                unit.report_commit()
        except (SQLAlchemyError, CommitFailed) as error:
            why = _write_in_a_line(error)
            if isinstance(error, DBAPIError) and _is_damage(error):
                self.fault = self.fault or why
            if not group:  # nothing can be begun: all are told now, rather than each after a wait of its own
                self._fail_line(why)
        finally:
            for unit in group:
                unit.fail(CommitFailed(why))
            if not is_over:
                await self._engine.dispose()  # whatever it was in the middle of is undone

    async def _run_group(self, connection: SqliteConnection, group: list[_Unit]) -> None:
        if self._store is None or self._store.connection is not cast(AsyncConnection, connection):
            self._store = Store(cast(AsyncConnection, connection), self.seal)
        connection.begin(patience=PATIENCE)
        while self._line and len(group) < GROUP:
            group.append(self._line.popleft())
            is_alone = len(group) == 1 and not self._line
            await (_run_alone(group[0], self._store, connection) if is_alone else _run_unit(group[-1], self._store))
        connection.commit_all()

    def _fail_line(self, why: str) -> None:
        while self._line:
            self._line.popleft().fail(CommitFailed(why))


async def _run_alone(unit: _Unit, store: Store, connection: SqliteConnection) -> None:
    try:
        unit.result = await InContext(unit.context, _run(unit.work, store))
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - it belongs to the unit's caller, who is told
        unit.outcome.get_loop().call_soon_threadsafe(unit.fail, error)
        connection.begin_anew(patience=PATIENCE)


async def _run_unit(unit: _Unit, store: Store) -> None:
    savepoint = await store.connection.begin_nested()
    try:
        unit.result = await InContext(unit.context, _run(unit.work, store))
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - it belongs to the unit's caller, who is told
        unit.outcome.get_loop().call_soon_threadsafe(unit.fail, error)
        await savepoint.rollback()
    else:
        # A full disk makes SQLite undo everything by itself. Then the savepoint is gone as well, so that both of these
        # raise. So nobody of the group is told that it was committed.
        await savepoint.commit()


async def _run(work: Work[T], store: Store) -> T:
    return await work(store)


async def _migrate(connection: SqliteConnection, work: Callable[..., T], *args: Any) -> T:
    connection.begin(patience=PATIENCE)
    result = await connection.run_sync(work, *args)
    if (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first() is not None:
        raise CommitFailed("a foreign key leads nowhere")
    connection.commit_all()
    return result


def _write_in_a_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def _is_damage(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or getattr(error.orig, "sqlstate", None) in _DAMAGED


def _is_conflict(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "23505"}


def _has_stood_still(error: DBAPIError) -> bool:
    # PostgreSQL undid a unit in which nothing was asked for long: its process was frozen, or the machine is busy.
    return getattr(error.orig, "sqlstate", None) in {"25P03", "25P04"}


async def _announce(topic: str, what: str, store: Store) -> None:
    store.announce(topic, what)


async def ping(database: Database) -> None:
    """Raises the driver's error if the database cannot be reached."""

    async def ask(store: Store) -> None:
        await store.connection.execute(text("SELECT 1"))

    await database.read(ask)
