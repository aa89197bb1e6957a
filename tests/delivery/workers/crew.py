"""What starts, freezes and kills workers over one PostgreSQL, and reads what they sent."""

import asyncio
import json
import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

from tests.patience import patient
from tests.telegram.fake.bot_process import ROOT

PATIENCE = 60.0  # seconds in which nobody does anything
LOOK = 0.01


class Worker:
    """One process, which begins when it is told to."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    def begins(self) -> None:
        """Lets it carry."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")

    async def is_ready(self) -> None:
        """Waits until it has its connection."""
        assert self._process.stdout is not None
        async with patient(PATIENCE):
            assert await self._process.stdout.readline() == b"ready\n"

    async def stands_still(self) -> None:
        """Waits until it has frozen."""
        async with patient(PATIENCE):
            while (Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split())[0] != "T":  # noqa: ASYNC110
                await asyncio.sleep(LOOK)

    def goes_on(self) -> None:
        """Lets a frozen one continue."""
        self._process.send_signal(signal.SIGCONT)

    async def ends(self) -> int:
        """Asks it to stop; returns how many leases it had lost."""
        self._process.send_signal(signal.SIGTERM)
        said, _ = await self._process.communicate()
        assert self._process.returncode == 0
        return int(said.rpartition(b"lost ")[2])

    async def is_killed(self) -> None:
        """kill -9."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


@dataclass
class Ledger:
    """A file into which workers write a line a message, read on from where it was read to.

    What is not yet a whole line is left for the next look.
    """

    path: Path
    lines: list[tuple[int, int, str]] = field(default_factory=list)  # when (ns), by which process, to whom
    _read_to: int = 0

    def read_on(self) -> list[tuple[int, int, str]]:
        """Each message that was asked to be sent until now. Only what was written since the last look is read."""
        if self.path.exists():
            with self.path.open("rb") as written:
                written.seek(self._read_to)
                whole, end, _ = written.read().rpartition(b"\n")
            self._read_to += len(whole) + len(end)
            for line in whole.decode().splitlines():
                at, pid, address = line.split(maxsplit=2)
                self.lines.append((int(at), int(pid), address))
        return self.lines


@dataclass
class Crew:
    """Workers of one account, and the ledger they share."""

    url: URL
    ledger: Ledger
    account: tuple[str, str]
    now: int
    pace: int = 1000  # messages in any second
    held: int = 1_000  # milliseconds
    workers: list[Worker] = field(default_factory=list)
    since: int = field(default_factory=time.monotonic_ns)

    async def starts(self, *, freezes: bool = False) -> Worker:
        """Starts a process; it waits until it is told to begin."""
        given: dict[str, Any] = {
            "url": self.url.render_as_string(hide_password=False), "ledger": str(self.ledger.path), "account": self.account,
            "now": self.now, "since": self.since, "pace": self.pace, "held": self.held,
            "freezes": freezes,
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.delivery.workers.worker", json.dumps(given), cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self.workers.append(Worker(process))
        return self.workers[-1]

    def sent(self) -> list[tuple[int, int, str]]:
        """Each message that was asked to be sent: when (ns), by which process, to whom."""
        return self.ledger.read_on()

    def times_told(self) -> Counter[str]:
        """How often each was written to."""
        return Counter(address for _, _, address in self.sent())

    async def until_sent(self, messages: int) -> None:
        """Waits until so many messages were sent by all."""
        async with patient(PATIENCE):
            while len(self.sent()) < messages:  # noqa: ASYNC110
                await asyncio.sleep(LOOK)

    async def ends(self) -> None:
        """Ends what still runs."""
        for worker in self.workers:
            await worker.is_killed()


def most_in_a_second(times: list[int], second: int) -> int:
    """The most that fall into any second."""
    times, most, first = sorted(times), 0, 0
    for number, at in enumerate(times):
        while times[first] <= at - second:
            first += 1
        most = max(most, number - first + 1)
    return most
