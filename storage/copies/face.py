"""What a SQLite file itself says, looked at from outside: without its -wal, and without disturbing whoever serves it."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.copies.check import is_sound
from storage.copies.mark import COUNTER, Mark

_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Face:
    """The counter that stands in the file, and SQLite's change counter; both 0 while the file is empty."""

    file: int
    changes: int

    def is_before(self, mark: Mark) -> bool:
        """Whether the file is older than it was when the mark was written. Neither counter ever goes back."""
        return self.file < mark.file or self.changes < mark.changes


def look_at(file: Path) -> Face | None:
    """Returns what the file says; None while that cannot be read, as in the middle of a checkpoint."""
    try:
        with file.open("rb") as opened:
            header = opened.read(100)
        if not header:
            return Face(0, 0)
        if not header.startswith(_MAGIC):
            return None
        return Face(_counter(file, "mode=ro&immutable=1"), int.from_bytes(header[24:28], "big"))
    except (OSError, sqlite3.Error, ValueError):
        return None


def has_foreign_wal(file: Path, mark: Mark | None) -> bool:
    """Whether a -wal lies beside the file that belonged to another one: an older file was put in its place.

    Opened together they would be damaged. To be asked while nobody has the database open.
    """
    wal = beside(file, "-wal")
    if mark is None or not wal.exists() or not wal.stat().st_size:
        return False
    face = look_at(file)
    if face is not None and not face.is_before(mark):
        return False
    # Both may have been put back together: then they fit, and the counter they come to is behind the mark.
    try:
        return not (is_sound(file, untouched=True) and _counter(file, "mode=ro") < mark.counter)
    except (sqlite3.Error, ValueError):
        return True


def set_aside(file: Path, folder: Path) -> list[Path]:
    """Moves the -wal and -shm of a file into a folder and returns where they lie now."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moved = []
    for path in (beside(file, "-wal"), beside(file, "-shm")):
        if path.exists():
            os.replace(path, folder / path.name)
            moved.append(folder / path.name)
    return moved


def beside(file: Path, ending: str) -> Path:
    """The file that SQLite keeps beside a database: -wal or -shm."""
    return file.with_name(file.name + ending)


def _counter(file: Path, options: str) -> int:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?{options}", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            return 0
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (COUNTER,)).fetchone()
    return int(row[0]) if row else 0
