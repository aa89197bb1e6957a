"""Which lines of the rules and of the outbox the whole suite runs: below the least share the run fails.

What is counted is what their own tests run, and the lines that an import of each module runs. This module imports them,
before anything else does. All other imports and tests cost nothing. Slow tests are not counted: they would take twice
as long, and repeat the same lines with other data. Only those of the queue's own folder are counted: they have what is
PostgreSQL's alone.
A run of a part of the suite counts nothing.
"""

import importlib
import io
import pkgutil
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import coverage
import pytest
import sqlalchemy.ext.asyncio  # noqa: F401 - imported by what is counted, and slow to count

ROOT = Path(__file__).parents[2]
LEAST = 95.0  # per cent of the lines
# Each room, and the folders of the tests that are counted for it.
ROOMS = {
    "bot/budget": [
        *("tests/budget", "tests/office/guessing", "tests/handlers/resident/proposal"),
        *("tests/office/property", "tests/office/polls", "tests/office/trust", "tests/office/openness"),
        *("tests/office/plan", "tests/office/needs", "tests/handlers/office/library", "tests/handlers/resident/watch"),
        *("tests/handlers/resident/initiatives", "tests/office/contest", "tests/office/criteria"),
    ],
    "bot/language": [
        *("tests/language", "tests/handlers/resident/own_words", "tests/handlers/resident/wishes"),
        *("tests/handlers/shared", "tests/handlers/office/queue"),
    ],
    "storage/queue": [
        *("tests/storage/queue", "tests/storage/personal", "tests/delivery", "tests/office/broadcasts"),
        *("tests/install", "tests/handlers/resident/personal"),
    ],
}
FOLDERS = [ROOT / folder for folders in ROOMS.values() for folder in folders]
QUEUE = ROOT / "tests/storage/queue"
OUTPUT = "covered"


def _counter() -> coverage.Coverage:
    return coverage.Coverage(
        data_file=None,
        config_file=False,
        concurrency=["thread", "greenlet"],
        source=[str(ROOT / room) for room in ROOMS],
    )


def _import_all(room: str) -> None:
    for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
        importlib.import_module(module.name)


class Covering:
    """Counts while these rooms are imported and while a test of theirs runs, in each process that runs tests."""

    def __init__(self) -> None:
        self._counter = _counter()
        self._counter.start()
        for room in ROOMS:
            _import_all(room.replace("/", "."))
        self._counter.stop()
        self._found = coverage.CoverageData(no_disk=True)
        self._whole = False

    def configure(self, config: pytest.Config) -> None:
        """Goes on only where the whole suite is run, as the first of several processes knows."""
        if hasattr(config, "workerinput"):
            self._whole = config.workerinput[OUTPUT]
        else:
            named = config.args != config.getini("testpaths")
            self._whole = not (named or config.option.keyword or config.option.markexpr)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tells each of several processes whether the whole suite is run."""
        node.workerinput[OUTPUT] = self._whole

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        """Counts around a quick test of these rooms."""
        folders = FOLDERS if item.get_closest_marker("slow") is None else [QUEUE]
        own = self._whole and any(folder in item.path.parents for folder in folders)
        if own:
            self._counter.start()
        try:
            return (yield)
        finally:
            if own:
                self._counter.stop()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hands on what a process has counted, or fails the run where a room is below the least share."""
        if not self._whole:
            return
        self._found.update(self._counter.get_data())
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[OUTPUT] = b64encode(self._found.dumps()).decode()
        elif not session.config.option.collectonly and min(self.shares().values()) < LEAST:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Takes over what one of several processes has counted."""
        if found := getattr(node, "workeroutput", {}).get(OUTPUT):
            data = coverage.CoverageData(no_disk=True)
            data.loads(b64decode(found))
            self._found.update(data)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
        """Prints the shares."""
        if self._whole and not config.option.collectonly:
            terminalreporter.section("coverage")
            for room, share in self.shares().items():
                terminalreporter.line(f"{room}: {share:.1f} % of the lines, at least {LEAST:.0f} %")

    def shares(self) -> dict[str, float]:
        """Per cent of the lines of each room that were run."""
        whole = _counter()
        whole.get_data().update(self._found)
        return {room: whole.report(include=[f"{ROOT / room}/*"], file=io.StringIO()) for room in ROOMS}


COVERING = Covering()
