"""Measures a newcomer's first minute: a fresh clone, the README's first command, and a proposal in Chromium.

python -m tests.bench.web.first_run [--times 1]

pip takes wheels from its own cache where it has them. The first time of all it fetches them.
"""

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import machine, table
from tests.papers import ROOT, block
from tests.web.browser import open_browser
from tests.web.doors import find_free_port

TEXT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
LONG = 60_000  # milliseconds


@dataclass(frozen=True)
class Minute:
    """Seconds from the beginning until each was there."""

    cloned: float
    printed: float  # the addresses
    opened: float  # the chat in the browser
    received: float  # the receipt of the proposal


async def once(folder: Path) -> Minute:
    """Clones, installs, serves and proposes."""
    began = time.perf_counter()
    clone, address = folder / "sunush", f"127.0.0.1:{find_free_port()}"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    cloned = time.perf_counter() - began
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SUNUSH_", "PYTHON"))}
    process = await asyncio.create_subprocess_shell(
        block("command: run").strip(), cwd=clone, env=environment | {"SUNUSH_WEB_LISTEN": address},
        stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        while b"Ctrl-C stops" not in (line := await process.stdout.readline()):
            assert line, "it ended"
        printed = time.perf_counter() - began
        async with open_browser(f"http://{address}") as opens:
            page = await opens("/chat/kokjar")
            await page.get_by_role("button", name="Кыргызча").click(timeout=LONG)
            opened = time.perf_counter() - began
            article = page.locator("article")
            for title in ("Сунуш берүү", "Чыгаша"):
                await article.get_by_role("button", name=title).last.click(timeout=LONG)
            await article.filter(has_text="2/3.").last.wait_for(timeout=LONG)
            await page.locator("#text").fill(TEXT)
            await page.locator("#send").click()
            for title in ("Макулмун", "Жөнөтүү"):
                await article.get_by_role("button", name=title).last.click(timeout=LONG)
            await article.filter(has_text="номери — ").last.wait_for(timeout=LONG)
        return Minute(cloned, printed, opened, time.perf_counter() - began)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        await process.wait()


async def measure(times: int) -> list[Minute]:
    """Does it a number of times, each in a folder of its own."""
    found = []
    for _ in range(times):
        folder = Path(tempfile.mkdtemp(prefix="sunush-first-"))
        try:
            found.append(await once(folder))
        finally:
            shutil.rmtree(folder)
    return found


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1)
    asked = parser.parse_args()
    print(machine())
    rows = [
        (
            "sunush run, from a clone",
            f"{one.cloned:.1f}",
            f"{one.printed:.1f}",
            f"{one.opened:.1f}",
            f"{one.received:.1f}",
        )
        for one in asyncio.run(measure(asked.times))
    ]
    print(table(("what", "cloned, s", "addresses printed, s", "chat opened, s", "proposal received, s"), rows))


if __name__ == "__main__":
    main()
