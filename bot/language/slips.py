"""A slip of the finger: two letters swapped, one too many, too few or another, no space between two words."""

from collections.abc import Callable, Container

from bot.language.meanings.late_pattern import compile_late

_CYRILLIC, _LATIN = "абвгдежзийклмнопрстуфхцчшщыэюя", "abcdefghijklmnoprstuvz"
_ROWS = ("йцукенгшщзх", "фывапролджэ", "ячсмитбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {letter: frozenset(row[max(0, at - 1) : at + 2]) - {letter} for row in _ROWS for at, letter in enumerate(row)}
_LEAST, _LONGEST = 5, 20  # letters; of a shorter word each slip is another word
_LEAST_TOO_LONG = 6  # letters of a word of which one may be too many
_LEAST_PARTED = 5  # letters of two words without their space
_LEAST_OF_A_PART = 2
# What denies, «жибербей», and what asks, «жибердиби», is no slip: they are counted before and after.
_DENIES = compile_late(r"(?<=\w\w\w)[бпbp][аеоaeo]")
_DENIES_FIRST = compile_late("н[еи]|n[ei]")
_ASKS = compile_late("[бп][иыу]$|[bp][iu]$")


def find_a_slip_away(word: str, known: Container[str]) -> frozenset[str]:
    """Returns the known words of which one slip makes a folded word of 5 to 20 letters.

    The first letter stays, or is swapped with the second; another letter stands beside it on the keyboard. Of five letters
    none is too many. No word that denies or asks is a slip of one that does not.
    """
    if not _LEAST <= len(word) <= _LONGEST or not word.isalpha():
        return frozenset()
    letters = _LATIN if word.isascii() else _CYRILLIC
    others = (near for near in _slip(word, letters) if near in known and _is_of_one_sense(word, near))
    return frozenset({*others, *(near for near in _swap(word) if near in known)} - {word})


def part_in_two(word: str, is_known: Callable[[str], bool]) -> tuple[str, str] | None:
    """Returns the two known words that a folded word of 5 to 20 letters is without their space, or None."""
    if not _LEAST_PARTED <= len(word) <= _LONGEST or not word.isalpha():
        return None
    # The longest first word: «спасибо большое» rather than a shorter one that happens to be a word.
    for at in range(len(word) - _LEAST_OF_A_PART, _LEAST_OF_A_PART - 1, -1):
        if is_known(word[:at]) and is_known(word[at:]):
            return word[:at], word[at:]
    return None


def _is_of_one_sense(word: str, near: str) -> bool:
    is_same = len(_DENIES.findall(word)) == len(_DENIES.findall(near)) and bool(_ASKS.search(word)) == bool(
        _ASKS.search(near)
    )
    return is_same and (not _DENIES_FIRST.match(word) or bool(_DENIES_FIRST.match(near)))


def _swap(word: str) -> set[str]:
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}


def _slip(word: str, letters: str) -> set[str]:
    found = {word + other for other in letters}
    for at in range(1, len(word)):
        before, behind = word[:at], word[at + 1 :]
        found |= {before + other + behind for other in _BESIDE.get(word[at], ())}
        found |= {before + other + word[at:] for other in letters}
        found |= {before + behind} if len(word) >= _LEAST_TOO_LONG else set()
    return found


def is_slip(word: str, near: str) -> bool:
    """Whether one slip made a word of another. Letters are swapped, one too many, too few, or the key beside."""
    if max(len(word), len(near)) > _LONGEST:
        return False
    if len(word) == len(near):
        others = [at for at, letter in enumerate(word) if letter != near[at]]
        if len(others) == 1:
            return near[others[0]] in _BESIDE.get(word[others[0]], frozenset())
        return len(others) == 2 and word in _swap(near)
    longer, shorter = (word, near) if len(word) > len(near) else (near, word)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
