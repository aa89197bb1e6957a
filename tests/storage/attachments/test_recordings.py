"""Recordings: every form a telephone writes is a voice, known by its bytes; films, pictures and programs are none."""

import pytest

from storage.attachments.look import Seen
from storage.attachments.recordings import find_ending
from storage.attachments.refused import FileRefused
from tests.storage.attachments.looks import looked_at


def boxes(brand: bytes, *tracks: bytes) -> bytes:
    """The beginning of a file of MP4's kind with these tracks, `soun` or `vide`."""
    handlers = b"".join(b"\0\0\0\x20hdlr" + bytes(8) + track + bytes(12) for track in tracks)
    return b"\0\0\0\x18ftyp" + brand + bytes(4) + brand + b"isom" + b"\0\0\0\x80moov" + handlers


WINDOWS_MEDIA = bytes.fromhex("3026B2758E66CF11A6D900AA0062CE6C")
SOUND_IN_IT = bytes.fromhex("409E69F84D5BCF11A8FD00805F5C442B")
FILM_IN_IT = bytes.fromhex("C0EF19BC4D5BCF11A8FD00805F5C442B")
VOICES = {
    "ogg": (b"OggS\x00\x02" + bytes(40), ".ogg"),
    "wav": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40), ".wav"),
    "flac": (b"fLaC" + bytes(40), ".flac"),
    "m4a": (boxes(b"M4A ", b"soun"), ".m4a"),
    "m4a of another hand": (boxes(b"mp42", b"soun"), ".m4a"),
    "3gp": (boxes(b"3gp4", b"soun"), ".3gp"),
    "amr": (b"#!AMR\n" + bytes(40), ".amr"),
    "amr, wide band": (b"#!AMR-WB\n" + bytes(40), ".amr"),
    "aac": (b"\xff\xf1\x50\x80" + bytes(40), ".aac"),
    "aac of MPEG-2": (b"\xff\xf9\x50\x80" + bytes(40), ".aac"),
    "aac with a checksum": (b"\xff\xf0\x4c\x80" + bytes(40), ".aac"),
    "wma": (WINDOWS_MEDIA + bytes(40) + SOUND_IN_IT, ".wma"),
    "caf": (b"caff\0\1\0\0desc" + bytes(40), ".caf"),
    "aiff": (b"FORM\0\0\0\x40AIFFCOMM" + bytes(40), ".aiff"),
    **{f"mp3 with tags 2.{n}": (b"ID3" + bytes([n]) + bytes(40), ".mp3") for n in (2, 3, 4)},
    **{f"mp3 {second:x}": (bytes([0xFF, second]) + b"\x90\x00" + bytes(40), ".mp3")
       for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2, 0xFD)},
    "mp3 after silence": (bytes(400) + b"\xff\xfb\x90\x00" + bytes(40), ".mp3"),
}  # fmt: skip
NONE = {
    "nothing": b"",
    "the beginning of one": b"Ogg",
    "film": b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(40),
    "film of a telephone": boxes(b"mp42", b"vide", b"soun"),
    "film of an old telephone": boxes(b"3gp5", b"soun", b"vide"),
    "film of Windows": WINDOWS_MEDIA + SOUND_IN_IT + FILM_IN_IT,
    "film of the web": b"\x1aE\xdf\xa3" + bytes(40),
    "picture of a telephone": boxes(b"heic"),
    "picture": b"\xff\xd8\xff\xe0" + bytes(40),
    "text in UTF-16": "салам".encode("utf-16"),
    "words": b"ID3 is how a tag begins",
    "script": b"#!/bin/sh\n",
    "program": b"MZ\x90" + bytes(40),
    "zeros": bytes(4000),
    "ones": b"\xff" * 400,
}


@pytest.mark.parametrize("what", VOICES)
def test_a_recording_is_known_by_its_bytes(tmp_path, what):
    content, form = VOICES[what]
    seen, clean = looked_at(tmp_path, content)
    assert (seen.kind, seen.ending, clean) == ("voice", form, b"")


@pytest.mark.parametrize(("what", "passed_on"), [("ogg", "voice"), ("m4a", "voice"), ("amr", "document")])
def test_what_messengers_play_is_passed_on_as_a_voice(tmp_path, what, passed_on):
    content, form = VOICES[what]
    assert looked_at(tmp_path, content)[0] == Seen("voice", form, passed_on)


@pytest.mark.parametrize("what", NONE)
def test_what_is_no_recording_is_none(what):
    assert find_ending(NONE[what]) == ""


@pytest.mark.parametrize("what", [what for what in NONE if what.startswith("film")])
def test_a_film_is_refused(tmp_path, what):
    with pytest.raises(FileRefused):
        looked_at(tmp_path, NONE[what])
