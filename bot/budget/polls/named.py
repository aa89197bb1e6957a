"""Which choices of a poll a text names in words of one's own, also misspelt.

«Мектеп, жол, суу» and «школу и дорогу» name choices, «1, 3 жана 5» as well.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.language.in_words.ordinals import read_ordinal
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.matter.stems import list_stems
from bot.language.meanings.late_pattern import compile_late

LONGEST = 300  # characters that are read; a longer text names no choices
_NO_FIRST = compile_late(r"\s*(?:жок|нет)\b[\s,.!]*", re.IGNORECASE)
_APART = compile_late(r"[,;:+/\n.!?()«»\"]+")
_BESIDE = """
    жана дагы менен же ошондой эле деле ушул бул мен биз мага бизге мен үчүн алардын ичинен эң баарынан бириндеги
    керек керекпиз зарыл маанилүү маанилүүсү маанилүүрөөк болсун болсо тандайм тандадым тандаганым тандап алам танда
    каалайм добуш берем добушум сураныч айтам дейм деп ойлойм менимче алгач анан кийин акыркысы номер номери
    и да плюс еще или а также тоже же это эти мне нам я мы хочу хотим выбираю выберу выбрал выбрала голосую голос за
    надо нужно нужна нужны нужен важно важнее главное самое пожалуйста пусть будет по моему потом затем наверное номера
    тогда давайте давай для ну вот так как вариант вариант пункт пункты первым делом прошу наше наш наша
"""
_FILLERS = frozenset(map(fold, _BESIDE.split()))
_DENIED_BEFORE = frozenset(map(fold, ["не", "кроме", "без", "ни"]))
_DENIED_BEHIND = frozenset(map(fold, ["эмес", "башка", "тышкары"]))
_LEAST_MISSPELT, _LEAST_TWICE = 4, 8  # letters of a word in which one slip is seen, and two


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: choices (numbers of the poll) in its order. Beside them, what it leaves open."""

    picks: tuple[int, ...] = ()
    open: tuple[tuple[str, tuple[int, ...]], ...] = ()  # words, and the several choices they may stand for
    unknown: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all words of the text are accounted for, and some choice is named."""
        return bool(self.picks) and not self.open and not self.unknown


def read_named(
    text: str,
    choices: Mapping[int, str],
    *,
    places: Sequence[int] = (),
    list_matters: Callable[[str], Collection[str]] = lambda _text: (),
) -> Named:
    """Reads which choices a text names. Nothing is guessed: of words for several it says which these are.

    places are the choices by the numbers they are shown under. list_matters tells what words are about, in whichever
    language: so «дорога» names «Жол» where no other choice is of roads.
    """
    if len(text) > LONGEST:
        return Named()
    reader = _Reader(choices, places, list_matters)
    text = _NO_FIRST.sub("", text)
    for part in _APART.split(text):
        reader.read(fold(to_cyrillic(part)).split())
    return reader.named()


class _Reader:
    def __init__(
        self, choices: Mapping[int, str], places: Sequence[int], list_matters: Callable[[str], Collection[str]]
    ) -> None:
        self._words = {number: fold(text).split() for number, text in choices.items()}
        self._matters = {number: frozenset(list_matters(text)) for number, text in choices.items()}
        self._places, self._list_matters = places, list_matters
        self._found: list[tuple[list[str], frozenset[int]]] = []  # words that stand together, and what they may name
        self._unknown: list[str] = []

    def read(self, words: Sequence[str]) -> None:
        """Reads what stands between two commas."""
        group: list[str] = []
        may: frozenset[int] = frozenset()
        is_denied, before = False, len(self._found)
        phrase = [word for word in words if word not in _FILLERS]
        is_known = any(self._find(word) or read_ordinal(word) is not None for word in phrase)
        if len(phrase) > 1 and not is_known and (found := self._find_by_matter(" ".join(phrase))):
            self._found.append((phrase, found))  # «детский сад» names no choice by either word
            return

        def shut() -> None:
            nonlocal group, may
            if group and not is_denied:
                self._found.append((group, may))
            group, may = [], frozenset()

        for at, word in enumerate(words):
            is_last = not any(self._find(one) for one in words[at + 1 :])
            if word in _DENIED_BEHIND or (word in _DENIED_BEFORE and is_last):  # «керек эмес», «не нужна»
                shut()
                del self._found[max(before, len(self._found) - 1) :]
                continue
            if word in _DENIED_BEFORE:
                shut()
                is_denied = True
                continue
            found = self._find(word)
            nearby = may & found or (self._find(words[at + 1]) & found if at + 1 < len(words) else frozenset())
            if (number := read_ordinal(word)) is not None and not nearby:
                shut()
                is_denied = self._take_number(word, number, is_denied=is_denied)
            elif found and may & found:
                group, may = [*group, word], may & found
            elif found:
                shut()
                is_denied = is_denied and not group and not self._found_last(at, words)
                group, may = [word], found
            elif word in _FILLERS:
                shut()
                is_denied = False
            else:
                self._unknown.append(word)
        shut()

    def _found_last(self, at: int, words: Sequence[str]) -> bool:
        # Whether the word before stood for a choice of its own: then what denies has had its word.
        return at > 0 and bool(self._find(words[at - 1]))

    def _take_number(self, word: str, number: int, *, is_denied: bool) -> bool:
        if not 0 < number <= len(self._places):
            self._unknown.append(word)
        elif not is_denied:
            self._found.append(([word], frozenset({self._places[number - 1]})))
        return False

    def _find(self, word: str) -> frozenset[int]:
        if word in _FILLERS:
            return frozenset()
        stems = set(list_stems(word))
        for n, words in self._words.items():
            if len(words) > 1 and not stems.isdisjoint(list_stems("".join(words))):
                return frozenset([n])  # «спортаянтча»
        for is_like in (_is_same, _is_misspelt):
            found = {n for n, words in self._words.items() if any(is_like(word, stems, one) for one in words)}
            if found:
                return frozenset(found)
        return self._find_by_matter(word)

    def _find_by_matter(self, words: str) -> frozenset[int]:
        matters = frozenset(self._list_matters(words))
        return frozenset(n for n, of in self._matters.items() if matters & of)

    def named(self) -> Named:
        """What all parts name together."""
        picks: dict[int, None] = {}
        open: list[tuple[str, tuple[int, ...]]] = []
        for group, may in self._found:
            if len(sure := may if len(may) == 1 else self._find_whole(group, may)) == 1:
                picks |= dict.fromkeys(sure)
            else:
                open.append((" ".join(group), tuple(sorted(may))))
        left = tuple((words, may) for words, may in open if not picks.keys() & set(may))
        return Named(tuple(picks), left, tuple(self._unknown))

    def _find_whole(self, group: Collection[str], may: Collection[int]) -> frozenset[int]:
        # Of «Жол» and «Жол жарыгы» the word «жол» names the one that has no other word.
        stems = {stem for word in group for stem in list_stems(word)}
        return frozenset(
            n
            for n in may
            if all(not stems.isdisjoint(list_stems(one)) for one in self._words[n] if one not in _FILLERS)
        )


def _is_same(word: str, stems: set[str], of: str) -> bool:
    return word == of or not stems.isdisjoint(list_stems(of))


def _is_misspelt(word: str, stems: set[str], of: str) -> bool:
    if not word.isalpha() or of in _FILLERS:
        return False
    return any(_is_near(one, other) for one in {word, *stems} for other in {of, *list_stems(of)})


def _is_near(word: str, of: str) -> bool:
    long, short = max(len(word), len(of)), min(len(word), len(of))
    if short < _LEAST_MISSPELT - 1 or long < _LEAST_MISSPELT:
        return False
    return count_slips(word, of, most=2 if short >= _LEAST_TWICE else 1) is not None


def count_slips(word: str, of: str, *, most: int) -> int | None:
    """Counts letters too many, too few, changed, or swapped with the next; None where more than most."""
    if abs(len(word) - len(of)) > most:
        return None
    before: list[int] = []
    row = list(range(len(of) + 1))
    for at, letter in enumerate(word, 1):
        before, last, row = row, before, [at]
        for n, other in enumerate(of, 1):
            cost = min(before[n] + 1, row[n - 1] + 1, before[n - 1] + (letter != other))
            if n > 1 and at > 1 and letter == of[n - 2] and word[at - 2] == other:
                cost = min(cost, last[n - 2] + 1)
            row.append(cost)
    return row[-1] if row[-1] <= most else None
