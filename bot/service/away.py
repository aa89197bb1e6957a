"""What a start finds after the program was off for more than a day. It waits for the right time, and says what is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.channels.contract import Channel
from bot.logs import say_where
from bot.office.messenger_accounts import listed
from bot.office.wording.outages import KEPT_BY_MESSENGER, tell_outage
from bot.service.clock import Clock
from bot.service.watch import NOT_NOW
from storage.database.engine import Database
from storage.store import Store

log = structlog.get_logger(__name__)

PAUSE = 5.0  # seconds between tries to write it down


async def find_last_heard(channels: Sequence[Channel], database: Database, now: int) -> list[tuple[int, str]]:
    """Lists when each channel was last heard (UTC ms), where that is over a day before now or after it.

    Beside it stands the code of the aimak whose own account it is, or nothing.
    """

    async def read(store: Store) -> list[tuple[int | None, str]]:
        own = {(one.channel, one.account): one.aimak for one in await listed.list_served(store)}
        accounts = [(channel.name, channel.account) for channel in channels]
        return [(await store.accounts.find_heard(*one), own.get(one, "")) for one in accounts]

    found = await database.read(read)
    return [(at, code) for at, code in found if at is not None and abs(now - at) > KEPT_BY_MESSENGER]


async def run_once_confirmed(clock: Clock, work: Callable[[], Awaitable[None]], stopped: asyncio.Event) -> None:
    """Does some work as soon as the clock is confirmed, or nothing where it is stopped before.

    After a long pause nobody can tell it from a clock that was set. Meanwhile nothing expires and nothing is forgotten.
    """
    waits = {asyncio.ensure_future(clock.confirmed.wait()), asyncio.ensure_future(stopped.wait())}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
    if clock.confirmed.is_set():
        await work()


async def tell_outages(heard: Sequence[tuple[int, str]], database: Database, clock: Clock) -> None:
    """Tells the offices of each time in which nothing was taken in, once they can be told."""
    for since, code in heard:
        until = clock()
        if until - since <= KEPT_BY_MESSENGER:
            continue
        log.warning(
            "nothing was taken in for a long time; what is older than a day is lost", hours=(until - since) // 3_600_000
        )
        while True:
            try:
                await database.write(lambda store: tell_outage(store, since=since, until=until, code=code))  # noqa: B023
                break
            except NOT_NOW as error:
                log.error("the offices cannot be told of it now", error=say_where(error))
            await asyncio.sleep(PAUSE)
