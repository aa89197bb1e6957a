"""Files that pages post, until the fetcher has taken them in. They lie sealed, under names that nobody can guess."""

import io
import re
import secrets
from pathlib import Path
from typing import BinaryIO

from bot.channels.contract import Gone, Unreachable
from bot.channels.web import webm
from storage.attachments.sealed_files import read_sealed, seal_file
from storage.database.seal import KeyUnusable, Seal
from storage.media.bucket import Bucket

KEPT = 2 * 24 * 3600  # seconds: the fetcher takes a file in at once, and tries for a day where it cannot
MOST = 500 * 1024 * 1024  # bytes of all files together; beyond them none is taken
REWRAPPED = 8 * 1024 * 1024  # bytes of a voice that is put into another form: an hour and more
PREFIX = "uploads/"  # of their names in S3-compatible storage
_NAME = re.compile(r"[0-9a-f]{32}")


class Full(Exception):
    """So much lies there already that no file is taken now."""


class Uploads:
    """Sealed files in one folder. Where several computers take them in, they lie in S3-compatible storage instead."""

    def __init__(self, folder: Path, seal: Seal, bucket: Bucket | None = None) -> None:
        self._folder, self._seal, self._bucket = folder, seal, bucket
        self._read: set[str] = set()
        self._read_before: set[str] = set()  # the last sweep

    def begin(self) -> Path:
        """Where the bytes of one more file are written as they come. Raises Full, OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sum(file.stat().st_size for file in self._folder.iterdir()) > MOST:
            raise Full
        return self._folder / f"{secrets.token_hex(16)}.part"

    def keep(self, part: Path, *, is_voice: bool = False) -> str:
        """Seals what was written, and returns its reference once it is on the disk. Raises OSError.

        A voice that a browser recorded as WebM becomes an Ogg, which every messenger plays.
        """
        name = part.stem
        if is_voice and part.stat().st_size <= REWRAPPED:
            _rewrap(part)
        seal_file(part, self._folder / name, self._seal)
        part.unlink()
        if self._bucket is not None:
            try:
                self._bucket.put(f"{PREFIX}{name}", self._folder / name)
            finally:
                (self._folder / name).unlink()
        return name

    def read(self, reference: str) -> bytes:
        """The bytes of a file. Raises Gone, Unreachable."""
        if not _NAME.fullmatch(reference):
            raise Gone("no name of ours")
        try:
            content = b"".join(read_sealed(self._open(reference), self._seal))
        except (FileNotFoundError, KeyUnusable) as error:
            raise Gone(type(error).__name__) from error
        except OSError as error:
            raise Unreachable(type(error).__name__) from error
        self._read.add(reference)
        return content

    def _open(self, reference: str) -> BinaryIO:
        sealed = (
            (self._folder / reference).read_bytes()
            if self._bucket is None
            else self._bucket.get(f"{PREFIX}{reference}")
        )
        return io.BytesIO(sealed)

    def sweep(self, *, now: int) -> None:
        """Removes what was read before the last sweep, or is older than its time (UTC ms). Raises OSError."""
        for file in self._folder.iterdir() if self._folder.is_dir() else ():
            if now / 1000 - file.stat().st_mtime > KEPT or file.name in self._read_before:
                file.unlink(missing_ok=True)
        if self._bucket is not None:
            put = list(self._bucket.list(PREFIX))
            old = {name for name, at in put if now / 1000 - at > KEPT}
            self._bucket.delete(old | {f"{PREFIX}{name}" for name in self._read_before})
        self._read_before, self._read = self._read, set()


def _rewrap(part: Path) -> None:
    with part.open("rb") as file:
        if file.read(len(webm.START)) != webm.START:
            return
    try:
        part.write_bytes(webm.rewrap(part.read_bytes()))
    except webm.NotAVoice:
        return  # it is looked at as the file it is
