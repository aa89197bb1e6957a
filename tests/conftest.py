"""What every room's tests stand on: an install's key, a migrated database for each test, one seed a run."""

from tests.support.collector import begin_to_collect  # the collector rests from here on

# isort: split
from tests.support.covering import COVERING  # imports the rooms it watches, before anything else does

# isort: split
import logging
import os
import random
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings as hypothesis_settings
from sqlalchemy.engine import URL

from bot import logs
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from tests.databases import migrated_file, need_no_fsync, walk_once
from tests.seeds import VARIABLE as SEED
from tests.seeds import dice, run_seed, settle_seed
from tests.support.leaks import LEAKS
from tests.support.ordering import put_in_order
from tests.support.postgresql import PostgreSQL, Run, keep_compiled_modules, running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The server of this run."""
    server = running(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def seal() -> Seal:
    return Seal(b"k" * 32)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> URL:
    return make_database_url(f"sqlite:///{migrated_file(tmp_path / 'sunush.db')}")


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[URL]:
    name = postgresql.lend()
    yield postgresql.url(name)
    postgresql.take_back(name)


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
        return make_database_url(f"sqlite:///{tmp_path / 'empty.db'}")
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
def random_numbers(request: pytest.FixtureRequest) -> random.Random:
    """Random numbers of this run and this test."""
    return dice(request.node.nodeid)


SPEAKING: dict[str, Any] = {}
RUN = pytest.StashKey[Run]()


class Listener(logging.Handler):
    """Hears every record of ours at DEBUG, and others as loud as they may be. It keeps what no log may say."""

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
def umask_stays() -> Iterator[None]:
    """A command run within a test makes its files for their owner alone; the next test begins as before."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


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


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Lets our own rooms speak at DEBUG during the whole run, into the tests' handlers. Settles what a run has one of."""
    logs.set_up("DEBUG", "json")
    SPEAKING.update(structlog.get_config())
    # A busy machine is no error of a text; how long each may take is asked by tests/language/test_growth.py.
    hypothesis_settings.register_profile("sunush", deadline=None)
    hypothesis_settings.load_profile("sunush")
    seed = settle_seed()
    if config.getoption("hypothesis_seed", None) is None:
        config.option.hypothesis_seed = str(seed)
    if hasattr(config, "workerinput"):
        config.args = begin_elsewhere(config)
    else:
        config.stash[RUN] = Run()
    keep_compiled_modules()
    need_no_fsync()
    walk_once()
    COVERING.configure(config)
    config.pluginmanager.register(COVERING)


def begin_elsewhere(config: pytest.Config) -> list[str]:
    """The folders a process collects. Each process begins with another, so that what one has compiled the others only read.

    To rewrite the asserts of a test module takes longer than to run it. All processes collect at the same time.
    """
    if config.args != config.getini("testpaths"):
        return config.args
    within = sorted(path for path in Path(__file__).parent.iterdir() if path.is_dir() or path.name.startswith("test_"))
    files = [str(path) for path in within for _ in (path.rglob("test_*.py") if path.is_dir() else [path])]
    given = config.workerinput  # type: ignore[attr-defined]
    number, processes = int(given["workerid"].removeprefix("gw")), given["workercount"]
    begin = len(files) * number // processes
    return list(dict.fromkeys(files[begin:] + files[:begin]))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the PostgreSQL of this run."""
    if RUN in config.stash:
        config.stash[RUN].end()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what was measured as slow, and lets each process begin with it.

    The order is the same wherever a process began to collect.
    """
    measured = frozenset(Path(__file__).with_name("slow.txt").read_text().split())
    for item in items:
        name, _, given = item.nodeid.partition("[")
        if name in measured or "postgresql" in given or "postgresql" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = put_in_order(
        items, lambda item: item.path, lambda item: item.get_closest_marker("slow") is not None, processes
    )


def pytest_collection_finish() -> None:
    """Ends the rest of the garbage collector: all modules are imported now."""
    begin_to_collect()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than there are cores. Slow tests wait for a pause or for processes they start, not for a core."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Says by which seed a failure is seen again."""
    report = yield
    if report.failed:
        report.sections.append(("seed", f"{SEED}={run_seed()}"))
    return report


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
    terminalreporter.section("counts")
    terminalreporter.line(f"the seed of this run: {SEED}={run_seed()}")
    for line in config.stash.get(TOLD, []):
        terminalreporter.line(line)
