"""What a word is searched by: its stems. They are the same for every Kyrgyz and Russian ending, every alphabet and spelling.

There is no dictionary: a stem may be shorter than the true one. So a search finds a little more, and never less.
"""

import re
from functools import lru_cache

from bot.language.kyrgyz import fold
from bot.language.latin import search_keys

MOST_STEMS = 200  # kept of one text: what stands behind so many different words is not searched
MOST_WORDS = 6  # of what is searched for; the longest are the rarest
LONGEST = 24  # letters of a stem
_READ_AT_MOST = 6_000  # characters
_LEAST = 3  # letters of a stem

# Endings in the letters that fold leaves: о, у, н stand for ө, ү, ң.
_KYRGYZ = """
    лар лер лор дар дер дор тар тер тор
    ым им ум ын ин ун сы си су ыбыз ибиз убуз быз биз буз ыныз иниз унуз ныз низ нуз ы и у
    нын нин нун дын дин дун тын тин тун га ге го ка ке ко на не но
    ды ди ду ты ти ту ны ни ну да де до та те то нда нде ндо
    дан ден дон тан тен тон нан нен нон
    дагы деги догу тагы теги тогу ндагы ндеги ндогу
    луу дуу туу лы ли лу сыз сиз суз лык лик лук дык дик дук тык тик тук чы чи чу
"""
_RUSSIAN = """
    а е и о у ы ю я й ая ое ее ые ие ый ий ой ою ей ею ом ем ам ям ами ями ах ях ов ев ого его ому ему ым им ыми ими ых их
    ую юю ия ию ии ием ией иям иями иях
"""
_VOICED = {"б": "п", "г": "к"}


def _by_length(endings: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(set(endings.split()), key=len, reverse=True))})$")


_KYRGYZ_END, _RUSSIAN_END = _by_length(_KYRGYZ), _by_length(_RUSSIAN)


def list_stems(text: str) -> list[str]:
    """Returns what a text is found by: the stems of its words, each once.

    They are at most 200, of at most 24 letters each.

    Words in Latin letters are read as Cyrillic too. Only the first 6 000 characters are read.
    """
    found: dict[str, None] = {}
    for word in search_keys(text[:_READ_AT_MOST]).split():
        found.update(dict.fromkeys(_stems(word[:LONGEST])))
        if len(found) >= MOST_STEMS:
            break
    return list(found)[:MOST_STEMS]


def list_searched(text: str) -> list[list[str]]:
    """Returns what is searched for: of each word its stems, of which a text need have only one. The longest words first.

    At most 6 words are searched for; words of one letter are left out where there are others.
    """
    words = dict.fromkeys(fold(text[:_READ_AT_MOST]).split())
    chosen = [word for word in words if len(word) > 1 or word.isdigit()] or list(words)
    longest = sorted(chosen, key=len, reverse=True)[:MOST_WORDS]
    return [
        list(dict.fromkeys(stem for key in search_keys(word).split() for stem in _stems(key[:LONGEST])))
        for word in longest
    ]


@lru_cache(maxsize=8_192)
def _stems(word: str) -> tuple[str, ...]:
    """The stems of one folded word: without a Russian ending, and without the Kyrgyz ones."""
    russian = _strip(word, _RUSSIAN_END)
    kyrgyz = word
    while (shorter := _strip(kyrgyz, _KYRGYZ_END)) != kyrgyz:
        kyrgyz = shorter
    kyrgyz = _unvoiced(_strip(_unvoiced(kyrgyz), _RUSSIAN_END))
    return (russian,) if _unvoiced(russian) == kyrgyz == russian else (russian, kyrgyz)


def _strip(word: str, endings: re.Pattern[str]) -> str:
    found = endings.search(word, _LEAST)
    return word[: found.start()] if found else word


def _unvoiced(word: str) -> str:
    return word[:-1] + _VOICED[word[-1]] if word and word[-1] in _VOICED else word
