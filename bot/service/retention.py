"""Deletes what is older than its retention period: strangers after a day, the rest as the settings say.

Each unit of the writer is small, however much there is. So what people do meanwhile is written in between. What is gone
already is not found again, so that it can be broken off and repeated (idempotent).
"""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from bot.app import Office, Service
from bot.budget.workdays import find_day
from bot.delivery.incoming.conversations import make_state_key
from bot.language.in_words.counted import write_counted
from bot.office import residents
from bot.office.answers import notes, openings
from bot.office.desk import sign_in
from bot.settings import Retention, Settings
from storage.conversations.kept import States
from storage.database.engine import Database
from storage.personal.silence import SilentPeer
from storage.store import Store

HOUR = 3600 * 1000  # milliseconds
DAY = 24 * HOUR
OWN_COPIES = ("before-upgrade", "replaced", "rescued")  # what nobody asked for: before an upgrade, a restore, at a loss
MARKS_KEPT = 90 * DAY  # who took part in a poll or survey that nobody ends
COUNTED = 1_000_000  # notes that a dry run counts
CHUNK = 500  # files that are asked for at once
UNFETCHED = 24 * 3600  # seconds a file in the media folder may be there before its row is


@dataclass(frozen=True, slots=True)
class Aged:
    """What is older than its retention period: what it is, how long it is kept, how much was found."""

    what: str
    kept_for: str
    found: int


async def forget_strangers(service: Service) -> None:
    """Forgets people who never agreed within a day, files of unsent drafts, and codes of a day ago.

    Meanwhile it tells those who waited for an office that has opened.
    """
    database, clock = service.office.database, service.clock
    while await database.write(partial(openings.tell_next, at=clock())):
        service.courier.wake()
    while strangers := await database.write(lambda store: residents.forget_strangers(store, at=clock())):
        for channel, account, address in strangers:
            await service.states.erase(make_state_key(channel, account, address))
    await database.write(lambda store: store.link_codes.clear_before(clock() - DAY))
    await database.write(lambda store: sign_in.clear_old(store, at=clock()))
    await database.write(lambda store: store.polls.forget_marks(before=clock() - MARKS_KEPT))
    await database.write(lambda store: store.trust_surveys.forget_marks(before=clock() - MARKS_KEPT))
    await service.fetcher.forget_unsent()


async def retain(office: Office, states: States, *, now: int, dry_run: bool = False) -> list[Aged]:
    """Removes what is older than its time, and returns how much of each kind that was; dry_run only counts."""
    aging = _Aging(office.database, states, office.settings, now, dry_run)
    kept = office.settings.retention
    return [
        Aged("raw events, and replies that were sent", write_counted(kept.raw_days, "day"), await aging.raw()),
        Aged("drafts of residents who fell silent", write_counted(kept.draft_days, "day"), await aging.drafts()),
        Aged("files of proposals of closed years", write_counted(kept.media_days, "day"), await aging.media()),
        Aged(
            "notes of offices on proposals of closed years", write_counted(kept.media_days, "day"), await aging.notes()
        ),
        Aged("files nobody needs", "1 day", await aging.files()),
        Aged(
            "copies before upgrades, and databases set aside",
            write_counted(kept.copy_days, "day"),
            await aging.copies(),
        ),
        Aged("exports", write_counted(kept.export_hours, "hour"), await aging.exports()),
    ]


class _Aging:
    def __init__(self, database: Database, states: States, settings: Settings, now: int, dry_run: bool) -> None:
        self._database = database
        self._states = states
        self._settings = settings
        self._kept: Retention = settings.retention
        self._now = now
        self._dry_run = dry_run

    async def raw(self) -> int:
        before = self._now - self._kept.raw_days * DAY
        found = await self._database.read(partial(residents.count_old_events, before=before))
        place: tuple[int, int] | None = (0, 0)
        while place is not None and not self._dry_run:
            place = await self._database.write(partial(residents.clear_old_events, before=before, after=place))
        return found

    async def drafts(self) -> int:
        before, found, after = self._now - self._kept.draft_days * DAY, 0, 0
        while True:
            silent, looked_at = await self._database.read(partial(_list_silent, before, after))
            if looked_at == after:
                return found
            after, found = looked_at, found + len(silent)
            if silent and not self._dry_run:
                gone = await self._database.write(partial(_end_conversations, [one.peer_id for one in silent], before))
                for one in silent:
                    if one.peer_id in gone:
                        await self._states.erase(make_state_key(one.channel, one.account, one.address))

    async def media(self) -> int:
        last_year, found, after = self._find_last_closed_year(), 0, 0
        while True:
            work = partial(_expire, last_year, after, self._dry_run)
            digests, looked_at = await (self._database.read if self._dry_run else self._database.write)(work)
            if looked_at == after:
                return found
            after, found = looked_at, found + len(digests)
            if not self._dry_run:
                await self._remove(digests)

    async def notes(self) -> int:
        last_year, found = self._find_last_closed_year(), 0
        if self._dry_run:
            return await self._database.read(partial(notes.count_of_years, last_year=last_year, limit=COUNTED))
        while gone := await self._database.write(partial(notes.clear_of_years, last_year=last_year, limit=CHUNK)):
            found += gone
        return found

    def _find_last_closed_year(self) -> int:
        # A budget year is closed with its 31 December.
        today = find_day(self._now)
        year = today.year
        while (today - date(year, 12, 31)).days <= self._kept.media_days:
            year -= 1
        return year

    async def files(self) -> int:
        # What a kill, or an erasure in the very moment of fetching, has left without a row.
        found = 0
        media = self._settings.media
        digests = await media.do(lambda: list(media.list_before(self._now / 1000 - UNFETCHED)))
        for first in range(0, len(digests), CHUNK):
            unused = await self._database.read(partial(_list_unused, digests[first : first + CHUNK]))
            found += len(unused)
            if not self._dry_run:
                await media.do(media.remove, unused)
        return found

    async def _remove(self, digests: list[str]) -> None:
        unused = await self._database.read(partial(_list_unused, digests))
        await self._settings.media.do(self._settings.media.remove, unused)

    async def copies(self) -> int:
        before = self._now / 1000 - self._kept.copy_days * DAY / 1000
        made = (path for kind in OWN_COPIES for path in self._settings.backup_dir.glob(f"{kind}-*"))
        return await asyncio.to_thread(self._find_old, made, before)

    async def exports(self) -> int:
        before = self._now / 1000 - self._kept.export_hours * HOUR / 1000
        return await asyncio.to_thread(self._find_old, self._settings.exports_dir.glob("*"), before)

    def _find_old(self, made: Iterator[Path], before: float) -> int:
        old = [path for path in made if path.stat().st_mtime < before]
        for path in [] if self._dry_run else old:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        return len(old)


async def _list_silent(before: int, after: int, store: Store) -> tuple[list[SilentPeer], int]:
    return await store.silence.list_silent(before=before, after=after)


async def _end_conversations(peer_ids: list[int], before: int, store: Store) -> set[int]:
    return await store.silence.end_conversations(peer_ids, before=before)


async def _expire(last_year: int, after: int, dry_run: bool, store: Store) -> tuple[list[str], int]:
    found = await store.aged_media.list_of_years(last_year, after=after)
    if not dry_run:
        await store.media.expire([one.id for one in found.files])
    return [one.digest for one in found.files], found.looked_at


async def _list_unused(digests: list[str], store: Store) -> list[str]:
    return await store.media.list_unused(digests)
