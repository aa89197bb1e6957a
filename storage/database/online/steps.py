"""The walk itself: a transaction a step, locks asked for briefly and again, and given back within a second."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.database.locks import OURS, is_pooled
from storage.database.online.later import Later, keep_left, make_left, read_left
from storage.database.online.refused import OnlineRefused
from storage.database.seal import Seal
from storage.database.upgrade import HEAD, make_configuration, walk

HELD = 900  # milliseconds for which a step may hold what writers wait for
ASKED = 0.3  # seconds for which a lock is waited for, with writers behind it
TRIES = 100  # of one lock
REST = 0.5  # seconds between tries, growing up to MOST
MOST = 5.0  # seconds
UPGRADE = 0x75706772  # the second number of the advisory lock of whoever upgrades

_LOCKS = re.compile(r"\s*(ALTER|DROP|CREATE|LOCK|COMMENT)\b", re.IGNORECASE)
_BUSY, _LATE = "55P03", "57014"  # lock_timeout, statement_timeout


def upgrade_online(url: URL, seal: Seal, *, steady: Callable[[], int]) -> list[str]:
    """Walks to the newest schema, and returns the revisions it came by. Raises OnlineRefused. steady counts milliseconds.

    Each step is committed alone. Killed and run again it goes on.
    """
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection, engine.connect() as other:
            if is_pooled(connection):
                raise OnlineRefused(
                    "PgBouncer stands before it, and a lock needs a session: set SUNUSH_LISTEN_URL to PostgreSQL itself."
                )
            lock = {"ours": OURS, "number": UPGRADE}
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:ours, :number)"), lock):
                raise OnlineRefused("Another «sunush db upgrade --online» is running.")
            connection.commit()
            alone = other.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql("SET statement_timeout = 0")
            _finish(connection, alone)
            made = []
            for step in list_steps(connection):
                _again_and_again(connection, seal, step, steady)
                _finish(connection, alone)
                made.append(step)
            return made
    finally:
        engine.dispose()


def list_steps(connection: Connection) -> list[str]:
    """The revisions from where the database stands up to the newest."""
    from alembic.script import ScriptDirectory

    at = connection.scalar(text("SELECT version_num FROM alembic_version"))
    connection.commit()
    script = ScriptDirectory.from_config(make_configuration(connection))
    return [step.revision for step in script.iterate_revisions(HEAD, at)][::-1]


def _again_and_again(connection: Connection, seal: Seal, step: str, steady: Callable[[], int]) -> None:
    rest = REST
    for left in reversed(range(TRIES)):
        try:
            _make(connection, seal, step, steady)
            return
        except DBAPIError as error:
            connection.rollback()
            state = getattr(error.orig, "sqlstate", "")
            if state == _LATE:
                raise OnlineRefused(_say_too_long(step)) from error
            if state != _BUSY:
                raise
            if not left:
                raise OnlineRefused(
                    f"Step {step} found no moment without a long transaction: look in pg_stat_activity, then try again."
                ) from error
        time.sleep(rest)  # on a thread of its own; writers go on meanwhile
        rest = min(MOST, rest * 1.5)


def _make(connection: Connection, seal: Seal, step: str, steady: Callable[[], int]) -> None:
    later = Later()
    with _watching(connection, later, step, steady):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{round(ASKED * 1000)}ms'")
        walk(connection, seal, "upgrade", step)
        if later.left:
            keep_left(connection, later.left)
    connection.commit()


@contextmanager
def _watching(connection: Connection, later: Later, step: str, steady: Callable[[], int]) -> Iterator[None]:
    # From the first statement that locks a table until the commit there are HELD seconds.
    since: int | None = None

    def look(_c: Any, cursor: Any, statement: str, given: Any, _x: Any, _many: bool) -> tuple[str, Any]:
        nonlocal since
        if _LOCKS.match(statement) and since is None:
            since = steady()
        if since is not None:
            left = HELD - (steady() - since)
            if left <= 0:
                raise OnlineRefused(_say_too_long(step))
            cursor.execute(f"SET LOCAL statement_timeout = {left}")
        return later.change(statement), given

    event.listen(connection, "before_cursor_execute", look, retval=True)
    try:
        yield
    except OnlineRefused:
        connection.rollback()
        raise
    finally:
        event.remove(connection, "before_cursor_execute", look)


def _say_too_long(step: str) -> str:
    return (
        f"Step {step} would hold writers up for over a second: stop the bot, then «sunush db upgrade» without --online."
    )


def _finish(connection: Connection, alone: Connection) -> None:
    left = read_left(connection)
    connection.commit()
    while left:
        make_left(alone, left[0])
        left = left[1:]
        keep_left(connection, left)
        connection.commit()
