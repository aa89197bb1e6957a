"""Several workers on one account of PostgreSQL: killed, frozen, joined by others. Each of them is a process."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.delivery import under_way, upkeep
from bot.delivery.courier import Courier
from storage.database.engine import Database
from storage.queue.outbox import Lane, State
from tests.channels.doubles import Clock, RecordingChannel
from tests.delivery.letters import write_to
from tests.delivery.workers.crew import Crew, Ledger, most_in_a_second
from tests.office.broadcasts.notices import NOTICE
from tests.office.halls import BOT, Hall, moment
from tests.patience import patient
from tests.seeds import kills_seed
from tests.sizes import sized
from tests.storage.rows import BOT as ACCOUNT
from tests.storage.rows import NOW, meet, rows_of

pytestmark = pytest.mark.slow

RECIPIENTS, KILLS = sized((300, 1), (100_000, 50))
PACE = sized(210, 1_000)  # messages in any second
WORKERS = 2  # at any moment
HELD = 1_000  # milliseconds


@pytest.fixture
async def crew(postgresql_url, tmp_path: Path):
    made = Crew(postgresql_url, Ledger(tmp_path / "ledger"), ACCOUNT, NOW, held=HELD)
    yield made
    await made.ends()


async def test_a_notice_reaches_everybody_within_the_pace_while_workers_die_and_join(
    postgresql_database: Database, crew: Crew, tell
):
    chance = random.Random(f"{kills_seed()} workers")
    clock = Clock(moment("2026-12-01 10:00"))
    hall = await Hall(postgresql_database, clock).opens(subscribers=RECIPIENTS)
    hearing = await hall.announces("2026-12-16 15:00")
    crew.account, crew.now, crew.pace = BOT, clock.now, PACE
    spare = [await crew.starts() for _ in range(WORKERS + min(KILLS, 3))]
    for worker in spare:
        await worker.is_ready()
    serving = [spare.pop() for _ in range(WORKERS)]
    for worker in serving:
        worker.begins()
    for number in range(KILLS):
        await crew.until_sent(int((number + chance.random()) * RECIPIENTS / (KILLS + 1)) + 1)
        gone = serving.pop(chance.randrange(WORKERS))
        await gone.is_killed()
        serving.append(spare.pop(0))
        serving[-1].begins()
        if number + len(spare) < KILLS - 1:
            spare.append(await crew.starts())
            await spare[-1].is_ready()
    async with patient(60):
        while (await hall.broadcast(hearing, NOTICE)).finished_at is None:  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.2)
    lost = [await worker.ends() for worker in serving]

    times_told = crew.times_told()
    told = Counter({one.address: times_told[one.address] for one in hall.villagers})
    claimed = [
        row["leased_until"] for row in await rows_of(postgresql_database, "outbox") if row["kind"] == "broadcast"
    ]
    progress = await hall.progress(await hall.broadcast(hearing, NOTICE))
    parked = sum(progress.not_reached.values())
    told_thrice = sum(count > 3 for count in told.values())
    most_claimed = most_in_a_second(claimed, 1_000)
    tell(
        "a notice while workers die and join, on PostgreSQL", recipients=RECIPIENTS, kills=KILLS,
        unreached=sum(count == 0 for count in told.values()), told_twice=sum(count == 2 for count in told.values()),
        doubles_at_most=KILLS * under_way.BATCH, parked_as_uncertain=parked,
        most_claimed_in_a_second=f"{most_claimed} of {PACE}",
        most_sent_in_a_second=most_in_a_second([at for at, _, _ in crew.sent()], 10**9),
    )  # fmt: skip
    assert min(told.values()) > 0
    assert progress.people == RECIPIENTS
    assert sum(told.values()) - RECIPIENTS <= KILLS * under_way.BATCH
    assert (told_thrice, progress.waiting, await hall.count_headless()) == (0, 0, 0)
    assert most_claimed <= PACE
    assert lost == [0] * WORKERS


async def test_a_worker_that_was_frozen_past_its_lease_changes_nothing_any_more(
    postgresql_database: Database, crew: Crew, tell, monkeypatch: pytest.MonkeyPatch
):
    people = [await meet(postgresql_database, f"99655511111{number}") for number in range(under_way.BATCH)]
    for person in people:
        await write_to(postgresql_database, person, person.id, lane=Lane.ANSWER)
    frozen, channel = await crew.starts(freezes=True), RecordingChannel(*ACCOUNT)
    await frozen.is_ready()
    frozen.begins()
    await frozen.stands_still()
    monkeypatch.setattr(upkeep, "RECLAIM", 0)
    other = Courier(database=postgresql_database, channels=[channel], now=lambda: NOW, sole=False, by_database=True)
    async with patient(60):
        while len(channel.sent) < len(people):
            await other.carry()

    before = await rows_of(postgresql_database, "outbox")
    frozen.goes_on()
    lost = await frozen.ends()
    after = await rows_of(postgresql_database, "outbox")
    sent_twice = sum(pid == frozen.pid for _, pid, _ in crew.sent())
    tell(
        "a worker frozen past its lease, then continued, on PostgreSQL", letters_in_its_hands=len(people),
        being_sent=1, late_marks=lost, changed=sum(one != two for one, two in zip(before, after, strict=True)),
        told_twice=sent_twice,
    )  # fmt: skip
    assert {row["state"] for row in before} == {State.SENT}
    assert after == before
    assert (sent_twice, lost) == (1, len(people)), "only what was being sent left twice"
    async with postgresql_database._engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM outbox WHERE lease IS NOT NULL")) == 0
