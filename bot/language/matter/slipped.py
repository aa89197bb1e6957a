"""Keywords that a slip of the finger hides: «пхнет» is «пахнет», «башчысыпара» two words."""

from collections.abc import Iterable
from functools import lru_cache

from bot.language.gist.endings import shorten, spell_by_ear
from bot.language.gist.words import says_anything
from bot.language.slips import is_slip, part_in_two
from bot.language.wordforms import Keyword, Word, is_form

_PLAIN = str.maketrans("өүң", "оун")
_LEAST = 6  # letters of a keyword that is known with a slip: a shorter one is too many others
_LEAST_PART = 3  # letters by which a keyword is looked up as it stands
_REMEMBERED = 1_024  # words of texts


class Slipped:
    """The long words of keywords, found by what is left of them without any one letter."""

    def __init__(self, keywords: Iterable[Keyword]) -> None:
        self._whole: dict[str, set[tuple[str, bool]]] = {}
        self._near: dict[str, set[tuple[str, bool]]] = {}
        for keyword in keywords:
            for word in keyword.words:
                stem, one = word.removesuffix("-").translate(_PLAIN), (word, keyword.russian)
                self._whole.setdefault(stem[:_LEAST_PART], set()).add(one)
                if len(stem) >= _LEAST:
                    for near in {stem, *shorten(stem)}:
                        self._near.setdefault(near, set()).add(one)
        self.put_right = lru_cache(maxsize=_REMEMBERED)(self._put_right)

    def read(self, words: Iterable[Word]) -> str:
        """Returns words with slips put right, in small letters and with plain о, у, н; empty where there is none."""
        typed = [word.letters.translate(_PLAIN) for word in words]
        right = [one for word in typed for one in self.put_right(word)]
        return " ".join(right) if right != typed else ""

    def _put_right(self, word: str) -> tuple[str, ...]:
        # The word itself where it is a form of a keyword or means anything else. Then what it is a slip of.
        if self._is_form(word) or says_anything(word):
            return (word,)
        found = set()
        for cut in range(_LEAST - 1, len(word) + 1):
            begun, rest = word[:cut], word[cut:]
            for near in {begun, *shorten(begun)}:
                for keyword, is_russian in self._near.get(near, ()):
                    stem = keyword.removesuffix("-").translate(_PLAIN)
                    is_near = is_slip(begun, stem) or spell_by_ear(begun) == spell_by_ear(stem)
                    if is_near and is_form(stem + rest, keyword, russian=is_russian):
                        found.add(stem + rest)
        return (min(found),) if found else part_in_two(word, self._is_form) or (word,)

    def _is_form(self, word: str) -> bool:
        known = self._whole.get(word[:_LEAST_PART], ())
        return any(is_form(word, keyword, russian=is_russian) for keyword, is_russian in known)
