"""Whether a PDF would run something or carries other files: its objects say so, also those packed into streams."""

import io
import logging
import re
from typing import Any

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAMES = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/ImportData"}
_NAMES |= {
    "/Rendition",
    "/GoToE",
    "/GoToR",
    "/SubmitForm",
}  # a script by another name; what is opened or sent elsewhere
_LONG_NAMES = [
    re.escape(name.encode()) for name in _NAMES if len(name) > 4
]  # the short ones stand in packed bytes by chance
# A short one counts where its value follows. In 10 MB of packed bytes that comes by chance once in ten thousand files.
_NAMED = re.compile(rb"(?:" + b"|".join(_LONG_NAMES) + rb")(?![\w.\-])|/XFA(?=[\s\x00\[(<%])")
_DEEPEST = 50


def is_active(content: bytes) -> bool:
    """Whether a PDF holds scripts, starts programs or carries files. Raises what pypdf raises over damaged bytes."""
    plain = _unescape(content)
    if _NAMED.search(plain):
        return True
    # Without these two all names stand in the bytes as they are.
    return (b"/ObjStm" in plain or b"/Encrypt" in plain) and _has_active_objects(content)


def _unescape(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _has_active_objects(content: bytes) -> bool:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError
    from pypdf.generic import IndirectObject

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("a password is needed to look into it")
        places = {(number, generation) for generation, objects in reader.xref.items() for number in objects}
        places |= {(number, 0) for number in reader.xref_objStm}
        return any(
            _is_named(found, 0) or _packs_named(found)
            for number, generation in sorted(places)
            for found in [reader.get_object(IndirectObject(number, generation, reader))]
        )
    except (PyPdfError, RecursionError, AttributeError) as error:
        raise ValueError("damaged") from error


def _packs_named(found: Any) -> bool:
    # Where the table of objects is broken, nothing says what is packed into a stream. A reader would look for it.
    from pypdf.generic import StreamObject

    if not isinstance(found, StreamObject) or found.get("/Type") != "/ObjStm":
        return False
    return bool(_NAMED.search(_unescape(found.get_data())))


def _is_named(value: Any, depth: int) -> bool:
    # Objects it points to are looked at by themselves.
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, NameObject):
        return value in _NAMES
    if isinstance(value, DictionaryObject):
        return bool(_NAMES & set(value)) or any(_is_named(each, depth + 1) for each in dict.values(value))
    return isinstance(value, ArrayObject) and any(_is_named(each, depth + 1) for each in list.__iter__(value))
