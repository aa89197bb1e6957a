"""Runs `sunush run`: every configured channel and the courier, until the process is asked to stop."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from itertools import count

import structlog

from bot.app import CannotStart, Office, Service, now, open_install, start_service, steady
from bot.channels.configured import NONE, list_channels
from bot.channels.contract import Channel
from bot.channels.intake import Answered
from bot.config import Settings
from bot.install.accounts import note_accounts
from bot.logs import say_where
from bot.service.alarm import Alarm, tell_of_refused
from bot.service.awaiting import allow_files, wait_for_database
from bot.service.away import find_last_heard, run_once_confirmed, tell_outages
from bot.service.clock import Clock
from bot.service.database_watch import Lookout
from bot.service.mornings import tell_mornings
from bot.service.retention import forget_strangers, retain
from bot.service.trying.first_run import Ways, prepare_first_run, say_ways
from bot.service.warming import warm_up
from bot.service.watch import GRACE, NOT_NOW, end_where_stuck, watch, watch_room
from bot.web.door import make_listening, open_door

log = structlog.get_logger(__name__)

HOUSEKEEPING = 3600.0  # seconds
Begin = Callable[[Office], Awaitable[Ways | None]]


async def serve(
    settings: Settings,
    *,
    say: Callable[[str], object] = lambda _: None,
    begin: Begin = prepare_first_run,
    wall: Callable[[], int] = now,
) -> None:
    """Serves until SIGTERM, SIGINT, SIGHUP or SIGQUIT; say hears where to begin, where no messenger is set up.

    begin prepares that. wall is the clock: of a played village it stands elsewhere than this computer's.

    Raises CannotStart, also where no channel is configured.
    """
    allow_files()
    clock = Clock(wall, steady)
    makes = list_channels(settings)
    if not makes:
        raise CannotStart(NONE)
    await wait_for_database(settings)
    async with open_install(settings) as office, AsyncExitStack() as closing:
        channels = [make(office.seal) for make in makes]
        for channel in channels:
            closing.push_async_callback(channel.close)
        async with start_service(office, channels, clock=clock) as service:
            await office.database.write(partial(note_accounts, settings=settings, channels=channels, at=wall()))
            opened = open_door(settings, channels, closing)
            if not settings.accounts:
                await _say_how_to_begin(office, say, begin)
            gc.freeze()  # what is there now stays: 120 000 objects, 0.1 s each time the collector looks through them
            gc.enable()
            alarm = Alarm(channels, clock)
            await alarm.learn(office.database)
            await _until_stopped(service, channels, clock, alarm, opened)


async def _say_how_to_begin(office: Office, say: Callable[[str], object], begin: Begin) -> None:
    ways = await begin(office)
    if ways is not None:
        say(say_ways(office.settings, ways))


def new_loop() -> asyncio.AbstractEventLoop:
    """Makes the event loop of the service: uvloop's, which hands over between threads quickest; Windows has asyncio's own."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


async def _until_stopped(
    service: Service, channels: list[Channel], clock: Clock, alarm: Alarm, opened: socket.socket | None
) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _endings():
        with suppress(NotImplementedError):  # Windows has no such handlers
            loop.add_signal_handler(number, stopped.set)

    def hears(channel: Channel) -> Answered:
        def answered(date: int | None) -> None:
            clock.compare(date)
            service.courier.note_answer(channel)

        return answered

    intakes = {
        (channel.name, channel.account): service.intake(channel, answered=hears(channel)) for channel in channels
    }
    heard = await find_last_heard(channels, service.office.database, clock())
    if not heard:
        clock.confirmed.set()

    def once_confirmed(work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        return group.create_task(run_once_confirmed(clock, work, stopped))

    async with asyncio.TaskGroup() as group:
        working = [once_confirmed(service.courier.run)]
        for channel in channels:
            working.append(group.create_task(channel.inbound(intakes[channel.name, channel.account])))
            log.info("started", channel=channel.name, account=channel.account)
        listening = None
        if opened is not None:
            listening = make_listening(opened, service.office, channels, intakes, clock, wake=service.courier.wake)
            working.append(group.create_task(listening.run()))
        beside = [group.create_task(service.fetcher.run()), once_confirmed(service.broadcasting.run)]
        beside.append(group.create_task(service.erasing.run()))
        beside.append(once_confirmed(service.leaving.run))
        beside.append(once_confirmed(partial(_housekeeping, service)))
        beside.append(once_confirmed(partial(tell_mornings, service.office.database, clock, service.courier.wake)))
        beside.append(once_confirmed(partial(tell_outages, heard, service.office.database, clock)))
        beside.append(group.create_task(watch_room(service.room, service.office.database, clock, service.courier.wake)))
        beside.append(group.create_task(watch(intakes, service.office.database, clock)))
        beside.append(group.create_task(warm_up(list(intakes.values()), clock)))
        names = {(one.channel, one.account): one.name for one in service.office.settings.accounts}
        beside.append(group.create_task(tell_of_refused(service.courier, intakes, alarm, names=names)))
        beside.append(group.create_task(Lookout(service, list(intakes.values()), alarm).run()))
        if service.office.settings.copies is not None:
            from bot.service.copies.nightly import copy_nightly  # only where copies are made

            beside.append(group.create_task(copy_nightly(service.office, alarm, clock)))
        beside.append(group.create_task(end_where_stuck(list(intakes.values()), service.courier)))
        await stopped.wait()
        log.info("stopping: what is in hand is finished first")
        for intake in intakes.values():
            intake.stop()
        service.courier.stop()
        if listening is not None:
            listening.stop()
        for task in beside:
            task.cancel()
        await asyncio.wait(working, timeout=GRACE)
        for task in working:
            task.cancel()


def _endings() -> list[int]:
    """The signals that ask for an orderly end: a closed terminal (HUP) as well, unless it was started by nohup."""
    named = [getattr(signal, name, None) for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")]
    return [number for number in named if number is not None and signal.getsignal(number) is not signal.SIG_IGN]


async def _housekeeping(service: Service) -> None:
    for hour in count():
        try:
            await forget_strangers(service)
            if hour % 24 == 0:
                for aged in await retain(service.office, service.states, now=service.clock()):
                    log.info("what is older than its time was removed", what=aged.what, removed=aged.found)
        except NOT_NOW as error:
            log.error("what is not to be kept cannot be forgotten now", error=say_where(error))
        await asyncio.sleep(HOUSEKEEPING)
