"""Measures the table of all aimaks, beside an aim of 50 ms for what is counted of 500.

python -m tests.bench.office.all_aimaks [--aimaks 500] [--proposals 50000] [--times 7]
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from bot.budget.permissions import Role
from bot.office.reads.all_aimaks import Scores, Sort, read_aimaks
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.store import Store
from tests.bench.figures import machine, table
from tests.bench.filled import NOW, Size, fill
from tests.databases import KEY, migrated_file


def main() -> None:
    """Fills an install, reads the table, and prints how long that took in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aimaks", type=int, default=500)
    parser.add_argument("--proposals", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=7)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sunush-aimaks-"))
    try:
        print(f"{given.aimaks} aimaks, {given.proposals} proposals, {machine()}\n")
        asyncio.run(_measured(folder, given))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _measured(folder: Path, given: argparse.Namespace) -> None:
    seal = Seal(KEY)
    database = Database(make_database_url(f"sqlite:///{migrated_file(folder / 'sunush.db')}"), seal)
    await fill(database, seal, Size(given.proposals, aimaks=given.aimaks, events=1))

    async def measure(store: Store) -> list[list[str]]:
        admin = await store.people.meet("terminal", "bot", "admin", at=NOW)
        await store.roles.grant(admin.id, role=Role.ADMIN, aimak_id=None, by=None, at=NOW)
        kept = Scores()
        asked = (
            ("Sunush: a page, its scores counted anew", lambda: {"scores": Scores()}),
            ("Sunush: a page, scores of the last ten minutes", lambda: {"scores": kept}),
            ("Sunush: searched, nothing found", lambda: {"scores": kept, "words": "жок"}),
            ("Sunush: sorted by what is overdue", lambda: {"scores": kept, "sort": Sort.OVERDUE, "falling": True}),
        )
        rows = []
        for title, with_what in asked:
            took = []
            for _ in range(given.times + 1):
                wall, cpu = time.perf_counter(), time.process_time()
                await read_aimaks(store, by=admin, at=NOW, **with_what())
                took.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
            rows.append([title, *(f"{statistics.median(one[at] for one in took[1:]):.1f}" for at in (0, 1))])
        return rows

    rows = await database.write(measure)
    await database.close()
    print(table(["Sunush: all aimaks", "median ms", "processor ms"], rows))


if __name__ == "__main__":
    main()
