"""One person or address that comes to two workers has one inbound limit: they tell each other by NOTIFY, sealed."""

import asyncio
from types import SimpleNamespace

from bot.app import steady
from bot.channels.intake import Intake
from bot.channels.too_fast import BURST, TOLD_EACH
from bot.chat.message import Peer
from bot.service.workers.callers import SharedCallers
from bot.service.workers.limits import share_limits
from bot.web.chat.inbound_limits import LIMITS
from storage.duties.wakeups import Wakeups
from tests.patience import patient
from tests.storage.rows import NOW

AIGUL = Peer("telegram", "bot", "996555111111")
VILLAGE = "192.0.2.7"


async def _taken(*_: str) -> None:
    return


def _ask(door: SharedCallers, what: str, at: int) -> int:
    return sum(door.callers.take(what, VILLAGE, 1, steady=at) for _ in range(2_000))


async def test_what_one_worker_lets_through_counts_at_the_other(postgresql_database, seal):
    workers, hearing, said, doors = [], [], [], []
    for _ in range(2):
        wakeups = Wakeups(postgresql_database.direct_url)
        intake = Intake(_taken, _taken, lambda: NOW, lambda: 0)
        office = SimpleNamespace(database=postgresql_database, seal=seal)
        service = SimpleNamespace(wakeups=wakeups, office=office)
        share_limits(service, {("telegram", "bot"): intake})
        doors.append(SharedCallers(service))
        for topic in ("flood", "callers"):
            hear = wakeups._hears[topic]
            wakeups.on(topic, lambda told, hear=hear: (said.append(told), hear(told)))
        hearing.append((wakeups, asyncio.create_task(wakeups.run())))
        workers.append(intake.flood)
    for wakeups, _ in hearing:
        await asyncio.wait_for(wakeups.listens.wait(), 20)
    first, second = workers
    passed = sum(first.passes(AIGUL, at=NOW) for _ in range(40))
    async with patient(20):
        while len([one for one in said if one]) < 2 * (BURST // TOLD_EACH):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    passed += sum(second.passes(AIGUL, at=NOW) for _ in range(40))
    assert BURST <= passed < BURST + TOLD_EACH
    before, began = len(said), steady()
    asked = {what: [_ask(doors[0], what, began)] for what in ("asked", "desk", "read", "made")}
    await doors[0].tell()
    await doors[0].tell()  # there is nothing more to say
    async with patient(20):
        while len(said) < before + 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    now = steady()
    for what, taken in asked.items():
        taken.append(_ask(doors[1], what, now))
        limit = LIMITS[what]
        assert limit.burst <= sum(taken) <= limit.burst + limit.per_second * (now - began) / 1000 + 1, what
    assert len(said) == before + 2, "one word for all of it, heard by both"
    assert not any("996555111111" in one or VILLAGE in one for one in said)
    for _, task in hearing:
        task.cancel()
    await asyncio.gather(*(task for _, task in hearing), return_exceptions=True)
