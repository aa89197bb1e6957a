"""Tells each office its day at nine of a working day, with what was gathered. A kill repeats nothing (idempotent)."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot.budget.workdays import find_day
from bot.logs import say_where
from bot.office.mornings import digest, pings
from bot.office.rules import read_rules
from bot.service.watch import NOT_NOW
from storage.database.engine import Database

log = structlog.get_logger(__name__)

LOOK = 20.0  # seconds between looks at the clock


async def tell_mornings(database: Database, now: Callable[[], int], wake: Callable[[], None]) -> None:
    """Looks until cancelled; now gives ms UTC, wake is called where something is to be sent."""
    while True:
        try:
            if await tell_gathered(database, now) + await tell_once(database, now):
                wake()
        except NOT_NOW as error:
            log.error("the offices cannot be told their day now", error=say_where(error))
        await asyncio.sleep(LOOK)


async def tell_once(database: Database, now: Callable[[], int]) -> int:
    """Tells every office that has not heard its day; returns how many had one. What is late is said before.

    So a process that ends in between says the rest when it comes back. The day itself is the mark that all was said.
    """
    morning = await database.read(lambda store: digest.find_to_tell(store, at=now()))
    if morning is None:
        return 0
    for aimak in morning.aimaks:
        while await database.write(partial(digest.tell_late, morning=morning, aimak=aimak, at=now())):
            pass
        await database.write(partial(digest.tell_day, morning=morning, aimak=aimak, at=now()))
    return len(morning.aimaks)


async def tell_gathered(database: Database, now: Callable[[], int]) -> int:
    """Tells everybody who gathers how many proposals came, where it is time; returns whom."""
    told, at = 0, now()
    quiet = (await database.read(lambda store: read_rules(store, find_day(at)))).quiet
    if quiet.covers(at) or not await database.read(lambda store: store.pings.list_behind(at=at, limit=1)):
        return 0
    while some := await database.write(partial(pings.tell_gathered, quiet=quiet, at=at)):
        told += some
    return told
