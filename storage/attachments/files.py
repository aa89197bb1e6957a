"""Keeps voices, photos and documents as files named by their SHA-256 hash."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from storage.attachments.refused import TOO_LARGE, FileRefused

LARGEST = 20 * 1024 * 1024  # bytes


def put_down(folder: Path, content: bytes) -> Path:
    """Writes what came into the folder under a name of its own, to be looked at. Raises FileRefused where it is too large."""
    if len(content) > LARGEST:
        raise FileRefused(TOO_LARGE)
    folder.mkdir(parents=True, exist_ok=True)
    came = folder / f"{uuid.uuid4().hex}.part"
    came.write_bytes(content)
    return came


def keep(folder: Path, came: Path) -> tuple[str, int]:
    """Gives a file its lasting name in the folder; returns its digest and its size in bytes."""
    with came.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    size, target = came.stat().st_size, folder / digest[:2] / digest
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(came, target)
    return digest, size


def sweep(folder: Path) -> None:
    """Removes what a process that died had put down and not kept."""
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)


def remove_files(folder: Path, digests: Iterable[str]) -> None:
    """Removes files by their digests, with whatever was made of them beside them; one that is gone already is passed over."""
    for digest in digests:
        for kept in folder.glob(f"{digest[:2]}/{digest}*"):
            kept.unlink(missing_ok=True)


def ending(kept: Path) -> str:
    """The ending a file is passed on with, of one kept before endings stood in its row. Raises OSError."""
    from storage.attachments import file_types

    content = kept.read_bytes()
    return ".jpg" if content.startswith(b"\xff\xd8\xff") else file_types.ending(content)
