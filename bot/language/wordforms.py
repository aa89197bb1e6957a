"""Whether a word is a form of another, by the endings of Kyrgyz and Russian alone: there is no dictionary."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.language.kyrgyz import canon

_PLAIN = {"ө": "о", "ү": "у", "ң": "н"}
_VOICED = {"п": "б", "к": "г"}
_VOWELS = "аеёиоуыэюяөү"
_HARMONY = {
    "ы": ("ы", "а"),
    "и": ("и", "е"),
    "у": ("[уү]", "[аоеө]"),
    "": ("[ыиуү]", "[аоеө]"),
}
_CLASS = dict.fromkeys("аыя", "ы") | dict.fromkeys("еэи", "и") | dict.fromkeys("оуөүюё", "у")
_NOUN = re.compile(
    "(?:[аяоеыиуюьй]|ой|ою|ей|ею|[ое]м|[ая]м|[ая]ми|[ая]х|ов|ев|ью|и[яиюе]|ием|ий|иям|иях|иями)?",
)
_ADJECTIVE = re.compile("ый|ий|ой|ая|яя|ое|ее|[ыи]е|[ое]го|[ое]му|[ыи]ми?|[ыи]х|ую|юю|[ое]м|ей")
_ADJECTIVE_END = re.compile("(?:ый|ий|ой|ая|ое|ые|ие)$")
_NOUN_END = re.compile("(?:и[яе]|[аяоеыиуьй])$")
_LEAST_STEM = 4


@dataclass(frozen=True)
class Word:
    """One word of a text: lower case, ё as е; joined where it is part of a hyphenated word."""

    letters: str
    joined: bool = False


_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def list_words(text: str) -> list[Word]:
    """Returns the words of text in order, hyphenated ones in parts; names such as «Кара-Суу» are left out."""
    words = []
    for token in _TOKEN.findall(canon(text)):
        parts = token.split("-")
        if any(part[0].isupper() for part in parts[1:]) and not token.isupper():
            continue
        words += [Word(strip_plain(part), len(parts) > 1) for part in parts]
    return words


def strip_plain(word: str) -> str:
    """Returns one word as Word keeps it; ө ү ң stay."""
    return canon(word).casefold().replace("ё", "е")


@dataclass(frozen=True)
class Keyword:
    """A word or phrase in its dictionary form. A word that closes with a hyphen is a stem; anything may follow it."""

    words: tuple[str, ...]
    russian: bool = False

    @classmethod
    def of(cls, text: str, *, russian: bool = False) -> "Keyword":
        """Reads a keyword as it is written in a list: «бала бакча», «жарыктандыр-»."""
        return cls(tuple(map(strip_plain, text.split())), russian)

    @classmethod
    def list_of(cls, ky: str, ru: str = "") -> tuple["Keyword", ...]:
        """Reads two lists, parted by commas; a keyword of the Russian one knows the Russian endings too."""
        return tuple(
            cls.of(text, russian=russian)
            for listed, russian in ((ky, False), (ru, True))
            for text in map(str.strip, listed.split(","))
            if text
        )

    def stands_at(self, words: Sequence[Word], at: int, *, exact: bool = False) -> bool:
        """Tells whether the keyword stands at that place of a text; a short one never takes half a hyphenated word."""
        there = words[at : at + len(self.words)]
        if len(there) < len(self.words):
            return False
        if len(there) == 1 and there[0].joined and len(self.words[0]) <= _LEAST_STEM:
            return False
        return all(
            is_form(word.letters, keyword, russian=self.russian, exact=exact)
            for word, keyword in zip(there, self.words, strict=True)
        )


def is_form(word: str, keyword: str, *, russian: bool = False, exact: bool = False) -> bool:
    """Tells whether word is keyword with an ending.

    A plain о, у, н of the word may stand for ө, ү, ң of the keyword. It is never the reverse: «кең» is not «кен». With
    exact it does not: whoever writes ө means «болсо», not «бөлсө».
    """
    if keyword.endswith("-"):
        return _begins(word, keyword[:-1], exact)
    if _begins(word, keyword, exact) and _kyrgyz(keyword).fullmatch(word[len(keyword) :]):
        return True
    if russian:
        return _is_russian_form(word, keyword)
    if keyword[-1] not in _VOICED:
        return False
    voiced, rest = keyword[:-1] + _VOICED[keyword[-1]], word[len(keyword) :]
    return _begins(word, voiced, exact) and rest[:1] in set("ыиуү") and bool(_kyrgyz(keyword).fullmatch(rest))


def _begins(word: str, stem: str, exact: bool) -> bool:
    return word.startswith(stem) if exact else _beginning(stem)(word) is not None


@cache
def _beginning(stem: str) -> Callable[[str], re.Match[str] | None]:
    letters = (f"[{meant}{_PLAIN[meant]}]" if meant in _PLAIN else re.escape(meant) for meant in stem)
    return re.compile("".join(letters)).match


def _is_russian_form(word: str, keyword: str) -> bool:
    adjective = _ADJECTIVE_END.search(keyword)
    end = adjective or _NOUN_END.search(keyword)
    stem = keyword[: end.start()] if end and end.start() >= _LEAST_STEM else keyword
    if stem == keyword and end:
        # Without its ending so short a word would be the beginning of too many others: «сель» is not «село».
        return word == keyword
    endings = _ADJECTIVE if adjective else _NOUN
    return word.startswith(stem) and bool(endings.fullmatch(word[len(stem) :]))


@cache
def _kyrgyz(stem: str) -> re.Pattern[str]:
    """Returns the endings of a Kyrgyz noun after that stem: number, owner, case, -дагы, -луу, -сыз, -лык, -чы, -бы."""
    last = next((letter for letter in reversed(stem) if letter in _VOWELS), "")
    return _endings(_CLASS.get(last, ""), stem[-1:] in _VOWELS)


@cache
def _endings(harmony: str, after_vowel: bool) -> re.Pattern[str]:
    high, low = _HARMONY[harmony]
    many = f"[лдт]{low}р"
    of_third = f"с{high}" if after_vowel else high
    owner = f"(?:{of_third}|{'' if after_vowel else high}(?:м|[нң]{high}з|б{high}з))"
    owner_after_many = f"(?:{high}|{high}(?:м|[нң]{high}з|б{high}з))"
    case = f"(?:[ндт]{high}н?|[гк]{low}|[дт]{low}н?)"
    case_after_third = f"(?:н|н{low}н?|нд{low}н?)"
    quality = f"(?:(?:[дт]{low}|нд{low})[гк]{high}|[лдт]{high}{high}|с{high}з|[лдт]{high}[кг]|ч{high})"
    return re.compile(
        f"(?:(?:{many})?{case}?|{owner}(?:{case}|{case_after_third})?|{many}{owner_after_many}(?:{case}|{case_after_third})?|"
        f"(?:{many})?(?:{owner}|{owner_after_many})?{quality}(?:{many})?{case}?)(?:[бп]{high})?"
    )
