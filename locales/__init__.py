"""Reads the catalogues: one .po file a language, compiled in memory when the language is first spoken."""

import gettext
import io
from functools import cache
from importlib.resources import files

LANGUAGES = ("ky", "ru")


@cache
def translations(language: str) -> gettext.GNUTranslations:
    """Returns the sentences of a language; raises FileNotFoundError for one that has no catalogue."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with files("locales").joinpath(language, "LC_MESSAGES", "sunush.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
