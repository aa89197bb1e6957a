"""Looks whether an install is in order, and says of each thing what was found; it changes nothing."""

import asyncio
import os
import shutil
from dataclasses import dataclass

from bot.app import CannotStart, Office, looked_into, now
from bot.channels.contract import SendFailure
from bot.channels.telegram import OFFICIAL, POLLED_AT, Telegram
from bot.config import Settings
from storage.queue.outbox import State
from storage.store import Store

LEAST_FREE = 500 * 1024 * 1024  # bytes
OLD = 15 * 60 * 1000  # milliseconds after which something that is ready to be sent should have been
RECENT = 7  # days in which a dead event still asks for a look
DAY = 24 * 3600 * 1000  # milliseconds
SILENT = 10  # minutes after which a poll that went well is too long ago
PATIENCE = 15  # seconds


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    well: bool
    words: str


async def examine(settings: Settings) -> list[Finding]:
    """Returns what was found, in the order in which things depend on each other."""
    try:
        async with looked_into(settings) as office:
            here = [
                Finding(True, f"The key {settings.key_file} opens the database."),
                *await asyncio.to_thread(_machine, settings),
            ]
            return [*here, *await office.database.read(_rows), await _telegram(office)]
    except CannotStart as error:
        return [Finding(False, str(error))]


def _machine(settings: Settings) -> list[Finding]:
    open_to_others = os.name == "posix" and bool(settings.key_file.stat().st_mode & 0o077)
    free = shutil.disk_usage(settings.data_dir).free
    return [
        Finding(False, f"Others can read the key: chmod 600 {settings.key_file}")
        if open_to_others
        else Finding(True, "Only its owner can read the key."),
        Finding(free >= LEAST_FREE, f"{free // 1024 // 1024} MB are free on the disk."),
    ]


async def _rows(store: Store) -> list[Finding]:
    real = [aimak for aimak in await store.aimaks.all() if not aimak.sample]
    silent = [aimak.code for aimak in real if not aimak.phone]
    counts = await store.outbox.counts()
    late = await store.outbox.late(now() - OLD)
    dead = await store.events.count_dead(since=now() - RECENT * DAY)
    broken = await store.audit.broken_at()
    lost = counts.get(State.FAILED, 0) + counts.get(State.UNCERTAIN, 0)
    return [
        Finding(bool(real), f"Aimaks entered: {len(real)}. «sunush aimak add» and «import» enter them."),
        Finding(not silent, f"Aimaks without a telephone: {', '.join(silent) or 'none'}."),
        Finding(late == 0, f"Messages that have waited longer than 15 minutes: {late}."),
        Finding(True, f"Messages that reached nobody: {lost}; the staff see answers among them."),
        Finding(dead == 0, f"Events set aside as unreadable or failed in the last {RECENT} days: {dead}."),
        _polled(await store.meta.get(POLLED_AT)),
        Finding(broken is None, "The audit is whole." if broken is None else f"The audit breaks at act {broken}."),
    ]


def _polled(at: str | None) -> Finding:
    if at is None:
        return Finding(True, "No messages have been fetched from Telegram yet.")
    minutes = (now() - int(at)) // 60_000
    look = "" if minutes < SILENT else ": is «sunush run» running? Its log says more"
    return Finding(not look, f"Messages were last fetched from Telegram {minutes} minutes ago{look}.")


async def _telegram(office: Office) -> Finding:
    settings = office.settings
    if not settings.telegram_token:
        return Finding(False, "No channel is configured: put the token from BotFather into SUNUSH_TELEGRAM_TOKEN.")
    telegram = Telegram(settings.telegram_token, seal=office.seal, api_url=settings.telegram_api_url or OFFICIAL)
    try:
        async with asyncio.timeout(PATIENCE):
            return Finding(True, f"Telegram answers: the bot is @{await telegram.who()}.")
    except (SendFailure, TimeoutError) as error:
        return Finding(False, f"Telegram: {error or 'no answer'}.")
    finally:
        await telegram.close()
