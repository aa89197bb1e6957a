"""A text in several languages: one value a language, so that a third language needs a row and no column."""

from collections.abc import Mapping

FIRST = "ky"  # the language that is always there

Texts = Mapping[str, str]  # language code → text


def choose_language(texts: Texts, language: str) -> str:
    """Returns the text in a language, in Kyrgyz where that language has none."""
    return texts.get(language) or texts[FIRST]
