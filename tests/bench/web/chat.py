"""Measures the web chat: what a page loads, the first time and again, and the memory with many pages open.

python -m tests.bench.web.chat [--pages 800] [--writers 250]

The pages come from as many addresses as there are, as behind a proxy. Some of them have written and been answered before.
Newcomers of all addresses together are let in slowly, 300 and then 30 a minute. So there are fewer of them.
"""

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import psutil

from tests.bench.figures import machine, table
from tests.web.browser import CHROMIUM, open_browser
from tests.web.doors import find_free_port

ROOT = Path(__file__).parents[3]
LONG = 60_000  # milliseconds


@asynccontextmanager
async def served(folder: Path, **more: str) -> AsyncIterator[tuple[int, str]]:
    """A `sunush run` over the samples: its process id, and its address."""
    address = f"127.0.0.1:{find_free_port()}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, stdout=asyncio.subprocess.PIPE,
        env=environment | {"PYTHONPATH": str(ROOT), "SUNUSH_WEB_LISTEN": address} | more,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        while b"Ctrl-C stops" not in (line := await process.stdout.readline()):
            assert line, "it ended"
        yield process.pid, f"http://{address}"
    finally:
        process.terminate()
        await process.wait()


async def measure_load(base: str) -> list[tuple[str, str, str]]:
    """What travels as the page opens, and as it opens again: requests, and bytes with their headers."""
    loaded = []
    async with open_browser(base) as opens:
        page = await opens("/chat")
        session = await page.context.new_cdp_session(page)
        await session.send("Network.enable")
        await session.send("Network.clearBrowserCache")
        counted: dict[str, float] = {}
        asked: list[str] = []
        session.on("Network.requestWillBeSent", lambda event: asked.append(event["requestId"]))
        session.on("Network.requestServedFromCache", lambda event: asked.remove(event["requestId"]))
        session.on(
            "Network.loadingFinished", lambda event: counted.update({event["requestId"]: event["encodedDataLength"]})
        )
        for what in ("first load", "again"):
            asked.clear(), counted.clear()
            await page.goto(f"{base}/chat/kokjar")
            await page.get_by_role("button", name="Кыргызча").wait_for(timeout=LONG)
            await page.wait_for_load_state("networkidle")
            loaded.append((what, str(len(asked)), f"{sum(counted.values()):.0f}"))
    return loaded


async def measure_memory(pid: int, base: str, pages: int, writers: int) -> list[tuple[str, str, str]]:
    """Megabytes before anybody came, with all pages open, and with a message to each writer on its way."""
    process = psutil.Process(pid)
    measured = [("nobody", "0", _megabytes(process))]
    async with AsyncExitStack() as closing:
        line = await closing.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=None))
        )
        people = [_headers(number) for number in range(pages)]
        for headers in people:
            answer = await line.get(f"{base}/chat/stream", headers=headers)
            closing.callback(answer.close)
            assert answer.status == 200, answer.status
        await asyncio.sleep(1)
        measured.append(("pages open", str(pages), _megabytes(process)))
        for headers in people[:writers]:
            said: dict[str, Any] = {"id": secrets.token_urlsafe(16), "start": "a_kokjar", "language": "ky"}
            async with line.post(f"{base}/chat/messages", headers=headers, json=said) as answer:
                assert answer.status == 204, answer.status
        await asyncio.sleep(3)
        measured.append((f"{writers} of them answered", str(pages), _megabytes(process)))
    return measured


def _headers(number: int) -> dict[str, str]:
    caller = f"10.1.{number // 200}.{number % 200 + 1}"
    return {"authorization": f"Bearer {secrets.token_urlsafe(32)}", "x-forwarded-for": caller}


def _megabytes(process: psutil.Process) -> str:
    return f"{process.memory_info().rss / 2**20:.0f}"


async def measure(pages: int, writers: int) -> None:
    """Prints both tables."""
    with tempfile.TemporaryDirectory(prefix="sunush-web-") as folder:
        if CHROMIUM is not None:
            async with served(Path(folder)) as (_, base):
                print(table(("sunush run, the web chat", "requests", "bytes"), await measure_load(base)))
        async with served(Path(folder), SUNUSH_WEB_URL="https://sunush.example") as (pid, base):
            print(table(("sunush run", "pages", "MB resident"), await measure_memory(pid, base, pages, writers)))


def main() -> None:
    """Reads what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=800)
    parser.add_argument("--writers", type=int, default=250)
    asked = parser.parse_args()
    print(machine())
    asyncio.run(measure(asked.pages, asked.writers))


if __name__ == "__main__":
    main()
