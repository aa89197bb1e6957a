"""While a disk is full, whoever waits for it says so once a minute, and nobody ends."""

import asyncio

import pytest

from bot.budget.quiet_hours import QuietHours
from bot.delivery import after_erasure, feeder, let_go
from bot.delivery.after_erasure import Erasing
from bot.delivery.feeder import Broadcasting
from bot.delivery.files import media
from bot.delivery.files.media import Fetcher
from bot.delivery.let_go import Leaving
from storage.database.failures import CommitFailed
from storage.media.folder import MediaFolder
from tests.channels.doubles import Clock, RecordingChannel
from tests.storage.rows import NOW


class FullDatabase:
    """Nothing can be read or written."""

    def __init__(self) -> None:
        self.asked = asyncio.Semaphore(0)

    async def read(self, _work: object) -> None:
        self.asked.release()
        raise CommitFailed("database or disk is full")

    write = read


@pytest.mark.parametrize("who", ["files", "answers", "broadcasts", "erasures"])
async def test_who_waits_for_a_full_disk_says_it_once_a_minute(who, tmp_path, monkeypatch, caplog, tell):
    for module, name in (
        (media, "POLL"),
        (let_go, "LOOK"),
        (feeder, "IDLE"),
        (after_erasure, "POLL"),
        (after_erasure, "LOOK"),
    ):
        monkeypatch.setattr(module, name, 0)
    full, clock = FullDatabase(), Clock(NOW)
    worker = {
        "files": lambda: Fetcher(database=full, channels=[RecordingChannel()], now=clock, media=MediaFolder(tmp_path)),
        "answers": lambda: Leaving(database=full, now=clock, wake=lambda: None),
        "broadcasts": lambda: Broadcasting(database=full, now=clock, quiet=QuietHours(0, 0), wake=lambda: None),
        "erasures": lambda: Erasing(database=full, states=None, ledger=None, settings=None, now=clock),
    }[who]()
    running = asyncio.create_task(worker.run())
    for _ in range(20):
        await full.asked.acquire()
    clock.move(seconds=60)
    for _ in range(20):
        await full.asked.acquire()
    assert not running.done()
    running.cancel()
    said = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(said) == 2
    tell(f"40 looks at a full disk in two minutes, by what waits there: {who}", lines=len(said), ended=0)
