"""`sunush aimak merge`, ended by `kill -9` at many moments. All of it is there afterwards or nothing, and it can be done."""

import asyncio
import os
import shutil
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from bot.budget.proposal import Side, Source
from storage.database.engine import Database
from storage.database.schema import aimaks, audit, follows, outbox, peers, proposals
from storage.database.seal import Seal
from storage.proposals import NewProposal
from tests.databases import KEY, install
from tests.office.offices import MONDAY, Office
from tests.patience import LONGEST, Patience
from tests.sizes import sized

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KILLS = sized(2, 40)
PROPOSALS = sized(150, 600)
STEP = sized(0.6, 0.05)  # seconds of its work later each time
LOOK = 0.005  # seconds
COMMAND = ("aimak", "merge", "akmuz", "kokjar", "--on", "2024-12-01", "--yes")


async def fill(database: Database) -> None:
    """Two aimaks; the first has many people with an open proposal and a subscription each."""
    old, new = await Office(database, "akmuz").opens(), await Office(database, "kokjar").opens()

    async def work(store: Any) -> None:
        for n in range(PROPOSALS):
            person = await store.people.meet("telegram", "bot", f"resident {n}", at=MONDAY)
            await store.people.set_aimak(person.peer_id, old.aimak_id)
            await store.people.set_language(person.peer_id, "ky")
            await store.people.set_consent(person.id, version=3, at=MONDAY)
            await store.subscriptions.set_subscription(person.id, old.aimak_id, True, at=MONDAY)
            proposal = NewProposal(
                key=f"p{n}", aimak_id=old.aimak_id, budget_year=2027, author_id=person.id, peer_id=person.peer_id,
                side=Side.SPENDING, category=None, amount=None, village_id=None, place=None, author_name=None,
                source=Source.TELEGRAM, language="ky", received_at=MONDAY, due_on=date(2026, 11, 23), due_days=14,
            )  # fmt: skip
            await store.proposals.add(proposal, text=f"Көчөгө жарык керек {n}", fold="")

    await database.write(work)
    assert new.aimak_id != old.aimak_id


async def stands(database: Database) -> dict[str, Any]:
    """What a merger changes, of both aimaks."""

    async def look(store: Any) -> dict[str, Any]:
        async def count(table: Any, *where: Any) -> int:
            return await store.connection.scalar(select(func.count()).select_from(table).where(*where)) or 0

        old = await store.aimaks.find_by_code("akmuz")
        return {
            "merged": old.merged_into_id is not None,
            "closed": await count(aimaks, aimaks.c.valid_to.is_not(None)),
            "left": [await count(table, table.c.aimak_id == old.id) for table in (proposals, peers, follows)],
            "numbers": await count(select(proposals.c.aimak_id, proposals.c.number).distinct().subquery()),
            "labels": await count(select(proposals.c.label).distinct().subquery()),
            "told": await count(outbox, outbox.c.kind == "merged"),
            "recorded": await count(audit, audit.c.act == "merge"),
        }

    return await database.read(look)


NOTHING = {"merged": False, "closed": 0, "left": [PROPOSALS] * 3, "told": 0, "recorded": 0}
ALL = {"merged": True, "closed": 1, "left": [0] * 3, "told": PROPOSALS, "recorded": 2}
SAME = {"numbers": PROPOSALS, "labels": PROPOSALS}


async def run(folder: Path, url: URL | None, *, work: float = LONGEST) -> tuple[int, float]:
    """Runs the command, and kills it once it has worked so many seconds. Returns its exit code and how many it worked.

    Seconds on the wall say how busy the machine is. They would kill it before it has begun or when all is done.
    """
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    surroundings |= {"PYTHONPATH": str(ROOT), "SUNUSH_DATA_DIR": str(folder), "SUNUSH_KEY_FILE": str(folder / "key")}
    if url is not None:
        surroundings["SUNUSH_DATABASE_URL"] = url.render_as_string(hide_password=False).replace("+psycopg", "")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *COMMAND),
        cwd=folder,
        env=surroundings,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    patience, ended = Patience(process.pid, idle=LONGEST, longest=LONGEST), asyncio.create_task(process.wait())
    while not ended.done() and patience.worked() < work:
        await asyncio.wait([ended], timeout=LOOK)
    if not ended.done():
        process.send_signal(signal.SIGKILL)
    return await ended, patience.worked()


def opened(folder: Path, url: URL | None) -> Database:
    return Database(url or URL.create("sqlite+aiosqlite", database=str(folder / "sunush.db")), Seal(KEY))


async def look(folder: Path, url: URL | None) -> bool:
    """Whether it is merged; fails where that is half done."""
    database = opened(folder, url)
    try:
        found = await stands(database)
    finally:
        await database.close()
    assert found == (ALL if found["merged"] else NOTHING) | SAME
    return bool(found["merged"])


async def test_a_merger_that_is_killed_on_sqlite_is_whole_or_has_not_been(tmp_path, tell):
    home = tmp_path / "home"
    home.mkdir()
    install(home / "sunush.db", home / "key")
    database = opened(home, None)
    await fill(database)
    await database.close()
    whole, begun, usual, left = 0, 0, 0.0, None
    # The first is not killed: how long it takes says when to kill the others, later and later. The machine may have
    # become quicker, so that none was killed in time. Then more are begun and killed sooner and sooner.
    while begun <= KILLS or left is None:
        folder = tmp_path / f"try{begun}"
        shutil.copytree(home, folder)
        share = 0.4 + 0.6 * begun / KILLS if begun <= KILLS else 0.4 * 0.7 ** (begun - KILLS)
        code, took = await run(folder, None, work=usual * share if begun else LONGEST)
        usual = usual if code else took  # less than the first, which also compiled the modules
        is_merged = await look(folder, None)
        assert is_merged or (begun and code != 0)
        whole, begun = whole + is_merged, begun + 1
        if is_merged:
            shutil.rmtree(folder)
        else:
            left = folder
    assert (await run(left, None))[0] == 0
    assert await look(left, None)
    tell("a merger ended by kill -9, on SQLite", kills=begun - 1, whole=whole - 1, not_begun=begun - whole, half_done=0)


async def test_a_merger_that_is_killed_on_postgresql_is_whole_or_has_not_been(postgresql_url, tmp_path, tell):
    install(tmp_path / "unused.db", tmp_path / "key")
    database = opened(tmp_path, postgresql_url)
    await fill(database)
    await database.close()
    kills = 0
    while not await look(tmp_path, postgresql_url):
        code, _ = await run(tmp_path, postgresql_url, work=0.4 + kills * STEP)
        kills += code != 0
    assert kills > 0
    tell("a merger ended by kill -9, on PostgreSQL", kills=kills, half_done=0)
