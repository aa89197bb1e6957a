"""Takes what was deleted out of SQLite's files: the log of changes (WAL) is emptied, free pages are written anew."""

import asyncio
import sqlite3
from contextlib import closing

from storage.database.engine import Database

_PATIENCE = 2.0  # seconds; whoever reads meanwhile keeps the log, and it is tried again later


async def empty_log(database: Database) -> bool:
    """Moves every change into the database file and cuts the log to nothing; false while somebody else reads.

    PostgreSQL clears its own files by itself (autovacuum).
    """
    return not database.sqlite or await asyncio.to_thread(_checkpoint, str(database.url.database))


async def rewrite(database: Database) -> None:
    """Writes the whole file anew (VACUUM), so that no free page holds what an older Sunush deleted there in clear."""
    if database.sqlite:
        await asyncio.to_thread(_vacuum, str(database.url.database))


def _checkpoint(file: str) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=_PATIENCE)) as connection:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
    except sqlite3.OperationalError:
        return False


def _vacuum(file: str) -> None:
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
