"""How many real letters a text has: what nobody can see counts for nothing, however many characters it is."""

import unicodedata
from itertools import islice

from bot.language.refusal import Refusal

# Letters by their category (Lo) that no screen shows: the Hangul fillers. Every other default-ignorable character is a
# mark, a format character or a tag (Mn, Cf). It is no letter anyway. Source: Unicode, DerivedCoreProperties.
UNSEEN = "\u115f\u1160\u3164\uffa0"
MODIFIERS = "Lm"  # the category of signs that only change or stretch a letter beside them, such as the Arabic kashida


def count_letters(text: str, most: int | None = None) -> int:
    """Counts the letters and digits that can be seen. Counting stops at `most`, so that a long text costs no more."""
    return sum(1 for _ in islice((letter for letter in text if is_letter(letter)), most))


def has_letters(text: str, least: int = 1) -> bool:
    """Whether a text has at least so many letters and digits that can be seen."""
    return count_letters(text, least) >= least


def has_words(text: str, least: int = 1) -> bool:
    """Whether a text has at least so many letters that are no digits: «1», «12» and «…» say nothing."""
    found = (letter for letter in text if is_letter(letter) and not letter.isdigit())
    return sum(1 for _ in islice(found, least)) >= least


class WordsMissing(Refusal):
    """Digits or marks where something has to be named: the number of a choice is no place, post or line."""


def in_words(text: str) -> str:
    """Returns a text that names something. Raises WordsMissing."""
    if not has_words(text):
        raise WordsMissing
    return text


def is_letter(character: str) -> bool:
    """Whether a character is a letter or a digit that can be seen. A mark or modifier alone, a filler or a tag is none."""
    return character.isalnum() and character not in UNSEEN and unicodedata.category(character) != MODIFIERS
