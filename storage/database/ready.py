"""Statements that run with every message, compiled once and given to SQLite's driver with nothing in between.

Each time SQLAlchemy looks such a statement up in its cache and makes a context, a cursor and a result. That takes 70 to
110 µs, of which SQLite takes 20. PostgreSQL runs the same statements by SQLAlchemy.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Dialect, Engine, Executable
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound

S = TypeVar("S")
Parameters = Mapping[str, Any] | list[Mapping[str, Any]] | None  # of one row, or of each of several
Process = Callable[[Any], Any]  # what SQLAlchemy's type makes of a value on its way in or out

_READY: dict[int, Any] = {}  # by identity: hashing a statement is what is to be spared
# By statement and names: one form for all engines, since each talks to the same SQLite in the same words.
_COMPILED: dict[tuple[int, tuple[str, ...]], "_Compiled | None"] = {}


def ready(statement: S) -> S:
    """Marks a statement of a module as one that runs often, and returns it."""
    _READY[id(statement)] = statement
    return statement


class Rows:
    """What a ready statement found: named tuples, by the words of SQLAlchemy's results that the storage room uses."""

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """All rows."""
        return self._rows

    def first(self) -> Any:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> Any:
        """The only row, or None; raises MultipleResultsFound where there are more."""
        if len(self._rows) > 1:
            raise MultipleResultsFound("more rows than one")
        return self.first()

    def one(self) -> Any:
        """The only row; raises NoResultFound where there is none."""
        if not self._rows:
            raise NoResultFound("no row")
        return self.one_or_none()

    def scalar(self) -> Any:
        """The first column of the first row, or None."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """The only column of the only row; raises NoResultFound where there is none."""
        return self.one()[0]

    def mappings(self) -> Iterator[dict[str, Any]]:
        """Every row by the names of its columns."""
        return (row._asdict() for row in self._rows)

    def scalars(self) -> Iterator[Any]:
        """The first column of every row."""
        return (row[0] for row in self._rows)


class ReadyStatements:
    """The ready statements of one engine, as its driver takes them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, statement: Executable, parameters: Parameters) -> "_Compiled | None":
        """Returns the compiled form of a statement that is marked; None where SQLAlchemy is to execute it.

        That is also where somebody listens to what is executed.
        """
        if isinstance(parameters, list):
            if not parameters:
                return None
            names = tuple(parameters[0])
        else:
            names = tuple(parameters or ())
        try:
            compiled = _COMPILED[id(statement), names]
        except KeyError:
            if id(statement) not in _READY:
                return None
            compiled = _COMPILED[id(statement), names] = _compile(statement, names, self._engine.dialect)
        return None if self._engine._has_events else compiled


class _Compiled:
    def __init__(
        self,
        sql: str,
        binds: list[tuple[str, Process | None]],
        fixed: Mapping[str, Any],
        columns: list[tuple[str, Process | None]],
        dialect: Dialect,
    ) -> None:
        self._sql = sql
        names = [name for name, _ in binds]
        self._fixed = fixed
        # Of a single name itemgetter gives the value itself, and of none nothing at all.
        self._pick: Any = itemgetter(*names) if len(names) > 1 else lambda given: [given[name] for name in names]
        self._bound = _needed([process for _, process in binds])
        self._dialect = dialect
        # Rows are made by tuple's own word: namedtuple's counts the columns of each.
        self._row: Any = (
            partial(tuple.__new__, namedtuple("Row", [name for name, _ in columns], rename=True)) if columns else None  # noqa: PYI024
        )
        self._typed = _needed([process for _, process in columns])

    def run(self, connection: sqlite3.Connection, parameters: Parameters) -> Rows:
        """Runs it, once or for each of several rows, which give nothing back; raises SQLAlchemy's errors."""
        try:
            if isinstance(parameters, list):
                return Rows([], connection.executemany(self._sql, map(self._bind, parameters)).rowcount)
            cursor = connection.execute(self._sql, self._bind(parameters or {}))
            found = cursor.fetchall() if self._row is not None else []
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                self._sql, None, error, sqlite3.Error, hide_parameters=True, dialect=self._dialect
            ) from error
        if not found:
            return Rows([], cursor.rowcount)
        if self._typed:
            found = [_process(row, self._typed) for row in found]
        return Rows(list(map(self._row, found)), cursor.rowcount)

    def _bind(self, given: Mapping[str, Any]) -> Any:
        values = self._pick({**self._fixed, **given} if self._fixed else given)
        return _process(values, self._bound) if self._bound else values


def _needed(processes: list[Process | None]) -> list[tuple[int, Process]]:
    return [(at, process) for at, process in enumerate(processes) if process is not None]


def _process(values: Any, processes: list[tuple[int, Process]]) -> list[Any]:
    # Few of the values of a row need it.
    processed = list(values)
    for at, process in processes:
        processed[at] = process(processed[at])
    return processed


def _compile(statement: Any, names: tuple[str, ...], dialect: Dialect) -> _Compiled | None:
    compiled: Any = statement.compile(dialect=dialect, column_keys=sorted(names))
    if compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params:
        return None  # what SQLAlchemy decides anew at each execution
    values = compiled.construct_params(_check=False)
    fixed = {name: values.get(name) for name in compiled.positiontup or () if name not in names}
    binds = []
    for name in compiled.positiontup or ():
        kind = compiled.binds[name].type.dialect_impl(dialect)
        binds.append((name, kind.bind_processor(dialect)))
    columns = [
        (column.keyname, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for column in compiled._result_columns
    ]
    return _Compiled(compiled.string, binds, fixed, columns, dialect)
