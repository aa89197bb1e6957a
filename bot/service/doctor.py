"""Looks whether an install is in order, and says of each thing what was found; it changes nothing."""

import asyncio
import importlib
import os
import shutil
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from bot.app import CannotStart, Office, inspect_install, now
from bot.channels.configured import NONE, list_channels
from bot.channels.contract import Channel, Finding
from bot.install.accounts import find_unknown_aimak, list_gone
from bot.install.gone import find_database_path, find_newest_copy, is_empty
from bot.install.opening import is_untreated
from bot.install.values import find_damage
from bot.language.in_words.counted import write_counted
from bot.office.messenger_accounts import links
from bot.office.messenger_accounts.listed import Served
from bot.office.quotas import MEGABYTE, count_bytes_a_day, list_fillers
from bot.office.resuming import describe
from bot.service.copies.backup import Label
from bot.service.files_kept import look_at_bucket
from bot.service.openings import look_at_openings
from bot.settings import Settings
from bot.web.door_check import look_at_door
from storage.copies.check import CannotCheck, find_faults
from storage.database.failures import CANNOT_READ
from storage.log.office_lists import OfficeList
from storage.queue.outbox import State
from storage.store import Store

OLD = 15 * 60 * 1000  # milliseconds after which something that is ready to be sent should have been
MANY_DAYS = 3_650  # beyond which nobody counts
RECENT = 7  # days in which a dead event still asks for a look
DAY = 24 * 3600 * 1000  # milliseconds
QUICK = 10  # seconds in which the pages of the database are looked at
_PICTURES = (
    ("pyvips", "pyvips", "JPEG, PNG, WebP and TIFF"),
    ("PIL.Image", "pillow", "GIF, BMP and AVIF"),
    ("pillow_heif", "pillow-heif", "HEIC of telephones"),
)
STALE = 36  # hours after which the newest nightly copy is too old


async def examine(settings: Settings, *, full: bool = False) -> list[Finding]:
    """Returns what was found, in the order in which things depend on each other; full checks the whole database."""
    file = find_database_path(settings)
    check = await asyncio.to_thread(_look_at_pages, file, full) if file is not None and not is_empty(file) else None
    damage = [check] if check is not None and not check.well else []
    try:
        async with inspect_install(settings) as office:
            free = shutil.disk_usage(settings.data_dir).free
            here = [
                Finding(True, f"The key {settings.key_file} opens the database."),
                *([check] if check is not None else []),
                *await asyncio.to_thread(_look_at_machine, settings, free),
                await asyncio.to_thread(_look_at_pictures),
                *await look_at_bucket(settings),
                *await _look_at_copies(office),
            ]
            for ask in (
                partial(_look_at_files, free),
                _look_at_aimaks,
                _look_at_outbox,
                _look_at_events,
                _look_at_audit,
            ):
                here += await _look_at_asked(office, ask)
            if full:
                here += await _look_at_asked(office, _look_at_values)
            return [*here, *await _look_at_channels(office)]
    except CannotStart as error:
        return [*damage, Finding(False, str(error))]
    except CANNOT_READ as error:
        return [*damage, Finding(False, f"The database cannot be read: {_write_in_a_line(error)}.")]


def _look_at_pages(file: Path, full: bool) -> Finding:
    try:
        faults = find_faults(file, full=full, seconds=None if full else QUICK)
    except CannotCheck as error:
        return Finding(False, f"The database {file} cannot be looked through ({error}): is the disk full, or failing?")
    if faults is None:
        return Finding(
            True, f"No fault of the database was found within {QUICK} seconds; «sunush doctor --full» looks at all."
        )
    if faults:
        return Finding(
            False, f"The database {file} is damaged ({faults[0]}): stop the bot, then «sunush db restore FOLDER»."
        )
    return Finding(
        True, "The database is whole." if full else "The database is whole; «sunush doctor --full» looks at more."
    )


async def _look_at_asked(office: Office, ask: Callable[[Store], Awaitable[list[Finding]]]) -> list[Finding]:
    # What one part of a damaged database does not tell, another may.
    try:
        return await office.database.read(ask)
    except CANNOT_READ as error:
        return [Finding(False, f"A part of the database cannot be read: {_write_in_a_line(error)}.")]


async def _look_at_values(store: Store) -> list[Finding]:
    found = await find_damage(store)
    if found:
        return [Finding(False, f"The database holds what it cannot ({'; '.join(found)}): stop the bot, then «sunush db "
                               "restore FOLDER».")]  # fmt: skip
    return [Finding(True, "Every value is one that its column can hold.")]


async def _look_at_copies(office: Office) -> list[Finding]:
    settings = office.settings
    lines = await office.database.read(describe)
    found = [Finding(False, " ".join(lines))] if lines else []
    if await is_untreated(office):
        found.append(Finding(False, "A copy was put in the place of the database: the next «sunush run» stops sending, then "
                                    "«sunush db resume» lets it go on."))  # fmt: skip
    if settings.copies is not None and not settings.copies.is_dir():
        return [*found, Finding(False, f"There is no folder {settings.copies} (SUNUSH_COPIES): is the stick in?")]
    newest = find_newest_copy(settings)
    if newest is None:
        return [*found, Finding(settings.copies is None, "No copy was made yet: «sunush db backup» makes one.")]
    label = Label.read(newest)
    hours = (now() - label.made_at) // 3_600_000 if label is not None else 0
    fresh = settings.copies is None or hours < STALE
    return [*found, Finding(fresh, f"The newest copy is {newest}, made {write_counted(hours, 'hour')} ago.")]


def _write_in_a_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).partition("\n")[0].rstrip(".")


def _look_at_machine(settings: Settings, free: int) -> list[Finding]:
    kept = {"the key": settings.key_file, "the settings": Path(".env"), "the data": settings.data_dir,
            "the copies": settings.copies_dir,
            **{f"the secrets in {file.name}": file for file in settings.listed.files}}  # fmt: skip
    open_to_others = {what: path for what, path in kept.items() if _can_others_read(path)}
    return [
        Finding(True, "Only their owner can read the key, the settings, the data and the copies.")
        if not open_to_others
        else Finding(False, _close("; ".join(open_to_others), open_to_others.values())),
        Finding(free >= settings.least_free_mb * MEGABYTE, f"{free // MEGABYTE} MB are free on the disk."),
    ]


def _look_at_pictures() -> Finding:
    # Imported as in the process that looks at files. What one of them lacks may be a library of the system.
    missing = []
    for name, package, what in _PICTURES:
        try:
            importlib.import_module(name)
        except (ImportError, OSError):
            missing.append(f"{package} ({what})")
    return Finding(
        not missing,
        "The libraries for pictures are there."
        if not missing
        else f"Pictures are kept, but some cannot be shown without {', '.join(missing)}: install what is named.",
    )


def _can_others_read(path: Path) -> bool:
    # What lies in a folder that is closed is closed with it.
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & 0o077)


def _close(what: str, paths: Iterable[Path]) -> str:
    return f"Others on this computer can read {what}: chmod -R go= {' '.join(str(path) for path in paths)}"


def _say_how_long(free: int, a_day: int) -> Finding:
    # free and a_day are bytes; what the database itself grows by is small beside files.
    if a_day == 0:
        return Finding(True, "No files came in the last 7 days: the disk lasts.")
    days = max(0, free) // a_day
    lasts = write_counted(days, "day") if days < MANY_DAYS else "more than ten years"
    return Finding(days >= 14, f"Files of {a_day / MEGABYTE:.1f} MB come a day: at that the disk lasts {lasts}.")


async def _look_at_files(free: int, store: Store) -> list[Finding]:
    fillers = [
        f"{who} of {code} {size / MEGABYTE:.0f} MB in {write_counted(files, 'file')}"
        for who, code, size, files in await list_fillers(store)
    ]
    return [
        Finding(True, f"Whose files take most of the disk, by pseudonyms: {', '.join(fillers) or 'nobody'}."),
        _say_how_long(free, await count_bytes_a_day(store, at=now())),
    ]


async def _look_at_aimaks(store: Store) -> list[Finding]:
    real = [aimak for aimak in await store.aimaks.list_all() if not aimak.sample]
    silent = [aimak.code for aimak in real if not aimak.phone]
    staffed = await store.roles.list_with_office()
    empty = [aimak for aimak in real if aimak.id not in staffed and aimak.merged_into_id is None]
    waiting = {one.code: await store.lists.count_list(OfficeList.WAITING, one.id) for one in empty}
    unheard = [f"{code} ({n})" for code, n in waiting.items() if n]
    return [
        Finding(bool(real), f"Aimaks entered: {len(real)}. «sunush aimak add» and «import» enter them."),
        Finding(not silent, f"Aimaks without a telephone: {', '.join(silent) or 'none'}."),
        Finding(
            not unheard,
            f"Aimaks without staff: {len(empty)}. Proposals wait in: {', '.join(unheard) or 'none'}. "
            "«sunush invite --role staff --aimak CODE» invites somebody.",
        ),
    ]


async def _look_at_outbox(store: Store) -> list[Finding]:
    counts = await store.outbox.counts()
    late = await store.outbox.count_late(now() - OLD)
    unfinished = await store.open_erasures.count_open(before=now() - OLD)
    lost = counts.get(State.FAILED, 0) + counts.get(State.UNCERTAIN, 0)
    return [
        Finding(late == 0, f"Messages that have waited longer than 15 minutes: {late}."),
        Finding(unfinished == 0, f"Erasures that have not been finished for 15 minutes: {unfinished}."),
        Finding(True, f"Messages that reached nobody: {lost}; the staff see answers among them."),
    ]


async def _look_at_events(store: Store) -> list[Finding]:
    dead = await store.events.count_dead(since=now() - RECENT * DAY)
    return [Finding(dead == 0, f"Events set aside as unreadable or failed in the last {RECENT} days: {dead}.")]


async def _look_at_audit(store: Store) -> list[Finding]:
    broken = await store.audit.find_break()
    return [Finding(broken is None, "The audit is whole." if broken is None else f"The audit breaks at act {broken}.")]


async def _look_at_accounts(settings: Settings, channels: Sequence[Channel], store: Store) -> list[Finding]:
    unknown = await find_unknown_aimak(store, settings)
    found = [Finding(False, unknown)] if unknown else []
    for gone in await list_gone(store, [Served(one.name, one.account) for one in channels]):
        called = gone.channel, gone.account, await links.find_name(store, gone.channel, gone.account)
        waiting = await store.outbox.count_waiting(gone.channel, gone.account)
        found.append(
            Finding(
                waiting == 0,
                f"The account {' '.join(filter(None, called))} is not in the settings: nobody hears who writes there; "
                f"messages wait for {write_counted(waiting, 'person', 'people')}.",
            )
        )
    return found


async def _look_at_channels(office: Office) -> list[Finding]:
    async with AsyncExitStack() as closing:
        channels = [make(office.seal) for make in list_channels(office.settings)]
        for channel in channels:
            closing.push_async_callback(channel.close)
        found = await _look_at_asked(office, partial(_look_at_accounts, office.settings, channels))
        if any(channel.webhook is not None for channel in channels):
            found.append(await look_at_door(office.settings.web, office.seal))
        for channel in channels:
            account = channel.name, channel.account
            heard_at = await office.database.read(lambda store: store.accounts.find_heard(*account))  # noqa: B023 - awaited here
            name = office.settings.name_account(*account)
            said = await channel.list_findings(heard_at=heard_at, now=now())
            said += await office.database.read(partial(look_at_openings, channel, now=now()))
            found += [Finding(one.well, f"{name}{one.words}") for one in said]
        return found if channels else [Finding(False, NONE), *found]
