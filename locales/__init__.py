"""Reads the catalogues: one .po file a language, compiled in memory when the language is first spoken."""

import gettext
import io
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("ky", "ru")


@cache
def translations(language: str) -> gettext.GNUTranslations:
    """Returns the sentences of a language; raises FileNotFoundError for one that has no catalogue."""
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, _catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def sentences(language: str) -> list[str]:
    """Returns every sentence of a language that has no plural forms."""
    return [entry.string for entry in _catalogue(language) if entry.id and isinstance(entry.string, str)]


@cache
def _catalogue(language: str) -> Any:
    from babel.messages.pofile import read_po

    with files("locales").joinpath(language, "LC_MESSAGES", "sunush.po").open("rb") as file:
        return read_po(file, locale=language)
