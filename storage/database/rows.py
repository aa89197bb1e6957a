"""Small pieces every subject's statements share."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from storage.database.connection import AsyncConnection
from storage.database.ready import ready


def insert(connection: AsyncConnection, table: Table) -> Any:
    """Returns the dialect's INSERT, the kind that knows ON CONFLICT."""
    return _insert_of(connection.dialect.name)(table)


def build_in_each_dialect(build: Callable[[Any], Any]) -> Mapping[str, Any]:
    """A statement that runs with every message, built once for a dialect that is used. build gets the dialect's INSERT."""
    return _Built(build)


class _Built(dict[str, Any]):
    def __init__(self, build: Callable[[Any], Any]) -> None:
        self._build = build

    def __missing__(self, dialect: str) -> Any:
        self[dialect] = ready(self._build(_insert_of(dialect)))
        return self[dialect]


def _insert_of(dialect: str) -> Any:
    if dialect == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # 30 ms and 2 MB of a start, which SQLite needs not

    return postgresql.insert
