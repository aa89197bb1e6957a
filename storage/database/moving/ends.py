"""The two ends of a move: the old database, which nobody may write to meanwhile, and the new one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.database import connect
from storage.database.locks import OURS, is_pooled
from storage.database.moving.failed import MoveFailed
from storage.database.schema import metadata

MOVE = 0x6D6F7665  # the second number of the advisory lock that whoever moves into a PostgreSQL database holds
LOCKED = 10  # seconds to wait until nobody writes to the old database


@contextmanager
def open_old(url: URL) -> Iterator[Connection]:
    """Opens the old database for one long read, in which others may read it and nobody may write to it."""
    with _open(url, "BEGIN IMMEDIATE", isolation_level="REPEATABLE READ") as connection:
        if not is_sqlite(connection):
            for limit, seconds in (("statement_timeout", 0), ("lock_timeout", LOCKED)):
                connection.exec_driver_sql(f"SET LOCAL {limit} = '{seconds}s'")
            connection.exec_driver_sql(f"LOCK TABLE {', '.join(metadata.tables)} IN SHARE MODE")
        yield connection
        connection.rollback()


@contextmanager
def open_new(url: URL) -> Iterator[Connection]:
    """Opens the new database, whose transactions the caller commits.

    Raises MoveFailed where another moves into it, or it fails.
    """
    with _naming_faults(), _open(url, "BEGIN IMMEDIATE") as connection:
        if not is_sqlite(connection):
            if is_pooled(connection):
                raise MoveFailed(
                    "a lock needs a session, and PgBouncer stands between: give the address of PostgreSQL itself."
                )
            held = {"ours": OURS, "move": MOVE}
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:ours, :move)"), held):
                raise MoveFailed("another «sunush db move» into it is running, or was ended just now: try again.")
            connection.commit()
        yield connection


@contextmanager
def _naming_faults() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise MoveFailed(f"{str(error.orig).partition(chr(10))[0].rstrip('.')}.") from error


def is_sqlite(connection: Connection) -> bool:
    """Whether a connection leads to SQLite."""
    return connection.dialect.name == "sqlite"


@contextmanager
def _open(url: URL, begins: str, **options: Any) -> Iterator[Connection]:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url.set(drivername="sqlite"), poolclass=NullPool, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begins))
    else:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, **options)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    # Where rows refer to each other is checked once at the end.
    durable = ("journal_mode = WAL", f"synchronous = {connect.SYNCHRONOUS}", "secure_delete = ON")
    for pragma in (*durable, f"busy_timeout = {connect.PATIENCE * 1000}", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
