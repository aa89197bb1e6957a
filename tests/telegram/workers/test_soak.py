"""Steady traffic for a while: what workers and PostgreSQL hold does not grow by it.

A few seconds for every run, half an hour with `SUNUSH_FULL=1`. What people leave on purpose (events, messages) grows,
but no row of it takes more room than the rows before.
"""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy.engine import URL

from tests.patience import patient
from tests.sizes import sized
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import PATIENCE, proposed
from tests.telegram.workers.fleet import Fleet

pytestmark = pytest.mark.slow

WORKERS = sized(1, 2)
PEOPLE = sized(3, 40)
ROUNDS = sized(6, 450)  # each person writes once in a round
ROUND = sized(0.1, 4.0)  # seconds
EACH = sized(1, 5)  # rounds between two looks
WORDS = ("/menu", "/help", "/mine")
GROWS = {  # by how much the last third may hold more than the third before; of each worker, or of the database
    "memory": sized(6.0, 4.0),  # MB
    "files": sized(3, 2),
    "threads": 1,
    "tasks": sized(5, 2),
    "hot": 64.0,  # kB of tables that have a few rows each
    "outbox": sized(0.9, 0.05),  # kB of a row, with its indexes and what stood there before: of 13 rows a page is 0.6
    "events": sized(0.3, 0.05),
}
WAL = sized(2.0, 1.1)  # times as much for a turn
KEPT = """
SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn) / 1024,
    (SELECT sum(pg_table_size(relid)) / 1024 FROM pg_stat_user_tables WHERE relname IN ('duties', 'accounts', 'meta')),
    pg_total_relation_size('outbox') / 1024.0 / (SELECT count(*) FROM outbox),
    pg_total_relation_size('events') / 1024.0 / (SELECT count(*) FROM events)
"""
TASKS = re.compile(r"^sunush_tasks\{.*\} (\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was held at a moment, by the worker that holds most. wal is counted up, as the turns are."""

    turns: int
    memory: float
    files: float
    threads: float
    tasks: float
    wal: float
    hot: float
    outbox: float
    events: float


async def look(fleet: Fleet, turns: int) -> Sample:
    """Asks the system, a worker's figures and PostgreSQL."""
    held = []
    for folder in (Path(f"/proc/{worker.pid}") for worker in fleet.workers):
        status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        files = len(list((folder / "fd").iterdir()))
        held.append((int(status["VmRSS"].split()[0]) / 1024, files, int(status["Threads"])))
    memory, files, threads = (max(values) for values in zip(*held, strict=True))
    tasks = await count_tasks(f"{fleet.door}/metrics")
    ((wal, hot, outbox, events),) = await fleet.ask(KEPT)
    return Sample(
        turns, memory, files, threads, tasks, float(wal), float(hot), float(outbox), float(events)
    )  # fmt: skip


async def count_tasks(address: str) -> int:
    """The tasks of the worker that has most, as soon as the workers have told each other."""
    async with aiohttp.ClientSession() as session, patient(PATIENCE):
        while True:
            async with session.get(address) as answer:
                if found := TASKS.findall(await answer.text()):
                    return max(map(int, found))
            await asyncio.sleep(0.1)


async def goes_on(fleet: Fleet, people: list[People]) -> list[Sample]:
    """Lets each person write once a round, and looks now and then."""
    samples, ((before,),) = [], await fleet.ask("SELECT count(*) FROM events")
    for number in range(ROUNDS):
        began = time.monotonic()
        for one in people:
            one.writes(WORDS[number % len(WORDS)])
        turns = len(people) * (number + 1)
        async with patient(PATIENCE):
            while await fleet.ask("SELECT count(*) FROM events") < [(before + turns,)]:  # noqa: ASYNC110 - as below
                await asyncio.sleep(0.05)
        await fleet.settles()
        if number % EACH == EACH - 1:
            samples.append(await look(fleet, turns))
        await asyncio.sleep(max(0.0, began + ROUND - time.monotonic()))
    return samples


async def test_nothing_grows_by_steady_traffic(
    postgresql_url: URL,
    telegram_process: TelegramProcess,
    process_user: People,
    tmp_path: Path,
    tell: Callable[..., None],
):
    async with Fleet.prepared(tmp_path, telegram_process, postgresql_url, webhook=True) as fleet:
        for _ in range(WORKERS):
            await fleet.start("--role", "all")
        people = [process_user(f"Айгүл {n}", "ky") for n in range(PEOPLE)]
        await asyncio.gather(*(proposed(one) for one in people))
        samples = await goes_on(fleet, people)
        assert min(len(one.texts) for one in people) > ROUNDS, "each was answered in each round"
        first, *others = fleet.workers
        assert await first.stop() == 0
        fleet.leave()
        assert [await worker.ends() for worker in others] == [0] * len(others)
    _, second, last = (samples[part * len(samples) // 3 : (part + 1) * len(samples) // 3] for part in range(3))
    # What is in hand comes and goes; what is never let go of raises the least as well.
    least = {
        one.name: tuple(min(getattr(sample, one.name) for sample in part) for part in (second, last))
        for one in fields(Sample)
    }
    grown = {name: least[name][1] - least[name][0] for name in GROWS}
    wal = [(part[-1].wal - part[0].wal) / (part[-1].turns - part[0].turns) for part in (second, last)]
    tell(
        "steady traffic", workers=WORKERS, turns=samples[-1].turns,
        **{name: f"{before:.1f} then {after:.1f}" for name, (before, after) in least.items() if name in GROWS},
        wal_kb_a_turn=f"{wal[0]:.1f} then {wal[1]:.1f}",
    )  # fmt: skip
    assert {name: by for name, by in grown.items() if by > GROWS[name]} == {}, samples
    assert wal[1] <= wal[0] * WAL, samples
