"""The ledger of erasures: a file outside the database. By it an older copy put back forgets again whom we had forgotten.

One line an erasure (JSON), only ever appended, each fsynced before the next step. It names nobody. `who` is a keyed
hash that is compared with the peers of a database. A line that was not written with the install's key is passed over.
"""

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storage.database.seal import Seal

_LONGEST = 2**20  # characters of a line


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure: its own id, when (ms UTC), the keyed hashes of whom, and whether public texts were to stay."""

    id: str
    at: int
    who: tuple[str, ...]
    keeps_public: bool


class Ledger:
    def __init__(self, path: Path, seal: Seal) -> None:
        self.path = path
        self._seal = seal

    def append(self, erasure: Erasure) -> None:
        """Adds a line and returns when it is on the disk; one that is there already is not written twice. Raises OSError."""
        if any(known.id == erasure.id for known in self.read()):
            return
        line = json.dumps({**_make_plain(erasure), "mark": self._mark(erasure)}) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists()
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(handle).st_size
            # What a power cut left of a line is ended first, or this one would be lost with it.
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            os.write(handle, (b"\n" if torn else b"") + line.encode("ascii"))
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            _sync_folder(self.path.parent)

    def read(self) -> Iterator[Erasure]:
        """Yields the erasures, the earliest first; a torn or a foreign line is passed over. Raises OSError."""
        if self.path.exists() and not self.path.is_file():  # a device never ends, a pipe may never begin
            raise OSError(errno.EINVAL, "it is not a file", str(self.path))
        try:
            with self.path.open(encoding="ascii", errors="replace") as file:
                # By parts: a file that is none of ours may be one line without an end.
                yield from filter(None, map(self._read_line, iter(partial(file.readline, _LONGEST), "")))
        except FileNotFoundError:
            return

    def _read_line(self, line: str) -> Erasure | None:
        try:
            kept = json.loads(line)
            erasure = Erasure(str(kept["id"]), int(kept["at"]), tuple(map(str, kept["who"])), bool(kept["public"]))
            return erasure if kept["mark"] == self._mark(erasure) else None
        except (ValueError, TypeError, KeyError):
            return None

    def _mark(self, erasure: Erasure) -> str:
        return self._seal.mark("ledger", json.dumps(_make_plain(erasure)))


def _make_plain(erasure: Erasure) -> dict[str, object]:
    return {"id": erasure.id, "at": erasure.at, "who": list(erasure.who), "public": erasure.keeps_public}


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
