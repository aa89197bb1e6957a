"""Measures the public page: its screens, its first load, beside a bare page, beside a conversation.

python -m tests.bench.public_page [--proposals 5000] [--readers 2000] [--chats 50] [--seconds 20] [--times 3]
"""

import argparse
import asyncio
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.app import steady
from bot.install.office import Office
from bot.settings import Settings, WebSettings
from bot.web.pages.render import Pages, list_static
from bot.web.pages.trouble import Trouble
from bot.web.public.page import PublicPage
from bot.web.server import Listening
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from tests.bench.figures import machine, milliseconds, table
from tests.bench.filled import NOW, YEAR, Size, fill
from tests.databases import KEY, install, migrated_file
from tests.telegram.fake.bot_process import BotProcess

CODE = "ba"  # of the first aimak of a filled install
AT_ONCE = 32
SCREENS = {
    f"/{CODE}": "overview",
    f"/{CODE}/proposals": "list of proposals",
    f"/{CODE}/proposals?page=200": "a late page of it",
    f"/{CODE}/proposals?decision=not_included": "narrowed by decision",
    f"/{CODE}/proposals?q=kopuro": "searched",
    f"/{CODE}/{YEAR}/{{number}}": "one proposal",
    f"/{CODE}/hearings": "hearings",
    f"/{CODE}/figures": "figures, kept for a minute",
    f"/{CODE}/figures/D": "behind a part, kept for a minute",
    f"/{CODE}/data": "data dictionary",
    f"/{CODE}/feed.xml": "feed",
    f"/{CODE}/proposals-{YEAR}.csv": "all as CSV, kept for ten minutes",
}  # fmt: skip


def main() -> None:
    """Fills an aimak, and prints tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=5_000)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--readers", type=int, default=2_000)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sunush-public-"))
    print(f"`sunush run`, an aimak with {given.proposals} proposals; {machine()}\n")
    try:
        asyncio.run(measure_alone(folder, given))
        asyncio.run(measure_beside(folder / "install", given))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def measure_alone(folder: Path, given: argparse.Namespace) -> None:
    """The page by itself: each screen, requests a second, bytes of a first and of a second load."""
    path = migrated_file(folder / "filled.db")
    database = Database(make_database_url(f"sqlite:///{path}"), Seal(KEY))
    await fill(database, Seal(KEY), Size(given.proposals, aimaks=1, events=1))
    await database.write(lambda store: store.pages.put(1, is_on=True, contact=None, by=None, at=1))
    settings = Settings(folder, f"sqlite:///{path}", folder / "key", web=WebSettings(url="https://page.example"))
    older = [0]
    page = PublicPage(
        Office(settings, database, Seal(KEY)),
        Pages(),
        clock=lambda: NOW,
        steady=lambda: steady() + older[0],
        trouble=Trouble(),
    )
    app = Starlette(routes=[*list_static(), *page.list_routes()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://page.test") as line:
        rows = []
        listed = (await line.get(f"/{CODE}/proposals")).text
        number = listed.split(f'href="/{CODE}/{YEAR}/')[1].split("?")[0]
        for written, name in SCREENS.items():
            address, took = written.format(number=number), list[float]()
            for _ in range(given.times + 1):
                older[0] += 3_600_000
                began = time.perf_counter()
                found = await line.get(address)
                took.append(time.perf_counter() - began)
                assert found.status_code == 200, (address, found.status_code)
            small = len(brotli_of(await line.get(address, headers={"accept-encoding": "br"})))
            rows.append((name, *milliseconds(took[1:]), f"{len(found.content):,}", f"{small:,}"))
        print(table(("screen, made anew", "median, ms", "p95, ms", "bytes", "bytes sent"), rows), end="\n\n")
        loads = [await load(line, {}), await load(line, (await first_tags(line)))]
        named = zip(("first load", "repeat load"), loads, strict=True)
        shown = [(name, str(n), f"{size:,}") for name, (n, size) in named]
        print(table(("", "requests", "bytes of bodies"), shown), end="\n\n")
        body = (await line.get(f"/{CODE}")).content

    async def on_bare(_: Request) -> HTMLResponse:
        return HTMLResponse(body)

    rows = []
    for name, served, path_of in (
        ("the public page of Sunush", app, f"/{CODE}"),
        ("a bare Starlette page with the same bytes", Starlette(routes=[Route("/", on_bare)]), "/"),
    ):
        for form in ("identity", "br"):
            rows.append((name, form, f"{await count_a_second(served, path_of, form, given.requests):,.0f}"))
    print(table(("served by uvicorn", "accepted", "requests a second"), rows), end="\n\n")
    await database.close()


def brotli_of(found: httpx.Response) -> bytes:
    """The bytes as they came over the line."""
    return b"x" * int(found.headers["content-length"])


async def first_tags(line: httpx.AsyncClient) -> dict[str, str]:
    """What a browser knows of a page that it has."""
    return {"if-none-match": (await line.get(f"/{CODE}", headers={"accept-encoding": "br"})).headers["etag"]}


async def load(line: httpx.AsyncClient, known: dict[str, str]) -> tuple[int, int]:
    """How many requests a load takes, and the bytes of their bodies. What never changes is not asked for again."""
    found = await line.get(f"/{CODE}", headers={"accept-encoding": "br", **known})
    if found.status_code == 304:
        return 1, 0
    assets = [part.split('"')[0] for part in found.text.split('href="')[1:] if part.startswith("/static/")]
    more = [await line.get(one, headers={"accept-encoding": "br"}) for one in assets]
    return 1 + len(more), sum(len(brotli_of(one)) for one in (found, *more))


async def count_a_second(app: Starlette, path: str, form: str, requests: int) -> float:
    """Requests a second of an app behind uvicorn, asked from the same process."""
    opened = socket.create_server(("127.0.0.1", 0))
    port, listening = opened.getsockname()[1], Listening(app, opened)
    serving = asyncio.create_task(listening.run())
    left = iter(range(requests))
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", auto_decompress=False) as line:

        async def ask(number: int) -> None:
            headers = {"accept-encoding": form, "x-forwarded-for": f"10.9.{number % 250}.{number}"}
            for _ in left:
                async with line.get(path, headers=headers) as answer:
                    await answer.read()

        await ask_once(line, path)
        began = time.perf_counter()
        await asyncio.gather(*(ask(number) for number in range(AT_ONCE)))
        took = time.perf_counter() - began
    listening.stop()
    await serving
    return requests / took


async def ask_once(line: aiohttp.ClientSession, path: str) -> None:
    """Asks until somebody answers."""
    while True:
        try:
            async with line.get(path):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)


async def measure_beside(folder: Path, given: argparse.Namespace) -> None:
    """How long a message of the web chat waits for its commit: with nobody who reads, and with thousands."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    bot = BotProcess(
        folder, "", token="", SUNUSH_WEB_LISTEN=listen, SUNUSH_WEB_URL="https://page.example", SUNUSH_WEB_CHAT="1"
    )
    install(bot.database, folder / "sunush.key", samples=False)
    database = Database(make_database_url(f"sqlite:///{bot.database}"), Seal(KEY))
    await fill(database, Seal(KEY), Size(given.proposals, aimaks=1, events=1))
    await database.write(lambda store: store.pages.put(1, is_on=True, contact=None, by=None, at=1))
    await database.close()
    await bot.start()
    rows = []
    try:
        async with AsyncExitStack() as stack:
            chat = await stack.enter_async_context(aiohttp.ClientSession(f"http://{listen}"))
            reading = await stack.enter_async_context(
                aiohttp.ClientSession(
                    f"http://{listen}", connector=aiohttp.TCPConnector(limit=200), auto_decompress=False
                )
            )
            await ask_once(chat, "/healthz")
            people = [Chatter(chat, number) for number in range(given.chats)]
            await asyncio.gather(*(one.begins() for one in people))
            for name, readers in (
                ("nobody reads", 0),
                (f"{given.readers} readers", given.readers),
                ("nobody reads", 0),
            ):
                took: list[float] = []
                read: list[float] = []
                statuses: set[int] = set()
                jobs = [one.talks(took, given.seconds) for one in people]
                jobs += [
                    read_page(reading, number, readers, given.seconds, read, statuses) for number in range(readers)
                ]
                await asyncio.gather(*jobs)
                assert statuses <= {200, 304}, statuses
                rows.append((name, str(len(took)), *milliseconds(took), str(len(read)), *milliseconds(read)))
    finally:
        await bot.kill()
    head = ("while", "messages", "median, ms", "p95, ms", "pages read", "median, ms", "p95, ms")
    print(f"{given.chats} people chat, a message each second\n\n{table(head, rows)}")


class Chatter:
    """Somebody with the web chat open, behind an address of their own."""

    def __init__(self, line: aiohttp.ClientSession, number: int) -> None:
        self._line, self._number = line, number
        self._headers = {
            "authorization": f"Bearer {secrets.token_urlsafe(32)}", "x-forwarded-for": f"198.51.{number // 250}.{number % 250}"
        }  # fmt: skip
        self._says: Iterator[str] = cycle(("салам", "жардам", "артка"))

    async def begins(self) -> None:
        """Opens the chat of the aimak."""
        await self._post(start=f"a_{CODE}", language="ky")

    async def talks(self, took: list[float], seconds: float) -> None:
        """Writes a message each second, and notes how long each waited for its commit."""
        until = time.perf_counter() + seconds
        await asyncio.sleep(self._number % 50 / 50)
        while time.perf_counter() < until:
            began = time.perf_counter()
            await self._post(text=next(self._says))
            took.append(time.perf_counter() - began)
            await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))

    async def _post(self, **said: Any) -> None:
        body = {"id": secrets.token_urlsafe(16), **said}
        async with self._line.post("/chat/messages", json=body, headers=self._headers) as answer:
            assert answer.status == 204, answer.status


async def read_page(
    line: aiohttp.ClientSession, number: int, of: int, seconds: float, took: list[float], statuses: set[int]
) -> None:
    """Opens a page at a moment of the time that is measured, and looks at it once more."""
    headers = {"accept-encoding": "br", "x-forwarded-for": f"203.0.{number // 250}.{number % 250}"}
    await asyncio.sleep(seconds * number / of)
    address = list(SCREENS)[number % 5]
    for _ in range(2):
        began = time.perf_counter()
        async with line.get(address, headers=headers) as answer:
            await answer.read()
            statuses.add(answer.status)
            headers["if-none-match"] = answer.headers.get("etag", "")
        took.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
