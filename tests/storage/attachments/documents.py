"""Documents as offices write them, made by hand: just enough of each form to be what it is."""

import io
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


def compound(*streams: str) -> bytes:
    """A file of Word, Excel or PowerPoint before 2007: a header, then a directory."""
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + bytes(62)
        for name in ("Root Entry", *streams)
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml", "xl/worksheets/sheet1.xml")
