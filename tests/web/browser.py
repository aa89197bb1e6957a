"""Debian's Chromium for the tests of pages: any script error, and any request to another host, fails the test."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
INSISTS = os.environ.get("SUNUSH_BROWSER") == "1"  # where it is set, no test is left out
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]  # fmt: skip

needs_browser = pytest.mark.skipif(CHROMIUM is None and not INSISTS, reason="no Chromium is installed here")


@asynccontextmanager
async def open_browser(
    base: str, *, width: int = 360, refused: tuple[int, ...] = (), away: bool = False, said: tuple[str, ...] = ()
) -> AsyncIterator[Callable[[str], Any]]:
    """Yields what opens a page of somebody new at a path; each has a storage of their own.

    refused are statuses that the server is meant to answer with: the browser tells of each as an error.
    away: for a while nobody answers at all. said are other errors that the browser is meant to tell of.
    """
    from playwright.async_api import async_playwright

    wrong: list[str] = []
    gone = [f"status of {status} " for status in refused] + (["net::ERR_"] if away else []) + list(said)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)

        async def open_page(path: str) -> Any:
            context = await browser.new_context(
                viewport={"width": width, "height": 700}, locale="ky-KG", permissions=["microphone"]
            )
            page = await context.new_page()
            page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
            page.on("console", lambda said: _note_console(said, gone, wrong))
            page.on("request", lambda request: _note_host(request.url, base, wrong))
            await page.goto(f"{base}{path}")
            return page

        yield open_page
        await browser.close()
    assert not wrong, wrong


def _note_console(said: Any, meant: list[str], wrong: list[str]) -> None:
    if said.type == "error" and not any(one in said.text for one in meant):
        wrong.append(f"console: {said.text}")


def _note_host(url: str, base: str, wrong: list[str]) -> None:
    if not url.startswith((f"{base}/", "blob:", "data:")):
        wrong.append(f"another host: {url}")
