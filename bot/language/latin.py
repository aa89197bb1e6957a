"""Kyrgyz typed in Latin letters, read as Cyrillic: a key for searching and guessing, never what is shown."""

import re

from bot.language.kyrgyz import canon, fold

_RUN = re.compile("[A-Za-z\u00c0-\u024f]+")
_TURKIC = str.maketrans("öÖüÜñÑıİçÇşŞğĞ", "өӨүҮңҢыИчЧшШгГ")
_SCHEMES = ("english", "english_ascii")


def to_cyrillic(text: str) -> str:
    """Returns canonical text with each run of Latin letters read as Kyrgyz: «kocho» as «көчө», «zhol» as «жол»."""
    return canon(_RUN.sub(lambda run: _read(run[0]), canon(text)))


def search_keys(text: str) -> str:
    """Returns what text is found by: its fold and, where it has Latin letters, the fold of those words in Cyrillic."""
    words = [word for word in canon(text).split() if _RUN.search(word)]
    return " ".join(filter(None, [fold(text), fold(to_cyrillic(" ".join(words)))]))


def _read(run: str) -> str:
    """Reads one run by the first scheme that leaves no Latin letter over."""
    from kyrgyz_transliteration import to_cyrillic

    read = [to_cyrillic(run, scheme=scheme).translate(_TURKIC) for scheme in _SCHEMES]
    return next((word for word in read if not _RUN.search(word)), read[0])
