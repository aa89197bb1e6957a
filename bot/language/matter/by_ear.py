"""Russian keywords as they sound: a word spelt by ear, «дарога», «асвищение», is read as the keyword it sounds like."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.language.meanings.late_pattern import compile_late
from bot.language.wordforms import Keyword, Word

_LEAST = 4  # letters of a stem; a shorter one sounds like too many others
_SHORT = frozenset({"вод"})  # but for these, with an ending behind them
_WHOLE = ("освещение",)  # of a keyword that is a beginning, the word that is most often spelt by ear
_OPEN = 5  # letters of a keyword that anything may follow
_LONGEST = 40  # letters of a word; one that is longer is no keyword, however it is spelt
_ALIKE = str.maketrans({"о": "а", "е": "и", "э": "и", "ь": "", "ъ": ""})
_TOGETHER = (("сч", "щ"), ("зч", "щ"), ("шч", "щ"), ("тс", "ц"), ("дс", "ц"), ("стн", "сн"), ("здн", "сн"))
_DOUBLED = compile_late(r"(.)\1+")
_ENDING = compile_late("[аеиоуыяюй]{1,3}|ь?|ов|ев|[аяоеыи]м|[ая]ми|[аяыи]х|[ое]го|[ое]му")
_END = compile_late("(?:и[яе]|[ыио]й|[ая]я|[ое]е|[аяоеыиуьй])$")


class ByEar:
    """The stems of one-word Russian keywords by what they sound like."""

    def __init__(self, keywords: Iterable[Keyword], *, but: Iterable[str] = ()) -> None:
        self._stems: dict[str, str] = {}
        self._open: dict[str, str] = {}
        self._spelt: set[str] = set()
        for keyword in (*keywords, *(Keyword.of(word, russian=True) for word in _WHOLE)):
            if not keyword.russian or len(keyword.words) != 1:
                continue
            word = keyword.words[0]
            if word.endswith("-"):
                if len(word) > _OPEN:
                    self._open.setdefault(_sound(word[:-1]), word[:-1])
                continue
            stem = _END.sub("", word) if len(word) >= _LEAST else word
            if len(stem) >= _LEAST or stem in _SHORT:
                self._stems.setdefault(_sound(stem), word)
                self._spelt.add(stem)
        self._but = frozenset(map(_sound, but))

    def hear(self, words: Sequence[Word]) -> list[Word]:
        """Returns the words, each that sounds like a keyword and is spelt otherwise being that keyword."""
        return [replace(word, letters=self._find(word.letters) or word.letters) for word in words]

    def _find(self, letters: str) -> str:
        if len(letters) > _LONGEST or _sound(letters) in self._but:
            return ""
        for cut in range(len(letters), min(map(len, _SHORT)) - 1, -1):
            stem, rest = letters[:cut], letters[cut:]
            found = self._stems.get(_sound(stem))
            is_sure = cut >= _LEAST or bool(rest)
            if found and is_sure and stem not in self._spelt and _ENDING.fullmatch(rest) and _is_like(stem, found):
                return found
            if (begun := self._open.get(_sound(stem))) and begun != stem and _swaps_o(stem) == _swaps_o(begun):
                return begun + rest
        return ""


def _is_like(stem: str, keyword: str) -> bool:
    # «Желаю» is not «жильё»: in a short word only о and а sound alike.
    return len(stem) > _OPEN or _swaps_o(stem) == _swaps_o(keyword[: len(stem)])


def _swaps_o(letters: str) -> str:
    return letters.replace("о", "а")


def _sound(letters: str) -> str:
    heard = letters
    for written, sound in _TOGETHER:
        heard = heard.replace(written, sound)
    return _DOUBLED.sub(r"\1", heard.translate(_ALIKE))
