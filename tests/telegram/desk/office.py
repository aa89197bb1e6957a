"""An office in a folder: `sunush run` as a process with its clock moved by hand, commands, clerk, head."""

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from tests.telegram.desk.clerk import Clerk
from tests.telegram.desk.reader import Reader
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.server import TelegramServer

AN_ACT = 3.0  # seconds that a tap or a typed line takes


class ClockedProcess(BotProcess):
    """`sunush` whose clock is moved by hand, and with it that of Telegram."""

    def __init__(self, folder: Path, telegram: TelegramProcess | TelegramServer) -> None:
        super().__init__(folder, telegram.url, SUNUSH_QUIET_HOURS="0-0", SUNUSH_TELEGRAM_PACE="1000")
        self._telegram, self._ahead = telegram, 0.0
        self._commands: asyncio.subprocess.Process | None = None

    @property
    def command(self) -> tuple[str, ...]:
        """The same `sunush`, by the clock of `clocked`."""
        return sys.executable, "-m", "tests.telegram.desk.clocked", str(self.folder / "ahead")

    @property
    def ahead(self) -> float:
        """Seconds by which its clock is before ours."""
        return self._ahead

    def stands_at(self, moment: int) -> None:
        """Moves the clocks to a moment (milliseconds UTC)."""
        self.passes(moment / 1000 - time.time() - self._ahead)

    def passes(self, seconds: float) -> None:
        """Lets time pass."""
        self._ahead += seconds
        self._telegram.later(seconds)
        written = self.folder / "ahead.new"  # the process never reads half of it
        written.write_text(str(self._ahead))
        written.replace(self.folder / "ahead")

    async def does(self, *arguments: str) -> str:
        """Runs a command of `sunush`; returns what it says."""
        if self._commands is None:
            self._commands = await asyncio.create_subprocess_exec(
                *self.command, "commands", cwd=self.folder, env=self.surroundings,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        asks, answers = self._commands.stdin, self._commands.stdout
        assert asks
        assert answers
        said, fault = self.folder / "said.txt", self.folder / "fault.txt"
        asks.write(json.dumps([str(said), str(fault), *arguments]).encode() + b"\n")
        code = await answers.readline()
        assert code == b"0\n", (arguments, code, fault.read_text("utf-8")[-500:])
        return said.read_text("utf-8")

    async def ends_all(self) -> None:
        """Kills it, and ends what runs commands."""
        await self.kill()
        if self._commands is not None and self._commands.stdin:
            self._commands.stdin.close()
            await self._commands.wait()

    async def everything_has_left(self) -> None:
        """Waits until nothing waits to be sent, nor an answer to leave."""
        await self.comes_to(lambda: self._count_waiting() == 0)

    def _count_waiting(self) -> int:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as found:
            waiting = found.execute("SELECT count(*) FROM outbox WHERE state < 3").fetchone()[0]
            leaving = found.execute("SELECT count(*) FROM answer_drafts WHERE leaves_at IS NOT NULL").fetchone()[0]
        return int(waiting + leaving)


@dataclass
class Office:
    """Its process and its people."""

    process: ClockedProcess
    clerk: Clerk
    head: Reader


@asynccontextmanager
async def opened(telegram: TelegramProcess, folder: Path, people: People, moment: int) -> AsyncIterator[Office]:
    """An office that runs from a moment on. Its clerk and head have come in by their invites."""
    (install := folder / "install").mkdir()
    process = ClockedProcess(install, telegram)
    process.stands_at(moment)
    await process.prepare()
    office = Office(
        process, Clerk(people("Нурлан", "ky"), lambda: process.passes(AN_ACT)), Reader(people("Токтогул", "ru"))
    )
    await process.start()
    try:
        invites = [await process.does("invite", "--aimak", "kokjar", "--role", role) for role in ("staff", "head")]
        staff, head = (said.split("link payload")[1].split()[0] for said in invites)
        await office.clerk.joins(staff, "бюджет адиси / специалист по бюджету")
        office.head.writes(f"/start {head}")
        await office.head.presses("Русский")
        await office.head.hears("должность")
        office.head.writes("башчы / глава")
        await office.head.shown("Ждут ответа", "Записать за жителя")
        yield office
    finally:
        await process.ends_all()
