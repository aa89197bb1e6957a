"""Pictures are kept as they came. They are shown upright, on white, readable, without a word of who took them and where."""

import io
import random
import resource
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageDraw

from storage.attachments.look import Seen
from storage.attachments.own_process.tiles import decode_smaller
from storage.attachments.pictures import _BROKEN
from storage.attachments.refused import FileRefused
from tests.seeds import dice
from tests.storage.attachments.looks import looked_at, looked_at_within_limits
from tests.storage.attachments.pictures import SECRETS, opened, picture, telling_exif
from tests.storage.attachments.test_recordings import VOICES
from tests.storage.attachments.tiled import tiled

pillow_heif.register_heif_opener()
FORMS = ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"]


@pytest.mark.parametrize("form", FORMS)
def test_the_clean_copy_has_lost_the_place_the_time_and_the_telephone(tmp_path, form):
    taken = picture(form, (64, 48), exif=telling_exif())
    assert b"Aigul" in taken
    seen, clean = looked_at(tmp_path, taken)
    assert seen == Seen("photo", ".jpg", "photo", copied=True)
    image = opened(clean)
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (64, 48), {})
    assert not [secret for secret in SECRETS if secret in clean]
    red, green, blue = image.getpixel((30, 20))
    assert green > 90 > max(red, blue)


@pytest.mark.parametrize(("form", "options"), [("JPEG", {}), ("GIF", {}), ("BMP", {}), ("PNG", {"mode": "I;16"})])
def test_other_pictures_are_taken_too(tmp_path, form, options):
    content = picture(form, comment=b"by Aigul") if form == "GIF" else picture(form)
    if options:
        written = io.BytesIO()
        Image.new("I;16", (40, 30), 40_000).save(written, form)
        content = written.getvalue()
    seen, clean = looked_at(tmp_path, content)
    assert (seen, opened(clean).size) == (Seen("photo", ".jpg", "photo", copied=True), (40, 30))
    assert b"Aigul" not in clean


@pytest.mark.parametrize(("form", "telling"), [("JPEG", "xmp"), ("WEBP", "xmp"), ("JPEG", "comment")])
def test_the_clean_copy_has_lost_its_xmp_and_its_comment(tmp_path, form, telling):
    taken = picture(form, **{telling: b"<x:xmpmeta>Aigul 42.8746</x:xmpmeta>"})
    assert b"Aigul" in taken
    assert b"Aigul" not in looked_at(tmp_path, taken)[1]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_a_photo_taken_sideways_is_turned_before_it_forgets_that_it_was(tmp_path, form):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    assert opened(looked_at(tmp_path, picture(form, (40, 30), exif=exif))[1]).size == (30, 40)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_is_shown_smaller(tmp_path, form):
    assert opened(looked_at(tmp_path, picture(form, (6000, 3000)))[1]).size == (2560, 1280)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_a_black_drawing_on_nothing_is_black_on_white(tmp_path, form):
    drawing = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).rectangle((30, 30, 50, 50), fill=(0, 0, 0, 255))
    written = io.BytesIO()
    drawing.save(written, form)
    shown = opened(looked_at(tmp_path, written.getvalue())[1]).convert("L")
    assert shown.getpixel((5, 5)) > 240
    assert shown.getpixel((40, 40)) < 15


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1080, 9000), (1080, 9000)),
        ((1440, 15000), (1280, 13333)),
        ((9000, 1500), (7680, 1280)),
        ((20, 65000), (5, 16000)),
    ],
)
def test_a_long_screenshot_and_a_panorama_go_as_documents_as_wide_as_they_are_read(tmp_path, size, shown):
    seen, clean = looked_at(tmp_path, picture("PNG", size))
    assert (seen.form, opened(clean).size) == ("document", shown)


def test_a_photo_cut_short_is_shown_as_far_as_it_came(tmp_path):
    noise = Image.frombytes("RGB", (640, 480), random.Random(1).randbytes(640 * 480 * 3))
    written = io.BytesIO()
    noise.save(written, "JPEG")
    seen, clean = looked_at(tmp_path, written.getvalue()[:60_000])
    assert (seen, opened(clean).size) == (Seen("photo", ".jpg", "photo", copied=True), (640, 480))


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"RIFF\x24\0\0\0WEBPVP8 "],
    ids=lambda content: repr(content[:8]),
)
def test_what_only_begins_like_a_picture_is_refused(tmp_path, content):
    with pytest.raises(FileRefused):
        looked_at(tmp_path, content)


@pytest.mark.parametrize("form", [*FORMS, "GIF", "BMP"])
def test_one_cut_short_is_shown_or_goes_as_the_file_it_is_without_a_word_of_its_taker(tmp_path, form):
    whole = picture(form, (300, 200), **({} if form in {"GIF", "BMP"} else {"exif": telling_exif()}))
    for cut in (len(whole) - 2, len(whole) * 9 // 10):
        seen, shown = looked_at(tmp_path, whole[:cut])
        assert (seen.kind, seen.copied) == ("photo", True)
        assert shown
        assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_damaged_picture_is_refused_or_shown_without_a_word_of_its_taker(tmp_path, form):
    chance = dice(form)
    whole = bytearray(picture(form, (64, 64), **({} if form == "GIF" else {"exif": telling_exif()})))
    for n in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 9)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if chance.random() < 0.4:
            del damaged[chance.randrange(len(damaged)) :]
        (tmp_path / f"{n:02}").write_bytes(damaged)
    # Within the limits of the process that looks: a damaged header may ask for all the memory there is.
    clean = looked_at_within_limits(tmp_path)
    assert not [name for name, content in clean.items() if b"Aigul" in content]
    assert len(clean) + len(list(tmp_path.glob("*.refused"))) == 40


def bomb(*, exif: bool = False, side: int = 12_000, interlaced: int = 1) -> bytes:
    """A PNG of a few bytes that would unpack into 12 000 × 12 000 interlaced pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, interlaced))
    told = chunk(b"tEXt", b"Author\0Aigul at 42.8746") if exif else b""
    return b"\x89PNG\r\n\x1a\n" + header + told + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_a_tiff_too_large_to_be_decoded_goes_as_the_file_it_is(tmp_path):
    """One strip of 400 million pixels; its process says so itself, and does not end over it."""
    tags = [(256, 20_000), (257, 20_000), (258, 8), (259, 8), (262, 1), (273, 200), (277, 1), (278, 20_000), (279, 60)]
    content = (
        b"II*\0" + struct.pack("<IH", 8, len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, n) for tag, n in tags)
    )
    content = content.ljust(200, b"\0") + zlib.compress(bytes(1000)).ljust(60, b"\0")
    seen, _ = looked_at(tmp_path, content)
    assert (seen.kind, seen.ending, seen.form) == ("photo", ".tif", "document")


def test_a_picture_too_large_to_be_decoded_goes_as_the_file_it_is_without_a_word_of_its_taker(tmp_path):
    for kind in ({}, {"side": 60_000, "interlaced": 0}):  # of the second a thousand rows would be held
        seen, shown = looked_at(tmp_path, bomb(exif=True, **kind))
        assert seen == Seen("photo", ".png", "document", copied=True)
        assert shown == bomb(**kind)


# Two rows of four tiles, the last of each cut, turned by so many quarters against the clock.
@pytest.mark.parametrize(("form", "turned"), [("HEIF", 0), ("HEIF", 1), ("HEIF", 3), ("AVIF", 2)])
def test_one_too_large_to_be_decoded_whole_is_shown_tile_by_tile(tmp_path, monkeypatch, form, turned):
    taken = tiled((250, 120), (64, 64), form=form, turned=turned)
    monkeypatch.setattr("storage.attachments.pictures.MEMORY", 250 * 120 * 5)
    seen, shown = looked_at(tmp_path, taken)
    assert (seen.form, seen.copied) == ("photo", True)
    assert opened(shown).size == ((120, 250) if turned % 2 else (250, 120)) == opened(taken).size
    red, green, blue = opened(shown).getpixel((3, 115))
    assert green > 90 > max(red, blue)
    for side, size in ((60, (62, 30)), (40, (62, 30)), (130, (250, 120)), (120, (125, 60))):
        made = decode_smaller(taken, side=side, most=10**6)
        assert sorted(made.size, reverse=True) == list(size), side
    assert max(decode_smaller(taken, side=250, most=250 * 120).size) == 125, "memory goes before size"


MEMORY_MORE = 2**30  # bytes; the service gives a picture's process less


@contextmanager
def at_most_more(room: int) -> Iterator[None]:
    """Gives this process only so much more memory: what stands in a damaged picture may ask for any."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def test_damaged_tiles_are_no_picture_and_nothing_worse(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)  # as where pictures are looked at
    whole, chance = tiled((250, 120), (64, 64)), dice("tiles")
    settings = whole.index(b"hvcC")  # what stands there asks the library for memory
    places = [n for n in range(whole.index(b"mdat")) if not settings <= n < settings + 150]
    for n in range(200):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            damaged[chance.choice(places)] = chance.randrange(256)
        if n % 4 == 0:
            del damaged[chance.randrange(len(damaged)) :]
        with suppress(*_BROKEN), at_most_more(MEMORY_MORE):
            decode_smaller(bytes(damaged), side=2560, most=10**6)
    assert decode_smaller(picture("HEIF", (64, 64)), side=1, most=10**6) is None
    with pytest.raises(ValueError, match="larger than there is memory for"):
        decode_smaller(whole, side=2560, most=64 * 64 * 4 - 1)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIF"])
def test_so_do_the_other_kinds_and_their_pixels_stay(tmp_path, monkeypatch, form):
    monkeypatch.setattr("storage.attachments.pictures.MEMORY", -1)
    options = {"xmp": b"<x>Aigul</x>"} if form == "WEBP" else {}
    taken = picture(form, (64, 48), exif=telling_exif(), **options)
    seen, shown = looked_at(tmp_path, taken)
    assert (seen.form, seen.copied) == ("document", True)
    assert not [secret for secret in SECRETS if secret in shown]
    assert opened(shown).convert("RGB").tobytes() == opened(taken).convert("RGB").tobytes()


def test_a_recording_is_no_picture(tmp_path):
    assert looked_at(tmp_path, VOICES["m4a"][0])[0].kind == "voice"


SCANS = [(2, (1400, 1900), "L"), (8, (600, 850), "1"), (2, (300, 200), "RGB")]


def scan(pages: int, size: tuple[int, int], mode: str) -> bytes:
    """A scan of several pages, black and white by turns."""
    taken, written = [Image.new(mode, size, "white" if n % 2 else "black") for n in range(pages)], io.BytesIO()
    taken[0].save(written, "TIFF", save_all=True, append_images=taken[1:])
    return written.getvalue()


@pytest.mark.parametrize(("pages", "size", "mode"), SCANS)
def test_every_page_of_a_scan_is_shown_below_the_one_before(tmp_path, pages, size, mode):
    seen, clean = looked_at(tmp_path, scan(pages, size, mode))
    assert seen == Seen("photo", ".jpg", "document", copied=True)
    shown = opened(clean).convert("L")
    assert max(shown.size) <= 16_000
    assert shown.width == min(size[0], 1280)
    middles = [shown.getpixel((shown.width // 2, int(shown.height / pages * (n + 0.5)))) for n in range(pages)]
    assert [value > 128 for value in middles] == [bool(n % 2) for n in range(pages)]


def test_a_scan_of_more_pages_than_can_be_read_is_the_file_it_is(tmp_path):
    assert looked_at(tmp_path, scan(9, (200, 300), "1")) == (Seen("photo", ".tif", "document"), b"")
