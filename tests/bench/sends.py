"""Measures sends a second to a Bot API in its own process: by the outbox, bare PTB and bare aiogram.

python -m tests.bench.sends [--messages 600] [--chats 60]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import aiogram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.app import now, open_install
from bot.channels.telegram import Telegram
from bot.chat.message import Message
from bot.delivery import courier, under_way
from bot.service.serve import make_loop
from bot.settings import Settings
from storage.queue.outbox import Lane
from storage.store import Store
from tests.bench.figures import TEXT, machine, table
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.state import TOKEN

WIDTHS = (1, 8, 30)  # requests at once

Send = Callable[[int], Awaitable[object]]


async def by_outbox(api: TelegramProcess, chats: list[int], messages: int, width: int) -> float:
    """Messages a second from the queued row to the row that says sent. Each is leased and finished in the database."""
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as folder:
        settings = Settings(Path(folder) / "data", f"sqlite:///{folder}/data/sunush.db", Path(folder) / "key")
        async with open_install(settings) as office:
            channel = Telegram(TOKEN, seal=office.seal, api_url=api.url)
            channel.pace = None  # type: ignore[assignment]

            async def queue(store: Store) -> None:
                body = Message(TEXT).to_json()
                where = (channel.name, channel.account)
                known = [await store.people.meet(*where, str(chat), at=now()) for chat in chats]
                for number in range(messages):
                    peer, told = known[number % len(known)].peer_id, {"object_id": number, "revision": 0}
                    told |= {"kind": "notice", "lane": Lane.NOTICE, "language": "ky", "body": body, "at": now()}
                    await store.outbox.queue(peer, *where, **told)  # type: ignore[arg-type]

            await office.database.write(queue)
            carrier = courier.Courier(database=office.database, channels=[channel], now=now)
            with patch.object(under_way, "BATCH", width):
                start = time.perf_counter()
                sent = await carrier.carry()
                spent = time.perf_counter() - start
            await channel.close()
    assert sent == messages, f"{sent} of {messages} were sent"
    return messages / spent


async def by_ptb(api: TelegramProcess, chats: list[int], messages: int, width: int) -> float:
    """python-telegram-bot as it comes, with nothing behind it."""
    requests = HTTPXRequest(connection_pool_size=max(WIDTHS))
    async with Bot(TOKEN, base_url=api.base_url, request=requests) as bot:
        return await _rate(lambda chat: bot.send_message(chat, TEXT), chats, messages, width)


async def by_aiogram(api: TelegramProcess, chats: list[int], messages: int, width: int) -> float:
    """aiogram as it comes, with nothing behind it."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    async with aiogram.Bot(TOKEN, session=session) as bot:
        return await _rate(lambda chat: bot.send_message(chat, TEXT), chats, messages, width)


async def _rate(send: Send, chats: list[int], messages: int, width: int) -> float:
    await send(chats[0])  # the connection
    numbers = iter(range(messages))

    async def work() -> None:
        for number in numbers:
            await send(chats[number % len(chats)])

    start = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(width)))
    return messages / (time.perf_counter() - start)


@dataclass(frozen=True)
class Way:
    """One of the ways to send."""

    name: str
    run: Callable[[TelegramProcess, list[int], int, int], Awaitable[float]]


WAYS = (
    Way("Sunush, through the outbox", by_outbox),
    Way("bare PTB (httpx)", by_ptb),
    Way("bare aiogram (aiohttp)", by_aiogram),
)


async def run(messages: int, chats: int) -> str:
    """The whole table."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as folder:
        async with TelegramProcess(Path(folder) / "telegram.jsonl") as api:
            people = [People(api)() for _ in range(1)]
            people += [type(people[0])(api, people[0].id + number) for number in range(1, chats)]
            for person in people:
                person.starts()
            ids = [person.id for person in people]
            for way in WAYS:
                rates = [await way.run(api, ids, messages, width) for width in WIDTHS]
                rows.append([way.name, *(f"{rate:.0f}" for rate in rates)])
                print(" ".join(rows[-1]), flush=True)
    head = ["messages a second", *("one by one" if width == 1 else f"{width} at once" for width in WIDTHS)]
    return f"{machine()}, {messages} messages to {chats} chats\n\n{table(head, rows)}\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--messages", type=int, default=600)
    reader.add_argument("--chats", type=int, default=60)
    told = reader.parse_args()
    with asyncio.Runner(loop_factory=make_loop) as runner:  # the loop of `sunush run`, for every contender
        print(runner.run(run(told.messages, told.chats)))


if __name__ == "__main__":
    main()
