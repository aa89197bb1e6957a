"""Clean copies of pictures: upright, on white, small enough to show. They tell nothing of where and by whom they were taken.

The size is read from the header first. libvips scales a JPEG, PNG, WebP or TIFF while it is decoded, row by row. The few
other kinds are decoded whole by Pillow, or where they are too large for that, tile by tile. What would take more memory than
there is for it is not decoded at all.
"""

import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.attachments.metadata import without_metadata

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_SIDE = 2560  # pixels
WIDEST = 24_000  # pixels of a row; some thousand rows are held while a picture is made smaller
NARROW = (
    2.5  # one side so many times the other: a long screenshot or a panorama, which a messenger would make unreadable
)
NARROW_SIDE, LONGEST_SIDE = 1280, 16_000  # pixels of the two sides of such a one
MEMORY = 112 * 2**20  # bytes that decoding one picture may take
_QUALITY = 85
_ORIENTATION = 0x0112
_SIDEWAYS = {5, 6, 7, 8}
_SCALED = {"jpegload": ".jpg", "pngload": ".png", "webpload": ".webp", "tiffload": ".tif"}
_TOLD = ("vips-loader", "orientation", "interlaced", "n-pages")
_PAGES = 8  # of a scan that are shown below each other; one of more pages goes as the file it is
_LOADERS = ("Jpeg", "Png", "Webp", "Tiff")  # libvips knows more, such as SVG and PDF, and opens none of them here
_WHOLE = {"GIF": ".gif", "BMP": ".bmp", "AVIF": ".avif", "HEIF": ".heic"}
# Bytes a pixel while it is decoded, measured.
_WHOLE_COSTS = {"GIF": 6, "BMP": 9, "AVIF": 10, "HEIF": 9}
_INTERLACED, _WEBP_WHOLE = 4, 5
_BRANDS = dict.fromkeys((b"avif", b"avis"), ".avif") | dict.fromkeys((b"heic", b"heix", b"mif1"), ".heic")
# What the libraries raise over damaged bytes, as it happens.
_BROKEN: tuple[type[Exception], ...] = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError)
_BROKEN += (EOFError, RuntimeError, MemoryError, struct.error)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a picture: the ending of its name, and the form of its clean copy, if any."""

    ending: str
    form: str | None = None


def show(came: Path, clean: Path) -> Shown | None:
    """Writes the clean copy of a picture; returns None for what is no picture.

    It is a JPEG. Where the picture cannot be decoded, it is the picture without what it says of its taker.
    """
    opened = _scaled(came) or _whole(came) or _cut_short(came)
    if opened is None:
        return None
    ending, write = opened
    try:
        form = write(clean)
    except _BROKEN:
        form = None
    if form is not None:
        return Shown(".jpg", form)
    bare = without_metadata(came.read_bytes(), ending)
    clean.write_bytes(bare)
    return Shown(ending, "document" if bare else None)


Writing = Callable[[Path], str | None]  # writes the clean copy, and says how it is passed on


def _scaled(came: Path) -> tuple[str, Writing] | None:
    vips = _load_vips()
    try:
        header = vips.Image.new_from_file(str(came), access="sequential")
        fields = set(header.get_fields())
        told = {name: header.get(name) for name in _TOLD if name in fields}
        told["has colours of its own"] = "icc-profile-data" in fields
        size = header.width, header.height
        del header  # it holds memory of its own
    except vips.Error:
        return None
    ending = _SCALED.get(told["vips-loader"])
    return None if ending is None else (ending, lambda clean: _write_scaled(came, clean, size, told))


def _load_vips() -> Any:
    import pyvips

    pyvips.operation_block_set("VipsForeignLoad", True)
    for loader in _LOADERS:
        pyvips.operation_block_set(f"VipsForeignLoad{loader}", False)
    pyvips.cache_set_max(0)
    return pyvips


def _write_scaled(came: Path, clean: Path, size: tuple[int, int], told: dict[str, Any]) -> str | None:
    vips = _load_vips()
    if size[0] * size[1] * _count_cost_scaled(came, told) > MEMORY:
        return None
    if told["vips-loader"] != "jpegload" and size[0] > WIDEST:  # a JPEG is made smaller as it is read
        return None
    pages = told.get("n-pages", 1) if told["vips-loader"] == "tiffload" else 1
    if pages > _PAGES:
        return None
    target, form = _find_target(*(reversed(size) if told.get("orientation") in _SIDEWAYS else size))
    if pages > 1:
        target, form = (NARROW_SIDE, LONGEST_SIDE // pages), "document"
    colours = {"export_profile": "srgb"} if told["has colours of its own"] else {}
    try:
        shown = [
            _thumbnail(vips, f"{came}[page={n}]" if pages > 1 else str(came), target, colours) for n in range(pages)
        ]
        seen = vips.Image.arrayjoin(shown, across=1, background=255) if pages > 1 else shown[0]
        seen.jpegsave(str(clean), Q=_QUALITY, keep="none")
    except vips.Error:
        return None
    return form


def _thumbnail(vips: Any, name: str, target: tuple[int, int], colours: dict[str, str]) -> Any:
    seen = vips.Image.thumbnail(name, target[0], height=target[1], size="down", fail_on="none", **colours)
    if seen.interpretation not in {"srgb", "b-w"}:
        seen = seen.colourspace("srgb")
    return seen.flatten(background=[255, 255, 255]) if seen.hasalpha() else seen


def _count_cost_scaled(came: Path, told: dict[str, Any]) -> int:
    # Bytes a pixel of what cannot be decoded row by row.
    if told["vips-loader"] == "tiffload":
        return _count_cost_of_tiff(came)
    if told["vips-loader"] == "webpload":
        with came.open("rb") as file:
            head = file.read(64)
        has_layers = head[12:16] == b"VP8X" and head[20] & 0b10010  # transparency, or several pictures
        return _WEBP_WHOLE if has_layers or b"VP8L" in head else 0
    return _INTERLACED if told.get("interlaced") else 0


def _count_cost_of_tiff(came: Path) -> int:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the memory is reckoned here
    with Image.open(came, formats=["TIFF"]) as image:
        tags: Any = image.tag_v2  # type: ignore[attr-defined]
        rows = tags.get(278, image.height)  # in one strip; a whole strip is decoded at once
    return 8 if rows * image.width * 8 > MEMORY else 0


def _whole(came: Path) -> tuple[str, Writing] | None:
    from PIL import Image, ImageFile

    warnings.filterwarnings("ignore", module=r"PIL\.")  # they would be printed among a person's own lines
    Image.MAX_IMAGE_PIXELS = None  # the memory is reckoned here
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # what has come of a picture that was cut short is shown
    with came.open("rb") as file:
        head = file.read(12)
    formats = ["GIF", "BMP", "AVIF"]
    if head[4:8] == b"ftyp" and head[8:12] not in {b"avif", b"avis"}:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    try:
        image = Image.open(came, formats=formats)
    except _BROKEN:
        return None
    return _WHOLE[str(image.format)], lambda clean: _write_whole(came, image, clean)


def _cut_short(came: Path) -> tuple[str, Writing] | None:
    # What no library opens any more, but begins with all that says what picture it is. It goes as the file it is.
    with came.open("rb") as file:
        head = file.read(32)
    ending = _BRANDS.get(head[8:12], "") if head[4:8] == b"ftyp" else ""
    if head[:4] == b"RIFF" and head[8:15] == b"WEBPVP8" and len(head) == 32:
        ending = ".webp"
    return (ending, _write_nothing) if ending and without_metadata(came.read_bytes(), ending) else None


def _write_nothing(_clean: Path) -> None:
    return None


def _write_whole(came: Path, image: "Image", clean: Path) -> str | None:
    with image:
        if image.width * image.height * _WHOLE_COSTS[str(image.format)] > MEMORY:
            return _write_tiled(came, clean) if image.format in {"AVIF", "HEIF"} else None
        orientation = image.getexif().get(_ORIENTATION, 1)
        image.load()
        return _write(image, orientation, clean)


def _write_tiled(came: Path, clean: Path) -> str | None:
    from storage.attachments.own_process.tiles import decode_smaller

    image = decode_smaller(came.read_bytes(), side=LARGEST_SIDE, most=MEMORY)
    return None if image is None else _write(image, 1, clean)


def _write(image: "Image", orientation: int, clean: Path) -> str:
    target, form = _find_target(*image.size)
    upright = _turn(_on_white(_make_smaller(image, target)), orientation)
    upright.info.clear()  # a comment would be written again
    upright.save(clean, "JPEG", quality=_QUALITY)
    return form


def _find_target(width: int, height: int) -> tuple[tuple[int, int], str]:
    short, long = min(width, height), max(width, height)
    is_narrow = long > NARROW * short
    scale = min(NARROW_SIDE / short, LONGEST_SIDE / long) if is_narrow else LARGEST_SIDE / long
    size = (width, height) if scale >= 1 else (max(1, round(width * scale)), max(1, round(height * scale)))
    return size, "document" if is_narrow else "photo"


def _make_smaller(image: "Image", target: tuple[int, int]) -> "Image":
    from PIL import Image

    if image.mode in {"P", "1", "PA"}:  # colours by number cannot be mixed
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    factor = min(image.width // target[0], image.height // target[1])
    if factor > 1:
        image = image.reduce(factor)
    return image if image.size == target else image.resize(target, Image.Resampling.LANCZOS)


def _on_white(image: "Image") -> "Image":
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _turn(image: "Image", orientation: int) -> "Image":
    from PIL.Image import Transpose

    turns = {2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM}
    turns |= {5: Transpose.TRANSPOSE, 6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90}
    return image.transpose(turns[orientation]) if orientation in turns else image
