"""Looks for many keywords in one text at once. Each word of the text meets only those that begin as it does."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from bot.language.wordforms import Keyword, Word, is_form

_PLAIN = str.maketrans("өүң", "оун")
_KYRGYZ = frozenset("өүңӨҮҢ")
_VOICED = "пк"  # what may end otherwise before an ending: мектеп, мектебин
_BEGINNING = 5  # letters by which a keyword is found
_SURE_RUSSIAN = 4  # letters of a Russian word that no ending changes: wordforms.is_form
_REMEMBERED = 8_192  # words of texts whose keywords are remembered: people write the same ones


class KeywordIndex:
    """A list of keywords, and where each of them stands in a text."""

    def __init__(self, keywords: Iterable[Keyword]) -> None:
        self._by_beginning: dict[str, list[Keyword]] = {}
        for keyword in dict.fromkeys(keywords):
            self._by_beginning.setdefault(_beginning(keyword), []).append(keyword)
        self._begun_by = lru_cache(maxsize=_REMEMBERED)(self._find_begun)

    def find(self, words: Sequence[Word], *, exact: bool = False) -> dict[Keyword, list[int]]:
        """Returns the keywords that occur and their places, counted from 0.

        With exact no plain о, у, н stands for ө, ү, ң. So it is in a text whose author writes these letters.
        """
        found: dict[Keyword, list[int]] = {}
        for at, word in enumerate(words):
            for keyword in self._begun_by(word.letters, exact):
                if _is_alone(keyword, word) or keyword.stands_at(words, at, exact=exact):
                    found.setdefault(keyword, []).append(at)
        return found

    def _find_begun(self, letters: str, exact: bool) -> tuple[Keyword, ...]:
        plain = letters.translate(_PLAIN)
        return tuple(
            keyword
            for length in range(1, min(_BEGINNING, len(plain)) + 1)
            for keyword in self._by_beginning.get(plain[:length], ())
            if is_form(letters, keyword.words[0], russian=keyword.russian, exact=exact)
        )


def read_keywords(ky: str, ru: str = "") -> frozenset[Keyword]:
    """Reads the keywords of a list in Kyrgyz and one in Russian, parted by commas."""
    return frozenset(Keyword.list_of(ky, ru))


class Words:
    """The words of a text, and which keywords of an index stand among them.

    They are found once, and asked for list by list.
    """

    def __init__(self, words: Iterable[Word], index: KeywordIndex) -> None:
        self.words = list(words)
        self._index = index
        self._places = index.find(self.words)

    def hold(self, keywords: Collection[Keyword]) -> bool:
        """Whether any of some keywords of the index stands anywhere."""
        return any(keyword in keywords for keyword in self._places)

    def places(self, keywords: Collection[Keyword]) -> frozenset[int]:
        """The places at which some keywords of the index begin, counted from 0."""
        return frozenset(at for keyword, places in self._places.items() if keyword in keywords for at in places)

    def without(self, keywords: Collection[Keyword]) -> "Words":
        """The words that belong to none of some keywords of the index, in order."""
        found = [(keyword, places) for keyword, places in self._places.items() if keyword in keywords]
        taken = {at + n for keyword, places in found for at in places for n in range(len(keyword.words))}
        if not taken:
            return self
        return Words([word for at, word in enumerate(self.words) if at not in taken], self._index)

    def first(self) -> "Words":
        """The first word alone."""
        return Words(self.words[:1], self._index)


def _is_alone(keyword: Keyword, word: Word) -> bool:
    """Whether the word it begins with is all of the keyword."""
    return len(keyword.words) == 1 and not word.joined


def writes_kyrgyz_letters(text: str) -> bool:
    """Tells whether a text has ө, ү or ң: its author need not write о, у, н for them."""
    return not _KYRGYZ.isdisjoint(text)


def _beginning(keyword: Keyword) -> str:
    """The first letters of a keyword that stand in each of its forms, at most _BEGINNING."""
    first = keyword.words[0]
    stem = first.removesuffix("-").translate(_PLAIN)
    if stem != first.translate(_PLAIN):
        sure = len(stem)
    elif keyword.russian:
        sure = min(len(stem) - (stem[-1] in _VOICED), _SURE_RUSSIAN)
    else:
        sure = len(stem) - (stem[-1] in _VOICED)
    return stem[: min(_BEGINNING, max(sure, 1))]
