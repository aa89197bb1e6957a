"""A voice recorded by a browser as WebM is put into an Ogg, which messengers play. The sound (Opus) stays as it is.

WebM is EBML (RFC 8794), and Opus in Ogg is RFC 7845. How long a packet lasts stands in RFC 6716, section 3.1.
"""

import zlib
from collections.abc import Iterator

START = b"\x1a\x45\xdf\xa3"
_SEGMENT, _CLUSTER, _TRACKS, _TRACK, _GROUP = 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0
_HOLDING = frozenset({_SEGMENT, _CLUSTER, _TRACKS, _TRACK, _GROUP})  # elements that others stand in
_CODEC, _HEAD, _BLOCK, _SIMPLE_BLOCK = 0x86, 0x63A2, 0xA1, 0xA3
_LACED = 0x06  # bits of a block's flags: several packets in one, which no browser writes
_SILK, _HYBRID, _CELT = (480, 960, 1920, 2880), (480, 960), (120, 240, 480, 960)  # samples of a frame, at 48 kHz
_MOST_PACKETS = 255  # of one page, less where a packet is long
_LONGEST_PACKET = 255 * 254  # bytes; those of a voice have some hundred


class NotAVoice(Exception):
    """No WebM with one Opus track, or it is damaged."""


def rewrap(content: bytes) -> bytes:
    """The same sound as an Ogg. Raises NotAVoice. It takes time and memory in proportion to the content."""
    head, packets = b"", []
    try:
        for id, value in _read_elements(content):
            if id == _CODEC and value != b"A_OPUS":
                raise NotAVoice("another codec")
            if id == _HEAD:
                head = value
            if id in (_BLOCK, _SIMPLE_BLOCK):
                packets.append(_read_block(value))
    except IndexError as error:
        raise NotAVoice("damaged") from error
    if not head.startswith(b"OpusHead") or not packets:
        raise NotAVoice("no Opus")
    return b"".join(_write_pages(head, packets))


def _read_elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    # What holds others is gone into, so that an unknown size, as recorders write it, does not matter.
    at = 0
    while at < len(content):
        id, at = _read_number(content, at, keep_mark=True)
        size, at = _read_number(content, at)
        if id in _HOLDING:
            continue
        if at + size > len(content):
            return  # the recorder ended in the middle of a block
        yield id, content[at : at + size]
        at += size


def _read_number(content: bytes, at: int, *, keep_mark: bool = False) -> tuple[int, int]:
    first = content[at]
    length = 9 - first.bit_length()
    if length > 8 or at + length > len(content):
        raise NotAVoice("damaged")
    number = int.from_bytes(content[at : at + length], "big")
    return (number if keep_mark else number & ((1 << 7 * length) - 1)), at + length


def _read_block(value: bytes) -> bytes:
    _, at = _read_number(value, 0)
    flags = value[at + 2]  # behind a time of two bytes
    packet = value[at + 3 :]
    if flags & _LACED or not 0 < len(packet) <= _LONGEST_PACKET:
        raise NotAVoice("laced")
    return packet


def count_samples(packet: bytes) -> int:
    """How long a packet lasts, in samples at 48 kHz."""
    form, code = packet[0] >> 3, packet[0] & 3
    if form < 12:
        frame = _SILK[form % 4]
    elif form < 16:
        frame = _HYBRID[form % 2]
    else:
        frame = _CELT[form % 4]
    frames = (1, 2, 2)[code] if code < 3 else packet[1] & 0x3F if len(packet) > 1 else 0
    return frame * frames


def _write_pages(head: bytes, packets: list[bytes]) -> Iterator[bytes]:
    tags = b"OpusTags" + (6).to_bytes(4, "little") + b"Sunush" + bytes(4)
    yield _write_page(0, 0, [head], first=True)
    yield _write_page(1, 0, [tags])
    number, samples, page, laces = 2, 0, [], 0
    for at, packet in enumerate(packets):
        page.append(packet)
        laces += len(packet) // 255 + 1
        samples += count_samples(packet)
        following = len(packets[at + 1]) // 255 + 1 if at + 1 < len(packets) else 0
        if not following or len(page) >= 50 or laces + following > _MOST_PACKETS:
            yield _write_page(number, samples, page, last=not following)
            number, page, laces = number + 1, [], 0


def _write_page(number: int, samples: int, packets: list[bytes], *, first: bool = False, last: bool = False) -> bytes:
    laces = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    flags = (2 if first else 0) | (4 if last else 0)
    beginning = b"OggS\x00" + bytes([flags]) + samples.to_bytes(8, "little") + b"SUNU" + number.to_bytes(4, "little")
    rest = bytes([len(laces)]) + laces + b"".join(packets)
    return beginning + _checksum(beginning + bytes(4) + rest).to_bytes(4, "little") + rest


_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))  # the bits of each byte the other way round


def _checksum(page: bytes) -> int:
    # The sum of an Ogg page is the CRC of zlib with its bits the other way round. It begins and ends with 0.
    found = zlib.crc32(page.translate(_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{found:032b}"[::-1], 2)
