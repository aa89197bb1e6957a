"""Files sealed at rest, piece by piece: one of 20 MB takes no more memory than a piece.

A sealed file is its beginning, a salt, and pieces of 64 KiB, each sealed by itself (AES-256-GCM). With a piece its place is
sealed, and whether it is the last. So none can be left out, moved or cut off unseen. Each file has a key of its own, made of
the install's and the salt. Files of older installs lie in clear, and are read as they are.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from storage.database.seal import KeyUnusable, Seal

PIECE = 64 * 1024  # bytes of what is sealed in one go
BEGINNING = b"\x89sunush\x01"  # of no file that anybody sends
_SALT, _TAG = 16, 16  # bytes
_ON, _LAST = b"\x00", b"\x01"


def seal_file(source: Path, target: Path, seal: Seal) -> tuple[str, int]:
    """Writes a file's sealed form, on the disk when this returns; returns the digest (SHA-256) and size of its content."""
    salt, digest, size = os.urandom(_SALT), hashlib.sha256(), 0
    cipher = seal.of_file(salt)
    with source.open("rb") as read, target.open("xb") as written:
        written.write(BEGINNING + salt)
        place, piece = 0, read.read(PIECE)
        while True:
            following = read.read(PIECE)
            digest.update(piece)
            size += len(piece)
            written.write(cipher.encrypt(_make_nonce(place), piece, _ON if following else _LAST))
            if not following:
                break
            place, piece = place + 1, following
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest(), size


def read_sealed(file: BinaryIO, seal: Seal) -> Iterator[bytes]:
    """Yields the content of an opened file, sealed or from before. Raises OSError, KeyUnusable."""
    head = file.read(len(BEGINNING) + _SALT)
    if not head.startswith(BEGINNING):
        yield head
        while piece := file.read(PIECE):
            yield piece
        return
    cipher = seal.of_file(head[len(BEGINNING) :])
    place, piece = 0, file.read(PIECE + _TAG)
    while True:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_make_nonce(place), piece, _ON if following else _LAST)
        except InvalidTag as error:
            raise KeyUnusable("sealed with another key, or damaged") from error
        if not following:
            return
        place, piece = place + 1, following


def write_plain(path: Path, target: Path, seal: Seal) -> None:
    """Writes the content of a kept file to a new one, readable by its owner only. Raises OSError, KeyUnusable."""
    with path.open("rb") as file:
        write_sealed_plain(file, target, seal)


def write_sealed_plain(file: BinaryIO, target: Path, seal: Seal) -> None:
    """Writes the content of an opened file to a new one, readable by its owner only. Raises OSError, KeyUnusable."""
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.writelines(read_sealed(file, seal))


def is_sealed(path: Path) -> bool:
    """Whether a file lies sealed. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(BEGINNING)) == BEGINNING


def _make_nonce(place: int) -> bytes:
    return place.to_bytes(12, "big")
