"""Looks whether a SQLite file is whole: quick_check within a time, or integrity_check to the end."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from storage.database.sqlite.damage import naming_damage

SHOWN = 3  # faults that are named


class CannotCheck(Exception):
    """The file cannot be read now, whole or not; the text says why."""


def find_faults(
    file: Path, *, full: bool = False, seconds: float | None = None, untouched: bool = False
) -> list[str] | None:
    """Returns what is wrong with a SQLite file, nothing where it is whole; None where the time did not suffice.

    full compares each index with its table as well (PRAGMA integrity_check), which takes several times as long.
    untouched leaves the file as it is. Otherwise SQLite would bring its -wal into it where nobody else has it open.
    Raises CannotCheck.
    """
    mode = "ro" if untouched else "rw"
    try:
        with (
            naming_damage(),
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True)) as connection,
        ):
            connection.execute("PRAGMA query_only = ON")
            late = threading.Timer(seconds, connection.interrupt) if seconds is not None else None
            if late is not None:
                late.daemon = True
                late.start()
            try:
                rows = connection.execute(f"PRAGMA {'integrity' if full else 'quick'}_check({SHOWN})").fetchall()
            finally:
                if late is not None:
                    late.cancel()
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            return None
        raise CannotCheck(str(error)) from error
    except sqlite3.DatabaseError as error:
        return [str(error)]
    found = [line.strip() for row in rows for line in str(row[0]).splitlines() if line.strip()]
    return [] if found == ["ok"] else [line for line in found if not line.startswith("***")][:SHOWN] or found


def is_sound(file: Path, *, untouched: bool = False) -> bool:
    """Whether a file is whole, its indexes compared with their tables. Raises CannotCheck."""
    return find_faults(file, full=True, untouched=untouched) == []
