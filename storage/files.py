"""Keeps voices and photos as files named by their SHA-256 hash; photos lose their EXIF (place, phone) on the way."""

import hashlib
import io
import os
from pathlib import Path

LARGEST = 20 * 1024 * 1024  # bytes

_VOICES = ((0, b"OggS"), (0, b"RIFF"), (0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (4, b"ftyp"), (0, b"fLaC"))
_LARGEST_SIDE = 2560  # pixels


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

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF", "HEIF")) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused("not a picture") from error
    upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=85)
    return written.getvalue()
