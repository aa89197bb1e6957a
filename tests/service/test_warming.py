"""That the tables of words are read in a thread once people talk, and not before."""

import asyncio
import threading
from types import SimpleNamespace

from bot.service import warming
from tests.patience import patient


async def test_the_tables_are_read_in_a_thread_once_people_talk(monkeypatch):
    read: list[tuple[str, bool]] = []
    tables = ("find_meanings", "guess", "make_calendar", "import_module", "to_cyrillic")
    for name in tables:
        note = lambda *_, name=name: read.append((name, threading.current_thread() is threading.main_thread()))  # noqa: E731
        monkeypatch.setattr(warming, name, note)
    intake = SimpleNamespace(steps=warming.TALKING - 1)
    warming_up = asyncio.create_task(warming.warm_up([intake], lambda: 0, pause=0))  # type: ignore[list-item]
    for _ in range(20):
        await asyncio.sleep(0)
    assert read == []

    intake.steps += 1
    async with patient(5):
        await warming_up

    assert read == [(name, False) for name in tables]
