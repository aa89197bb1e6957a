"""Watches what stands wrong. The admins hear once that it began, and once that it has ended, also after a restart."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.app import Service
from bot.channels.contract import Channel
from bot.channels.intake import Intake
from bot.chat.texts import Words
from bot.logs import say_where
from bot.service.alarm import Alarm
from bot.service.standing import found
from bot.service.standing.fault import BEGUN, ENDED, Fault
from storage.database.engine import Database
from storage.database.failures import CANNOT_READ, CANNOT_WRITE

log = structlog.get_logger(__name__)

LOOK = 30.0  # seconds between looks
SELDOM = 20  # looks between those at what changes by the day
GONE = 4  # looks in a row without it, after which it has ended: what comes and goes is told once
NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_READ, *CANNOT_WRITE, OSError)
NAMED = 10  # of several that have the same fault
TOLD = "alarms"  # the fact in the database: what was told as begun, and not yet as ended

Find = Callable[[], Awaitable[set[Fault] | None]]  # None: it cannot be known now


@dataclass
class Watch:
    """What is looked for, by its kind, at each so many looks. What was told of it stands in the database."""

    database: Database
    alarm: Alarm
    finds: Mapping[str, tuple[Find, int]]
    _told: set[Fault] | None = None
    _missed: dict[Fault, int] = field(default_factory=dict)
    _looks: int = 0
    _logged: dict[Fault, str] = field(default_factory=dict)  # what was last logged, so that each look says nothing anew

    async def run(self) -> None:
        """Looks until cancelled. Whoever had the duty before may have told more since."""
        self._told = None
        while True:
            try:
                await self.look()
            except NOT_NOW as error:
                log.error("what stands wrong cannot be looked at now", error=say_where(error))
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Looks once at what is due, and tells what is new."""
        if self._told is None:
            kept: str | None = await self.database.read(lambda store: store.meta.get(TOLD))
            self._told = {Fault(*one) for one in json.loads(kept or "[]")}
        due = [kind for kind, (_, each) in self.finds.items() if self._looks % each == 0]
        self._looks += 1
        for kind in due:
            standing = await self._find(kind)
            if standing is not None:
                await self._tell(kind, standing, self._told)

    async def _find(self, kind: str) -> set[Fault] | None:
        try:
            return await self.finds[kind][0]()
        except NOT_NOW as error:
            log.error("whether something stands wrong cannot be known now", kind=kind, error=say_where(error))
            return None

    async def _tell(self, kind: str, standing: set[Fault], told: set[Fault]) -> None:
        before = {fault for fault in told if fault.kind == kind}
        begun, absent = standing - before, before - standing
        self._missed = {fault: n for fault, n in self._missed.items() if fault.kind != kind or fault in absent}
        for fault in absent:
            self._missed[fault] = self._missed.get(fault, 0) + 1
        is_seldom = self.finds[kind][1] > 1
        ended = {fault for fault in absent if is_seldom or self._missed[fault] >= GONE}
        for faults, said in ((begun, BEGUN), (ended, ENDED)):
            what = "a fault began" if said is BEGUN else "a fault ended"
            if any(self._logged.get(fault) != what for fault in faults):
                log.warning(what, kind=kind, count=len(faults))
                self._logged |= dict.fromkeys(faults, what)
            if faults and await self.alarm.tell_all(partial(_write, said[kind], sorted(one.of for one in faults))):
                told ^= faults
                await self._keep(told)

    async def _keep(self, told: set[Fault]) -> None:
        kept = json.dumps(sorted([one.kind, one.of] for one in told))
        await self.database.write(lambda store: store.meta.put(TOLD, kept))


def _write(say: Callable[[Words], str], of: Sequence[str], words: Words) -> str:
    named = [one for one in of if one]
    beyond = [words.say("More — {n}", n=words.number(len(named) - NAMED))] if len(named) > NAMED else []
    return "\n".join([say(words), *named[:NAMED], *beyond])


def make_watch(
    service: Service,
    channels: Sequence[Channel],
    intakes: Mapping[tuple[str, str], Intake],
    alarm: Alarm,
    *,
    database: Database,
) -> Watch:
    """Makes the watch of an install that is served."""
    settings, clock = service.office.settings, service.clock
    names = {(one.channel, one.account): one.name for one in settings.accounts}
    called = [channel for channel in channels if channel.webhook is not None]
    accounts = [(channel.name, channel.account) for channel in channels if channel not in called]
    polled, since = {one: intakes.get(one) for one in accounts}, clock()

    async def old_copy() -> set[Fault] | None:
        assert settings.copies is not None
        return await asyncio.to_thread(found.find_old_copy, settings.copies_dir, now=clock())

    finds: dict[str, tuple[Find, int]] = {
        "silent": (lambda: found.find_silent(polled, names, database, since=since, now=clock()), 1),
        "late": (lambda: found.find_late(database, now=clock()), 1),
        "overdue": (lambda: found.find_overdue(database, now=clock()), SELDOM),
    }
    if called:
        finds["certificate"] = (lambda: found.find_ending(settings.web.url, now=clock()), SELDOM)
    if settings.copies is not None:
        finds["old_copy"] = (old_copy, SELDOM)
    return Watch(database, alarm, finds)
