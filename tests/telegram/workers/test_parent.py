"""`sunush run --workers`: the parent starts anew whoever was killed, and all end with it."""

import os
import signal
from pathlib import Path

from sqlalchemy.engine import URL

from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import buttons, hears, presses, until
from tests.telegram.workers.fleet import Fleet


def children_of(parent: BotProcess) -> set[int]:
    """The workers that live now."""
    pid = parent.pid
    try:
        found = {int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()
    return {one for one in found if is_alive(one)}


def is_alive(pid: int) -> bool:
    """Whether a process runs, and is not only a name that nobody asked for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def test_whoever_is_killed_is_started_anew_and_all_end_with_their_parent(
    postgresql_url: URL, telegram_process: TelegramProcess, process_user: People, tmp_path: Path
):
    async with Fleet.prepared(tmp_path, telegram_process, postgresql_url) as fleet:
        await lives_through_a_kill(fleet, process_user)


async def lives_through_a_kill(fleet: Fleet, process_user: People) -> None:
    parent = await fleet.start("--workers", "1")
    await parent.comes_to(lambda: parent.said.count("a duty is held here now") > 3)
    first = children_of(parent)
    assert len(first) == 1
    aigul = process_user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча")
    await until(lambda: "Сунуш берүү" in buttons(aigul))
    await fleet.settles()
    ((holder,),) = await fleet.ask("SELECT holder FROM duties WHERE name LIKE 'polling:%'")
    os.kill(int(holder.split(":")[1]), signal.SIGKILL)
    await fleet.pass_a_lease()
    await presses(aigul, "Сунуш берүү")
    await hears(aigul, "1/3.")
    await parent.comes_to(lambda: len(children_of(parent)) == 1)
    assert not children_of(parent) & first
    second = children_of(parent)
    assert await parent.stop() == 0
    assert not any(map(is_alive, second))
    assert await fleet.ask("SELECT count(*) FROM duties") == [(0,)]
