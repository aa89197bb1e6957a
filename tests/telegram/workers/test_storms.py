"""Workers are killed, PostgreSQL is restarted behind a PgBouncer, connections are cut, while people write.

Nothing is lost, nothing doubled, each person's messages are taken in order. What comes twice was in flight at a blow.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.patience import patient
from tests.seeds import kills_seed
from tests.sizes import FULL, sized
from tests.support.cluster import PGBOUNCER, Cluster
from tests.support.postgresql import PostgreSQL
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.faults import test_kills
from tests.telegram.faults.test_kills import PATIENCE, Resident
from tests.telegram.workers.fleet import Fleet
from tests.telegram.workers.proxy import Proxy

pytestmark = pytest.mark.slow

RESIDENTS = sized(6, 200)
WORKERS = (1, 2, 4) if FULL else (2,)
KILLS = sized(2, 50)
MODES = ("immediate", "fast")  # how PostgreSQL is restarted
CUTS, RESTARTS = sized(4, 60), sized(1, 5)
BETWEEN = (1.0, 3.0) if FULL else (0.1, 0.9)  # seconds between two blows
WORKED = (0.3, 1.5)  # seconds of its own work after which a worker is killed, from its start or from its open door
IN_HAND = "SELECT count(*) FROM outbox WHERE state = 1"
UNSENT = "SELECT 1 FROM outbox WHERE state < 3 LIMIT 1"


@dataclass
class Storm:
    """What befalls the workers while people write."""

    fleet: Fleet
    telegram: TelegramServer
    chance: random.Random
    proxy: Proxy
    cluster: Cluster
    kills: int = 0
    cuts: int = 0
    restarts: int = 0
    in_hand: int = 0  # letters that were leased right after a blow

    @property
    def is_over(self) -> bool:
        """Whether nothing more befalls them."""
        return not (self.kills or self.cuts or self.restarts)

    async def rages(self) -> None:
        """One blow after the other."""
        while not self.is_over:
            await asyncio.sleep(self.chance.uniform(*BETWEEN))
            blows = [name for name in ("kills", "cuts", "restarts") for _ in range(getattr(self, name))]
            blow = self.chance.choice(blows)
            if blow == "kills":
                await self._kill()
            elif blow == "cuts":
                self.proxy.cut(self.chance.randint(1, 4), self.chance)
            else:
                await self.cluster.restart(MODES[self.restarts % len(MODES)])
            ((leased,),) = await self.fleet.ask(IN_HAND)
            self.in_hand += leased
            setattr(self, blow, getattr(self, blow) - 1)

    async def _kill(self) -> None:
        # Mostly of one that works already; now and then of one that only begins.
        victim = self.chance.choice(self.fleet.workers)
        if self.chance.random() < 0.85:
            await self.fleet.wait_until_open(victim)
        await works_for(victim, self.chance.uniform(*WORKED))
        await self.fleet.kill_and_start_anew(victim)


async def works_for(worker: BotProcess, seconds: float) -> None:
    """Waits until a worker has worked for some seconds: those of the wall say how busy the machine is."""
    working = worker.patience()
    while working.worked() < seconds and not working.is_over():  # noqa: ASYNC110 - a process signals nothing
        await asyncio.sleep(0.02)


async def weathered(fleet: Fleet, storm: Storm, people: People, tell: Callable[..., None], seed: int) -> None:
    """Lets everybody propose through the storm, and looks at what is left."""
    given = {"kills": storm.kills, "cuts": storm.cuts, "restarts": storm.restarts}
    residents = [
        Resident(people(f"Тургун {n}", "ky"), random.Random(f"{seed} {n}"), lambda: not storm.is_over)
        for n in range(RESIDENTS)
    ]
    async with asyncio.TaskGroup() as group:
        group.create_task(storm.rages())
        for resident in residents:
            group.create_task(resident.talks())
    async with patient(PATIENCE):
        while storm.telegram.pending() or await fleet.ask(UNSENT):  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.1)
    first, *others = fleet.workers
    assert await first.stop() == 0
    fleet.leave()  # their parent, of whom they hear only that it is gone
    assert [await worker.ends() for worker in others] == [0] * len(others)

    planned = [text for resident in residents for text in resident.texts]
    kept = await fleet.ask("SELECT label, text FROM proposals p JOIN proposal_texts t ON t.proposal_id = p.id")
    texts = [text for _, text in kept]
    receipts = {(label, text) for resident in residents for label, text in resident.receipts.items()}
    lost = len(set(planned) - set(texts)) + len(receipts - set(kept))
    doubled = len(texts) - len(set(texts))
    repeated = sum(shown - 1 for resident in residents for shown in resident.receipts_shown.values())
    events = await fleet.ask("SELECT peer_id, external_id FROM events ORDER BY id")
    written = sum(resident.updates for resident in residents)
    out_of_order = count_out_of_order(events, set().union(*(resident.pressed for resident in residents)))
    tell(
        "workers over one PostgreSQL, kill -9 and cuts",
        workers=len(fleet.workers),
        **given,
        connections_cut=storm.proxy.cuts,
        pgbouncer=PGBOUNCER is not None,
        in_flight_at_blows=storm.in_hand,
        parked_as_uncertain=(await fleet.ask("SELECT count(*) FROM outbox WHERE state = 7"))[0][0],
        residents=len(residents),
        updates=written,
        events=len(events),
        proposals=len(kept),
        lost=lost,
        doubled=doubled,
        out_of_order=out_of_order,
        receipts_repeated=repeated,
    )
    assert (lost, doubled, out_of_order) == (0, 0, 0)
    assert sorted(texts) == sorted(planned)
    assert len(events) == written
    assert await fleet.ask("SELECT count(*) FROM events WHERE state <> 'done'") == [(0,)]
    assert repeated <= storm.in_hand, "what came twice was in flight"


def count_out_of_order(events: list[tuple[int, str]], pressed: set[int]) -> int:
    """How many updates of a person were taken in after a later one of theirs.

    Telegram has a line for a chat's messages and one for its presses, and keeps no order between them.
    """
    lines: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for peer_id, update in events:
        number = int(update.partition(":")[0])
        lines[peer_id, number in pressed].append(number)
    return sum(later < before for line in lines.values() for before, later in zip(line, line[1:], strict=False))


@pytest.mark.parametrize("count", WORKERS)
async def test_workers_are_killed_and_cut_off_while_residents_write(
    postgresql: PostgreSQL,
    telegram: TelegramServer,
    user: People,
    tmp_path: Path,
    tell: Callable[..., None],
    count: int,
    monkeypatch: pytest.MonkeyPatch,
):
    if FULL:  # two hundred wait for each other, and for workers that are gone
        monkeypatch.setattr(test_kills, "PATIENCE", 900.0)
        monkeypatch.setattr(test_kills, "IMPATIENT", 60.0)
    seed = kills_seed()
    tell("workers, kill -9 and cuts, seed for KILLS_SEED", seed=seed)
    async with (
        Cluster.started(postgresql) as cluster,
        cluster.pooled() as pooled,
        Proxy.before(pooled) as (proxy, url),
        Fleet.prepared(
            tmp_path, telegram, cluster.url, by=url, webhook=True, SUNUSH_PGBOUNCER=str(int(PGBOUNCER is not None)),
            SUNUSH_LISTEN_URL=cluster.url.render_as_string(hide_password=False),
        ) as fleet,
    ):  # fmt: skip
        for _ in range(count):
            await fleet.start("--role", "all")
        await fleet.wait_until_open(fleet.workers[0])
        storm = Storm(
            fleet, telegram, random.Random(f"{seed} {count}"), proxy, cluster, kills=KILLS, cuts=CUTS, restarts=RESTARTS
        )
        await weathered(fleet, storm, user, tell, seed)
    assert telegram.errors() == []
