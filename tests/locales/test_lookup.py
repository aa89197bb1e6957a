"""Every sentence is found in the compiled catalogue as the standard library finds it, in all its forms."""

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import locales
from locales.lookup import Catalogue
from tests.locales.catalogues import catalogue

NUMBERS = (0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 111, 1_000_001)


def _compiled(language: str) -> bytes:
    locales.translations(language)  # compiles it where that was not done yet
    return next(Path(str(locales.__file__)).parent.glob(f"{language}/LC_MESSAGES/sunush.*.mo")).read_bytes()


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_each_sentence_is_what_the_standard_library_says(language: str):
    content = _compiled(language)
    ours, theirs = Catalogue(content), gettext.GNUTranslations(io.BytesIO(content))
    entries = list(catalogue(language))
    assert len(entries) > 1000
    for entry in entries:
        assert ours.gettext(entry.msgid) == theirs.gettext(entry.msgid)
        if entry.msgid_plural:
            for n in NUMBERS:
                forms = (entry.msgid, entry.msgid_plural, n)
                assert ours.ngettext(*forms) == theirs.ngettext(*forms)
    assert sorted(ours.list_sentences()) == sorted(entry.msgstr for entry in entries if not entry.msgid_plural)


@pytest.mark.parametrize("language", locales.LANGUAGES)
@pytest.mark.parametrize("unknown", ["", "A", "zzz", "Каала", "Send\0Send", "\0", "Send ", "\ud800"])
def test_what_is_not_translated_is_said_as_it_stands(language: str, unknown: str):
    found = locales.translations(language)
    assert found.gettext(unknown) == unknown
    assert (found.ngettext(unknown, "many", 1), found.ngettext(unknown, "many", 2)) == (unknown, "many")


def test_a_catalogue_of_one_sentence_and_of_none():
    for sentences in ({}, {"Send": "Жөнөтүү"}):
        made = Catalog(locale="ky")
        for said, meant in sentences.items():
            made.add(said, meant)
        compiled = io.BytesIO()
        write_mo(compiled, made)
        found = Catalogue(compiled.getvalue())
        assert (found.gettext("Send"), found.gettext("Sent")) == (sentences.get("Send", "Send"), "Sent")
        assert found.list_sentences() == list(sentences.values())
