"""What a picture says of its taker is gone from a copy that is not decoded, whether damaged or not."""

import io
import struct
import zlib

import pytest
from PIL import Image

from storage.attachments.metadata import without_metadata
from tests.storage.attachments.pictures import picture, telling_exif

WORDS = b"iPhone of Aigul"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize("marker", [0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF, 0xFE])
def test_all_that_stands_beside_a_jpeg_is_gone_and_its_pixels_stay(marker):
    whole = picture("JPEG", (64, 64), exif=telling_exif())
    bare = without_metadata(whole[:2] + segment(marker, WORDS) + whole[2:], ".jpg")
    assert b"Aigul" not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(whole)).tobytes()


def test_a_marker_that_is_damaged_keeps_no_words():
    whole = bytearray(picture("JPEG", (64, 64), exif=telling_exif()))
    at = whole.index(b"\xff\xe1") + 1
    for marker in range(256):
        whole[at] = marker
        assert b"Aigul" not in without_metadata(bytes(whole), ".jpg"), hex(marker)


@pytest.mark.parametrize(
    "form", [{}, {"progressive": True}, {"quality": 5}, {"subsampling": 0}, {"restart_marker_rows": 1}]
)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_what_a_jpeg_is_decoded_by_stays(mode, form):
    written = io.BytesIO()
    Image.effect_noise((90, 70), 60).convert(mode).save(written, "JPEG", exif=telling_exif(), comment=WORDS, **form)
    whole = written.getvalue()
    bare = without_metadata(whole, ".jpg")
    assert b"Aigul" not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(whole)).tobytes()


def test_a_chunk_of_a_png_that_is_unknown_or_damaged_is_gone():
    whole = picture("PNG", (64, 64))
    behind = whole.index(b"IDAT") - 4
    for name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tEYt", b"abCd", b"prVt"):
        bare = without_metadata(whole[:behind] + chunk(name, WORDS) + whole[behind:], ".png")
        assert bare == whole, name
    grown = chunk(b"pHYs", b"\0" * 9)
    grown = (
        struct.pack(">I", 9 + 12 + len(WORDS)) + grown[4:]
    )  # its length is damaged: it would hold the words behind it
    bare = without_metadata(whole[:behind] + grown + chunk(b"tEXt", WORDS) + whole[behind:], ".png")
    assert b"Aigul" not in bare
