"""Kept files: photos say nothing of where and by whom they were taken, and only what was promised is kept."""

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image

from storage.attachments.files import LARGEST, FileRefused, keep_file
from tests.seeds import dice

VOICES = {
    "ogg": b"OggS\x00\x02" + bytes(40),
    "wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40),
    "mp3 with tags": b"ID3\x04" + bytes(40),
    "mp3": b"\xff\xfb\x90" + bytes(40),
    "m4a": b"\x00\x00\x00\x20ftypM4A " + bytes(40),
    "flac": b"fLaC" + bytes(40),
}
SECRETS = (b"Aigul", b"iPhone", b"42.8746", b"2026:11:22")


@pytest.fixture
def media(tmp_path):
    return tmp_path / "media"


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, form, **options)
    return written.getvalue()


def kept(folder, digest: str) -> bytes:
    return (folder / digest[:2] / digest).read_bytes()


def telling_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "iPhone of Aigul"
    exif[ExifTags.Base.DateTime] = "2026:11:22 09:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (42.0, 52.0, 28.6)}
    )
    return exif


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_kept_photo_has_lost_the_place_the_time_and_the_telephone(media, form):
    taken = picture(form, exif=telling_exif())
    assert b"Aigul" in taken

    digest, size = keep_file(media, "photo", taken)

    content = kept(media, digest)
    assert len(content) == size
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
        assert not image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert not [secret for secret in SECRETS if secret in content]


@pytest.mark.parametrize("form", ["JPEG", "GIF"])
def test_a_kept_photo_has_lost_its_comment(media, form):
    taken = picture(form, comment=b"taken by Aigul at 42.8746")
    assert b"Aigul" in taken
    digest, _ = keep_file(media, "photo", taken)
    assert not [secret for secret in SECRETS if secret in kept(media, digest)]


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_a_kept_photo_has_lost_its_xmp(media, form):
    taken = picture(form, xmp=b"<x:xmpmeta>Aigul 42.8746</x:xmpmeta>")
    assert b"Aigul" in taken
    digest, _ = keep_file(media, "photo", taken)
    assert not [secret for secret in SECRETS if secret in kept(media, digest)]


def test_a_photo_taken_sideways_is_turned_before_it_forgets_that_it_was(media):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    digest, _ = keep_file(media, "photo", picture(size=(40, 30), exif=exif))
    with Image.open(io.BytesIO(kept(media, digest))) as image:
        assert image.size == (30, 40)


def test_a_large_photo_is_made_smaller(media):
    digest, _ = keep_file(media, "photo", picture(size=(6000, 3000)))
    with Image.open(io.BytesIO(kept(media, digest))) as image:
        assert image.size == (2560, 1280)


def test_a_transparent_picture_is_kept(media):
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 128, 0, 0)).save(written, "PNG")
    assert keep_file(media, "photo", written.getvalue())[1] > 0


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<svg/>", b"%PDF-1.7", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", *VOICES.values()],
    ids=lambda content: repr(content[:8]),
)
def test_what_is_no_picture_is_refused(media, content):
    with pytest.raises(FileRefused):
        keep_file(media, "photo", content)
    assert not list(media.rglob("*"))


@pytest.mark.parametrize("form", ["BMP", "TIFF", "PPM"])
def test_a_picture_of_a_kind_nobody_sends_is_refused(media, form):
    with pytest.raises(FileRefused):
        keep_file(media, "photo", picture(form))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_damaged_picture_is_refused_or_kept_and_nothing_else(media, form):
    chance = dice(form)
    whole = bytearray(picture(form, size=(64, 64), **({} if form == "GIF" else {"exif": telling_exif()})))
    refused = 0
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 9)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if chance.random() < 0.4:
            del damaged[chance.randrange(len(damaged)) :]
        try:
            digest, _ = keep_file(media, "photo", bytes(damaged))
        except FileRefused:
            refused += 1
        else:
            assert b"Aigul" not in kept(media, digest)
    assert refused


def test_a_small_file_that_unpacks_into_an_enormous_picture_is_refused(media):
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 12_000, 12_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    with pytest.raises(FileRefused):
        keep_file(media, "photo", bomb + chunk(b"IEND", b""))


@pytest.mark.parametrize("kind", ["voice", "photo"])
def test_a_file_that_is_too_large_is_refused(media, kind):
    with pytest.raises(FileRefused):
        keep_file(media, kind, b"OggS" + bytes(LARGEST))
    assert not media.exists()


def test_a_voice_as_large_as_may_be_is_kept(media):
    content = b"OggS" + bytes(LARGEST - 4)
    assert keep_file(media, "voice", content)[1] == LARGEST


@pytest.mark.parametrize("content", VOICES.values(), ids=VOICES)
def test_a_recording_is_kept_as_it_came(media, content):
    digest, size = keep_file(media, "voice", content)
    assert kept(media, digest) == content
    assert size == len(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Ogg",
        b"#!/bin/sh\n",
        b"<html>",
        b"MZ\x90",
        b"RIFF\x24\x00\x00\x00AVI LIST",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    ],
    ids=repr,
)
def test_what_is_no_recording_is_refused(media, content):
    with pytest.raises(FileRefused):
        keep_file(media, "voice", content)


def test_the_same_recording_sent_twice_is_one_file(media):
    first = keep_file(media, "voice", VOICES["ogg"])
    second = keep_file(media, "voice", VOICES["ogg"])
    other = keep_file(media, "voice", VOICES["flac"])
    assert first == second != other
    files = [path for path in media.rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == sorted({first[0], other[0]})
