"""Several processes serve one bot over one PostgreSQL: each has its part, and together they are one `sunush run`.

Whoever is killed is followed in each of their duties.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import URL

from storage.duties.duties import LEASE
from tests.patience import patient
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import proposed
from tests.telegram.workers.fleet import PATIENCE, Fleet

WITHIN = 15.0  # seconds
NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
LISTENING = """
SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sunush listens' AND datname = current_database()
"""
DUTIES = {
    "polling", "broadcasting", "fetching", "erasing", "leaving", "housekeeping", "mornings", "outages", "room", "alarms",
    "standing",
}  # fmt: skip


async def test_what_one_worker_takes_in_another_answers_and_whoever_is_killed_is_followed(
    postgresql_url: URL,
    telegram_process: TelegramProcess,
    process_user: People,
    tmp_path: Path,
    tell: Callable[..., None],
):
    async with Fleet.prepared(tmp_path, telegram_process, postgresql_url) as fleet:
        web, courier = await fleet.start("--role", "web"), await fleet.start("--role", "courier")
        await proposed(process_user("Айгүл", "ky"))
        assert await fleet.ask("SELECT count(*) FROM proposals") == [(1,)]
        assert {one.partition(":")[0] for (one,) in await fleet.ask("SELECT name FROM duties")} >= DUTIES
        third = await fleet.start("--role", "all")
        async with patient(PATIENCE):
            while await fleet.ask(LISTENING) != [(3,)]:  # noqa: ASYNC110 - whoever waits for a duty says nothing
                await asyncio.sleep(0.1)
        ((at,),) = await fleet.ask(NOW)
        for worker in (web, courier):
            await worker.kill()
        after = await follow(fleet, {f"{web.pid}", f"{courier.pid}"}, at)
        tell("duties after a kill -9 of their holders", duties=len(after), longest_seconds=round(max(after.values()), 1),
             **{name.partition(":")[0]: round(seconds, 1) for name, seconds in sorted(after.items())})  # fmt: skip
        assert {name.partition(":")[0] for name in after} >= DUTIES
        assert max(after.values()) <= WITHIN
        await proposed(process_user("Бакыт", "ky"))
        assert await third.stop() == 0
        assert await fleet.ask("SELECT count(*) FROM duties") == [(0,)]


async def follow(fleet: Fleet, killed: set[str], at: int) -> dict[str, float]:
    """Waits until each duty has another holder. Returns the seconds from the kill (at) for each, by PostgreSQL's clock.

    When it was taken over is read from the new lease, which began then.
    """
    taken: dict[str, float] = {}
    async with patient(WITHIN * 4):
        while True:
            rows = await fleet.ask("SELECT name, holder, until FROM duties")
            for name, holder, until in rows:
                if holder.split(":")[1] not in killed:
                    taken.setdefault(name, (until - LEASE - at) / 1000)
            if len(taken) == len(rows):
                return taken
            await asyncio.sleep(0.1)
