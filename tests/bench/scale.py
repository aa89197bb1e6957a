"""Measures a filled install: the screens of an office, criterion 6, the export beside bare csv and sqlite3, housekeeping.

python -m tests.bench.scale [--proposals 200000] [--aimaks 10] [--events 7] [--times 5] [--rows] [--keep FOLDER]
"""

import argparse
import asyncio
import csv
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from bot.chat.message import MORE, Incoming, Kind, Peer
from bot.delivery.incoming.receive import Receive
from bot.export.proposals import write_export
from bot.office import residents
from bot.office.criteria.criterion_6 import count
from bot.office.criteria.score_sheet import count_tally
from handlers import router
from storage.conversations.states import FileStates
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.store import Store
from tests.bench.figures import machine, table
from tests.bench.filled import NOW, YEAR, Size, fill
from tests.databases import KEY, migrated_file
from tests.storage.database.statements import listening

CLERK, RESIDENT = "clerk-1-2", "resident-41"
SCREENS = (
    ("Жооп күткөндөр", CLERK, "desk_list:waiting"),
    ("its next page", CLERK, MORE),
    ("Жооп берилгендер", CLERK, "desk_list:answered"),
    ("its next page", CLERK, MORE),
    ("kept answers", CLERK, "desk_list:drafted"),
    ("answers that reached nobody", CLERK, "desk_list:undelivered"),
    ("Мөөнөтү өттү", CLERK, "desk_list:overdue"),
    ("Суроолор", CLERK, "desk_list:questioned"),
    ("what the list is narrowed to", CLERK, "desk_filter"),
    ("by village", CLERK, "desk_by:village_id"),
    ("one proposal", CLERK, "desk_one:4"),
    ("its office's menu", CLERK, "/start"),
    ("searched: жол", CLERK, "жолду"),
    ("searched: жол керек", CLERK, "жол керек"),
    ("searched, and not there", CLERK, "жол мечит"),
    ("6-критерий", "clerk-1-1", "tally"),
    ("a resident's own list", RESIDENT, "mine"),
)


def main() -> None:
    """Fills an install, measures, and prints tables in Markdown."""
    given = _arguments()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="sunush-scale-"))
    try:
        if given.fill:
            asyncio.run(_filled(folder / "sunush.db", Size(given.proposals, given.aimaks, given.events)))
            return
        if not (folder / "sunush.db").exists():  # in a process of its own, so that its memory is not ours
            subprocess.run(
                [sys.executable, "-m", "tests.bench.scale", *sys.argv[1:], "--keep", str(folder), "--fill"], check=True
            )
        print(f"{given.proposals} proposals in {given.aimaks} aimaks, {machine()}\n")
        asyncio.run(_measured(folder, given))
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=200_000)
    parser.add_argument("--aimaks", type=int, default=10)
    parser.add_argument("--events", type=int, default=7, help="a proposal")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--rows", action="store_true", help="make criterion 6 of every row as well, which takes long")
    parser.add_argument("--keep", type=Path, help="a folder for the install, used again if it is there")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


async def _filled(path: Path, size: Size) -> None:
    database = Database(make_database_url(f"sqlite:///{migrated_file(path)}"), Seal(KEY))
    await fill(database, Seal(KEY), size)
    await database.close()


async def _measured(folder: Path, given: argparse.Namespace) -> None:
    seal = Seal(KEY)
    database = Database(make_database_url(f"sqlite:///{folder}/sunush.db"), seal)
    try:
        await _screens(database, seal, folder, given.times)
        await _criterion(database, given)
        await _exports(database, seal, folder)
        await _housekeeping(database)
    finally:
        await database.close()


async def _screens(database: Database, seal: Seal, folder: Path, times: int) -> None:
    states = FileStates(folder / "states", seal)
    receive = Receive(database=database, states=states, router=router, now=lambda: NOW, wake=lambda: None)
    rows = []
    for title, who, choice in SCREENS:
        took = []
        for _ in range(times):
            named = choice == MORE or ":" in choice or "_" in choice or choice in {"tally", "mine"}
            said = {"choice": choice} if named else {"text": choice}
            kind = Kind.CHOICE if named else Kind.TEXT
            incoming = Incoming(uuid.uuid4().hex, Peer("telegram", "bot", who), kind, **said)
            took.append(await _seconds(lambda incoming=incoming: receive(incoming)))
        rows.append([title, f"{1000 * statistics.median(took):.1f}", f"{1000 * min(took):.1f}"])
    await states.close()
    print(table(["Sunush: a screen, committed", "median ms", "best ms"], rows) + "\n")


async def _criterion(database: Database, given: argparse.Namespace) -> None:
    ways: dict[str, Callable[..., Awaitable[Any]]] = {"counted by the database": count}
    if given.rows:
        ways["of every row"] = count_tally
    rows = []
    for title, make in ways.items():
        began = time.process_time()
        took = await _seconds(lambda make=make: _read(database, make))
        rows.append([title, f"{took:.2f}", f"{time.process_time() - began:.2f}"])
    heads = [f"Sunush: criterion 6 of {given.proposals // given.aimaks} proposals", "s", "s of the processor"]
    print(table(heads, rows) + "\n")


async def _read(database: Database, make: Callable[..., Awaitable[Any]]) -> None:
    await database.read(lambda store: make(store, aimak_id=1, year=YEAR))


async def _exports(database: Database, seal: Seal, folder: Path) -> None:
    idle = _memory(peak=False)
    _forget_peak()
    with listening() as heard:
        took = await _seconds(lambda: _exported(database, seal, folder))
    ours = [["Sunush, CSV", f"{took:.1f}", f"{max(0, _memory(peak=True) - idle):.0f}"]]
    asked = [one for one in heard.selects if "first_answer" in one]  # one an aimak and year
    began = time.perf_counter()
    _bare(folder, asked)
    bare = time.perf_counter() - began
    ours.append(["bare csv and sqlite3, the same statements", f"{bare:.1f}", ""])
    ours.append(["Sunush of bare", f"{took / bare:.2f} ×", ""])
    print(table(["Export of every proposal", "s", "MB over idle"], ours) + "\n")


async def _exported(database: Database, seal: Seal, folder: Path) -> None:
    path = folder / "export.csv"
    path.unlink(missing_ok=True)
    await write_export(database, seal, path=path, form="csv", aimak_id=None, year=None, pseudonymous=False)


def _bare(folder: Path, statements: list[str]) -> None:
    with (
        closing(sqlite3.connect(folder / "sunush.db")) as connection,
        (folder / "bare.csv").open("w", newline="") as file,
    ):
        for statement in statements:
            csv.writer(file).writerows(connection.execute(statement))


async def _housekeeping(database: Database) -> None:
    took = {
        "people who never agreed": await _units(database, _forgotten),
        "a backlog of old events and replies": await _units(database, _cleared),
        "the same an hour later": await _units(database, _cleared),
    }
    rows = [
        [
            title,
            str(len(units)),
            f"{sum(units):.2f}",
            f"{1000 * statistics.median(units):.1f}",
            f"{1000 * max(units):.1f}",
        ]
        for title, units in took.items()
    ]
    heads = ["Sunush: housekeeping", "units", "s in all", "median ms a unit", "longest ms"]
    print(table(heads, rows))


async def _units(database: Database, work: Callable[..., Awaitable[Any]]) -> list[float]:
    # Seconds each unit of the writer takes, one after the other until nothing is left.
    took: list[float] = []
    place: Any = (0, 0)
    while place:
        began = time.perf_counter()
        place = await database.write(partial(work, after=place))
        took.append(time.perf_counter() - began)
    return took


async def _forgotten(store: Store, *, after: object) -> list[tuple[str, str, str]]:
    return await residents.forget_strangers(store, at=NOW)


async def _cleared(store: Store, *, after: tuple[int, int]) -> tuple[int, int] | None:
    # Everything that is there is taken for old.
    return await residents.clear_old_events(store, before=NOW, after=after)


async def _seconds(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


def _memory(*, peak: bool) -> float:
    # MB of this process now, or the most since the peak was forgotten.
    name = "VmHWM:" if peak else "VmRSS:"
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


if __name__ == "__main__":
    main()
