"""What goes wrong with the database: what units of work raise, and what a driver's error means."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

_DAMAGED = {"XX001", "XX002"}  # of PostgreSQL: a damaged table, a damaged index


class CommitFailed(Exception):
    """The transaction a unit of work belonged to was not committed; nothing of it is in the database."""


class DatabaseBroken(CommitFailed):
    """The database file is damaged: what was to be read or written could not be. It stays so until somebody mends it."""


# What any statement raises where the database refuses it.
DatabaseUnusable = DBAPIError

# What write() raises where nothing could be written now, and the same may succeed later.
CANNOT_WRITE: tuple[type[Exception], ...] = (CommitFailed, OperationalError)

# What read() raises where the database refuses it, for now or for good.
CANNOT_READ: tuple[type[Exception], ...] = (CommitFailed, DBAPIError)

# What is raised where a value that cannot be is read, and where we made a mistake.
UNREADABLE: tuple[type[Exception], ...] = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, SQLAlchemyError,
)  # fmt: skip


def write_in_a_line(error: Exception) -> str:
    """Writes what a driver said in one line."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def is_damage(error: DBAPIError) -> bool:
    """Whether the database says that it is damaged."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or getattr(error.orig, "sqlstate", None) in _DAMAGED


def is_conflict(error: DBAPIError) -> bool:
    """Whether PostgreSQL undid a unit for the sake of another, so that it may be run again."""
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01", "23505"}


def has_stood_still(error: DBAPIError) -> bool:
    """Whether PostgreSQL undid a unit in which nothing was asked for long: its process froze, or the machine is busy."""
    return getattr(error.orig, "sqlstate", None) in {"25P03", "25P04"}
