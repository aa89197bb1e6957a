"""Measures notices to many: how near the pace comes to its limit, the speed without it, time and memory.

python -m tests.bench.broadcasts [--steady 750] [--quick 3000] [--large 100000]
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiogram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from telegram import Bot
from telegram.error import RetryAfter
from telegram.request import HTTPXRequest

from bot.app import open_install
from tests.bench.figures import TEXT, machine, table
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.installs import CLERK, FIRST, Village, is_over, progress_of, rows, settings_for, sunush
from tests.telegram.fake.process import Telegram, TelegramProcess
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN

OURS, THEIRS = 25, 30  # messages a second: what we set ourselves, and what Telegram allows
QUICK = 1000
AT_ONCE = 8
MEGABYTE = 1024  # the kernel counts in kilobytes

Send = Callable[[int], Awaitable[object]]


@dataclass(frozen=True)
class Counted:
    """What the books say of one notice."""

    accepted: int
    refused: int
    a_second: float
    busiest: int


def counted(api: Telegram, since: int) -> Counted:
    """Reads the books, without the clerk's."""
    calls = [call for call in api.calls("sendMessage", since) if call["chat_id"] != CLERK]
    times = sorted(call["at"] for call in calls if call["accepted"])
    spent = max(times[-1] - times[0], 0.001)
    busiest = max(sum(at <= one < at + 1 for one in times) for at in times[:: max(1, len(times) // 200)])
    return Counted(len(times), sum(call["code"] == 429 for call in calls), (len(times) - 1) / spent, busiest)


# Sunush


async def by_sunush(api: Telegram, recipients: int, pace: int) -> None:
    """Announces a hearing and waits until its notice is over: recipients listed, outbox fed, each row leased and finished."""
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as folder:
        settings = settings_for(Path(folder), api, pace=pace)
        async with sunush(settings, api) as service:
            village = await Village.settled(service.office, api, recipients)
            hearing = await village.announces(service.office.database)
            while not await is_over(service.office.database, hearing):  # noqa: ASYNC110 - a database signals nothing
                await asyncio.sleep(0.1)
            progress = await progress_of(service.office.database, hearing)
    assert progress.reached == recipients, progress


# What others do: loops with no books. Whoever stops in the middle does not know whom it told.


async def with_ptb(api: Telegram, work: Callable[[Send], Awaitable[None]]) -> None:
    """Gives a loop PTB as it comes."""
    async with Bot(TOKEN, base_url=api.base_url, request=HTTPXRequest(connection_pool_size=THEIRS)) as bot:

        async def send(chat: int) -> None:
            while True:
                try:
                    await bot.send_message(chat, TEXT)
                except RetryAfter as pause:
                    seconds: Any = pause.retry_after
                    await asyncio.sleep(seconds if isinstance(seconds, int | float) else seconds.total_seconds())
                else:
                    return

        await work(send)


async def with_aiogram(api: Telegram, work: Callable[[Send], Awaitable[None]]) -> None:
    """Gives a loop aiogram as it comes."""
    async with aiogram.Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api.url))) as bot:

        async def send(chat: int) -> None:
            while True:
                try:
                    await bot.send_message(chat, TEXT)
                except TelegramRetryAfter as pause:
                    await asyncio.sleep(pause.retry_after)
                else:
                    return

        await work(send)


def sleeping(chats: list[int]) -> Callable[[Send], Awaitable[None]]:
    """The loop of most tutorials: send, sleep a thirtieth of a second."""

    async def work(send: Send) -> None:
        for chat in chats:
            await send(chat)
            await asyncio.sleep(1 / THEIRS)

    return work


def gathering(chats: list[int]) -> Callable[[Send], Awaitable[None]]:
    """Thirty together, then the rest of the second."""

    async def work(send: Send) -> None:
        for at in range(0, len(chats), THEIRS):
            began = time.monotonic()
            await asyncio.gather(*(send(chat) for chat in chats[at : at + THEIRS]))
            await asyncio.sleep(max(0.0, began + 1 - time.monotonic()))

    return work


def racing(chats: list[int], width: int) -> Callable[[Send], Awaitable[None]]:
    """So many at once, as fast as they are taken; a refusal waits as long as it was told to."""

    async def work(send: Send) -> None:
        numbers = iter(chats)

        async def worker() -> None:
            for chat in numbers:
                await send(chat)

        await asyncio.gather(*(worker() for _ in range(width)))

    return work


async def at_pace(api: Telegram, recipients: int) -> str:
    """How near each comes to the limit it was given, and how often Telegram had to say so."""
    chats = list(range(FIRST, FIRST + recipients))
    contenders: list[tuple[str, int, Callable[[Telegram], Awaitable[None]]]] = [
        ("Sunush", OURS, lambda api: by_sunush(api, recipients, OURS)),
        ("bare PTB, sleep(1/30)", THEIRS, lambda api: with_ptb(api, sleeping(chats))),
        ("bare aiogram, sleep(1/30)", THEIRS, lambda api: with_aiogram(api, sleeping(chats))),
        ("bare aiogram, gather of 30 each second", THEIRS, lambda api: with_aiogram(api, gathering(chats))),
        ("bare aiogram, 30 at once", THEIRS, lambda api: with_aiogram(api, racing(chats, THEIRS))),
    ]
    found = []
    for name, limit, run_one in contenders:
        books = await measured(api, run_one, chats, limits=True)
        share = f"{100 * books.a_second / limit:.0f} %"
        found.append([name, str(limit), f"{books.a_second:.1f}", share, str(books.busiest), str(books.refused)])
        print(" ".join(found[-1]), flush=True)
    head = ["a notice within Telegram's limits", "set a second", "sent a second", "share", "most in a second", "429"]
    return table(head, found)


async def unlimited(api: Telegram, recipients: int) -> str:
    """Messages a second where nothing limits them."""
    chats = list(range(FIRST, FIRST + recipients))
    contenders: list[tuple[str, Callable[[Telegram], Awaitable[None]]]] = [
        ("Sunush, 8 at once, every recipient in the books", lambda api: by_sunush(api, recipients, QUICK)),
        ("bare PTB, 8 at once", lambda api: with_ptb(api, racing(chats, AT_ONCE))),
        ("bare aiogram, 8 at once", lambda api: with_aiogram(api, racing(chats, AT_ONCE))),
    ]
    found = []
    for name, run_one in contenders:
        books = await measured(api, run_one, chats, limits=False)
        found.append([name, f"{books.a_second:.0f}"])
        print(" ".join(found[-1]), flush=True)
    return table(["a notice without a limit", "messages a second"], found)


async def measured(
    api: Telegram, run_one: Callable[[Telegram], Awaitable[None]], chats: list[int], *, limits: bool
) -> Counted:
    """Lets one contender send to everybody."""
    api.limits(limits)
    since = len(api.calls())
    await run_one(api)
    books = counted(api, since)
    assert books.accepted == len(chats), books
    return books


async def large(recipients: int) -> str:
    """Seconds and peak memory of `sunush run` while it sends one notice to very many."""
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as name:
        folder = Path(name)
        async with TelegramServer() as api:
            settings = settings_for(folder, api)
            async with open_install(settings) as office:
                village = await Village.settled(office, api, recipients)
            at = settings.database_url
            bot = BotProcess(
                folder,
                api.url,
                SUNUSH_DATABASE_URL=at,
                SUNUSH_TELEGRAM_PACE=str(QUICK),
                SUNUSH_QUIET_HOURS="0-0",
                SUNUSH_LOG_LEVEL="WARNING",
            )
            await bot.start()
            try:
                await api.polled(60)
                await asyncio.sleep(1)
                before = _resident(bot, "VmRSS")
                async with open_install(settings, migrate=False) as office:
                    hearing = await village.announces(office.database)
                    listed = 0.0
                    began = time.monotonic()
                    while not await is_over(office.database, hearing):
                        await asyncio.sleep(0.5)
                        api._calls.clear()
                        if not listed and await _is_listed(office.database):
                            listed = time.monotonic() - began
                    spent = time.monotonic() - began
                    progress = await progress_of(office.database, hearing)
                peak = _resident(bot, "VmHWM")
                assert await bot.stop() == 0
            finally:
                await bot.kill()
    assert progress.reached == recipients, progress
    found = [
        ["recipients", str(recipients)],
        ["everybody listed after", f"{listed or spent:.0f} s"],
        ["everybody reached after", f"{spent:.0f} s"],
        ["messages a second", f"{recipients / spent:.0f}"],
        ["resident memory before", f"{before:.0f} MB"],
        ["resident memory at its peak", f"{peak:.0f} MB"],
    ]
    return table(["sunush run, one large notice, pace set to 1000 a second", "measured"], found)


async def _is_listed(database: Any) -> bool:
    return (await rows(database, "SELECT listed FROM broadcasts WHERE kind = 'notice'"))[0][0] == 1


def _resident(bot: BotProcess, name: str) -> float:
    assert bot._process is not None
    status = Path(f"/proc/{bot._process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name)) / MEGABYTE


async def run(steady: int, quick: int, many: int) -> str:
    """All tables."""
    async with TelegramProcess(Path(os.devnull)) as api:
        for chat in (CLERK, *range(FIRST, FIRST + max(steady, quick))):
            api.set_state(chat, "open")
        parts = [machine(), await at_pace(api, steady), await unlimited(api, quick)]
    return "\n\n".join([*parts, await large(many)]) + "\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument(
        "--steady", type=int, default=750, help="recipients within Telegram's limits, 25 to 30 a second"
    )
    reader.add_argument("--quick", type=int, default=3000, help="recipients without a limit")
    reader.add_argument("--large", type=int, default=100_000, help="recipients of the large one")
    told = reader.parse_args()
    with suppress(KeyboardInterrupt):
        print(asyncio.run(run(told.steady, told.quick, told.large)))


if __name__ == "__main__":
    main()
