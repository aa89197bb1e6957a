"""Databases as an install has them after its first start, without walking the migrations once more for every test."""

import asyncio
import base64
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy.engine import URL

from bot.install import opening
from bot.office.aimaks import add_samples
from storage import migrations
from storage.database import connect
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.database.upgrade import HEAD, read_revision, upgrade

KEY = b"k" * 32
_REVISIONS = [one.name.partition("_")[0] for one in (Path(migrations.__file__).parent / "versions").glob("0*.py")]
OLDER = max(one for one in _REVISIONS if one < HEAD)  # the schema before the newest, whatever its number
OWN_SYNCHRONOUS = connect.SYNCHRONOUS  # the product's, before any test


def need_no_fsync() -> None:
    """Lets SQLite write without fsync in this process: what tests write need not outlive the machine."""
    connect.SYNCHRONOUS = "OFF"


def walk_once() -> None:
    """Lets an install that begins anew in this process copy a file, whose schema was walked once.

    A process of its own walks it; an older schema and PostgreSQL are walked. tests/storage/database walks them all.
    """

    async def bring_up(database: Database) -> None:
        if not database.sqlite or await read_revision(database) is not None:
            await upgrade(database)
            return
        with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
            walked = migrated_file(Path(folder) / "walked.db")
            with closing(sqlite3.connect(walked)) as of, closing(sqlite3.connect(str(database.url.database))) as to:
                of.backup(to)

    opening.upgrade = bring_up


def migrate(url: URL, *, samples: bool = False) -> None:
    """Brings an empty database to the newest schema, and enters the sample aimaks if they are wanted."""

    async def work() -> None:
        database = Database(url, Seal(KEY))
        await upgrade(database)
        if samples:
            await database.write(add_samples)
        await database.close()

    # In a thread of its own, since a test's loop may be running here.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work()).result()


def migrated_file(path: Path, *, samples: bool = False) -> Path:
    """Puts a migrated SQLite database at a path and returns it; it is made once a run and then copied."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated(samples))
    return path


def install(database: Path, key_file: Path, *, samples: bool = False) -> None:
    """Puts an install as its first start leaves it: a migrated SQLite database and the key it is sealed with."""
    migrated_file(database, samples=samples)
    key_file.write_bytes(base64.urlsafe_b64encode(KEY))


@cache
def _migrated(samples: bool) -> bytes:
    with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
        path = Path(folder) / "migrated.db"
        migrate(make_database_url(f"sqlite:///{path}"), samples=samples)
        return path.read_bytes()
