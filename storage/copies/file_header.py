"""What a SQLite file itself says, without its -wal: the header is read as it lies on the disk."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.copies.check import CannotCheck, is_sound
from storage.copies.mark import Mark
from storage.database.sqlite.damage import naming_damage

_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Face:
    """Our counter (SQLite's user_version) and SQLite's change counter, as the file has them; 0 while it is empty."""

    file: int
    changes: int

    def is_before(self, mark: Mark) -> bool:
        """Whether the file is older than it was when the mark was written. Neither counter ever goes back."""
        return self.file < mark.file or self.changes < mark.changes


class Header:
    """The first bytes of a SQLite file, kept open while the database is.

    Whoever closes a file gives up every lock that the process has on it (POSIX), those of SQLite as well. So it is
    opened before the database and closed after it. Nothing else here opens the file but SQLite itself.
    """

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_RDONLY)

    def read(self) -> Face | None:
        """Returns what the file says; None while that cannot be read."""
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            header = os.read(self._handle, 100)
        except OSError:
            return None
        if not header:
            return Face(0, 0)
        if len(header) < 100 or not header.startswith(_MAGIC):
            return None
        return Face(int.from_bytes(header[60:64], "big"), int.from_bytes(header[24:28], "big"))

    def close(self) -> None:
        """Closes it."""
        os.close(self._handle)


def read_counter_seen(file: Path) -> int | None:
    """The counter as whoever opens the file now would read it, its -wal included; None while that cannot be read."""
    try:
        return _read_counter(file, "mode=ro")
    except sqlite3.Error:
        return None


def has_foreign_wal(file: Path, mark: Mark | None) -> bool:
    """Whether a -wal lies beside the file that belonged to another one: an older file was put in its place.

    Opened together they would be damaged. To be asked while nobody has the database open.
    """
    wal = name_beside(file, "-wal")
    if mark is None or not wal.exists() or not wal.stat().st_size:
        return False
    header = Header(file)
    try:
        face = header.read()
    finally:
        header.close()
    if face is not None and not face.is_before(mark):
        return False
    # Both may have been put back together: then they fit, and the counter they come to is behind the mark.
    try:
        return not (is_sound(file, untouched=True) and _read_counter(file, "mode=ro") < mark.counter)
    except (sqlite3.Error, CannotCheck):
        return True


def set_aside(file: Path, folder: Path) -> list[Path]:
    """Moves the -wal and -shm of a file into a folder and returns where they lie now."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moved = []
    for path in (name_beside(file, "-wal"), name_beside(file, "-shm")):
        if path.exists():
            os.replace(path, folder / path.name)
            moved.append(folder / path.name)
    return moved


def name_beside(file: Path, ending: str) -> Path:
    """The file that SQLite keeps beside a database: -wal or -shm."""
    return file.with_name(file.name + ending)


def _read_counter(file: Path, options: str) -> int:
    with naming_damage(), closing(sqlite3.connect(f"{file.resolve().as_uri()}?{options}", uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
