"""How connections to SQLite and PostgreSQL are opened, and what each is told first."""

from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, ExceptionContext, create_engine, event, func, select
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import LRUCache

from storage.database.sqlite.damage import naming_damage
from storage.database.sqlite.engine import SqliteEngine

PATIENCE = 30  # seconds to wait for another process that writes
# Seconds that PostgreSQL leaves a transaction open in which nothing is asked. Whoever writes holds rows that others
# wait for. If that one froze, a person may not wait for a minute. Whoever reads holds up nobody, and may draw a long
# paper.
WRITES_WITHIN, READS_WITHIN = 10, 60
STATEMENT_WITHIN = 60  # seconds that one statement may take on PostgreSQL
SYNCHRONOUS = "FULL"  # SQLite: a commit is on the disk (fsync) before it is acknowledged

# What each connection to SQLite is told. A writer waits for others itself, so that the loop goes on meanwhile. What a
# savepoint would undo it keeps in memory. Otherwise SQLite writes each page past 64 kB to a temporary file, 30 writes a
# unit.
_WRITES = ("busy_timeout = 0", "foreign_keys = ON", "temp_store = MEMORY")
_MIGRATES = ("busy_timeout = 0", "foreign_keys = OFF")
_READS = (f"busy_timeout = {PATIENCE * 1000}", "foreign_keys = ON")

# Compiled statements, of the writer and of those who read alike. To compile one takes ten times as long as to run it.
_COMPILED: Any = LRUCache(1_000)


class Sqlite(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect for SQLite. One equals every other, so that what was compiled by one is found by all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is Sqlite

    def __hash__(self) -> int:
        return hash(Sqlite)


registry.register("sqlite.sunush", __name__, Sqlite.__name__)


def open_writer(url: URL, *, migrates: bool = False) -> SqliteEngine:
    """What the one writer of a SQLite file opens; migrates: for tables that are built anew, large ones too."""
    return _open(url, _MIGRATES if migrates else _WRITES)


def open_reader(url: URL) -> SqliteEngine:
    """What reads a SQLite file beside its writer, each time on a snapshot."""
    # What is read may be long (a tally): a thread reads it while the loop goes on.
    return _open(url, _READS)


def _open(url: URL, told: tuple[str, ...]) -> SqliteEngine:
    engine = create_engine(url.set(drivername="sqlite+sunush"), hide_parameters=True)
    event.listen(engine, "connect", partial(_connect, told=told))
    return SqliteEngine(engine.execution_options(compiled_cache=_COMPILED))


def _connect(connection: Any, _record: object, *, told: tuple[str, ...]) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    # What is deleted is written over with zeros, so that nobody reads it in the file.
    durable = ("journal_mode = WAL", f"synchronous = {SYNCHRONOUS}", "secure_delete = ON")
    with naming_damage():
        for pragma in (*durable, *told):
            cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@cache
def _register_postgresql() -> str:
    # Defined at its first use, since its import takes 30 ms of a start, which SQLite does without. Returns the driver's name.
    from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg

    class Postgresql(PGDialectAsync_psycopg):
        """One equals every other of the same server version, as Sqlite does."""

        supports_statement_cache = True

        def __eq__(self, other: object) -> bool:
            return type(other) is Postgresql and other.server_version_info == self.server_version_info

        def __hash__(self) -> int:
            return hash(Postgresql)

        @classmethod
        def get_async_dialect_cls(cls, url: URL) -> type[PGDialectAsync_psycopg]:
            return cls

    registry.impls["postgresql.sunush"] = lambda: Postgresql
    return "postgresql+sunush"


def open_pool(url: URL, *, idle: float, most: int, pooled: bool = False) -> Any:
    """Connections to a PostgreSQL database, so many at most, whose transactions may be idle for so many seconds.

    Whoever finds none free waits for one, PATIENCE at the longest.

    pooled: PgBouncer stands between and lends a connection for a transaction. So nothing is kept on it: no prepared
    statement, and limits hold for the transaction that sets them.
    """
    from sqlalchemy.ext.asyncio import create_async_engine  # brings the ORM, which SQLite does without

    limits = {"idle_in_transaction_session_timeout": round(idle * 1000), "statement_timeout": STATEMENT_WITHIN * 1000}
    given: dict[str, Any] = {"application_name": "sunush"}
    if pooled:
        given["prepare_threshold"] = None
    else:
        given["options"] = " ".join(f"-c {name}={limit}" for name, limit in limits.items())
    engine = create_async_engine(
        url.set(drivername=_register_postgresql()),
        pool_size=most,
        max_overflow=0,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=given,
    )
    event.listen(engine.sync_engine, "handle_error", _call_lost, retval=True)
    if pooled:
        event.listen(engine.sync_engine, "begin", partial(_limit, limits=limits))
    return engine.execution_options(compiled_cache=_COMPILED)


def _call_lost(context: ExceptionContext) -> OperationalError | None:
    # A pooler that goes says so, and then that it lost its server. To a COMMIT one answer is due. Of two psycopg makes an
    # InternalError of its own. What the server itself says has an SQLSTATE.
    error = context.original_exception
    if type(error).__name__ != "InternalError" or getattr(error, "sqlstate", None) is not None:
        return None
    context.is_disconnect = True
    return OperationalError(context.statement, None, error, hide_parameters=True, connection_invalidated=True)


def _limit(connection: Connection, *, limits: dict[str, int]) -> None:
    connection.execute(select(*(func.set_config(name, str(limit), True) for name, limit in limits.items())))


def open_snapshots(url: URL, *, most: int, pooled: bool = False) -> Any:
    """Connections of which every statement of a transaction sees what was there at its first."""
    return open_pool(url, idle=READS_WITHIN, pooled=pooled, most=most).execution_options(
        isolation_level="REPEATABLE READ"
    )
