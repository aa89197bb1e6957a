"""Telegram for the tests of this room: a server in the loop, one in a process of its own, and people for both."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.telegram.people import People
from tests.telegram.server import TelegramProcess, TelegramServer


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    """A Bot API in the test's own loop."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def telegram_process(tmp_path: Path) -> AsyncIterator[TelegramProcess]:
    """A Bot API that does not mind who is killed; its books are also in `telegram.jsonl`."""
    async with TelegramProcess(tmp_path / "telegram.jsonl") as server:
        yield server


@pytest.fixture
def user(telegram: TelegramServer) -> People:
    """Makes somebody who has Telegram: `user("Айгүл", "ky")`."""
    return People(telegram)


@pytest.fixture
def process_user(telegram_process: TelegramProcess) -> People:
    """Makes somebody on the server in the process."""
    return People(telegram_process)


TOLD = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Callable[..., None]:
    """Keeps counts to be printed at the end of the run, whether the test passed or not."""

    def say(what: str, **counts: object) -> None:
        told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())
        pytestconfig.stash.setdefault(TOLD, []).append(f"{what}: {told}")

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints what was counted."""
    told = config.stash.get(TOLD, [])
    if told:
        terminalreporter.section("counts of Telegram")
        for line in told:
            terminalreporter.line(line)
