"""The parent of workers keeps so many, starts anew whoever ends, and ends with all where one refuses."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.app import CannotStart
from bot.service.workers import parent
from bot.service.workers.parent import Heirs, Parent
from bot.service.workers.roles import Role
from tests.patience import patient

NOTES = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); "


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """Where those that are started write their numbers."""
    return tmp_path / "noted"


def stand_in(monkeypatch: pytest.MonkeyPatch, noted: Path, script: str, *, first: str = "") -> None:
    """Another program in the place of `sunush run`; first is what it does before it notes itself."""
    monkeypatch.setattr(parent, "BACK_OFF", (0.0,))
    monkeypatch.setattr(parent, "SUNUSH", (sys.executable, "-S", "-c", first + NOTES + script, str(noted)))


async def test_whoever_ends_by_itself_is_started_anew_until_all_are_asked_to_stop(monkeypatch, noted: Path):
    stand_in(monkeypatch, noted, "import time; time.sleep(0.01)")
    keeper = Parent(Heirs(None, 0), Role.ALL)
    keeping = asyncio.create_task(keeper.keep(2))
    async with patient(30):
        while not noted.exists() or noted.read_text().count("\n") < 5:  # noqa: ASYNC110 - another process signals nothing
            await asyncio.sleep(0.01)
    keeper.stop()
    await keeping


async def test_one_that_refuses_to_start_ends_all_and_is_not_started_again(monkeypatch, noted: Path):
    stand_in(monkeypatch, noted, f"sys.exit({parent.REFUSED})")
    with pytest.raises(CannotStart, match="says above"):
        await Parent(Heirs(None, 0), Role.ALL).keep(1)
    assert noted.read_text().count("\n") == 1


async def test_one_that_does_not_end_when_asked_is_killed(monkeypatch, noted: Path):
    deaf = "import signal, time; signal.signal(15, lambda *_: None); "
    stand_in(monkeypatch, noted, "time.sleep(60)", first=deaf)
    monkeypatch.setattr(parent, "PARTING", 0.1)
    keeper = Parent(Heirs(None, 0), Role.ALL)
    keeping = asyncio.create_task(keeper.keep(1))
    async with patient(30):
        while not noted.exists():  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.01)
    keeper.stop()
    await keeping
