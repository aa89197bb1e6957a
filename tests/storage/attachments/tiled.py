"""Pictures as telephones write large ones: a HEIC or AVIF that is a grid of tiles. Here each tile has the same bytes."""

import struct

from storage.attachments.own_process.tiles import Items, write_box
from tests.storage.attachments.pictures import picture


def tiled(size: tuple[int, int], tile: tuple[int, int], *, form: str = "HEIF", turned: int = 0) -> bytes:
    """A green picture of that size in pixels, made of tiles of another.

    It is turned by so many quarters against the clock.
    """
    one = Items(picture(form, tile))
    kind, content = one.kinds[one.primary], one.read(one.primary)
    columns, rows = -(-size[0] // tile[0]), -(-size[1] // tile[1])
    tiles, said = range(2, columns * rows + 2), struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, *size)
    of_tiles = [one.whole(box) for box in one.list_properties(one.primary) if box.name not in {b"irot", b"imir"}]
    of_whole = [write_box(b"ispe", struct.pack(">III", 0, *size)), write_box(b"irot", bytes([turned]))]
    if form == "AVIF":
        of_whole += [box for box in of_tiles if box[4:8] == b"pixi"]
    described = [(1, range(len(of_tiles) + 1, len(of_tiles) + len(of_whole) + 1))]
    described += [(id, range(1, len(of_tiles) + 1)) for id in tiles]
    begins = write_box(b"ftyp", b"heic" if kind == b"hvc1" else b"avif", bytes(4), b"mif1", b"miaf")

    def meta(at: int) -> bytes:
        places = [struct.pack(">HHHHII", 1, 1, 0, 1, 0, len(said))]
        places += [struct.pack(">HHHHII", id, 0, 0, 1, at, len(content)) for id in tiles]
        named = [(1, b"grid"), *((id, kind) for id in tiles)]
        return write_box(
            b"meta",
            bytes(4),
            write_box(b"hdlr", bytes(8), b"pict", bytes(13)),
            write_box(b"pitm", struct.pack(">IH", 0, 1)),
            write_box(b"iloc", struct.pack(">IHH", 1 << 24, 0x4400, len(places)), *places),
            write_box(b"iinf", struct.pack(">IH", 0, len(named)), *(_infe(*one) for one in named)),
            write_box(b"iref", bytes(4), write_box(b"dimg", struct.pack(f">HH{len(tiles)}H", 1, len(tiles), *tiles))),
            write_box(b"iprp", write_box(b"ipco", *of_tiles, *of_whole), _ipma(described)),
            write_box(b"idat", said),
        )

    return begins + meta(len(begins) + len(meta(0)) + 8) + write_box(b"mdat", content)


def _infe(id: int, name: bytes) -> bytes:
    return write_box(b"infe", struct.pack(">IHH4sB", 2 << 24, id, 0, name, 0))


def _ipma(described: list[tuple[int, range]]) -> bytes:
    entries = [struct.pack(">HB", id, len(numbers)) + bytes(0x80 | n for n in numbers) for id, numbers in described]
    return write_box(b"ipma", struct.pack(">II", 0, len(described)), *entries)
