"""Measures the screens of one office with many open proposals, beside an aim of 50 ms a screen.

python -m tests.bench.desk [--open 5000] [--times 5] [--keep FOLDER]
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
import uuid
from pathlib import Path

from sqlalchemy import case, update

from bot.budget.proposal import Side
from bot.chat.message import Incoming, Kind, Peer
from bot.delivery.incoming.receive import Receive
from bot.office.categories import list_categories
from handlers import router
from storage.conversations.states import FileStates
from storage.database.engine import Database, make_database_url
from storage.database.schema import proposals
from storage.database.seal import Seal
from storage.store import Store
from tests.bench.figures import machine, table
from tests.bench.filled import NOW, Size, fill
from tests.databases import KEY, migrated_file

AIM = 50  # milliseconds a screen
CATEGORIES = 15  # that proposals are spread over
OPEN_OF = 4  # one of so many that are filled in awaits an answer
SENTENCE = "Бул көчөнүн кезеги 2028-жылдын планында турат."
# Whoever writes, and what, one after the other; a screen without a title is measured under another one.
SCREENS = (
    ("clerk-1-2", "/start", "menu"),
    ("clerk-1-2", "Жооп күткөндөр", "what awaits an answer"),
    ("clerk-1-2", "Дагы", "its next page"),
    ("clerk-1-2", "Тандап көрүү", "what it is narrowed to, with counts"),
    ("clerk-1-2", "Айыл боюнча", "by village, with counts"),
    ("clerk-1-2", "1", "one village"),
    ("clerk-1-2", "Мөөнөтү өттү", "what is overdue"),
    ("clerk-1-2", "3 күндө бүтөт", "what is due soon"),
    ("clerk-1-2", "Мен алгандар", "what a clerk has taken"),
    ("clerk-1-2", "Сакталган жооптор", "kept answers"),
    ("clerk-1-2", "Жооп берилгендер", "what is answered"),
    ("clerk-1-2", "көпүрө керек", "searched: two words"),
    ("clerk-1-2", "мечит", "searched, and not there"),
    ("clerk-1-2", "8", "a proposal by its number"),
    ("clerk-1-2", "Окшоштор", "similar ones"),
    ("clerk-1-2", "Артка", "the card again"),
    ("clerk-1-2", "Тарыхы", "its history"),
    ("clerk-1-2", "Артка", ""),
    ("clerk-1-2", "Ушундай эле жооп", "answered as a like one was, previewed"),
    ("clerk-1-2", "Башка жооп", "other answers that fit"),
    ("clerk-1-2", "/start", ""),
    ("clerk-1-2", "8", ""),
    ("clerk-1-2", "Каражат жетпейт", "a reason pressed on the card"),
    ("clerk-1-2", SENTENCE, "the answer previewed"),
    ("clerk-1-2", "Жооп күткөндөр", ""),
    ("clerk-1-2", "Бир нечесине жооп", "several at once"),
    ("clerk-1-2", "Барактагынын баары", "a page of them marked"),
    ("clerk-1-2", "/start", ""),
    ("clerk-1-1", "/start", "menu of the head"),
    ("clerk-1-1", "Бекитүү күткөндөр", "what waits for the head"),
    ("clerk-1-1", "Кызматкерлер", "the staff, and who is late"),
    ("clerk-1-1", "6-критерий", "criterion 6"),
)  # fmt: skip


def main() -> None:
    """Fills an office, plays its screens, and prints a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=5_000, help="proposals that await an answer")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder for the install, used again if it is there")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="sunush-desk-"))
    try:
        print(f"{given.open} open proposals among {OPEN_OF * given.open} of one office, {machine()}\n")
        asyncio.run(_measured(folder, given))
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


async def sort(store: Store) -> None:
    """Gives each proposal a category, one after the other."""
    codes = [one.code for one in list_categories() if one.side is Side.SPENDING][:CATEGORIES]
    whens = [(proposals.c.id % len(codes) == n, code) for n, code in enumerate(codes)]
    await store.connection.execute(update(proposals).values(category=case(*whens)))


async def _measured(folder: Path, given: argparse.Namespace) -> None:
    seal, path = Seal(KEY), folder / "sunush.db"
    is_new = not path.exists()
    database = Database(make_database_url(f"sqlite:///{migrated_file(path) if is_new else path}"), seal)
    states = FileStates(folder / "states", seal)
    try:
        if is_new:
            await fill(database, seal, Size(OPEN_OF * given.open, aimaks=1))
            await database.write(sort)
        receive = Receive(database=database, states=states, router=router, now=lambda: NOW, wake=lambda: None)
        took: dict[str, list[tuple[float, float]]] = {title: [] for _, _, title in SCREENS if title}
        for _ in range(given.times + 1):
            for who, said, title in SCREENS:
                wall, cpu = time.perf_counter(), time.process_time()
                await receive(Incoming(uuid.uuid4().hex, Peer("telegram", "bot", who), Kind.TEXT, said))
                if title:
                    took[title].append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    finally:
        await states.close()
        await database.close()
    # The first round reads tables into memory and is left out.
    rows = [
        [title, *(f"{statistics.median(one[at] for one in each[1:]):.1f}" for at in (0, 1)), f"{max(each[1:])[0]:.1f}"]
        for title, each in took.items()
    ]
    print(table(["Sunush: a screen, committed", "median ms", "processor ms", "slowest ms"], rows) + "\n")
    slower = [row[0] for row in rows if float(row[1]) > AIM]
    print(f"{len(rows)} screens, {len(slower)} of them slower than {AIM} ms: {', '.join(slower) or 'none'}")


if __name__ == "__main__":
    main()
