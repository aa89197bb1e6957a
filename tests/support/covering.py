"""Which lines of the rules and of the outbox the whole suite runs: below the least share the run fails.

What is counted is what their own tests run, and the lines that an import of each module runs. This module imports them,
before anything else does. All other imports and tests cost nothing. Slow tests are not counted: they would take twice
as long, and repeat the same lines with other data. Only those of the queue's own folder are counted: they have what is
PostgreSQL's alone. Tests that are not counted may have filled a cache. It is emptied before the first counted test: the
shares depend on no order of tests.
A run of a part of the suite counts nothing.
"""

import importlib
import io
import pkgutil
import sys
from base64 import b64decode, b64encode
from functools import _lru_cache_wrapper
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


def _counter(*concurrency: str) -> coverage.Coverage:
    return coverage.Coverage(
        data_file=None,
        config_file=False,
        concurrency=list(concurrency),
        source=[str(ROOT / room) for room in ROOMS],
    )


def _import_all(room: str) -> None:
    for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
        importlib.import_module(module.name)


def forget_cached() -> None:
    """Empties each cache that a function of these rooms has, such as that of a table of words.

    The modules are asked for them. The collector names none of what was frozen.
    """
    rooms = tuple(f"{room.replace('/', '.')}." for room in ROOMS)
    for name, module in list(sys.modules.items()):
        if name.startswith(rooms):
            for one in vars(module).values():
                if isinstance(one, _lru_cache_wrapper):
                    one.cache_clear()


class Covering:
    """Counts while these rooms are imported and while a test of theirs runs, in each process that runs tests."""

    def __init__(self) -> None:
        self._counter = _counter("thread")
        # Only what takes PostgreSQL switches greenlets. To ask at each call in which one it is takes longer.
        self._of_greenlets = _counter("thread", "greenlet")
        self._counter.start()
        for room in ROOMS:
            _import_all(room.replace("/", "."))
        self._counter.stop()
        self._found = coverage.CoverageData(no_disk=True)
        self._whole = False
        self._begun = False  # whether a quick test of these rooms was run in this process

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
        slow = item.get_closest_marker("slow") is not None
        folders, counter = ([QUEUE], self._of_greenlets) if slow else (FOLDERS, self._counter)
        own = self._whole and any(folder in item.path.parents for folder in folders)
        if own and not slow and not self._begun:
            forget_cached()
            self._begun = True
        if own:
            counter.start()
        try:
            return (yield)
        finally:
            if own:
                counter.stop()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hands on what a process has counted, or fails the run where a room is below the least share."""
        if not self._whole:
            return
        for counter in (self._counter, self._of_greenlets):
            self._found.update(counter.get_data())
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
        whole = _counter("thread")
        whole.get_data().update(self._found)
        return {room: whole.report(include=[f"{ROOT / room}/*"], file=io.StringIO()) for room in ROOMS}


COVERING = Covering()
