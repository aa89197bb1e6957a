"""Steady traffic for a while: what a worker and PostgreSQL hold does not grow by it.

A few seconds for every run, half an hour with `SUNUSH_FULL=1`. What people leave on purpose (events, messages) grows.
"""

import asyncio
import statistics
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import URL

from tests.sizes import sized
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import proposed, until
from tests.telegram.workers.fleet import Fleet

pytestmark = pytest.mark.slow

ROUNDS = sized(6, 3_600)  # each person writes once in a round
PEOPLE = sized(2, 20)
ROUND = sized(0.1, 0.5)  # seconds
SAMPLES = sized(6, 60)
GROWS = sized(1.5, 1.1)  # times; what a few seconds warm up is not steady yet
WORDS = ("/menu", "/help", "/mine")
SAID = """
SELECT pg_current_wal_lsn() - '0/0'::pg_lsn, sum(pg_table_size(relid)) FILTER (WHERE relname = ANY (ARRAY['duties',
'accounts', 'meta'])) FROM pg_stat_user_tables
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was held at a moment: MB, files, threads. wal and hot are bytes; wal and turns are counted up."""

    memory: float
    files: int
    threads: int
    turns: int
    wal: int
    hot: int


async def look(fleet: Fleet, pid: int, turns: int) -> Sample:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    ((wal, hot),) = await fleet.ask(SAID)
    files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return Sample(int(status["VmRSS"].split()[0]) / 1024, files, int(status["Threads"]), turns, int(wal), int(hot))


async def hear_more(people: list[Any], answered: list[int]) -> list[int]:
    """Waits until each has heard something new, and returns how much they have heard."""
    await until(lambda: all(len(one.texts) > n for one, n in zip(people, answered, strict=True)))
    return [len(one.texts) for one in people]


def middle(samples: list[Sample], name: str) -> float:
    return statistics.median(getattr(sample, name) for sample in samples)


async def test_nothing_grows_by_steady_traffic(
    postgresql_url: URL, telegram_process: TelegramProcess, process_user: People, tmp_path: Path, tell: Any
):
    async with Fleet.prepared(tmp_path, telegram_process, postgresql_url) as fleet:
        worker = await fleet.start("--role", "all")
        people = [process_user(name, "ky") for name in [f"Айгүл {n}" for n in range(PEOPLE)]]
        await asyncio.gather(*(proposed(one) for one in people))
        samples, answered = [], [len(one.texts) for one in people]
        for number in range(ROUNDS):
            for one in people:
                one.writes(WORDS[number % len(WORDS)])
            answered = await hear_more(people, answered)
            with suppress(TimeoutError):
                async with asyncio.timeout(ROUND):
                    await asyncio.Event().wait()
            if number % (ROUNDS // SAMPLES) == 0:
                samples.append(await look(fleet, worker.pid, PEOPLE * (number + 1)))
        assert await worker.stop() == 0
    first, last = samples[len(samples) // 3 : 2 * len(samples) // 3], samples[2 * len(samples) // 3 :]
    held = {name: (middle(first, name), middle(last, name)) for name in ("memory", "files", "threads", "hot")}
    per_turn = [(part[-1].wal - part[0].wal) / max(1, part[-1].turns - part[0].turns) for part in (first, last)]
    assert held["memory"][1] <= held["memory"][0] * GROWS, samples
    assert held["files"][1] <= held["files"][0] + 5, samples
    assert held["threads"][1] <= held["threads"][0] + 5, samples
    assert held["hot"][1] <= held["hot"][0] + 2**20, samples
    tell("steady traffic", turns=samples[-1].turns, memory_mb=round(last[-1].memory), files=last[-1].files,
         wal_kb_a_turn=f"{per_turn[0] / 1024:.1f} then {per_turn[1] / 1024:.1f}",
         hot_kb=last[-1].hot // 1024)  # fmt: skip
