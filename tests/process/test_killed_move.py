"""`sunush db move` to PostgreSQL, ended by `kill -9` as it goes. Run again it goes on, and every row is there once."""

import asyncio
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL

from storage.database.schema import metadata
from tests.databases import install
from tests.patience import patient
from tests.sizes import sized

ROOT = Path(__file__).parents[2]
KILLS = sized(1, 50)
ROWS = sized(16_000, 400_000)
LOOK, IDLE = 0.002, 20.0  # seconds
PEOPLE_AT = [table.name for table in metadata.sorted_tables].index("people")

PEOPLE = """
INSERT INTO people (id, created_at, quotes) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
SELECT i, i, 1 FROM n
"""
ASKED = (
    "SELECT count(*), sum(id), sum(created_at) FROM people",
    "SELECT count(*), sum(id), sum(merged_into_id) FROM aimaks",
    "SELECT count(*), sum(length(name)) FROM village_names",
    "SELECT max(version_num) FROM alembic_version",
)


def address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


async def begin(folder: Path, url: URL) -> asyncio.subprocess.Process:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    surroundings |= {"PYTHONPATH": str(ROOT), "SUNUSH_DATA_DIR": str(folder), "SUNUSH_KEY_FILE": str(folder / "key")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "db", "move", "--to", address(url)),
        cwd=folder,
        env=surroundings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def read_progress(connection: Any) -> tuple[int, int]:
    """Which table is being filled, and people up to which id; -1 before it has begun."""
    try:
        found = connection.execute("SELECT name, after FROM moving").fetchone()
    except psycopg.errors.UndefinedTable:
        return -1, 0
    name, after = found
    at = [table.name for table in metadata.sorted_tables].index(name)
    return at, int(after.strip("[]")) if at == PEOPLE_AT and after != "null" else 0


async def test_a_move_that_is_killed_again_and_again_has_every_row_once(tmp_path, empty_postgresql_url, tell):
    install(tmp_path / "sunush.db", tmp_path / "key", samples=True)
    with closing(sqlite3.connect(tmp_path / "sunush.db")) as old, old:
        old.execute(PEOPLE, {"rows": ROWS})
        old.execute("INSERT INTO meta VALUES ('install', 'one'), ('counter', '3')")
        old.execute("UPDATE aimaks SET merged_into_id = 5 WHERE id = 2")
    (tmp_path / "sunush.db.mark").write_text('{"install": "one", "counter": 3, "numbers": {}, "file": 0, "changes": 0}')
    before, stood_at = (tmp_path / "sunush.db").read_bytes(), []
    with psycopg.connect(address(empty_postgresql_url), autocommit=True) as new:
        for kill in range(KILLS):
            wanted = (PEOPLE_AT, ROWS * (kill + 1) // (KILLS + 1))
            process = await begin(tmp_path, empty_postgresql_url)

            ended = asyncio.create_task(process.wait())
            async with patient(IDLE):
                while not ended.done() and read_progress(new) < wanted:
                    await asyncio.wait([ended], timeout=LOOK)
            assert not ended.done(), await process.communicate()
            process.send_signal(signal.SIGKILL)
            await ended
            stood_at.append(read_progress(new))
        process = await begin(tmp_path, empty_postgresql_url)
        out, err = await process.communicate()
        assert (process.returncode, err) == (0, b"")
        assert b"Moved on to the end" in out
        assert (tmp_path / "sunush.db").read_bytes() == before
        with closing(sqlite3.connect(tmp_path / "sunush.db")) as old:
            for asked in ASKED:
                assert list(map(str, new.execute(asked).fetchone() or ())) == list(
                    map(str, old.execute(asked).fetchone())
                )
    assert stood_at == sorted(stood_at)
    tell("a move to PostgreSQL killed on its way", kills=KILLS, rows=ROWS, lost=0, doubled=0)
