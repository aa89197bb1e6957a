"""What Python makes of SQLite's word about a damaged file, said as SQLite's own error."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def naming_damage() -> Iterator[None]:
    """Raises sqlite3.DatabaseError (SQLITE_CORRUPT) where SQLite names a damaged part of its schema, which is no text."""
    try:
        yield
    except UnicodeDecodeError as error:
        damaged = sqlite3.DatabaseError("malformed database schema")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        damaged.sqlite_errorname = "SQLITE_CORRUPT"
        raise damaged from error
