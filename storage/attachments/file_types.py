"""What kind of document some bytes are: only the bytes say so, never the name somebody gave the file."""

import csv
import io
import re
import zipfile

from storage.attachments.active_content import BROKEN, COMPOUND

_ZIP = b"PK\x03\x04"
_OFFICE = {
    re.compile(r"word/document\d*\.xml"): ".docx",
    re.compile(r"xl/workbook\d*\.xml"): ".xlsx",
    re.compile(r"ppt/presentation\d*\.xml"): ".pptx",
}
_OPEN_DOCUMENT = {b"text": ".odt", b"spreadsheet": ".ods", b"presentation": ".odp"}
_OPEN_MIMETYPE = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.([a-z]+)PK")
_COMPOUND_STREAMS = {"worddocument": ".doc", "workbook": ".xls", "book": ".xls", "powerpoint document": ".ppt"}
_PDF_WITHIN = 1024  # bytes in which a reader looks for its header
_PDF_OBJECT = re.compile(rb"\d[ \t\r\n]{1,8}\d{1,5}[ \t\r\n]{1,8}obj\b")  # without one there is nothing to show
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_GUESSED = 512  # letters of a text in UTF-16 without a mark that are looked at

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
# What a spreadsheet would reckon with. It may read the table by other marks than its own: a cell begins behind each of them.
# A tab begins a cell, so it is no blank to skip. A run of tabs would be read anew from each of them.
_RECKONED = re.compile(
    r"""(?:^|[;,\t|"\r])[^\S\r\n\t]*(?:[=@＝＠﹦﹫]|[-+−＋－﹢﹣](?![\d\s().,+-]{0,40}(?:$|[;\t|"])))""", re.MULTILINE
)
_SYLK = re.compile(
    r"\s*ID;P", re.IGNORECASE
)  # a form of Excel's with formulas; it goes by these letters, not by the name


def find_ending(content: bytes) -> str:
    """Returns the ending of a document's name: .pdf, an office form, .rtf, .csv or .txt. It is empty for what is no document.

    Programs, scripts, pages and archives of another kind are none. A script that looks like prose is prose to us: as .txt
    it runs nowhere. A table with formulas is a .txt too, so that nothing reckons with it.
    """
    if content.startswith(_PROGRAMS):
        return ""
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return ".pdf" if _PDF_OBJECT.search(content) else ""
    if content.startswith(_ZIP):
        return _find_ending_of_zip(content)
    if content.startswith(COMPOUND):
        return _find_ending_of_compound(content)
    if content.lstrip().startswith(b"{\\rt"):
        return ".rtf"
    text = _find_text_ending(content)
    if not text.strip() or _MARKUP.search(text[:_MARKUP_WITHIN]):
        return ""
    return ".csv" if _is_table(text) else ".txt"


def _find_ending_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except BROKEN:
        return ""
    open_document = _OPEN_MIMETYPE.match(content, 30)
    if open_document:
        return _OPEN_DOCUMENT.get(open_document[1], "")
    if "[Content_Types].xml" not in names:
        return ""
    found = (form for pattern, form in _OFFICE.items() if any(map(pattern.fullmatch, names)))
    return next(found, "")


def _find_ending_of_compound(content: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as opened:
            names = [path[0].casefold() for path in opened.listdir()]
    except BROKEN:
        return ""
    return next((form for name, form in _COMPOUND_STREAMS.items() if name in names), "")


def _find_text_ending(content: bytes) -> str:
    wide = _WIDE.get(content[:2]) or _guess_wide(content)
    try:
        text = content.decode(wide).removeprefix("\ufeff") if wide else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "" if wide else content.decode("cp1251", "replace") if not content.translate(None, _OLD_TEXT) else ""
    return "" if _CONTROLS.search(text) else text


def _guess_wide(content: bytes) -> str:
    # Without a mark at the beginning the high bytes tell: of Latin letters 0, of Cyrillic ones 4.
    for encoding, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        high, low = content[odd : 2 * _GUESSED : 2], content[1 - odd : 2 * _GUESSED : 2]
        if len(high) > 1 and len(content) % 2 == 0 and set(high) <= {0, 4, 0x20, 0x21} and 0 in high and 0 not in low:
            return encoding
    return ""


def _is_table(text: str) -> bool:
    if len(text) > _LONGEST_TABLE or _SYLK.match(text) or _RECKONED.search(text):
        return False
    return any(_has_cells(text, mark, least) for mark, least in _TABLES.items())


def _has_cells(text: str, mark: str, least: int) -> bool:
    width = lines = 0
    try:
        for row in csv.reader(text.splitlines(), delimiter=mark):
            if not row:
                continue
            lines, width = lines + 1, width or len(row)
            if len(row) != width or width < least:
                return False
    except csv.Error:
        return False
    return lines > 1
