"""Several processes serve one bot over one PostgreSQL: each has its part, and together they are one `sunush run`."""

from pathlib import Path

from sqlalchemy.engine import URL

from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import proposed
from tests.telegram.workers.fleet import Fleet


async def test_what_one_worker_takes_in_another_answers(
    postgresql_url: URL, telegram_process: TelegramProcess, process_user: People, tmp_path: Path
):
    async with Fleet.prepared(tmp_path, telegram_process, postgresql_url) as fleet:
        web, courier = await fleet.start("--role", "web"), await fleet.start("--role", "courier")
        await proposed(process_user("Айгүл", "ky"))
        assert await fleet.ask("SELECT count(*) FROM proposals") == [(1,)]
        assert {one.partition(":")[0] for (one,) in await fleet.ask("SELECT name FROM duties")} >= {
            "polling", "broadcasting", "fetching", "housekeeping", "mornings",
        }  # fmt: skip
        for worker in (web, courier):
            assert await worker.stop() == 0
        assert await fleet.ask("SELECT count(*) FROM duties") == [(0,)]
