"""Several couriers of one account go by PostgreSQL's clock, wherever their own stand: pause, pace, leases, shares."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest

from bot.channels.contract import Pace, Throttled
from bot.chat.message import Message
from bot.delivery import upkeep
from bot.delivery.courier import Courier
from bot.delivery.pacing import turns
from storage.database.engine import Database
from storage.queue.outbox import Lane
from tests.channels.doubles import Clock, RecordingChannel
from tests.delivery.letters import AIGUL, BAKYT, row_of, write_to
from tests.delivery.workers.crew import most_in_a_second
from tests.patience import patient
from tests.storage.queue.crowds import crowd
from tests.storage.rows import BOT, NOW, meet, queue, rows_of

HOUR = 3_600_000
DATABASE_TIME = "storage.store.Store.read_database_time"


def courier_of(database: Database, *, ahead: int = 0, pace: Pace | None = None) -> tuple[Courier, RecordingChannel]:
    """A worker of its own, whose clock stands so many milliseconds ahead."""
    channel = RecordingChannel(*BOT)
    channel.pace = pace
    made = Courier(database=database, channels=[channel], now=_ticking(NOW + ahead), sole=False, by_database=True)
    return made, channel


def _ticking(at: int) -> Callable[[], int]:
    began = time.monotonic()
    return lambda: at + int((time.monotonic() - began) * 1000)


async def test_a_rate_limit_that_one_worker_met_holds_for_the_other(postgresql_database: Database):
    aigul, bakyt = await meet(postgresql_database, AIGUL), await meet(postgresql_database, BAKYT)
    one, first = courier_of(postgresql_database, ahead=HOUR, pace=Pace(25, 5))
    other, second = courier_of(postgresql_database, pace=Pace(25, 5))
    first.will(AIGUL, Throttled(0.4))
    await write_to(postgresql_database, aigul, 1)
    await one.carry()
    await write_to(postgresql_database, bakyt, 2)
    assert (await other.carry(), second.tried) == (0, [])
    wait = await postgresql_database.read(
        lambda store: store.accounts.count_allowance(*BOT, now=None, per_second=25, burst=5, most=5)
    )
    assert wait.messages == 0 < wait.next_in <= 1_000
    async with patient(30):
        while not second.sent:
            await other.carry()
            await asyncio.sleep(0.02)
    assert second.texts == ["letter 2"]


async def test_three_workers_keep_to_one_pace_and_each_lane_has_its_share(postgresql_url, seal, tell):
    databases = [Database(postgresql_url, seal) for _ in range(3)]
    pace = Pace(200, 5)
    crew = [courier_of(database, pace=pace) for database in databases]
    sent: list[tuple[str, str]] = []
    for _, channel in crew:
        channel.sent = sent
    chats = await crowd(databases[0], 1, 90, where=BOT, follow=False)

    async def fill(store):
        for number, one in enumerate(chats):
            lane = (Lane.REPLY, Lane.ANSWER, Lane.NOTICE)[number % 3]
            await store.outbox.queue(
                one.peer_id, *BOT, kind=lane.name.lower(), object_id=number, revision=0, lane=lane, language="ky",
                body=Message(lane.name).to_json(), at=NOW - HOUR,
            )  # fmt: skip

    await databases[0].write(fill)
    began = time.monotonic()
    async with patient(60):
        while len(sent) < 45:
            for worker, _ in crew:
                await worker._look()
            await asyncio.sleep(0.01)
    took = time.monotonic() - began
    counted = Counter(said for _, said in sent[:45])
    claimed = [row["leased_until"] for row in await rows_of(databases[0], "outbox") if row["leased_until"]]
    tell(
        "three workers of one account, while replies, answers and notices wait", pace="200 a second and 5 at once",
        most_in_a_second=most_in_a_second(claimed, 1_000), reply=counted["REPLY"], answer=counted["ANSWER"],
        notice=counted["NOTICE"],
    )  # fmt: skip
    assert len(sent) <= took * pace.per_second + pace.burst + 1
    assert most_in_a_second(claimed, 1_000) <= pace.per_second + pace.burst
    assert counted["REPLY"] >= counted["ANSWER"] >= counted["NOTICE"] > 0
    for worker, _ in crew:
        await worker.carry()
    for database in databases:
        await database.close()


async def test_a_lease_is_held_while_its_file_is_made_and_taken_back_once_nobody_renews_it(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(upkeep, "RECLAIM", 0)
    at = [NOW]

    async def read_database_time(_store) -> int:
        return at[0]

    monkeypatch.setattr(DATABASE_TIME, read_database_time)
    one, first = courier_of(postgresql_database)
    other, second = courier_of(postgresql_database)
    second._ids = count(100)
    aigul = await meet(postgresql_database, AIGUL)
    await write_to(postgresql_database, aigul, 1)
    first.answering.clear()
    await one._look()
    await first.asked.wait()
    at[0] += turns.HELD - 1
    one._leases._renewed_at = one._leases._in_hand.copy().popitem()[1].known_at = -turns.HELD
    await one._look()
    at[0] += turns.HELD - 1
    assert await other.carry() == 0, "it was renewed"
    at[0] += 2
    assert await other.carry() == 1
    assert second.texts == ["letter 1"]
    before = await row_of(postgresql_database, 1)
    first.answering.set()
    await one.carry()
    assert (await row_of(postgresql_database, 1), one.counts["late mark refused"]) == (before, 1)


async def test_each_letter_of_a_claim_keeps_its_lease_while_others_of_it_have_left(postgresql_database: Database):
    one, channel = courier_of(postgresql_database)
    for address in (AIGUL, BAKYT):
        await write_to(postgresql_database, await meet(postgresql_database, address), int(address[-1]))
    channel.answering.clear()
    await one._look()
    first, second = [letter for line in one._lines for letter in line.places.values()]
    assert first.lease == second.lease
    one._leases.let_go(first)
    before = (await row_of(postgresql_database, second.object_id))["leased_until"]
    one._leases._renewed_at = one._leases._in_hand[second.claim].known_at = -turns.HELD
    await asyncio.sleep(0.002)
    await one._leases.renew()
    assert (await row_of(postgresql_database, second.object_id))["leased_until"] > before
    channel.answering.set()
    await one.carry()


async def test_a_clock_that_is_put_back_in_one_worker_moves_nothing_of_the_others(postgresql_database: Database):
    clock = Clock(NOW)
    channel = RecordingChannel(*BOT)
    worker = Courier(database=postgresql_database, channels=[channel], now=clock, sole=False, by_database=True)
    aigul = await meet(postgresql_database, AIGUL)
    await postgresql_database.write(lambda store: queue(store, aigul, 1, Lane.REPLY, at=NOW + HOUR))
    await worker.carry()
    clock.now -= HOUR
    await worker.carry()
    assert [row["not_before"] for row in await rows_of(postgresql_database, "outbox")] == [NOW + HOUR]


async def test_a_chat_takes_no_more_at_once_from_several_workers_than_from_one(postgresql_database: Database):
    clock, aigul = Clock(NOW), await meet(postgresql_database, AIGUL)
    workers: list[tuple[Courier, RecordingChannel]] = []
    for _ in range(4):
        channel = RecordingChannel(*BOT)
        channel.pace = Pace(1_000, 100, chat_spacing=1.0)
        made = Courier(database=postgresql_database, channels=[channel], now=clock, sole=False, by_database=True)
        workers.append((made, channel))
    for number in range(12):  # by turns, so that none of them has sent much there
        await write_to(postgresql_database, aigul, number)
        await workers[number % 4][0].carry()
    assert sum(len(channel.sent) for _, channel in workers) == 3, "the burst of a chat"
    for second in range(1, 4):
        clock.move(seconds=1)
        for worker, _ in workers:
            await worker.carry()
        assert sum(len(channel.sent) for _, channel in workers) == 3 + second
