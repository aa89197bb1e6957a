"""What would run when a document is opened: macros, objects of other programs, templates from elsewhere.

Only the parts of a document say so, never the names somebody gave the file.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from storage.attachments import pdf_objects
from storage.attachments.markup import Markup, strip_markup

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAM = b"MZ"
_READ_AT_ONCE = 1 << 16  # bytes of a part
_MOST_READ = 400 * 2**20  # bytes of all parts of an archive together: half a second
_DEEPEST = 3  # documents inside of documents
_MACRO_PARTS = re.compile(r"(?:.*/)?(?:vba[^/]*\.bin|basic/.*|scripts/.*)", re.IGNORECASE | re.DOTALL)
# A word of RTF may have a number behind it; a letter may be written by its number.
_RTF = re.compile(
    rb"\\obj(?:ect|emb|link|autlink|sub|pub|icemb|html|ocx|data|class|update)(?![a-z])|\\\*\s*\\template(?![a-z])|DDEAUTO|\\bin\d"
)
_RTF_FIELD, _RTF_ASKED = b"\\fldinst", 400  # and the bytes behind it that are looked at
_RTF_WORD = re.compile(rb"\\fldinst|\\'([0-9a-fA-F]{2})|\\u(\d{1,5})\??|\\[a-zA-Z]+-?\d*[ ]?|[{}\r\n]|\\.", re.DOTALL)
_RTF_DDE = re.compile(rb"(?<![a-z])dde(?:auto)?(?![a-z])", re.IGNORECASE)
_OLD_MACROS = re.compile(r"_vba_project.*|vba|macros|_xmlsignatures", re.IGNORECASE)
_OLD_OBJECTS = re.compile(r"objectpool/.+|mbd[0-9a-f]{8}|ctls|.*ocxname|.*ole10native|.*ocxdata", re.IGNORECASE)
_OLD_ADDRESS = re.compile(rb"(?:https?://|\\\\)[\x20-\x7e]+")
_OLD_TEMPLATE = re.compile(rb"\.dot")
_LONGEST_ADDRESS = 308  # bytes between the beginning of an address and its ending .dot
_SHEET, _LOCKED, _END = 0x85, 0x2F, 0x0A  # records of a workbook before 2007
_MACRO_SHEETS = {1, 6}
_EMBEDDED = 0x1011  # the record of PowerPoint's that holds an object
BROKEN: tuple[type[Exception], ...] = (OSError, ValueError, LookupError, RuntimeError, EOFError, ArithmeticError)
BROKEN += (TypeError, AttributeError, zipfile.BadZipFile, NotImplementedError, zlib.error, struct.error, AssertionError)


class CannotBeLookedThrough(Exception):
    """A document is damaged, locked or of absurd size, so that nobody can say what it would do."""


def is_active(content: bytes, ending: str) -> bool:
    """Whether a document of this kind would run something. Raises CannotBeLookedThrough."""
    try:
        return _is_active(content, ending, 0)
    except BROKEN as error:
        raise CannotBeLookedThrough from error


def _is_active(content: bytes, ending: str, depth: int) -> bool:
    if ending == ".pdf":
        return pdf_objects.is_active(content)
    if ending == ".rtf":
        return bool(_RTF.search(content)) or _asks_of_rtf(content) or _holds_hidden(content)
    if content.startswith(COMPOUND):
        return _is_active_compound(content)
    return content.startswith(b"PK\x03\x04") and _is_active_archive(content, depth)


def _asks_of_rtf(content: bytes) -> bool:
    # The letters of what a field asks for may be spread over groups and words of their own. Fields that stand close
    # together are read in one go, so that no byte is read twice.
    first = content.find(_RTF_FIELD)
    while first >= 0:
        last = first
        while (later := content.rfind(_RTF_FIELD, last + 1, last + _RTF_ASKED)) >= 0:
            last = later
        if _RTF_DDE.search(_RTF_WORD.sub(_read_rtf_letter, content[first : last + _RTF_ASKED])):
            return True
        first = content.find(_RTF_FIELD, last + 1)
    return False


def _read_rtf_letter(found: re.Match[bytes]) -> bytes:
    if found[0] == _RTF_FIELD:
        return b" "  # what one field asks for does not go on in the next
    number = int(found[1], 16) if found[1] else int(found[2] or 0)
    return bytes([number]) if 0 < number < 128 else b""


def _holds_hidden(content: bytes) -> bool:
    # An object's bytes are written as hexadecimal digits.
    return COMPOUND.hex().encode() in re.sub(rb"\s+", b"", content).lower()


def _is_active_archive(content: bytes, depth: int) -> bool:
    read = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if _MACRO_PARTS.fullmatch(part.filename):
                return True
            markup = Markup()
            for at, piece in enumerate(_read_pieces(archive, part)):
                read += len(piece)
                if read > _MOST_READ:
                    raise CannotBeLookedThrough
                if at == 0 and piece.startswith((COMPOUND, _PROGRAM)):
                    return True
                if at == 0 and piece.startswith(b"PK\x03\x04"):
                    if depth >= _DEEPEST or _is_active_archive(archive.read(part), depth + 1):
                        return True
                    break
                if not part.filename.casefold().endswith((".xml", ".rels", ".vml")) and not _is_markup(piece, at):
                    break
                if markup.runs(piece):
                    return True
            if markup.runs(b"<"):  # whatever stood behind its last tag
                return True
    return False


def _is_markup(piece: bytes, at: int) -> bool:
    return at > 0 or strip_markup(piece[:100]).lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<")


def _read_pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as opened:
        while piece := opened.read(_READ_AT_ONCE):
            yield piece


def _is_active_compound(content: bytes) -> bool:
    import olefile

    with olefile.OleFileIO(io.BytesIO(content)) as opened:
        names = ["/".join(path) for path in opened.listdir(streams=True, storages=True)]
        if any(_OLD_MACROS.fullmatch(name) for path in names for name in path.split("/")):
            return True
        if any(_OLD_OBJECTS.fullmatch(each) for path in names for each in (path, path.rpartition("/")[2])):
            return True
        return any(look(opened.openstream(name).read()) for name in names if (look := _LOOKS.get(name.casefold())))


def _has_macro_sheet(stream: bytes) -> bool:
    # [MS-XLS] 2.4.28: the type of a sheet is the sixth byte of its record.
    at = 0
    while at + 4 <= len(stream):
        record, size = struct.unpack_from("<HH", stream, at)
        if record == _LOCKED:
            raise CannotBeLookedThrough
        if record == _SHEET and size > 5 and at + 9 < len(stream) and stream[at + 9] in _MACRO_SHEETS:
            return True
        if record == _END:
            return False
        at += 4 + size
    return False


def has_template_from_elsewhere(stream: bytes) -> bool:
    """Whether an old document of Word fetches its template from an address on the net."""
    # Looked for backwards from each ending, so that many beginnings in a row cost no more than one.
    return any(
        begun in address[max(template.start() - _LONGEST_ADDRESS, 0) : template.start() - 1]
        for found in _OLD_ADDRESS.finditer(strip_markup(stream))
        for address in [found[0]]
        for template in _OLD_TEMPLATE.finditer(address)
        for begun in (b"http://", b"https://", b"\\\\")
    )


def _has_embedded(stream: bytes) -> bool:
    # [MS-PPT] 2.3.1: version and instance, type, length; only containers (version 15) are gone into.
    at = 0
    while at + 8 <= len(stream):
        version, record, size = struct.unpack_from("<HHI", stream, at)
        if record == _EMBEDDED:
            return True
        at += 8 if version & 0xF == 0xF else 8 + size
    return False


_LOOKS = {
    "workbook": _has_macro_sheet,
    "book": _has_macro_sheet,
    "0table": has_template_from_elsewhere,
    "1table": has_template_from_elsewhere,
    "powerpoint document": _has_embedded,
}
