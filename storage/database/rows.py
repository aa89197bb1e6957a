"""Small pieces every subject's statements share."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.database.connection import AsyncConnection
from storage.database.ready import ready


def insert(connection: AsyncConnection, table: Table) -> Any:
    """Returns the dialect's INSERT, the kind that knows ON CONFLICT."""
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


def in_each_dialect(build: Callable[[Any], Any]) -> dict[str, Any]:
    """Builds a statement that runs with every message once for each dialect; build is given the dialect's INSERT."""
    return {"sqlite": ready(build(sqlite.insert)), "postgresql": build(postgresql.insert)}
