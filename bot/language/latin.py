"""Kyrgyz typed in Latin letters, read as Cyrillic: a key for searching and guessing, never what is shown."""

from functools import lru_cache

from bot.language.kyrgyz import canon, fold
from bot.language.meanings.late_pattern import compile_late

_RUN = compile_late("[A-Za-z\u00c0-\u024f]+")
_LONGEST_WORD = 40  # letters; a longer run is no word of any list
_SHORT, _REMEMBERED = 200, 512  # characters of a text that is remembered as read; how many of them
_READ_AT_MOST = 2_000  # characters that are read in another alphabet: a guess and a key need no more
_TURKIC = str.maketrans("öÖüÜñÑıİçÇşŞğĞ", "өӨүҮңҢыИчЧшШгГ")
# «joq», «maqul», and j for й where no vowel follows: «kajtaryp».
_OTHER_LETTERS = str.maketrans("qQwW", "kKvV")
_J_AT_AN_END = compile_late(r"(?<=[AEIOUYaeiouyöüıÖÜI])[Jj](?![AEIOUYaeiouyöüıÖÜI])")
_SCHEMES = ("english", "english_ascii")


def to_cyrillic(text: str) -> str:
    """Returns canonical text with each run of Latin letters read as Kyrgyz: «kocho» as «көчө», «zhol» as «жол».

    Only the first 2 000 characters are read, the rest is left out.
    """
    return _read_short(text) if len(text) <= _SHORT else _read_text(text)


def fold_within(text: str, longest: int) -> str:
    """Returns a text as it is compared: read as Cyrillic and folded. It is empty where the text has more characters."""
    return fold(to_cyrillic(text)) if len(text) <= longest else ""


def _read_text(text: str) -> str:
    return canon(_RUN.sub(lambda run: _read_run(run[0]), canon(text[:_READ_AT_MOST])))


# What was just typed is read by each reader of it, up to forty times.
_read_short = lru_cache(maxsize=_REMEMBERED)(_read_text)


def search_keys(text: str) -> str:
    """Returns what a text is found by: its fold and, for words in Latin letters, their fold in Cyrillic too.

    Of the Latin words those in the first 2 000 characters are read.
    """
    words = [word for word in canon(text[:_READ_AT_MOST]).split() if _RUN.search(word)]
    return " ".join(filter(None, [fold(text), fold(to_cyrillic(" ".join(words)))]))


def _read_run(run: str) -> str:
    return "".join(_read(run[at : at + _LONGEST_WORD]) for at in range(0, len(run), _LONGEST_WORD))


@lru_cache(maxsize=4096)
def _read(word: str) -> str:
    """Reads one word by the first scheme that leaves no Latin letter over."""
    from kyrgyz_transliteration import to_cyrillic

    spelled = _J_AT_AN_END.sub(lambda found: "Y" if found[0].isupper() else "y", word.translate(_OTHER_LETTERS))
    read = [to_cyrillic(spelled, scheme=scheme).translate(_TURKIC) for scheme in _SCHEMES]
    return next((word for word in read if not _RUN.search(word)), read[0])
