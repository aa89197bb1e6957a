"""Runs `sunush run`: every configured channel and the courier, or a worker's part of it, until it is stopped."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.app import CannotStart, Office, Service, now, open_install, start_service, steady
from bot.channels.configured import NONE, list_channels
from bot.channels.contract import Channel
from bot.channels.intake import Answered, Intake
from bot.install.accounts import note_accounts
from bot.install.gone import find_database_path
from bot.logs import say_where
from bot.service.alarm import Alarm
from bot.service.awaiting import allow_files, wait_for_database
from bot.service.away import find_last_heard, run_once_confirmed, tell_outages
from bot.service.clock import Clock
from bot.service.database_watch import Lookout
from bot.service.files_kept import refuse_where_refused
from bot.service.trying.first_run import Ways, prepare_first_run, say_ways
from bot.service.warming import warm_up
from bot.service.watch import GRACE, end_where_stuck, watch
from bot.service.workers.figures import share_figures
from bot.service.workers.limits import share_limits
from bot.service.workers.on_duty import OnDuty
from bot.service.workers.pages import share_pages
from bot.service.workers.parts import Work, is_polled, list_parts, list_polled
from bot.service.workers.roles import Role, name_holder, refuse_sqlite
from bot.settings import Settings
from bot.web.door import make_listening, open_door
from storage.database.failures import CANNOT_WRITE

if TYPE_CHECKING:
    from bot.web.chat.inbound_limits import Callers

log = structlog.get_logger(__name__)

STARTS, PAUSE = 10, 1.0  # tries to start while PostgreSQL comes and goes, and seconds between them
CONFIRMING = 5.0  # seconds between looks whether a worker that takes in was heard
OFTEN = (
    700,
    10,
    10,
)  # Python's own: a service runs for months and must keep no garbage; a command collects more seldom
Begin = Callable[[Office], Awaitable[Ways | None]]


async def serve(
    settings: Settings,
    *,
    say: Callable[[str], object] = lambda _: None,
    begin: Begin = prepare_first_run,
    wall: Callable[[], int] = now,
    role: Role = Role.ALONE,
    listening: socket.socket | None = None,
    life: int | None = None,
) -> None:
    """Serves until SIGTERM, SIGINT, SIGHUP or SIGQUIT.

    Where no messenger is set up, begin prepares the first run, and say is called with where to begin. wall is the clock
    (ms UTC); a played village has a date of its own. role is what a worker does beside others. A parent that opened the
    web door hands its socket over as listening. life is a pipe from that parent: its end means that the parent is gone.

    Raises CannotStart, also where no channel is configured.
    """
    allow_files()
    if role.is_shared:
        refuse_sqlite(settings)
    if not list_channels(settings):
        raise CannotStart(NONE)
    await refuse_where_refused(settings)
    begun = asyncio.Event()
    for left in reversed(range(STARTS)):
        await wait_for_database(settings)
        try:
            await _serve_once(
                settings, begun, say=say, begin=begin, wall=wall, role=role, listening=listening, life=life
            )
        except CANNOT_WRITE as error:
            # Cut off in the middle of a start, as by a PostgreSQL that comes up and goes again.
            if begun.is_set() or find_database_path(settings) is not None or not left:
                raise
            log.warning("the start was cut off: it begins anew", error=say_where(error))
            await asyncio.sleep(PAUSE)
        else:
            return


async def _serve_once(
    settings: Settings,
    begun: asyncio.Event,
    *,
    say: Callable[[str], object],
    begin: Begin,
    wall: Callable[[], int],
    role: Role,
    listening: socket.socket | None,
    life: int | None,
) -> None:
    clock = Clock(wall, steady)
    async with open_install(settings) as office, AsyncExitStack() as closing:
        channels = [make(office.seal) for make in list_channels(settings)]
        for channel in channels:
            closing.push_async_callback(channel.close)
        duties = OnDuty(office.database, holder=name_holder(), steady=steady) if role.is_shared else None
        on_duty = duties.fence if duties is not None else None
        async with start_service(office, channels, clock=clock, on_duty=on_duty) as service:
            await office.database.write(partial(note_accounts, settings=settings, channels=channels, at=wall()))
            opened = (listening or open_door(settings, channels, closing)) if role.takes_in else None
            if not settings.accounts and role.takes_in and life is None:
                await say_how_to_begin(office, say, begin)
            gc.freeze()  # what is there now stays: 120 000 objects, 0.1 s each time the collector looks through them
            gc.set_threshold(*OFTEN)
            gc.enable()
            alarm = Alarm(channels, clock)
            await alarm.learn(office.database)
            if role.is_shared:
                share_pages(service, channels)
            begun.set()
            await _Serving(service, channels, clock, alarm, role=role, duties=duties).run(opened, life)


async def say_how_to_begin(office: Office, say: Callable[[str], object], begin: Begin) -> None:
    """Says where to begin, where nothing is set up yet."""
    ways = await begin(office)
    if ways is not None:
        say(say_ways(office.settings, ways))


def make_loop() -> asyncio.AbstractEventLoop:
    """Makes the event loop of the service: uvloop's, which hands over between threads quickest; Windows has asyncio's own."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


class _Serving:
    """One process that serves, from its start to its orderly end."""

    def __init__(
        self,
        service: Service,
        channels: list[Channel],
        clock: Clock,
        alarm: Alarm,
        *,
        role: Role,
        duties: OnDuty | None,
    ) -> None:
        self._service, self._channels, self._clock, self._alarm = service, channels, clock, alarm
        self._role, self._duties = role, duties
        self._stopped = asyncio.Event()
        self._intakes = {
            (channel.name, channel.account): service.intake(channel, answered=self._hears(channel))
            for channel in (channels if role.takes_in else ())
        }
        self._of_workers = None
        self._beside: list[asyncio.Task[None]] = []
        if role.is_shared:
            share_limits(service, self._intakes)
            self._of_workers = share_figures(service, self._count)

    async def run(self, opened: socket.socket | None, life: int | None) -> None:
        """Serves until a signal asks for the end, or the parent is gone."""
        loop = asyncio.get_running_loop()
        for number in list_endings():
            with suppress(NotImplementedError):  # Windows has no such handlers
                loop.add_signal_handler(number, self._stopped.set)
        if life is not None:
            loop.add_reader(life, self._note_orphaned, life)
        service, clock, database = self._service, self._clock, self._service.office.database
        heard = await find_last_heard(self._channels, database, clock())
        if not heard:
            clock.confirmed.set()
        intakes = list(self._intakes.values())
        async with asyncio.TaskGroup() as group:
            working = [group.create_task(one) for one in self._list_working()]
            listening = None
            if opened is not None:
                listening = make_listening(
                    opened, service.office, self._channels, self._intakes, clock, wake=service.courier.wake,
                    counts=self._count, of_workers=self._of_workers, callers=self._share_callers(group),
                )  # fmt: skip
                working.append(group.create_task(listening.run()))
            beside = [*self._beside, *(group.create_task(one) for one in self._list_beside(heard, intakes))]
            await self._stopped.wait()
            log.info("stopping: what is in hand is finished first")
            for intake in intakes:
                intake.stop()
            service.courier.stop()
            if self._duties is not None:
                self._duties.stop()
            if listening is not None:
                listening.stop()
            for task in beside:
                task.cancel()
            await asyncio.wait(working, timeout=GRACE)
            for task in working:
                task.cancel()

    def _share_callers(self, group: asyncio.TaskGroup) -> "Callers | None":
        # Of the web chat, where several workers serve it. Nothing of it is read elsewhere.
        if not self._role.is_shared or not any(channel.name == "web" for channel in self._channels):
            return None
        from bot.service.workers.callers import SharedCallers

        shared = SharedCallers(self._service)
        self._beside.append(group.create_task(shared.run()))
        return shared.callers

    def _count(self) -> dict[str, int]:
        # For /metrics.
        late = {} if self._duties is None else {"late writes refused": self._duties.count_late()}
        return {**self._service.courier.counts, **late}

    def _list_working(self) -> Sequence[Coroutine[Any, Any, None]]:
        # What finishes what it has in hand at the end.
        working = [self._once_confirmed(self._service.courier.run)()] if self._role.carries else []
        for channel in self._channels if self._role.takes_in else ():
            intake = self._intakes[channel.name, channel.account]
            if self._duties is None or not is_polled(channel):
                working.append(channel.inbound(intake))
                log.info("started", channel=channel.name, account=channel.account)
            else:
                intake.leave()
        if self._duties is not None:
            polled = (
                list_polled(self._channels, self._intakes, self._service.office.seal) if self._role.takes_in else {}
            )
            working.append(self._duties.run(polled | (self._list_parts() if self._role.carries else {})))
        return working

    def _list_beside(self, heard: list[tuple[int, str]], intakes: list[Intake]) -> Sequence[Coroutine[Any, Any, None]]:
        # What ends at once when it is asked to.
        service, clock, database = self._service, self._clock, self._service.office.database
        beside = [
            watch(self._intakes, database, clock),
            warm_up(intakes, clock),
            Lookout(service, intakes, self._alarm).run(),
            end_where_stuck(intakes, service.courier) if intakes else self._confirm_by_others(),
        ]
        if service.wakeups is not None:
            beside.append(service.wakeups.run())
        if self._of_workers is not None:
            beside.append(self._of_workers.run())
        if self._duties is None:
            beside += [part() for part in self._list_parts().values()]
            beside.append(self._once_confirmed(partial(tell_outages, heard, database, clock))())
        return beside

    def _list_parts(self) -> dict[str, Work]:
        database = self._service.office.database
        return list_parts(
            self._service, self._channels, self._intakes, self._alarm, self._clock,
            fence=self._duties.fence if self._duties is not None else lambda _: database,
            once_confirmed=self._once_confirmed,
        )  # fmt: skip

    def _note_orphaned(self, life: int) -> None:
        asyncio.get_running_loop().remove_reader(life)
        self._stopped.set()

    def _once_confirmed(self, work: Work) -> Work:
        return partial(run_once_confirmed, self._clock, work, self._stopped)

    async def _confirm_by_others(self) -> None:
        # A worker that takes nothing in hears no messenger's clock: others write down that they were heard just now.
        while not self._clock.confirmed.is_set():
            await asyncio.sleep(CONFIRMING)
            if not await find_last_heard(self._channels, self._service.office.database, self._clock()):
                self._clock.confirmed.set()

    def _hears(self, channel: Channel) -> Answered:
        def answered(date: int | None) -> None:
            self._clock.compare(date)
            self._service.courier.note_answer(channel)

        return answered


def list_endings() -> list[int]:
    """The signals that ask for an orderly end: a closed terminal (HUP) as well, unless it was started by nohup."""
    named = [getattr(signal, name, None) for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")]
    return [number for number in named if number is not None and signal.getsignal(number) is not signal.SIG_IGN]
