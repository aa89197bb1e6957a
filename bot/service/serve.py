"""Runs `sunush run`: every configured channel and the courier, until the process is asked to stop."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from itertools import count

import structlog

from bot.app import CannotStart, Service, housekeep, now, opened, serving
from bot.channels.flood import Flood
from bot.channels.telegram import EVERYWHERE, OFFICIAL, POLLED_AT, Polling, Telegram, set_where_different
from bot.config import Settings
from bot.delivery.courier import Courier
from bot.logs import where
from bot.office.hearings.links import USERNAME
from storage.database.engine import CANNOT_WRITE, Database

log = structlog.get_logger(__name__)

GRACE = 9.0  # seconds in which what is in hand is finished; the whole stop takes ten at most
HOUSEKEEPING = 3600.0  # seconds
WATCH = 60.0  # seconds between looks at whether messages are fetched
SILENCE = 300_000  # milliseconds without a poll that went well after which that is said, again and again
STUCK = 15  # looks, a quarter of an hour, at which nothing of what came had been taken in any further
EXIT_STUCK = 70  # of a program that has gone wrong inside, for whoever starts it anew
MENU_PAUSES = (60.0, 300.0, 3600.0)  # seconds between tries to set names and menus, until they are set
NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_WRITE, OSError)


async def serve(settings: Settings, *, clock: Callable[[], int] = now) -> None:
    """Serves until SIGTERM or SIGINT. Raises CannotStart, also where no channel is configured."""
    if not settings.telegram_token:
        raise CannotStart("No channel is configured: put the token from BotFather into SUNUSH_TELEGRAM_TOKEN.")
    async with opened(settings) as office:
        telegram = Telegram(
            settings.telegram_token,
            seal=office.seal,
            api_url=settings.telegram_api_url or OFFICIAL,
            pace=settings.telegram_pace,
        )
        try:
            async with serving(office, [telegram], clock=clock) as service:
                await _until_stopped(service, telegram, clock)
        finally:
            await telegram.close()


async def _until_stopped(service: Service, telegram: Telegram, clock: Callable[[], int]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no such handlers
            loop.add_signal_handler(number, stopped.set)
    polling = Polling(
        telegram,
        receive=service.receive,
        set_aside=service.receive.bury,
        flood=Flood(),
        now=clock,
        named=partial(_keep_name, service),
    )
    log.info("started", channel=telegram.name, account=telegram.account)
    async with asyncio.TaskGroup() as group:
        working = [group.create_task(polling.run()), group.create_task(service.courier.run())]
        beside = [group.create_task(service.fetcher.run()), group.create_task(service.broadcasting.run())]
        beside += [group.create_task(_housekeeping(service)), group.create_task(_menus(telegram))]
        beside.append(group.create_task(_watch(polling, service.office.database, clock)))
        beside.append(group.create_task(_end_where_stuck(polling, service.courier)))
        await stopped.wait()
        log.info("stopping: what is in hand is finished first")
        polling.stop()
        service.courier.stop()
        for task in beside:
            task.cancel()
        await asyncio.wait(working, timeout=GRACE)
        for task in working:
            task.cancel()


async def _keep_name(service: Service, username: str) -> None:
    # Links and codes to scan are made of it.
    await service.office.database.write(lambda store: store.meta.put(USERNAME, username))


async def _housekeeping(service: Service) -> None:
    while True:
        try:
            await housekeep(service)
        except NOT_NOW as error:
            log.error("what is not to be kept cannot be forgotten now", error=where(error))
        await asyncio.sleep(HOUSEKEEPING)


async def _watch(polling: Polling, database: Database, clock: Callable[[], int]) -> None:
    # Beside the poll, so that it speaks also where taking something in never ends.
    heard_at, written = clock(), 0
    while True:
        await asyncio.sleep(WATCH)
        heard_at = max(heard_at, polling.good_at)
        if clock() - heard_at > SILENCE:
            why = polling.complaint or "what came last is still being taken in"
            log.error("no messages have been fetched for a while", minutes=SILENCE // 60_000, why=why)
            heard_at = clock()
        if polling.good_at != written:
            written = polling.good_at
            await _written(database, str(written))


async def _end_where_stuck(polling: Polling, courier: Courier, *, end: Callable[[int], object] = os._exit) -> None:
    # While Telegram is away nothing is being taken in, so that this counts nothing, for however long. It counts its own
    # looks: a clock that was set, or a computer that slept, must end nothing.
    looks, steps = 0, polling.steps
    while looks < STUCK:
        await asyncio.sleep(WATCH)
        is_stuck = polling.is_taking_in and polling.steps == steps
        looks, steps = looks + 1 if is_stuck else 0, polling.steps
    log.critical("what came last cannot be taken in: the program ends, to be started anew; nothing of it was confirmed")
    courier.stop()
    await asyncio.sleep(GRACE)  # in which what is being sent is finished
    # Whatever holds the taking in may hold an orderly end as well.
    end(EXIT_STUCK)


async def _written(database: Database, polled_at: str) -> None:
    try:
        await database.write(lambda store: store.meta.put(POLLED_AT, polled_at))
    except NOT_NOW as error:
        log.error("when messages were last fetched cannot be written down now", error=where(error))


async def _menus(telegram: Telegram) -> None:
    left: Iterable[str] = EVERYWHERE
    for tries in count():
        changed, left = await set_where_different(telegram.bot, left)
        if changed:
            log.info("names and menus set", changed=changed)
        if not left:
            return
        await asyncio.sleep(MENU_PAUSES[min(tries, len(MENU_PAUSES) - 1)])
