"""Copies a living SQLite database in one consistent piece, and reads the copy back: its pages, its rows."""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from storage.copies.check import CannotCheck, find_faults
from storage.copies.mark import COUNTER, INSTALL
from storage.database.sqlite.damage import naming_damage

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_READING = {"SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ"}


class CopyFailed(Exception):
    """The copy could not be written, or does not read back as it was written; the text says why."""


class SourceBroken(CopyFailed):
    """The database that was to be copied is damaged itself; the text says how."""


def copy_sqlite(source: Path, target: Path) -> dict[str, int]:
    """Copies a database that others may write to meanwhile, and returns how many rows each table of the copy has.

    The copy is readable by its owner only, and there once it is whole. Raises FileExistsError over a file, SourceBroken,
    CopyFailed; then nothing is left of it.
    """
    if target.exists():
        raise FileExistsError(target)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        rows = _copy_parts(source, part)
        faults = find_faults(part, full=True)
        if faults:
            at_source = find_faults(source, full=True)
            raise SourceBroken(at_source[0]) if at_source else CopyFailed(f"the copy is damaged: {faults[0]}")
        with closing(sqlite3.connect(part)) as connection:
            if count_rows(connection) != rows:
                raise CopyFailed("the copy has not the rows that were copied")
        _sync(part)
        os.replace(part, target)
        _sync(target.parent)
    except sqlite3.Error as error:
        is_source = _find_code(error) in _DAMAGED or getattr(error, "sqlite_errorname", "") in _READING
        raise (SourceBroken if is_source else CopyFailed)(str(error)) from error
    except CannotCheck as error:
        raise CopyFailed(str(error)) from error
    except OSError as error:
        raise CopyFailed(error.strerror or str(error)) from error
    finally:
        for left in target.parent.glob(f"{part.name}*"):
            with suppress(OSError):
                left.unlink()
    return rows


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Counts the rows of each table."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a name SQLite gave
        for (name,) in names.fetchall()
    }


def _copy_parts(source: Path, part: Path) -> dict[str, int]:
    address = f"{source.resolve().as_uri()}?mode=rw"
    with naming_damage(), closing(sqlite3.connect(address, uri=True, isolation_level=None)) as living:
        # What is counted and what is copied are one snapshot, since the backup joins the transaction that reads.
        living.execute("BEGIN")
        rows = count_rows(living)
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            living.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, which needs no other beside it
        living.execute("ROLLBACK")
    return rows


def _find_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return  # Windows opens no folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy's rows say of it; media are the digests of the files they speak of."""

    install: str
    counter: int
    key: str
    revision: str
    media: list[str]


def read_facts(file: Path) -> Facts:
    """Reads what a whole SQLite file says of itself; empty where it says nothing. Raises CopyFailed."""
    try:
        address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        with naming_damage(), closing(sqlite3.connect(address, uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"meta", "alembic_version"} <= tables:
                raise CopyFailed("it is no database of Sunush")
            said = dict(connection.execute("SELECT name, value FROM meta"))
            stands = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            media = connection.execute("SELECT DISTINCT hash FROM media WHERE state = 'kept' AND hash IS NOT NULL")
            digests = [digest for (digest,) in media]
    except sqlite3.Error as error:
        raise CopyFailed(str(error)) from error
    try:
        counter = int(said.get(COUNTER, 0))
    except (TypeError, ValueError):
        raise CopyFailed("its counter is no number") from None
    revision = str(stands[0]) if stands is not None else ""
    return Facts(str(said.get(INSTALL, "")), counter, str(said.get("key", "")), revision, digests)


def empty_wal(file: Path) -> bool:
    """Brings the -wal of a SQLite file into it and removes it; false where anybody has the file open.

    Where the file is damaged its -wal stays.
    """
    try:
        address = f"{file.resolve().as_uri()}?mode=rw"
        with naming_damage(), closing(sqlite3.connect(address, uri=True, timeout=1)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.Error as error:
        return _find_code(error) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return bool(mode == "delete")
