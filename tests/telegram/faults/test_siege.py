"""Everything at once: residents are answered while others send floods, bombs, long drafts and calls from a group."""

import statistics
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.siege import Size, besiege, p95
from tests.sizes import sized
from tests.telegram.fake.process import TelegramProcess

pytestmark = pytest.mark.slow

SIZE = sized(
    Size(6, 2.0, 6.0, 1.5, 20, 50), Size(20, 60.0, 300.0, 5.0, 800, 5_000)
)  # who writes at length needs a longer pause
MEMORY = 150 * 2**20
DISK_A_MINUTE = 200 * 2**20


async def test_residents_are_answered_while_everything_is_tried_at_once(
    telegram_process: TelegramProcess, tmp_path: Path, tell: Callable[..., None]
):
    seen = await besiege(telegram_process, tmp_path / "install", SIZE)
    tell(
        f"a siege of {SIZE.besieged:.0f} s",
        answered=len(seen.besieged),
        of=seen.written,
        median_ms=round(1000 * statistics.median(seen.besieged)),
        p95_ms=round(1000 * p95(seen.besieged)),
        median_alone_ms=round(1000 * statistics.median(seen.alone)),
        p95_alone_ms=round(1000 * p95(seen.alone)),
        memory_mb=seen.memory // 2**20,
        disk_mb=seen.disk // 2**20,
    )
    assert seen.lost == 0  # within a minute; how fast they are is measured by tests/bench/siege.py
    assert seen.memory <= MEMORY
    assert seen.disk <= DISK_A_MINUTE * max(1.0, SIZE.besieged / 60)
