"""Measures a country on PostgreSQL: the move to it, screens, the export and criterion 6 beside bare SQL.

python -m tests.bench.country.filled_by_sql FILLED_FOLDER [--times 10] [--screens-only]

The folder is one of `tests.bench.scale --fill --keep FOLDER`. Its people, proposals, texts and answers are multiplied
by SQL. What goes with them (outbox, events, stems of the search) stays as it was filled.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL

from bot.export.proposals import write_export
from bot.office.criteria.criterion_6 import count
from storage.database.engine import Database, make_database_url
from storage.database.moving.move import move_rows
from storage.database.schema import metadata
from storage.database.seal import Seal
from storage.database.upgrade import upgrade
from tests.bench.figures import machine, table
from tests.bench.filled import YEAR
from tests.bench.scale import _screens
from tests.databases import KEY
from tests.support.postgresql import Run, running

COPIED = ("people", "peers", "proposals", "proposal_texts", "answers")
OFFSET = 10_000_000  # ids of one copy
ANEW = {  # what has to differ in each copy
    ("peers", "address_hash"): "md5(address_hash || '-' || {k})",
    ("proposals", "key"): "md5(key || '-' || {k})",
    ("proposals", "number"): "number + {k} * 100000",
    ("proposals", "label"): "(number + {k} * 100000)::text",
}
ONE_PASS = """
SELECT count(*), count(a.id), count(*) FILTER (WHERE a.decision = 'accepted'), count(DISTINCT p.author_id)
FROM proposals p LEFT JOIN LATERAL (SELECT id, decision FROM answers WHERE proposal_id = p.id ORDER BY id DESC LIMIT 1) a
ON true WHERE p.aimak_id = 1 AND p.budget_year = {year}
"""
BARE = """
COPY (SELECT p.label, p.budget_year, p.side, p.category, t.text, p.amount, p.received_at, p.due_on, a.decision, a.sent_at
FROM proposals p JOIN proposal_texts t ON t.proposal_id = p.id LEFT JOIN answers a ON a.proposal_id = p.id) TO STDOUT
"""


def main() -> None:
    """Starts a server, moves, multiplies, measures, and prints tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=10, help="how many times as many proposals")
    parser.add_argument("--screens-only", action="store_true")
    given = parser.parse_args()
    run, work = Run(), Path(tempfile.mkdtemp(prefix="sunush-country-"))
    try:
        server = running("bench")
        url = server.url(server.make("template0"))
        asyncio.run(_measure(given, url, work))
        server.close()
    finally:
        run.end()
        shutil.rmtree(work, ignore_errors=True)


async def _measure(given: argparse.Namespace, url: URL, work: Path) -> None:
    seal, old = Seal(KEY), make_database_url(f"sqlite:///{given.folder / 'sunush.db'}")
    before = Database(old, seal)
    await upgrade(before)  # what was filled by an older Sunush
    for name, value in (("install", "bench"), ("counter", "1")):
        await before.write(lambda store, name=name, value=value: store.meta.put_once(name, value))
    await before.close()
    began = time.perf_counter()
    moved = await asyncio.to_thread(move_rows, old, url, seal)
    took = time.perf_counter() - began
    rows = [[f"{moved.rows:,}", f"{took:.0f}", f"{moved.rows / took:,.0f}"]]
    print(
        f"{machine()}\n\n" + table(["sunush db move, both sides compared: rows", "s", "rows a second"], rows) + "\n",
        flush=True,
    )
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(), autocommit=True) as line:
        for k in range(1, given.times):
            _copy(line, k)
        line.execute("VACUUM ANALYZE")
        (proposals,) = line.execute("SELECT count(*) FROM proposals").fetchone()  # type: ignore[misc]
        (size,) = line.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()  # type: ignore[misc]
        print(f"{proposals:,} proposals, {size}\n", flush=True)
        database = Database(url, seal)
        try:
            await _screens(database, seal, work, 5)
            if not given.screens_only:
                await _tally(database, line)
                await _export(database, seal, work, line)
        finally:
            await database.close()


def _copy(line: Any, k: int) -> None:
    line.execute("SET session_replication_role = replica")
    for name in COPIED:
        columns = metadata.tables[name].c
        values = []
        for column in columns:
            leads = [key.column.table.name for key in column.foreign_keys]
            moves = column.name == "id" or any(one in COPIED for one in leads)
            anew = ANEW.get((name, column.name))
            values.append(
                anew.format(k=k) if anew else f"{column.name} + {k * OFFSET}" if moves else f'"{column.name}"'
            )
        names = ", ".join(f'"{column.name}"' for column in columns)
        line.execute(f"INSERT INTO {name} ({names}) SELECT {', '.join(values)} FROM {name} WHERE id < {OFFSET}")  # noqa: S608


async def _tally(database: Database, line: Any) -> None:
    began = time.perf_counter()
    await database.read(lambda store: count(store, aimak_id=1, year=YEAR))
    ours = time.perf_counter() - began
    began = time.perf_counter()
    line.execute(ONE_PASS.format(year=YEAR)).fetchall()
    bare = time.perf_counter() - began
    rows = [
        ["Sunush", f"{ours:.2f}"],
        ["one pass of SQL that counts far less", f"{bare:.2f}"],
        ["ratio", f"{ours / bare:.1f} ×"],
    ]
    print(table(["Criterion 6 of one aimak among all", "s"], rows) + "\n", flush=True)


async def _export(database: Database, seal: Seal, work: Path, line: Any) -> None:
    began = time.perf_counter()
    written = await write_export(
        database, seal, path=work / "all.csv", form="csv", aimak_id=None, year=None, pseudonymous=False
    )
    ours = time.perf_counter() - began
    began = time.perf_counter()
    with (work / "bare.tsv").open("wb") as file, line.cursor().copy(BARE) as copy:
        for piece in copy:
            file.write(piece)
    bare = time.perf_counter() - began
    rows = [[f"Sunush, CSV, {written:,} rows", f"{ours:.1f}"], ["bare COPY of ten of its columns", f"{bare:.1f}"],
            ["ratio", f"{ours / bare:.1f} ×"]]  # fmt: skip
    print(table(["Export of every proposal", "s"], rows) + "\n", flush=True)


if __name__ == "__main__":
    main()
