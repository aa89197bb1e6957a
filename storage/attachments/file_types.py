"""What kind of document some bytes are: only the bytes say so, never the name somebody gave the file."""

import csv
import re
from collections.abc import Iterator

_ZIP, _ZIP_ENTRY, _ZIP_END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_MOST_ENTRIES = 10_000
_OFFICE = {
    re.compile(rb"word/document\d*\.xml"): ".docx",
    re.compile(rb"xl/workbook\d*\.xml"): ".xlsx",
    re.compile(rb"ppt/presentation\d*\.xml"): ".pptx",
}
_OPEN_DOCUMENT = {b"text": ".odt", b"spreadsheet": ".ods", b"presentation": ".odp"}
_OPEN_MIMETYPE = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.([a-z]+)PK")
_ZIP_MACROS = re.compile(rb"(?i:.*vbaproject\.bin|basic/.*|scripts/.*)", re.DOTALL)

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPOUND_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls", "PowerPoint Document": ".ppt"}
_COMPOUND_MACROS = "_VBA_PROJECT"
_COMPOUND_ENTRY, _COMPOUND_NAME = 128, 64  # bytes of a directory entry, and of the name it begins with

_PROGRAMS = (b"#!", b"MZ")
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|script|svg|\?xml|\?php)|@echo off", re.IGNORECASE)
_MARKUP_WITHIN = 4096  # characters from the beginning
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OLD_CYRILLIC = "".join(
    char
    for char in bytes(range(0x80, 0x100)).decode("cp1251", "ignore")
    if "\u0400" <= char <= "\u04ff" or char in "«»„“”‚‘’–—…№§°•·±€‰\xa0\xad"
).encode("cp1251")
_OLD_TEXT = b"\t\n\f\r" + bytes(range(0x20, 0x7F)) + _OLD_CYRILLIC
_LONGEST_TABLE = 1_000_000  # characters
_TABLES = {";": 2, ",": 3}  # what parts the cells, and how many a line has at least: commas stand in prose too
_RECKONED = re.compile(r"\s*(?:[=@＝＠]|[-+−＋－](?![\d\s().,+-]*$))")


def ending(content: bytes) -> str:
    """Returns the ending of a document's name: .pdf, an office form, .csv or .txt; empty for what is no document.

    Programs, scripts, pages, archives of another kind and what carries macros are none. A script that looks like prose
    is prose to us: as .txt it runs nowhere. A table with formulas is a .txt too, so that nothing reckons with it.
    """
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(_ZIP):
        return _ending_of_zip(content)
    if content.startswith(_COMPOUND):
        return _ending_of_compound(content)
    text = _text(content)
    if not text.strip() or content.startswith(_PROGRAMS) or _MARKUP.search(text[:_MARKUP_WITHIN]):
        return ""
    return ".csv" if _is_table(text) else ".txt"


def _ending_of_zip(content: bytes) -> str:
    names = list(_names(content))
    if any(_ZIP_MACROS.fullmatch(name) for name in names):
        return ""
    open_document = _OPEN_MIMETYPE.match(content, 30)
    if open_document:
        return _OPEN_DOCUMENT.get(open_document[1], "")
    if b"[Content_Types].xml" not in names:
        return ""
    found = (form for pattern, form in _OFFICE.items() if any(map(pattern.fullmatch, names)))
    return next(found, "")


def _names(content: bytes) -> Iterator[bytes]:
    # Read by hand: nothing is unpacked, so nothing small can become enormous.
    end = content.rfind(_ZIP_END)
    at = _number(content, end + 16, 4) if end >= 0 else len(content)
    for _ in range(_MOST_ENTRIES):
        if content[at : at + 4] != _ZIP_ENTRY:
            return
        name, extra, comment = (_number(content, at + offset, 2) for offset in (28, 30, 32))
        yield content[at + 46 : at + 46 + name]
        at += 46 + name + extra + comment


def _ending_of_compound(content: bytes) -> str:
    if _has_entry(content, _COMPOUND_MACROS):
        return ""
    return next((form for name, form in _COMPOUND_STREAMS.items() if _has_entry(content, name)), "")


def _has_entry(content: bytes, name: str) -> bool:
    written = name.encode("utf-16-le")
    entry = written.ljust(_COMPOUND_NAME, b"\0") + (len(written) + 2).to_bytes(2, "little")
    at = content.find(entry)
    while at >= 0:
        if at % _COMPOUND_ENTRY == 0:
            return True
        at = content.find(entry, at + 1)
    return False


def _number(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size], "little")


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace") if not content.translate(None, _OLD_TEXT) else ""
    return "" if _CONTROLS.search(text) else text


def _is_table(text: str) -> bool:
    return len(text) <= _LONGEST_TABLE and any(_has_cells(text, mark, least) for mark, least in _TABLES.items())


def _has_cells(text: str, mark: str, least: int) -> bool:
    width = lines = 0
    try:
        for row in csv.reader(text.splitlines(), delimiter=mark):
            if not row:
                continue
            lines, width = lines + 1, width or len(row)
            if len(row) != width or width < least or any(map(_RECKONED.match, row)):
                return False
    except csv.Error:
        return False
    return lines > 1
