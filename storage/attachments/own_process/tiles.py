"""Decodes a HEIC or AVIF picture tile by tile: telephones write large ones as a grid of small pictures.

Each tile is put into a file of its own and decoded alone. So memory holds one tile and the smaller picture made of
them. The boxes are those of ISO/IEC 14496-12 and 23008-12.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_TILES = 2048
_TURNED, _MIRRORED = b"irot", b"imir"
_FORMATS = {b"hvc1": (b"heic", "HEIF"), b"av01": (b"avif", "AVIF")}


@dataclass(frozen=True, slots=True)
class Box:
    """One box of such a file: its name and where its content lies."""

    name: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A picture made of tiles: columns, rows, its size in pixels, and the boxes that say how it is turned."""

    columns: int
    rows: int
    size: tuple[int, int]
    tiles: list[int]
    turns: list[tuple[bytes, int]]


class Items:
    """The pictures that lie in one file, by their ids. Raises LookupError, ValueError or struct.error over damaged bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        meta = {box.name: box for box in list_boxes(content, 0, len(content))}[b"meta"]
        parts = {box.name: box for box in list_boxes(content, meta.start + 4, meta.end)}
        self._data = parts.get(b"idat")
        self.primary = _Reader(content, parts[b"pitm"]).id()
        self.kinds = dict(self._read_kinds(parts[b"iinf"]))
        self._places = dict(self._read_places(parts[b"iloc"]))
        self.parts = dict(self._read_parts(parts[b"iref"])) if b"iref" in parts else {}
        inside = {box.name: box for box in list_boxes(content, parts[b"iprp"].start, parts[b"iprp"].end)}
        self._boxes = list(list_boxes(content, inside[b"ipco"].start, inside[b"ipco"].end))
        self._properties = dict(self._read_properties(inside[b"ipma"]))

    def list_properties(self, id: int) -> list[Box]:
        """The boxes that describe one of the pictures."""
        return [self._boxes[number - 1] for number in self._properties.get(id, ()) if number]

    def place(self, id: int) -> list[tuple[int, int]]:
        """Where the bytes of one of the pictures, or of what is said of them, begin and end."""
        lies_in_data, extents = self._places[id]
        begin = self._data.start if lies_in_data and self._data else 0
        return [(begin + start, begin + start + length) for start, length in extents]

    def read(self, id: int) -> bytes:
        """The bytes of one of the pictures."""
        return b"".join(self._content[start:end] for start, end in self.place(id))

    def whole(self, box: Box) -> bytes:
        """A box with its name and size."""
        return write_box(box.name, self._content[box.start : box.end])

    def first_byte(self, box: Box) -> int:
        """The first byte of a box's content."""
        return self._content[box.start]

    def _read_kinds(self, box: Box) -> Iterator[tuple[int, bytes]]:
        skip = 6 if self._content[box.start] == 0 else 8
        for one in list_boxes(self._content, box.start + skip, box.end):
            read = _Reader(self._content, one, wide_from=3)
            id = read.id()
            read.number(2)
            yield id, read.raw(4)

    def _read_places(self, box: Box) -> Iterator[tuple[int, tuple[bool, list[tuple[int, int]]]]]:
        read = _Reader(self._content, box, wide_from=2)
        sizes = read.number(2)
        of_offset, of_length, of_base, of_index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15
        for _ in range(read.id()):
            id = read.id()
            method = read.number(2) & 15 if read.version else 0
            read.number(2)
            base, extents = read.number(of_base), []
            for _ in range(read.number(2)):
                read.number(of_index if read.version else 0)
                extents.append((base + read.number(of_offset), read.number(of_length)))
            yield id, (method == 1, extents)

    def _read_parts(self, box: Box) -> Iterator[tuple[int, list[int]]]:
        wide = 4 if self._content[box.start] else 2
        for one in list_boxes(self._content, box.start + 4, box.end):
            if one.name == b"dimg":
                read = _Reader(self._content, one, has_version=False)
                id = read.number(wide)
                yield id, [read.number(wide) for _ in range(read.number(2))]

    def _read_properties(self, box: Box) -> Iterator[tuple[int, list[int]]]:
        read = _Reader(self._content, box, wide_from=1)
        size = 2 if read.flags & 1 else 1
        for _ in range(read.number(4)):
            id = read.id()
            yield id, [read.number(size) & (0x7FFF if size == 2 else 0x7F) for _ in range(read.number(1))]


class _Reader:
    # Reads the numbers of one box, one after the other.
    def __init__(self, content: bytes, box: Box, *, wide_from: int = 1, has_version: bool = True) -> None:
        self._content, self._at, self._end = content, box.start, box.end
        self.version, self.flags = (self.number(1), self.number(3)) if has_version else (0, 0)
        self._wide = 4 if self.version >= wide_from else 2

    def id(self) -> int:
        return self.number(self._wide)

    def number(self, size: int) -> int:
        return int.from_bytes(self.raw(size), "big")

    def raw(self, size: int) -> bytes:
        if self._at + size > self._end:
            raise ValueError("a box is cut short")
        self._at += size
        return self._content[self._at - size : self._at]


def list_boxes(content: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, one after the other; what is damaged ends them."""
    while start + 8 <= end:
        size, head = int.from_bytes(content[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(content[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        yield Box(content[start + 4 : start + 8], start + head, start + size)
        start += size


def write_box(name: bytes, *content: bytes) -> bytes:
    """A box of that name."""
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, name) + body


def find_grid(items: Items) -> Grid | None:
    """The grid that the picture is, or None where it is none, or none that this program puts together."""
    if items.kinds.get(items.primary) != b"grid":
        return None
    said, tiles = items.read(items.primary), items.parts[items.primary]
    _, flags, rows, columns = said[:4]
    width, height = struct.unpack(">II" if flags & 1 else ">HH", said[4 : 12 if flags & 1 else 8])
    turns = [(box.name, items.first_byte(box)) for box in items.list_properties(items.primary)]
    if len(tiles) != (rows + 1) * (columns + 1) or len(tiles) > MOST_TILES:
        return None
    return Grid(columns + 1, rows + 1, (width, height), tiles, [one for one in turns if one[0] in {_TURNED, _MIRRORED}])


def write_tile(items: Items, id: int) -> bytes:
    """A file with that one picture alone."""
    kind, content = items.kinds[id], items.read(id)
    boxes = [items.whole(box) for box in items.list_properties(id)]
    described = struct.pack(">IIHB", 0, 1, 1, len(boxes)) + bytes(0x80 | number for number in range(1, len(boxes) + 1))
    meta = partial(
        write_box,
        b"meta",
        bytes(4),
        write_box(b"hdlr", bytes(8), b"pict", bytes(13)),
        write_box(b"pitm", struct.pack(">IH", 0, 1)),
        write_box(
            b"iinf", struct.pack(">IH", 0, 1), write_box(b"infe", struct.pack(">IHH4sB", 2 << 24, 1, 0, kind, 0))
        ),
        write_box(b"iprp", write_box(b"ipco", *boxes), write_box(b"ipma", described)),
    )
    begins = write_box(b"ftyp", _FORMATS[kind][0], bytes(4), b"mif1", _FORMATS[kind][0])
    place = partial(struct.pack, ">IHHHHHII", 0, 0x4400, 1, 1, 0, 1)
    behind = len(begins) + len(meta(write_box(b"iloc", place(0, 0)))) + 8
    return begins + meta(write_box(b"iloc", place(behind, len(content)))) + write_box(b"mdat", content)


def decode_smaller(content: bytes, *, side: int, most: int) -> "Image | None":
    """The picture, upright, made smaller by a power of two; None where it is no grid of tiles.

    Its longer side stays at least `side` pixels where it has so many, and it takes at most `most` bytes.
    """
    items = Items(content)
    grid = find_grid(items)
    return None if grid is None else _turn(_put_together(items, grid, side=side, most=most), grid)


def _put_together(items: Items, grid: Grid, *, side: int, most: int) -> "Image":
    from PIL import Image

    put: Image.Image | None = None
    factor, size = 1, (0, 0)
    for number, id in enumerate(grid.tiles):
        with Image.open(io.BytesIO(write_tile(items, id)), formats=[_FORMATS[items.kinds[id]][1]]) as tile:
            if put is None:
                size = tile.size
                if size[0] * size[1] * 4 > most:
                    raise ValueError("a tile says that it is larger than there is memory for")
                factor = _choose_factor(grid.size, size, side=side, most=most)
                put = Image.new("RGB", (grid.size[0] // factor, grid.size[1] // factor))
            if tile.size != size:
                raise ValueError("the tiles of a picture differ")
            part = tile.convert("RGB").reduce(factor)
        row, column = divmod(number, grid.columns)
        put.paste(part, (column * size[0] // factor, row * size[1] // factor))
    if put is None:
        raise ValueError("a picture without tiles")
    return put


def _choose_factor(size: tuple[int, int], tile: tuple[int, int], *, side: int, most: int) -> int:
    factor = 1
    while tile[0] % (2 * factor) == tile[1] % (2 * factor) == 0:
        fits = size[0] * size[1] // factor**2 * 4 <= most
        if fits and max(size) // (2 * factor) < side:
            break
        factor *= 2
    if size[0] * size[1] // factor**2 * 4 > most:
        raise ValueError("too large a picture for its tiles")
    return factor


def _turn(image: "Image", grid: Grid) -> "Image":
    from PIL.Image import Transpose

    quarters = {1: Transpose.ROTATE_90, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_270}  # against the clock
    for name, how in grid.turns:
        if name == _MIRRORED:
            image = image.transpose(Transpose.FLIP_LEFT_RIGHT if how & 1 else Transpose.FLIP_TOP_BOTTOM)
        elif how & 3:
            image = image.transpose(quarters[how & 3])
    return image
