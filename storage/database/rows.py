"""Small pieces every subject's statements share."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from storage.database.connection import AsyncConnection
from storage.database.ready import ready


def insert(connection: AsyncConnection, table: Table) -> Any:
    """Returns the dialect's INSERT, the kind that knows ON CONFLICT."""
    return (sqlite.insert if connection.dialect.name == "sqlite" else _postgres_insert())(table)


def in_each_dialect(build: Callable[[Any], Any]) -> dict[str, Any]:
    """Builds a statement that runs with every message once for each dialect; build is given the dialect's INSERT."""
    return _Each(build)


class _Each(dict[str, Any]):
    """A statement in each dialect, built when it is first asked for: PostgreSQL's words are many modules."""

    def __init__(self, build: Callable[[Any], Any]) -> None:
        super().__init__(sqlite=ready(build(sqlite.insert)))
        self._build = build

    def __missing__(self, dialect: str) -> Any:
        self[dialect] = self._build(_postgres_insert())
        return self[dialect]


def _postgres_insert() -> Any:
    from sqlalchemy.dialects.postgresql import insert

    return insert
