"""Watches how what people send is taken in: says when nothing is fetched, and ends a program that is stuck."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

import structlog

from bot.channels.intake import Intake
from bot.delivery.files.room import Room
from bot.logs import say_where
from bot.office.quotas import MEGABYTE, tell_of_room
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE

log = structlog.get_logger(__name__)

GRACE = 9.0  # seconds in which what is in hand is finished; the whole stop takes ten at most
WATCH = 60.0  # seconds between looks at whether messages are fetched
SILENCE = 300_000  # milliseconds without a poll that went well after which that is said, again and again
STUCK = 15  # looks, a quarter of an hour, at which nothing of what came had been taken in any further
EXIT_STUCK = 70  # of a program that has gone wrong inside, for whoever starts it anew
NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_WRITE, OSError)


class Stoppable(Protocol):
    """What finishes what it is sending once it is asked to stop: the courier."""

    def stop(self) -> None:
        """Begins nothing more."""


async def watch(intakes: Mapping[tuple[str, str], Intake], database: Database, clock: Callable[[], int]) -> None:
    """Looks again and again when each account (channel, account) was last heard; writes it down, and says a silence.

    It stands beside what takes in, so that it speaks also where that never ends. A channel that reports neither success
    nor complaint, such as a webhook, is heard only when somebody writes. Its silence means nothing.
    """
    heard_at, written = dict.fromkeys(intakes, clock()), dict.fromkeys(intakes, 0)
    while True:
        await asyncio.sleep(WATCH)
        for one, intake in intakes.items():
            channel, _ = one
            heard_at[one] = max(heard_at[one], intake.good_at)
            if (intake.good_at or intake.complaint) and clock() - heard_at[one] > SILENCE:
                why = intake.complaint or "what came last is still being taken in"
                minutes = SILENCE // 60_000
                log.error("no messages have been fetched for a while", channel=channel, minutes=minutes, why=why)
                heard_at[one] = clock()
            if intake.good_at != written[one]:
                written[one] = intake.good_at
                await _write_down(database, one, intake.good_at)


async def watch_room(room: Room, database: Database, clock: Callable[[], int], told: Callable[[], None]) -> None:
    """Looks again and again whether the disk has room for files; the admins hear once where it has not."""
    while True:
        try:
            telling = partial(tell_of_room, is_full=not room(), is_clear=room.is_clear, free=room.free(), at=clock())
            if await database.write(telling):
                log.error("the disk is nearly full: only texts are taken", free_mb=room.free() // MEGABYTE)
                told()
        except NOT_NOW as error:
            log.error("whether the disk has room cannot be seen now", error=say_where(error))
        await asyncio.sleep(WATCH)


async def end_where_stuck(
    intakes: Sequence[Intake], courier: Stoppable, *, end: Callable[[int], object] = os._exit
) -> None:
    """Ends the program where what came to any channel is not taken in any further for STUCK looks.

    While a messenger is away nothing is being taken in, so that this counts nothing, for however long. It counts its own
    looks: a clock that was set, or a computer that slept, must end nothing.
    """
    looks, steps = [0] * len(intakes), [intake.steps for intake in intakes]
    while max(looks) < STUCK:
        await asyncio.sleep(WATCH)
        for at, intake in enumerate(intakes):
            is_stuck = intake.is_taking_in and intake.steps == steps[at]
            looks[at], steps[at] = looks[at] + 1 if is_stuck else 0, intake.steps
    log.critical("what came last cannot be taken in: the program ends, to be started anew; nothing of it was confirmed")
    courier.stop()
    await asyncio.sleep(GRACE)  # in which what is being sent is finished
    # Whatever holds the taking in may hold an orderly end as well.
    end(EXIT_STUCK)


async def _write_down(database: Database, account: tuple[str, str], heard_at: int) -> None:
    try:
        await database.write(lambda store: store.accounts.note_heard(*account, at=heard_at))
    except NOT_NOW as error:
        log.error("when messages were last fetched cannot be written down now", error=say_where(error))
