"""The parent of the workers of one machine: it opens the web door, starts them, and starts anew whichever ends.

All accept from one socket, so a connection that waits is never lost with one of them. Where the parent is gone they end.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from bot.app import CannotStart, open_install, steady
from bot.channels.configured import NONE, list_channels
from bot.service.awaiting import wait_for_database
from bot.service.serve import list_endings, say_how_to_begin
from bot.service.trying.first_run import prepare_first_run
from bot.service.watch import GRACE
from bot.service.workers.roles import Role, refuse_sqlite
from bot.settings import Settings
from bot.web.door import open_door

log = structlog.get_logger(__name__)

BACK_OFF = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds before one that ended by itself is started anew
CALM = 60_000  # milliseconds after which an end is no sequel of the one before
PARTING = GRACE + 6  # seconds for the end of all, after which they are killed
REFUSED = 2  # the exit code of one that says what somebody must put right
SUNUSH = (sys.executable, "-m", "bot", "run")


@dataclass(frozen=True, slots=True)
class Heirs:
    """What the workers inherit: the socket of the web door, and a pipe that ends with the parent."""

    door: socket.socket | None
    life: int

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What is passed on."""
        return (self.life, *([self.door.fileno()] if self.door is not None else []))

    @property
    def arguments(self) -> tuple[str, ...]:
        """By which a worker finds it."""
        return ("--inherits", ",".join(map(str, self.descriptors)))


async def serve_by_workers(settings: Settings, count: int, role: Role, *, say: Callable[[str], object]) -> None:
    """Serves by so many workers until it is asked to stop. Raises CannotStart, also where one of them refuses to start."""
    refuse_sqlite(settings)
    makes = list_channels(settings)
    if not makes:
        raise CannotStart(NONE)
    await wait_for_database(settings)
    async with AsyncExitStack() as closing:
        async with open_install(settings) as office:  # its schema is brought up once, before the first of them
            channels = [make(office.seal) for make in makes]
            door = open_door(settings, channels, closing) if role.takes_in else None
            if not settings.accounts and role.takes_in:
                await say_how_to_begin(office, say, prepare_first_run)
        for channel in channels:
            await channel.close()
        parent = Parent(Heirs(door, await closing.enter_async_context(_hold_pipe())), role)
        for number in list_endings():
            asyncio.get_running_loop().add_signal_handler(number, parent.stop)
        await parent.keep(count)


@asynccontextmanager
async def _hold_pipe() -> AsyncIterator[int]:
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(writing)
        os.close(reading)


class Parent:
    """Keeps the workers of one machine."""

    def __init__(self, heirs: Heirs, role: Role) -> None:
        self._heirs = heirs
        self._role = role
        self._stopped = asyncio.Event()
        self._refused = self._has_served = False

    def stop(self) -> None:
        """Asks for the end of all."""
        self._stopped.set()

    async def keep(self, count: int) -> None:
        """Keeps so many workers until it is asked to stop."""
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(self._keep_one())
        if self._refused:
            raise CannotStart("A worker could not go on, so all were stopped: what it says above has to be put right.")

    async def _keep_one(self) -> None:
        ended = 0  # times in a row
        while not self._stopped.is_set():
            began = steady()
            worker = await asyncio.create_subprocess_exec(
                *SUNUSH, "--role", self._role, *self._heirs.arguments, pass_fds=self._heirs.descriptors,
                stdin=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            await self._wait_for(worker)
            if worker.returncode is None:
                await _end(worker)
                return
            was_calm = steady() - began >= CALM
            self._has_served = self._has_served or was_calm
            ended = 1 if was_calm else ended + 1
            # At the first start somebody looks on and puts it right. Later the others go on, as long as they can.
            if worker.returncode == REFUSED and (ended > len(BACK_OFF) or not self._has_served):
                self._refused = True
                self._stopped.set()
            if self._stopped.is_set():
                return
            pause = BACK_OFF[min(ended, len(BACK_OFF)) - 1]
            log.error("a worker ended by itself and is started anew", code=worker.returncode, after=pause)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._stopped.wait()

    async def _wait_for(self, worker: asyncio.subprocess.Process) -> None:
        # For its end, or ours.
        ending, stopping = asyncio.create_task(worker.wait()), asyncio.create_task(self._stopped.wait())
        await asyncio.wait({ending, stopping}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        stopping.cancel()


async def _end(worker: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        worker.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(PARTING):
            await worker.wait()
    except TimeoutError:
        log.error("a worker does not end by itself and is killed")
        with suppress(ProcessLookupError):
            worker.kill()
        await worker.wait()


def take_inheritance(said: str) -> tuple[int, socket.socket | None]:
    """What a worker finds of its parent's: the pipe, and the socket of the web door where there is one."""
    life, *door = (int(one) for one in said.split(","))
    return life, socket.socket(fileno=door[0]) if door else None
