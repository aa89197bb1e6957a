"""Keeps voices, photos and documents as files named by their SHA-256 hash; photos lose their EXIF (place, phone)."""

import hashlib
import io
import os
import struct
import warnings
from collections.abc import Iterable
from pathlib import Path

from storage.attachments import file_types

LARGEST = 20 * 1024 * 1024  # bytes

_VOICES = ((0, b"OggS"), (8, b"WAVE"), (0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (4, b"ftyp"), (0, b"fLaC"))
_PICTURES = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG"), (0, b"GIF8"), (8, b"WEBP"))
_LARGEST_SIDE = 2560  # pixels
_MOST_PIXELS = 50_000_000  # of a picture as it comes: three bytes of memory each
# What Pillow raises over damaged bytes, as it happens.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)


class FileRefused(Exception):
    """A file is too large, or is not what it is said to be."""


def keep_file(folder: Path, kind: str, content: bytes) -> tuple[str, int]:
    """Writes a voice, photo or document into the folder and returns its digest and size in bytes; raises FileRefused."""
    if len(content) > LARGEST:
        raise FileRefused("too large")
    return _write(folder, {"photo": _photo, "document": _document}.get(kind, _voice)(content))


def keep_text(folder: Path, text: str) -> tuple[str, int]:
    """Writes a text as a file into the folder and returns its digest and size in bytes."""
    return _write(folder, text.encode("utf-8-sig"))


def _write(folder: Path, kept: bytes) -> tuple[str, int]:
    digest = hashlib.sha256(kept).hexdigest()
    target = folder / digest[:2] / digest
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(f".{os.getpid()}.part")
        with temporary.open("wb") as file:
            file.write(kept)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    return digest, len(kept)


def remove_files(folder: Path, digests: Iterable[str]) -> None:
    """Removes files by their digests, with whatever was made of them beside them; one that is gone already is passed over."""
    for digest in digests:
        for kept in folder.glob(f"{digest[:2]}/{digest}*"):
            kept.unlink(missing_ok=True)


def ending(kept: Path) -> str:
    """The ending that a kept document is given when it is passed on. Raises OSError."""
    content = kept.read_bytes()
    return ".jpg" if _is_one_of(_PICTURES, content) else file_types.ending(content)


def _is_one_of(kinds: tuple[tuple[int, bytes], ...], content: bytes) -> bool:
    return any(content[offset : offset + len(magic)] == magic for offset, magic in kinds)


def _voice(content: bytes) -> bytes:
    if not _is_one_of(_VOICES, content):
        raise FileRefused("not a recording")
    return content


def _document(content: bytes) -> bytes:
    if _is_one_of(_PICTURES, content):
        return _photo(content)  # a picture sent as a file says as much of its taker
    if not file_types.ending(content):
        raise FileRefused("not a document")
    return content


def _photo(content: bytes) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    warnings.filterwarnings("ignore", module=r"PIL\.")  # they would be printed among a person's own lines
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise FileRefused("too many pixels")
            image.draft("RGB", (_LARGEST_SIDE, _LARGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except _BROKEN + (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise FileRefused("not a picture") from error
    upright.info.clear()  # a comment would be written again
    upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=85)
    return written.getvalue()
