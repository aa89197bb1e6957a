"""Reads the catalogues: one .po file a language, compiled once and kept beside it, as Python keeps its own bytecode."""

import io
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from locales.lookup import Catalogue

LANGUAGES = ("ky", "ru")

_HERE = Path(__file__).parent


@cache
def translations(language: str) -> Catalogue:
    """Returns the sentences of a language; raises FileNotFoundError for one that has no catalogue."""
    source = _HERE / language / "LC_MESSAGES" / "sunush.po"
    read = source.stat()
    compiled = source.with_suffix(f".{read.st_mtime_ns:x}-{read.st_size:x}.mo")
    try:
        content = compiled.read_bytes()
    except FileNotFoundError:
        content = _compile(source, language)
        _keep(content, compiled)
    return Catalogue(content)


def sentences(language: str) -> list[str]:
    """Returns every sentence of a language that has no plural forms."""
    return translations(language).list_sentences()


def _compile(source: Path, language: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    return compiled.getvalue()


def _keep(content: bytes, compiled: Path) -> None:
    # Where the folder cannot be written, every start compiles: it takes a moment longer, and nothing else differs.
    with suppress(OSError):
        for older in compiled.parent.glob("sunush.*-*"):
            older.unlink(missing_ok=True)
        half = compiled.with_suffix(f".{os.getpid()}")
        half.write_bytes(content)
        half.replace(compiled)
