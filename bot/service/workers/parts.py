"""The parts of the service by name: what is done beside taking in and sending, once for all workers."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import structlog

from bot.app import BROADCASTING, ERASING, FETCHING, LEAVING, Service
from bot.channels.contract import Channel
from bot.channels.intake import Intake
from bot.install.put_back import read_account_name
from bot.logs import say_where
from bot.service.alarm import Alarm, tell_of_refused
from bot.service.away import find_last_heard, tell_outages
from bot.service.clock import Clock
from bot.service.mornings import tell_mornings
from bot.service.retention import forget_strangers, retain
from bot.service.standing.watch import make_watch
from bot.service.watch import GRACE, NOT_NOW, watch_room
from storage.database.engine import Database
from storage.database.seal import Seal

log = structlog.get_logger(__name__)

HOUSEKEEPING, MORNINGS, OUTAGES, ROOM, ALARMS, STANDING, COPIES = (
    "housekeeping",
    "mornings",
    "outages",
    "room",
    "alarms",
    "standing",
    "copies",
)
HOUR = 3600.0  # seconds

Accounts = Mapping[tuple[str, str], Intake]
Work = Callable[[], Coroutine[Any, Any, None]]
OnceConfirmed = Callable[[Work], Work]


def list_parts(
    service: Service,
    channels: list[Channel],
    intakes: Accounts,
    alarm: Alarm,
    clock: Clock,
    *,
    fence: Callable[[str], Database],
    once_confirmed: OnceConfirmed,
) -> dict[str, Work]:
    """What is done once for all workers, by the name of its duty. fence gives the database for whoever holds it."""
    wake = service.courier.wake
    names = {(one.channel, one.account): one.name for one in service.office.settings.accounts}
    parts: dict[str, Work] = {
        FETCHING: service.fetcher.run,
        ERASING: service.erasing.run,
        BROADCASTING: once_confirmed(service.broadcasting.run),
        LEAVING: once_confirmed(service.leaving.run),
        HOUSEKEEPING: once_confirmed(partial(_keep_house, _on_duty(service, fence(HOUSEKEEPING)))),
        MORNINGS: once_confirmed(partial(tell_mornings, fence(MORNINGS), clock, wake)),
        ROOM: partial(watch_room, service.room, fence(ROOM), clock, wake),
        ALARMS: partial(tell_of_refused, service.courier, intakes, alarm, names=names),
    }
    parts[STANDING] = make_watch(service, channels, intakes, alarm, database=fence(STANDING)).run
    if service.shared:
        parts[OUTAGES] = once_confirmed(partial(_tell_outages, channels, fence(OUTAGES), clock))
    if service.office.settings.copies is not None:
        from bot.service.copies.nightly import copy_nightly  # only where copies are made

        parts[COPIES] = partial(copy_nightly, service.office, alarm, clock)
    return parts


def list_polled(channels: list[Channel], intakes: Accounts, seal: Seal) -> dict[str, Work]:
    """The polling of each account that is asked for its updates, by the name of its duty."""
    return {
        f"polling:{read_account_name(seal, channel.name, channel.account)}": partial(
            _poll, channel, intakes[channel.name, channel.account]
        )
        for channel in channels
        if is_polled(channel)
    }


def is_polled(channel: Channel) -> bool:
    """Whether one process alone may take in from it: it is asked. Others are called, by whoever stands at the door."""
    return channel.webhook is None and channel.name != "web"


async def _poll(channel: Channel, intake: Intake) -> None:
    intake.resume()
    polling = asyncio.ensure_future(channel.inbound(intake))
    try:
        await asyncio.shield(polling)
    finally:
        intake.leave()  # what is in hand is finished, so that the next one follows in their order
        await asyncio.wait([polling], timeout=GRACE)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


def _on_duty(service: Service, database: Database) -> Service:
    return replace(service, office=replace(service.office, database=database))


async def _tell_outages(channels: list[Channel], database: Database, clock: Clock) -> None:
    # Asked when the duty begins: whoever had it before has told what there was.
    await tell_outages(await find_last_heard(channels, database, clock()), database, clock)


async def _keep_house(service: Service) -> None:
    for hour in count():
        try:
            await forget_strangers(service)
            if hour % 24 == 0:
                for aged in await retain(service.office, service.states, now=service.clock()):
                    log.info("what is older than its time was removed", what=aged.what, removed=aged.found)
        except NOT_NOW as error:
            log.error("what is not to be kept cannot be forgotten now", error=say_where(error))
        await asyncio.sleep(HOUR)
