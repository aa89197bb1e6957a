"""Debian's Chromium for the tests of pages: any script error, and any request to another host, fails the test."""

import asyncio
import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.patience import patient

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
INSISTS = os.environ.get("SUNUSH_BROWSER") == "1"  # where it is set, no test is left out
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream", "--headless", "--hide-scrollbars", "--mute-audio", "--disable-dev-shm-usage",
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--remote-debugging-port=0",
    "--disable-back-forward-cache",  # Back asks the server, as it does on a telephone that is short of memory
]  # fmt: skip
_TIED = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []  # it ends with whoever started it

needs_browser = pytest.mark.skipif(CHROMIUM is None and not INSISTS, reason="no Chromium is installed here")


@cache
def start_chromium() -> tuple[subprocess.Popen[bytes], Path]:
    """Starts the one browser of this process, and returns it with its folder. It ends with the run, also a killed one."""
    assert CHROMIUM is not None
    folder = Path(tempfile.mkdtemp(prefix="sunush-chromium-"))
    process = subprocess.Popen(
        [*_TIED, CHROMIUM, *SWITCHES, f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip

    def end() -> None:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return process, folder


async def find_chromium() -> str:
    """The address of that browser, once it listens."""
    process, folder = start_chromium()
    said = folder / "DevToolsActivePort"
    async with patient(30):
        while not (said.exists() and len(said.read_text().split()) > 1):
            assert process.poll() is None, "Chromium did not start"
            await asyncio.sleep(0.02)
    return f"http://127.0.0.1:{said.read_text().split()[0]}"


@asynccontextmanager
async def open_browser(
    base: str, *, width: int = 360, refused: tuple[int, ...] = (), away: bool = False, said: tuple[str, ...] = ()
) -> AsyncIterator[Callable[[str], Any]]:
    """Yields what opens a page of somebody new at a path; each has a storage of their own. All tests share one browser.

    refused are statuses that the server is meant to answer with: the browser tells of each as an error.
    away: for a while nobody answers at all. said are other errors that the browser is meant to tell of.
    """
    from playwright.async_api import async_playwright

    wrong: list[str] = []
    gone = [f"status of {status} " for status in refused] + (["net::ERR_"] if away else []) + list(said)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(await find_chromium())
        opened = list[Any]()

        async def open_page(path: str) -> Any:
            context = await browser.new_context(
                viewport={"width": width, "height": 700}, locale="ky-KG", permissions=["microphone"]
            )
            opened.append(context)
            page = await context.new_page()
            page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
            page.on("console", lambda said: _note_console(said, gone, wrong))
            page.on("request", lambda request: _note_host(request.url, base, wrong))
            await page.goto(f"{base}{path}")
            return page

        try:
            yield open_page
        finally:
            for context in opened:
                await context.close()
            await browser.close()
    assert not wrong, wrong


def _note_console(said: Any, meant: list[str], wrong: list[str]) -> None:
    if said.type == "error" and not any(one in said.text for one in meant):
        wrong.append(f"console: {said.text}")


def _note_host(url: str, base: str, wrong: list[str]) -> None:
    if not url.startswith((f"{base}/", "blob:", "data:")):
        wrong.append(f"another host: {url}")
