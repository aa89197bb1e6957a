"""Long reads beside everything else: each has a connection and a thread of its own, and sees one snapshot."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from storage.database.connect import PATIENCE
from storage.database.engine import Database

T = TypeVar("T")


async def read_beside(database: Database, work: Callable[[Connection], T]) -> T:
    """Runs a function with a plain connection that can only read, on a thread. Neither the writer nor the loop waits.

    Whoever is cancelled waits until the thread has ended.
    """
    reading = asyncio.ensure_future(asyncio.to_thread(_read, database, work))
    try:
        return await asyncio.shield(reading)
    except asyncio.CancelledError:
        await asyncio.wait([reading])
        raise


def _read(database: Database, work: Callable[[Connection], T]) -> T:
    if database.sqlite:
        engine = create_engine(database.url.set(drivername="sqlite"), poolclass=NullPool, hide_parameters=True)
        event.listen(engine, "connect", _set_read_only)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    else:
        engine = create_engine(
            database.url, poolclass=NullPool, hide_parameters=True, isolation_level="REPEATABLE READ"
        )
    try:
        with engine.connect() as connection:
            return work(connection)
    finally:
        engine.dispose()


def _set_read_only(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]
    for pragma in (f"busy_timeout = {PATIENCE * 1000}", "query_only = ON"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
