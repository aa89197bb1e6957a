"""A picture without what it says of its taker, its pixels untouched: for one that cannot be decoded here."""

import re
import struct
import zlib
from collections.abc import Iterator

from storage.attachments.own_process.tiles import Items, list_boxes


def without_metadata(content: bytes, ending: str) -> bytes:
    """The same picture without EXIF, XMP and comments; empty where that cannot be done to its kind."""
    if ending == ".jpg":
        return _strip_jpeg(content)
    if ending == ".png":
        return content[:8] + b"".join(_read_chunks(content))
    if ending == ".webp":
        left = b"".join(_read_parts(content)) if _is_whole_webp(content) else b""
        return b"" if not left or _SPEAKS.search(left) else b"RIFF" + struct.pack("<I", len(left) + 4) + b"WEBP" + left
    left = _blank(content) if ending in {".heic", ".avif"} else b""
    return b"" if _SPEAKS.search(left) else left


# How EXIF and XMP begin. Where a size is damaged, a part of the picture may reach over them.
_SPEAKS = re.compile(rb"II\*\0\x08\0\0\0|MM\0\*\0\0\0\x08|<x:xmpmeta")


# What a JPEG is decoded by, besides its frame (SOF). Source: ITU-T T.81, annex B.
_HUFFMAN, _QUANTIZATION, _INTERVAL = 0xC4, 0xDB, 0xDD
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {_HUFFMAN, 0xC8, 0xCC})  # of those coded by Huffman tables
_BESIDE = frozenset({*range(0xE0, 0xF0), 0xFE})  # APP0 to APP15 and comments: what was written beside the picture
_SCAN = 0xDA
_ADOBE = b"\xff\xee\x00\x0eAdobe"  # which colours they are; it says nothing else

# What a PNG is decoded and coloured by. Source: PNG specification (third edition), chapter 11.
_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split())


def _strip_jpeg(content: bytes) -> bytes:
    # Only what is known is kept: a damaged marker may stand before words of the taker. Empty where it breaks off.
    kept, at = [content[:2]], 2
    while at + 4 < len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big") + 2
        if marker == _SCAN:
            if not any(part[1] in _FRAMES for part in kept) or size != 8 + 2 * content[at + 4]:
                break
            # Behind the end telephones write more pictures, with all that is said of them.
            end = content.find(b"\xff\xd9", at)
            return b"".join([*kept, content[at : end + 2 if end >= 0 else None]])
        if _is_decoded_by(marker, content[at + 4 : at + size]) or content[at : at + len(_ADOBE)] == _ADOBE:
            kept.append(content[at : at + size])
        elif marker not in _BESIDE:
            break
        at += size
    return b""


def _is_decoded_by(marker: int, content: bytes) -> bool:
    # Whether a segment is a frame or a table, and exactly that: words would not have its shape.
    if marker in _FRAMES:
        return len(content) >= 6 and len(content) == 6 + 3 * content[5]
    if marker == _INTERVAL:
        return len(content) == 2
    at = 0
    while marker in {_HUFFMAN, _QUANTIZATION} and at < len(content):
        if content[at] >> 4 > 1 or content[at] & 0x0F > 3:  # class or precision, and the number of the table
            return False
        if marker == _HUFFMAN:
            at += 17 + sum(content[at + 1 : at + 17])
        else:
            at += 129 if content[at] >> 4 else 65
    return 0 < at == len(content)


def _read_chunks(content: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(content):
        name, size = content[at + 4 : at + 8], int.from_bytes(content[at : at + 4], "big") + 12
        chunk = content[at : at + size]
        if name in _CHUNKS and chunk[-4:] == struct.pack(">I", zlib.crc32(chunk[4:-4])):
            yield chunk  # one whose sum is wrong may have another length, and hold what comes behind it
        if name == b"IEND":
            return
        at += size


# What a WebP is decoded by, and what is said of it. Source: RFC 9649, section 2.
_SHOWN, _TOLD = frozenset({b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"}), frozenset({b"EXIF", b"XMP "})


def _is_whole_webp(content: bytes) -> bool:
    # Whether its parts are all known and end where it says that it ends, also if it is cut short. A damaged size may make
    # one reach over words of the taker.
    parts = list(_list_parts(content))
    names = {content[at : at + 4] for at, _ in parts}
    end = int.from_bytes(content[4:8], "little") + 8
    return bool(parts) and parts[-1][1] == end and names <= _SHOWN | _TOLD | {b"VP8X"}


def _list_parts(content: bytes) -> Iterator[tuple[int, int]]:
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        yield at, (at := at + 8 + size + size % 2)


def _read_parts(content: bytes) -> Iterator[bytes]:
    for at, end in _list_parts(content):
        name = content[at : at + 4]
        if name == b"VP8X":  # whose flags say what follows
            yield content[at : at + 8] + bytes([content[at + 8] & ~0b1100]) + content[at + 9 : end]
        elif name in _SHOWN:
            yield content[at:end]


# The items of a HEIC or AVIF: pictures, how they are put together, and what is said of them.
_PICTURES, _SAID = frozenset({b"hvc1", b"av01", b"grid", b"iden", b"tmap"}), frozenset({b"Exif", b"mime", b"uri "})


def _blank(content: bytes) -> bytes:
    # Everything in these files is found by its place, so what is to go is blanked where it lies. Empty where something
    # lies there that is not known: it may be words.
    try:
        items = Items(content)
        told = [place for id, kind in items.kinds.items() if kind in _SAID for place in items.place(id)]
    except (LookupError, ValueError, struct.error):
        return b""
    if not set(items.kinds.values()) <= _PICTURES | _SAID:
        return b""
    told += [(box.start, box.end) for box in list_boxes(content, 0, len(content)) if box.name == b"uuid"]
    left = bytearray(content)
    for start, end in told:
        left[start:end] = bytes(len(left[start:end]))
    return bytes(left)
