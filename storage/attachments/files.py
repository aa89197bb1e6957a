"""Keeps voices, photos and documents as sealed files, named by the SHA-256 hash of what is in them."""

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from storage.attachments.refused import TOO_LARGE, FileRefused
from storage.attachments.sealed_files import is_sealed, seal_file
from storage.database.seal import Seal

LARGEST = 20 * 1024 * 1024  # bytes


def put_down(folder: Path, content: bytes) -> Path:
    """Writes what came into the folder under a name of its own, to be looked at. Raises FileRefused where it is too large."""
    if len(content) > LARGEST:
        raise FileRefused(TOO_LARGE)
    folder.mkdir(parents=True, exist_ok=True)
    came = folder / f"{uuid.uuid4().hex}.part"
    came.write_bytes(content)
    return came


def keep(folder: Path, came: Path, seal: Seal) -> tuple[str, int]:
    """Keeps what came, sealed and under its lasting name; returns the digest and the size in bytes of its content."""
    part = folder / f"{uuid.uuid4().hex}.part"
    try:
        digest, size = seal_file(came, part, seal)
        target = folder / digest[:2] / digest
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(part, target)
    finally:
        for path in (part, came):
            path.unlink(missing_ok=True)
    return digest, size


def seal_older(folder: Path, seal: Seal) -> Iterator[Path]:
    """Seals the files that an older Sunush kept in clear, and yields each. One that is removed meanwhile is skipped."""
    for kept in folder.glob("??/*"):
        part = folder / f"{uuid.uuid4().hex}.part"
        with suppress(FileNotFoundError):
            try:
                if kept.is_file() and not is_sealed(kept):
                    seal_file(kept, part, seal)
                    os.replace(part, kept)
                    yield kept
            finally:
                part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Removes what a process that died had put down and not kept."""
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)


def remove_files(folder: Path, digests: Iterable[str]) -> None:
    """Removes files by their digests, with whatever was made of them beside them. One that is gone already is skipped."""
    for digest in digests:
        for kept in folder.glob(f"{digest[:2]}/{digest}*"):
            kept.unlink(missing_ok=True)


def find_ending(pieces: Iterable[bytes]) -> str:
    """The ending a file is passed on with, of one kept before endings stood in its row; by its content."""
    from storage.attachments import file_types

    content = b"".join(pieces)
    return ".jpg" if content.startswith(b"\xff\xd8\xff") else file_types.find_ending(content)
