"""A picture without what it says of its taker, its pixels untouched: for one that cannot be decoded here."""

import io
import struct
from collections.abc import Iterator


def without_metadata(content: bytes, ending: str) -> bytes:
    """The same picture without EXIF, XMP and comments; empty where that cannot be done to its kind."""
    if ending == ".jpg":
        return b"".join(_segments(content))
    if ending == ".png":
        return content[:8] + b"".join(_chunks(content))
    if ending == ".webp":
        left = b"".join(_parts(content))
        return b"RIFF" + struct.pack("<I", len(left) + 4) + b"WEBP" + left
    return _blanked(content) if ending in {".heic", ".avif"} else b""


def _segments(content: bytes) -> Iterator[bytes]:
    # APP1 to APP15 and comments hold what was written beside the picture; from SOS on comes the picture itself.
    yield content[:2]
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big") + 2
        if marker == 0xDA:
            end = content.find(
                b"\xff\xd9", at
            )  # behind it telephones write more pictures, with all that is said of them
            yield content[at : end + 2 if end >= 0 else None]
            return
        is_kept = not (0xE1 <= marker <= 0xEF or marker == 0xFE) or content[at + 4 : at + 9] == b"Adobe"
        if is_kept:
            yield content[at : at + size]
        at += size


def _chunks(content: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(content):
        name, size = content[at + 4 : at + 8], int.from_bytes(content[at : at + 4], "big") + 12
        if name not in {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}:
            yield content[at : at + size]
        if name == b"IEND":
            return
        at += size


def _parts(content: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 < len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if name == b"VP8X":  # whose flags say what follows
            yield content[at : at + 8] + bytes([content[at + 8] & ~0b1100]) + content[at + 9 : end]
        elif name in {b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"}:
            yield content[at:end]
        at = end


def _blanked(content: bytes) -> bytes:
    # Everything in these files is found by its place, so what is to go is blanked where it lies.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["HEIF"] if "HEIF" in Image.OPEN else ["AVIF"]) as image:
            told = [image.info.get(name) for name in ("exif", "xmp")]
    except (OSError, ValueError, RuntimeError, LookupError, SyntaxError):
        return b""
    for said in filter(None, told):
        written = said.removeprefix(b"Exif\0\0")
        if written not in content:
            return b""
        content = content.replace(written, bytes(len(written)))
    return content
