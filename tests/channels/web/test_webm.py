"""Voices that browsers record as WebM become an Ogg with the same packets. What is no voice is told apart."""

from pathlib import Path

import pytest

from bot.channels.web.uploads import Uploads
from bot.channels.web.webm import START, NotAVoice, count_samples, rewrap
from storage.attachments.recordings import find_ending
from storage.database.seal import Seal

BEEPS = (Path(__file__).parent / "voice.webm").read_bytes()  # recorded by Chromium: 1.2 seconds


def read_ogg(content: bytes) -> tuple[list[bytes], int]:
    """The packets of an Ogg by its own structure, and its last position in samples."""
    packets, at, position, open_packet = [], 0, 0, b""
    while at < len(content):
        assert content[at : at + 4] == b"OggS"
        position = int.from_bytes(content[at + 6 : at + 14], "little")
        laces = content[at + 27 : at + 27 + content[at + 26]]
        at += 27 + len(laces)
        for lace in laces:
            open_packet += content[at : at + lace]
            at += lace
            if lace < 255:
                packets, open_packet = [*packets, open_packet], b""
    return packets, position


def divide(page: bytes) -> int:
    """The sum of an Ogg page bit by bit, as RFC 3533 has it."""
    rest = 0
    for byte in page:
        rest ^= byte << 24
        for _ in range(8):
            rest = (rest << 1) ^ (0x104C11DB7 if rest & 0x80000000 else 0)
    return rest


def test_a_recording_of_a_browser_is_a_voice_that_messengers_play():
    ogg = rewrap(BEEPS)
    packets, position = read_ogg(ogg)
    assert (find_ending(BEEPS), find_ending(ogg)) == ("", ".ogg")
    assert packets[0].startswith(b"OpusHead")
    assert packets[1].startswith(b"OpusTags")
    assert all(packet in BEEPS for packet in packets[2:])
    assert position == sum(map(count_samples, packets[2:])) == 1.2 * 48_000
    second = ogg.index(b"OggS", 4)
    first = ogg[:22] + bytes(4) + ogg[26:second]
    assert int.from_bytes(ogg[22:26], "little") == divide(first)


def test_a_post_of_a_browser_lies_as_an_ogg(tmp_path: Path):
    kept = Uploads(tmp_path, Seal(b"k" * 32))
    for content, is_voice, ending in ((BEEPS, True, ".ogg"), (BEEPS, False, ""), (START + b"x" * 99, True, "")):
        part = kept.begin()
        part.write_bytes(content)
        assert find_ending(kept.read(kept.keep(part, is_voice=is_voice))) == ending


@pytest.mark.parametrize("cut", range(0, len(BEEPS), 61))
def test_what_is_cut_off_or_damaged_is_a_shorter_voice_or_none(cut: int):
    for content in (BEEPS[:cut], BEEPS[:cut] + b"\xff" * 40 + BEEPS[cut + 40 :], BEEPS[:cut] + bytes(40)):
        try:
            ogg = rewrap(content)
        except NotAVoice:
            continue
        assert len(ogg) < 3 * len(BEEPS)


def test_a_film_and_anything_else_is_none():
    for content in (
        b"",
        START,
        BEEPS.replace(b"A_OPUS", b"A_VORB"),
        BEEPS.replace(b"OpusHead", b"opusHead"),
        b"\0" * 999,
    ):
        with pytest.raises(NotAVoice):
            rewrap(content)
