"""Group commit on SQLite: whoever writes while another's unit runs joins its transaction.

One task takes those in line to the writer's thread, and commits for all. Each runs under a savepoint, so that an error
reaches the one it belongs to and nobody else. It is not a caller's own task. Cancelled in the middle of a statement, a
caller's task would take everybody's rows along.

The first needs no savepoint while nobody else is in line. Its error undoes the transaction, and another is begun for who
came since.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.database.connect import PATIENCE
from storage.database.connection import AsyncConnection
from storage.database.failures import CommitFailed, is_damage, write_in_a_line
from storage.database.seal import Seal
from storage.database.sqlite.connection import SqliteConnection
from storage.database.sqlite.engine import SqliteEngine
from storage.database.sqlite.stepping import InContext
from storage.store import Store, Work

T = TypeVar("T")

GROUP = 64  # units of work committed together at the most


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


class GroupCommit:
    """The line of units that wait to be written, and the one task that writes them."""

    def __init__(
        self, engine: SqliteEngine, seal: Seal, *, committed: Callable[[], None], damaged: Callable[[str], None]
    ) -> None:
        """committed is called after each transaction, damaged with what the database says of itself where it is damaged."""
        self._engine = engine
        self._seal = seal
        self._committed = committed
        self._damaged = damaged
        self._line: deque[_Unit] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._store: Store | None = None  # of the writer's connection, used again as long as that is open

    async def end(self) -> None:
        """Waits until what is being written has ended."""
        if self._writing is not None and not self._writing.done():
            await asyncio.wait([self._writing])

    async def write(self, work: Work[T]) -> T:
        """Runs work in the next transaction and returns its result once that is committed.

        Whoever is cancelled waits for a unit that has begun. Raises CommitFailed, and whatever work raises.
        """
        unit = _Unit(work)
        self._line.append(unit)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_line(), context=Context())
        try:
            result: T = await unit.outcome
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
            self._committed()
            for unit in group:
                unit.report_commit()
        except (SQLAlchemyError, CommitFailed) as error:
            why = write_in_a_line(error)
            if isinstance(error, DBAPIError) and is_damage(error):
                self._damaged(why)
            if not group:  # nothing can be begun: all are told now, rather than each after a wait of its own
                self._fail_line(why)
        finally:
            for unit in group:
                unit.fail(CommitFailed(why))
            if not is_over:
                await self._engine.dispose()  # whatever it was in the middle of is undone

    async def _run_group(self, connection: SqliteConnection, group: list[_Unit]) -> None:
        if self._store is None or self._store.connection is not cast(AsyncConnection, connection):
            self._store = Store(cast(AsyncConnection, connection), self._seal)
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
