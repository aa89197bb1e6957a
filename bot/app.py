"""The composition root: makes every part of Sunush from its settings, here and nowhere else."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from bot.budget.workdays import day_of
from bot.channels.contract import Channel
from bot.channels.flood import Flood
from bot.channels.intake import Intake, Receives
from bot.config import Settings
from bot.delivery.conversations import state_key
from bot.delivery.courier import Courier
from bot.delivery.feeder import Broadcasting
from bot.delivery.media import Fetcher
from bot.delivery.receive import Receive
from bot.export.attachments import Documents
from bot.export.reports import Reports
from bot.office import residents, rules
from bot.office.hearings import links
from storage.conversations.states import FileStates
from storage.database.engine import Database, database_url
from storage.database.seal import KeyUnusable, Seal, load_key, make_key
from storage.database.upgrade import HEAD, copy_sqlite, revision, upgrade
from storage.store import Store

EXPORTS_KEPT = 24 * 3600  # seconds in which an exported file is fetched or looked at
UPGRADE = "«sunush db upgrade»"
NEWER = "The database was made by a newer Sunush: install that one."
TEMPORARY_KEPT = 60  # seconds after which a temporary file belongs to nobody


class CannotStart(Exception):
    """Something must be put right first; the text says what in one sentence."""


@dataclass(frozen=True, slots=True)
class Office:
    """The parts every command works with."""

    settings: Settings
    database: Database
    seal: Seal


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that talk: what arrives goes to receive, what leaves by the courier, files by the fetcher."""

    office: Office
    states: FileStates
    receive: Receive
    courier: Courier
    fetcher: Fetcher
    broadcasting: Broadcasting
    clock: Callable[[], int]

    def intake(self, channel: Channel, *, receive: Receives | None = None, flood: Flood | None = None) -> Intake:
        """The way in for one of the channels that are served; receive may stand before ours."""
        return Intake(
            receive=receive or self.receive,
            bury=partial(self.receive.bury, channel.name, channel.account),
            now=self.clock,
            steady=steady,
            introduced=partial(self._introduce, channel),
            flood=flood or Flood(),
        )

    async def _introduce(self, channel: Channel, username: str) -> None:
        # Kept for papers, codes to scan and whoever starts a second process: they make no request to a messenger.
        async def keep(store: Store) -> None:
            await store.meta.put(_username(channel), username)
            bare, with_payload = channel.link(), channel.link(links.PAYLOAD)
            if bare:
                await links.keep(store, channel.name, bare=bare, with_payload=with_payload)

        await self.office.database.write(keep)


def now() -> int:
    """The time: milliseconds since 1970, UTC. The one clock of Sunush."""
    return int(time.time() * 1000)


def steady() -> int:
    """Milliseconds that pass, counted from nowhere in particular: whoever sets the clock does not move this."""
    return int(time.monotonic() * 1000)


@asynccontextmanager
async def open_install(settings: Settings, *, migrate: bool = True) -> AsyncIterator[Office]:
    """Opens the install: its key, its database brought to the newest schema (SQLite, after a copy). Raises CannotStart."""
    url = database_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        _make_room(Path(str(url.database)))
    made = not settings.key_file.exists()
    seal = _key(settings, fresh=_is_fresh(settings))
    database = Database(url, seal)
    try:
        if migrate:
            await _bring_up(settings, database)
            await _same_key(settings, database, seal, made=made)
            await database.write(lambda store: _first_values(store, settings))
        yield Office(settings, database, seal)
    finally:
        await database.close()


@asynccontextmanager
async def inspect_install(settings: Settings) -> AsyncIterator[Office]:
    """Opens an install as it is: nothing is made, migrated or written. Raises CannotStart, also where it needs migrating."""
    if _is_fresh(settings):
        raise CannotStart(f"There is no database yet: {UPGRADE} makes it.")
    if not settings.key_file.exists():
        raise CannotStart(_missing(settings))
    async with open_install(settings, migrate=False) as office:
        at = await revision(office.database)
        if at is not None and at > HEAD:
            raise CannotStart(NEWER)
        if at != HEAD:
            raise CannotStart(
                f"The database {'is empty' if at is None else 'has an older schema'}: run {UPGRADE} first."
            )
        if await office.database.read(lambda store: store.meta.get("key")) not in {None, office.seal.fingerprint}:
            raise CannotStart(_other_key(settings))
        yield office


@asynccontextmanager
async def start_service(
    office: Office, channels: list[Channel], *, clock: Callable[[], int] = now
) -> AsyncIterator[Service]:
    """Makes what talks, and holds the locks of its accounts meanwhile. Raises CannotStart if one is held elsewhere."""
    from handlers import router

    settings, database = office.settings, office.database
    with ExitStack() as held:
        for channel in channels:
            held.callback((await _lock(office, channel)).release)
        states = FileStates(settings.states_dir, office.seal)
        await states.sweep(before=now() / 1000 - TEMPORARY_KEPT)
        quiet = (await database.read(lambda store: rules.read_rules(store, day_of(clock())))).quiet
        courier = Courier(
            database=database,
            channels=channels,
            now=clock,
            quiet=quiet,
            documents=Documents(settings=settings, database=database, seal=office.seal),
            reports=Reports(database),
        )
        fetcher = Fetcher(database=database, channels=channels, now=clock, media_dir=settings.media_dir)

        def wake() -> None:
            courier.wake()
            fetcher.wake()

        receive = Receive(database=database, states=states, router=router, now=clock, wake=wake)
        await courier.start()
        accounts = [(channel.name, channel.account) for channel in channels]
        broadcasting = Broadcasting(database=database, now=clock, quiet=quiet, wake=courier.wake, accounts=accounts)
        try:
            yield Service(office, states, receive, courier, fetcher, broadcasting, clock)
        finally:
            await states.flush()


async def housekeep(service: Service) -> None:
    """Forgets what is not to be kept: people who never agreed within a day, old raw events, files that were sent.

    However much that is, each unit of the writer is small: what people do meanwhile is written between them.
    """
    database, clock = service.office.database, service.clock
    while strangers := await database.write(lambda store: residents.forget_strangers(store, at=clock())):
        for channel, account, address in strangers:
            await service.states.erase(state_key(channel, account, address))
    place: tuple[int, int] | None = (0, 0)
    while place is not None:
        place = await database.write(partial(residents.clear_old_events, at=clock(), after=place))
    await service.fetcher.forget_unsent()
    await asyncio.to_thread(_forget_exports, service.office.settings.exports_dir, clock() / 1000 - EXPORTS_KEPT)


def _forget_exports(folder: Path, before: float) -> None:
    for made in folder.glob("*"):
        if made.stat().st_mtime < before:
            shutil.rmtree(made, ignore_errors=True)


def _make_room(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if file.is_dir():
        raise CannotStart(f"{file} is a folder: name a file in SUNUSH_DATABASE_URL.")
    for place in (file.parent, file):
        if place.exists() and not os.access(place, os.R_OK | os.W_OK):
            raise CannotStart(f"{place} cannot be written: give this account the right to, or set SUNUSH_DATA_DIR.")


def _is_fresh(settings: Settings) -> bool:
    url = database_url(settings.database_url)
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def _key(settings: Settings, *, fresh: bool) -> Seal:
    path = settings.key_file
    try:
        return load_key(path)
    except KeyUnusable as error:
        if path.exists():
            raise CannotStart(f"The key file {path} is unusable ({error}): put the right one back.") from error
        if not fresh and not _may_make_key(settings):
            raise CannotStart(_missing(settings)) from error
    with suppress(FileExistsError):
        return make_key(path)
    return load_key(path)


def _may_make_key(settings: Settings) -> bool:
    # A PostgreSQL database may be empty; its fingerprint is compared once it is open.
    return database_url(settings.database_url).get_backend_name() == "postgresql"


async def _same_key(settings: Settings, database: Database, seal: Seal, *, made: bool) -> None:
    async def ask(store: Store) -> str | None:
        await store.meta.put_once("key", seal.fingerprint)
        return await store.meta.get("key")

    if await database.write(ask) != seal.fingerprint:
        if made:
            settings.key_file.unlink()
        raise CannotStart(_other_key(settings))


def _missing(settings: Settings) -> str:
    return f"The key file {settings.key_file} is missing: put back the one this database was made with."


def _other_key(settings: Settings) -> str:
    return f"The key in {settings.key_file} is not the one this database was sealed with: put the right one back."


async def _bring_up(settings: Settings, database: Database) -> None:
    at = await revision(database)
    if at == HEAD:
        return
    if at is not None and at > HEAD:
        raise CannotStart(NEWER)
    if not database.sqlite and at is not None:
        raise CannotStart(f"The database has an older schema: run {UPGRADE} first.")
    if at is not None:
        copy = settings.backup_dir / f"before-upgrade-from-{at}-{now()}.db"
        await asyncio.to_thread(copy_sqlite, Path(str(database.url.database)), copy)
    await upgrade(database)


async def _first_values(store: Store, settings: Settings) -> None:
    await rules.adopt(
        store,
        answer_days=settings.answer_days,
        extra_days_off=settings.extra_days_off,
        extra_working_days=settings.extra_working_days,
        notice_days=settings.notice_days,
        quiet_hours=settings.quiet_hours,
        today=day_of(now()),
    )


async def _lock(office: Office, channel: Channel) -> FileLock:
    mark = office.seal.mark("account", channel.name, channel.account)[:16]
    path = office.settings.data_dir / "locks" / f"{channel.name}-{mark}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CannotStart(await _already(office, channel)) from None
    return lock


async def _already(office: Office, channel: Channel) -> str:
    known_as = await office.database.read(lambda store: store.meta.get(_username(channel)))
    return channel.held_elsewhere(known_as or "")


def _username(channel: Channel) -> str:
    return f"{channel.name}_username"  # the fact about the install that says what people call our side of a channel
