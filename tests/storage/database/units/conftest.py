"""Nothing hangs, and no connection stays open."""

import asyncio
import signal
import threading

import pytest

PATIENCE = 20  # seconds after which something hangs


@pytest.fixture(autouse=True)
def _nothing_hangs():
    """Breaks off even where the loop has nothing left to do."""

    def give_up(*_: object) -> None:
        raise AssertionError(f"nothing happened for {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
async def _no_connection_is_left_open():
    yield
    for thread in threading.enumerate():
        if "connection_worker" in thread.name:
            await asyncio.to_thread(thread.join)
