"""Looks whether an install is in order, and says of each thing what was found; it changes nothing."""

import asyncio
import os
import shutil
from functools import partial

from bot.app import CannotStart, Office, inspect_install, now
from bot.channels.configured import NONE, list_channels
from bot.channels.contract import Finding
from bot.config import Settings
from bot.office.quotas import MEGABYTE, bytes_a_day, list_fillers
from bot.service.watch import last_heard
from storage.queue.outbox import State
from storage.store import Store

OLD = 15 * 60 * 1000  # milliseconds after which something that is ready to be sent should have been
RECENT = 7  # days in which a dead event still asks for a look
DAY = 24 * 3600 * 1000  # milliseconds


async def examine(settings: Settings) -> list[Finding]:
    """Returns what was found, in the order in which things depend on each other."""
    try:
        async with inspect_install(settings) as office:
            free = shutil.disk_usage(settings.data_dir).free
            here = [
                Finding(True, f"The key {settings.key_file} opens the database."),
                *await asyncio.to_thread(_machine, settings, free),
            ]
            return [*here, *await office.database.read(partial(_rows, free)), *await _channels(office)]
    except CannotStart as error:
        return [Finding(False, str(error))]


def _machine(settings: Settings, free: int) -> list[Finding]:
    open_to_others = os.name == "posix" and bool(settings.key_file.stat().st_mode & 0o077)
    return [
        Finding(False, f"Others can read the key: chmod 600 {settings.key_file}")
        if open_to_others
        else Finding(True, "Only its owner can read the key."),
        Finding(free >= settings.least_free_mb * MEGABYTE, f"{free // MEGABYTE} MB are free on the disk."),
    ]


def _how_long(free: int, a_day: int) -> Finding:
    # free and a_day are bytes; what the database itself grows by is small beside files.
    if a_day == 0:
        return Finding(True, "No files came in the last 7 days: the disk lasts.")
    days = max(0, free) // a_day
    return Finding(days >= 14, f"Files of {a_day / MEGABYTE:.1f} MB come a day: at that the disk lasts {days} days.")


async def _rows(free: int, store: Store) -> list[Finding]:
    real = [aimak for aimak in await store.aimaks.all() if not aimak.sample]
    silent = [aimak.code for aimak in real if not aimak.phone]
    counts = await store.outbox.counts()
    late = await store.outbox.late(now() - OLD)
    dead = await store.events.count_dead(since=now() - RECENT * DAY)
    broken = await store.audit.find_break()
    lost = counts.get(State.FAILED, 0) + counts.get(State.UNCERTAIN, 0)
    fillers = [
        f"{who} of {code} {size / MEGABYTE:.0f} MB in {files} files"
        for who, code, size, files in await list_fillers(store)
    ]
    return [
        Finding(True, f"Whose files take most of the disk, by pseudonyms: {', '.join(fillers) or 'nobody'}."),
        _how_long(free, await bytes_a_day(store, at=now())),
        Finding(bool(real), f"Aimaks entered: {len(real)}. «sunush aimak add» and «import» enter them."),
        Finding(not silent, f"Aimaks without a telephone: {', '.join(silent) or 'none'}."),
        Finding(late == 0, f"Messages that have waited longer than 15 minutes: {late}."),
        Finding(True, f"Messages that reached nobody: {lost}; the staff see answers among them."),
        Finding(dead == 0, f"Events set aside as unreadable or failed in the last {RECENT} days: {dead}."),
        Finding(broken is None, "The audit is whole." if broken is None else f"The audit breaks at act {broken}."),
    ]


async def _channels(office: Office) -> list[Finding]:
    makes = list_channels(office.settings)
    if not makes:
        return [Finding(False, NONE)]
    found = []
    for make in makes:
        channel = make(office.seal)
        heard_at = await office.database.read(partial(last_heard, channel.name))
        try:
            found += await channel.findings(heard_at=heard_at, now=now())
        finally:
            await channel.close()
    return found
