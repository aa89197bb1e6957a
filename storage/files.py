"""Keeps voices and photos as files named by their SHA-256 hash; photos lose their EXIF (place, phone) on the way."""

import hashlib
import io
import os
import struct
import warnings
from pathlib import Path

LARGEST = 20 * 1024 * 1024  # bytes

_VOICES = ((0, b"OggS"), (8, b"WAVE"), (0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (4, b"ftyp"), (0, b"fLaC"))
_LARGEST_SIDE = 2560  # pixels
_MOST_PIXELS = 50_000_000  # of a picture as it comes: three bytes of memory each
# What Pillow raises over damaged bytes, as it happens.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)


class FileRefused(Exception):
    """A file is too large, or is not what it is said to be."""


def keep_file(folder: Path, kind: str, content: bytes) -> tuple[str, int]:
    """Writes a voice or photo into the folder and returns its digest and size in bytes; raises FileRefused."""
    if len(content) > LARGEST:
        raise FileRefused("too large")
    kept = _photo(content) if kind == "photo" else _voice(content)
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


def _voice(content: bytes) -> bytes:
    if not any(content[offset : offset + len(magic)] == magic for offset, magic in _VOICES):
        raise FileRefused("not a recording")
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
