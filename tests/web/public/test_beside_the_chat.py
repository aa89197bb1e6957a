"""Thousands read the public page while others chat: everybody is answered, and no message is lost."""

import asyncio
import socket
from pathlib import Path

import aiohttp

from tests.sizes import sized
from tests.telegram.fake.bot_process import BotProcess
from tests.web.chat.people import Page

READERS, CHATS, MESSAGES = sized(60, 2_000), sized(4, 50), 3
PATHS = ("/kokjar", "/kokjar/proposals", "/kokjar/figures", "/", "/kokjar/hearings?lang=ru")


async def test_who_chats_is_answered_while_thousands_read(tmp_path: Path, tell):
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    bot = BotProcess(tmp_path / "install", "", token="", SUNUSH_WEB_LISTEN=listen)
    await bot.prepare()
    await bot.start()
    try:
        await bot.comes_to(lambda: "Ctrl-C stops" in bot.said)
        base = f"http://{listen}"
        people = [Page(bot, base) for _ in range(CHATS)]
        statuses: list[int] = []

        async def chat(page: Page) -> None:
            await page.starts()
            for n in range(MESSAGES):
                await page.says(f"салам {n}")

        async def read(line: aiohttp.ClientSession, number: int) -> None:
            for _ in range(2):
                async with line.get(f"{base}{PATHS[number % len(PATHS)]}") as answer:
                    await answer.read()
                    statuses.append(answer.status)

        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as line:
            await asyncio.gather(*map(chat, people), *(read(line, number) for number in range(READERS)))
        for page in people:
            await page.hears("Саламатсызбы")
        refused = sum(status == 429 for status in statuses)
        assert set(statuses) <= {200, 429}
        assert refused <= max(0, 2 * READERS - 1_200)
        tell("readers of the public page beside a chat", readers=READERS, chats=CHATS, refused=refused, lost=0)
    finally:
        await bot.kill()
