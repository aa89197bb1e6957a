"""One person who comes to two workers has one inbound limit: they tell each other by NOTIFY, sealed."""

import asyncio
from types import SimpleNamespace

from bot.channels.intake import Intake
from bot.channels.too_fast import BURST, TOLD_EACH
from bot.chat.message import Peer
from bot.service.workers.limits import share_limits
from storage.duties.wakeups import Wakeups
from tests.patience import patient
from tests.storage.rows import NOW

AIGUL = Peer("telegram", "bot", "996555111111")


async def _taken(*_: str) -> None:
    return


async def test_what_one_worker_lets_through_counts_at_the_other(postgresql_database, seal):
    workers, hearing, said = [], [], []
    for _ in range(2):
        wakeups = Wakeups(postgresql_database.direct_url)
        intake = Intake(_taken, _taken, lambda: NOW, lambda: 0)
        office = SimpleNamespace(database=postgresql_database, seal=seal)
        share_limits(SimpleNamespace(wakeups=wakeups, office=office), {("telegram", "bot"): intake})
        hear = wakeups._hears["flood"]
        wakeups.on("flood", lambda told, hear=hear: (said.append(told), hear(told)))
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
    assert not any("996555111111" in one for one in said)
    for _, task in hearing:
        task.cancel()
    await asyncio.gather(*(task for _, task in hearing), return_exceptions=True)
