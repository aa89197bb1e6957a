"""Measures turns on 1, 2 and 4 workers over one PostgreSQL: the seven updates of a proposal, each committed.

python -m tests.bench.country.workers [--people 40] [--workers 1,2,4]

On a busy machine turns a second say how busy it is. So the processor's time of a turn is printed too, of Python and of
PostgreSQL.
"""

import argparse
import asyncio
import base64
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.app import now
from bot.delivery.incoming.receive import Receive
from bot.service.serve import make_loop
from bot.settings import Settings
from handlers import router
from storage.conversations.table_states import TableStates
from tests.bench.conversation import Sunush
from tests.bench.figures import STEPS, machine, table
from tests.databases import KEY
from tests.support.postgresql import Run, running

TICK = os.sysconf("SC_CLK_TCK")
AT_ONCE = 16


class Worker(Sunush):
    """One of several: conversations in the table, every turn a transaction."""

    def __init__(self, folder: Path, url: str, account: str = "424242") -> None:
        super().__init__(folder)
        self._url, self._account = url, account  # each has a bot of its own, so that none settles what is another's

    async def open(self) -> None:
        """Opens the install that the first of them has made."""
        from bot.app import open_install
        from bot.office.aimaks import add_samples

        settings = Settings(self.folder / "data", self._url, self.folder / "key")
        self._opening = open_install(settings)
        self._office = await self._opening.__aenter__()
        self._database, self._seal = self._office.database, self._office.seal
        await self._database.write(add_samples)
        self._states = TableStates(self._database, now)  # type: ignore[assignment]
        self._receive = Receive(database=self._database, states=self._states, router=router, now=now, wake=lambda: None)
        self._shown = {}


def main() -> None:
    """Starts a server and the workers, and prints a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=40, help="of each worker")
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--one", nargs=3, metavar=("FOLDER", "URL", "FIRST"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        with asyncio.Runner(loop_factory=make_loop) as runner:
            runner.run(_work(Path(given.one[0]), given.one[1], int(given.one[2]), given.people))
        return
    run = Run()
    try:
        server = running("bench")
        rows = [_measure(server, number, given.people) for number in map(int, given.workers.split(","))]
        print(f"{machine()}, load {os.getloadavg()[0]:.0f}\n")
        heads = ["workers", "turns", "turns a second", "ms of the processor a turn: Python", "PostgreSQL"]
        print(table(heads, rows))
        server.close()
    finally:
        run.end()


def _measure(server: object, number: int, people: int) -> list[str]:
    name = server.make("template0")  # type: ignore[attr-defined]
    url = server.url(name).set(drivername="postgresql").render_as_string()  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory(prefix="sunush-workers-") as folder:
        (Path(folder) / "key").write_bytes(base64.urlsafe_b64encode(KEY))
        (Path(folder) / "key").chmod(0o600)
        asyncio.run(_prepare(Path(folder), url))
        command = [sys.executable, "-m", "tests.bench.country.workers", "--people", str(people), "--one", folder, url]
        before = _postgres_seconds(server.folder)  # type: ignore[attr-defined]
        began = time.perf_counter()
        working = [
            subprocess.Popen([*command, str(1_000 * (n + 1))], stdout=subprocess.PIPE, text=True) for n in range(number)
        ]
        told = [one.communicate()[0].split() for one in working]
        took = time.perf_counter() - began
        spent = _postgres_seconds(server.folder) - before  # type: ignore[attr-defined]
    turns = sum(int(one[0]) for one in told)
    took = max(float(one[2]) for one in told) or took
    python = sum(float(one[1]) for one in told)
    return [
        str(number),
        str(turns),
        f"{turns / took:.0f}",
        f"{1000 * python / turns:.2f}",
        f"{1000 * spent / turns:.2f}",
    ]


async def _prepare(folder: Path, url: str) -> None:
    worker = Worker(folder, url)
    await worker.open()
    await worker._opening.__aexit__(None, None, None)


async def _work(folder: Path, url: str, first: int, people: int) -> None:
    worker = Worker(folder, url, str(first))
    await worker.open()
    turns, spent, took = 0, 0.0, 0.0
    free = asyncio.Semaphore(AT_ONCE)
    for step in STEPS:
        updates = [worker.update(first + n, step) for n in range(people)]
        began, ticks = time.perf_counter(), time.process_time()

        async def take(update: dict[str, object]) -> None:
            async with free:
                await worker.take(update)

        await asyncio.gather(*map(take, updates))
        turns, spent, took = turns + people, spent + time.process_time() - ticks, took + time.perf_counter() - began
        await worker.settle()
    print(turns, f"{spent:.3f}", f"{took:.3f}")
    await worker._opening.__aexit__(None, None, None)


def _postgres_seconds(folder: Path) -> float:
    # Of all processes of this server: user and system, with those of its children that have ended.
    pid = (folder / "data" / "postmaster.pid").read_text().split()[0]
    pids, spent = [pid], 0
    while pids:
        each = pids.pop()
        try:
            said = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            pids += Path(f"/proc/{each}/task/{each}/children").read_text().split()
        except OSError:
            continue
        spent += sum(map(int, said[11:15] if each == pid else said[11:13]))
    return spent / TICK


if __name__ == "__main__":
    main()
