"""Measures the pages of the desk over many open proposals, beside an aim of 50 ms a page.

python -m tests.bench.pages.desk [--open 5000] [--times 5]
"""

import argparse
import asyncio
import re
import statistics
import tempfile
import time
from pathlib import Path

import httpx
from starlette.applications import Starlette

from bot.install.office import Office
from bot.office.desk import sign_in
from bot.office.messenger_accounts import links, listed
from bot.office.messenger_accounts.listed import Served
from bot.settings import Settings, WebSettings
from bot.web.desk.pages import list_desk
from bot.web.pages.render import list_static
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.store import Store
from tests.bench.desk import AIM, OPEN_OF, sort
from tests.bench.figures import machine, table
from tests.bench.filled import NOW, Size, fill
from tests.databases import KEY, migrated_file

BASE = "http://desk.example"
PAGES = {
    "the queue": "/desk",
    "its next page": "/desk?page=1",
    "the last page": "/desk?page=9999",
    "the newest first": "/desk?sort=newest",
    "what is overdue": "/desk?list=overdue",
    "what is answered": "/desk?list=answered",
    "one village": "/desk?village=1",
    "one category": "/desk?category=sp_roads",
    "searched: two words": "/desk?q=көпүрө керек",
    "a card": "/desk/p/{id}",
    "several at once": "/desk/many?id={id}",
    "the next three": "/desk/next",
    "where one is signed in": "/desk/me",
}


def main() -> None:
    """Fills an office, opens its pages, and prints a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=5_000, help="proposals that await an answer")
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    print(f"{given.open} open proposals among {OPEN_OF * given.open} of one office, {machine()}\n")
    with tempfile.TemporaryDirectory(prefix="sunush-desk-pages-") as folder:
        asyncio.run(_measure(Path(folder), given))


async def _measure(folder: Path, given: argparse.Namespace) -> None:
    seal = Seal(KEY)
    database = Database(make_database_url(f"sqlite:///{migrated_file(folder / 'sunush.db')}"), seal)
    try:
        await fill(database, seal, Size(OPEN_OF * given.open, aimaks=1))
        await database.write(sort)
        link = await database.write(_make_link)
        install = Office(Settings(folder, "", folder / "key", web=WebSettings(chat="1")), database, seal)
        beats = iter(range(0, 10**9, 1000))
        app = Starlette(routes=[*list_desk(install, clock=lambda: NOW, steady=lambda: next(beats)), *list_static()])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as line:
            await _open_all(line, link, given.times)
    finally:
        await database.close()


async def _make_link(store: Store) -> str:
    await listed.keep(store, [Served("web", "web")])
    await links.keep(store, "web", "web", bare=f"{BASE}/chat", with_payload=f"{BASE}/chat#PAYLOAD")
    clerk = await store.people.find("telegram", "bot", "clerk-1-2")
    assert clerk is not None
    return str(await sign_in.make_link(store, by=clerk, at=NOW))


async def _open_all(line: httpx.AsyncClient, link: str, times: int) -> None:
    await line.post(link, headers={"origin": BASE})
    first = re.search(r"/desk/p/(\d+)", (await line.get("/desk")).text)
    assert first is not None
    rows = []
    for title, path in PAGES.items():
        took, size = [], 0
        for _ in range(times + 1):
            wall, cpu = time.perf_counter(), time.process_time()
            answer = await line.get(path.format(id=first[1]))
            took.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
            assert answer.status_code == 200, (path, answer.text)
            size = len(answer.content)
        medians = [f"{statistics.median(one[at] for one in took[1:]):.1f}" for at in (0, 1)]
        rows.append([title, *medians, f"{max(took[1:])[0]:.1f}", f"{size / 1000:.1f}"])
    print(table(["Sunush: a page of the desk", "median ms", "processor ms", "slowest ms", "kB"], rows) + "\n")
    slower = [row[0] for row in rows if float(row[1]) > AIM]
    print(f"{len(rows)} pages, {len(slower)} of them slower than {AIM} ms: {', '.join(slower) or 'none'}")


if __name__ == "__main__":
    main()
