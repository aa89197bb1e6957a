"""Documents as offices write them, made by hand: just enough of each form to be what it is."""

import io
import struct
import zipfile

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
TEXT = "Мектептин көчөсүнө жарык керек.\nСмета: 150 000 сом.\n"


def zipped(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """An archive with these files; the first one, if given, is stored as it is."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        if first is not None:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(name, "<xml/>" * 20)
    return written.getvalue()


def office(main: str, *more: str) -> bytes:
    """A file of Word, Excel or PowerPoint since 2007."""
    return zipped("[Content_Types].xml", "_rels/.rels", main, *more)


def open_document(form: str, *more: str) -> bytes:
    """A file of LibreOffice."""
    mimetype = ("mimetype", f"application/vnd.oasis.opendocument.{form}")
    return zipped("content.xml", "META-INF/manifest.xml", *more, first=mimetype)


def compound(*paths: str, **streams: bytes) -> bytes:
    """A file of Word, Excel or PowerPoint before 2007 [MS-CFB]. It has streams by their paths, each filled up to a sector.

    A path such as `Macros/VBA/dir` makes the storages above it; underscores in the names of keywords stand for spaces.
    """
    whole = dict.fromkeys(paths, b"") | {name.replace("_", " "): content for name, content in streams.items()}
    names: list[str] = []
    for path in whole:
        parts = path.split("/")
        names += ["/".join(parts[:n]) for n in range(1, len(parts) + 1) if "/".join(parts[:n]) not in names]
    filled = {name: whole[name].ljust(8 * 512, b"\0") for name in names if name in whole}
    directory_sectors, sectors, begins = 1 + (len(names) + 4) // 4, [], {}
    fat = [0xFFFFFFFD, *range(2, 1 + directory_sectors), 0xFFFFFFFE]
    for name, content in filled.items():
        begins[name] = len(fat)
        pieces = [content[n : n + 512].ljust(512, b"\0") for n in range(0, len(content), 512)]
        sectors += pieces
        fat += [*range(len(fat) + 1, len(fat) + len(pieces)), 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, child=_first_below(names, ""))]
    for n, name in enumerate(names):
        above = name.rpartition("/")[0]
        later = [m for m in range(n + 1, len(names)) if names[m].rpartition("/")[0] == above]
        right = later[0] + 1 if later else 0xFFFFFFFF
        kind = 2 if name in filled else 1
        child = _first_below(names, name + "/") if kind == 1 else 0xFFFFFFFF
        size, start = (len(filled[name]), begins[name]) if kind == 2 else (0, 0)
        entries.append(_entry(name.rpartition("/")[2], kind, right=right, child=child, start=start, size=size))
    directory = b"".join(entries).ljust(512 * directory_sectors, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    header = header.ljust(512, b"\xff")
    table = b"".join(struct.pack("<I", each) for each in fat).ljust(512, b"\xff")
    assert len(table) == 512, "one sector for the table is enough here"
    return header + table + directory + b"".join(sectors)


def _first_below(names: list[str], above: str) -> int:
    below = [n for n, name in enumerate(names) if name.startswith(above) and "/" not in name[len(above) :]]
    return below[0] + 1 if below else 0xFFFFFFFF


def _entry(
    name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF, start: int = 0, size: int = 0
) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def workbook(*sheet_types: int) -> bytes:
    """The stream of a workbook before 2007 with sheets of these types: 0 holds cells, 1 Excel-4 macros."""
    record = struct.pack("<HHHH", 0x809, 4, 0x600, 5)
    for n, kind in enumerate(sheet_types):
        data = struct.pack("<IBBB", 0, 0, kind, 2) + b"\0" + f"S{n}".encode()
        record += struct.pack("<HH", 0x85, len(data)) + data
    return record + struct.pack("<HH", 0x0A, 0)


def with_part(whole: bytes, name: str, content: bytes | str) -> bytes:
    """An archive with one more part."""
    written = io.BytesIO(whole)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml", "xl/worksheets/sheet1.xml")
