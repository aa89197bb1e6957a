"""How far letters came that leave in parts, so that a later try goes on behind what was said."""

from collections import OrderedDict

REMEMBERED = 1000  # letters: nobody says which of them are given up


class Begun:
    """How many parts were said of each letter that was begun, for as long as the process lives."""

    def __init__(self) -> None:
        self._parts: OrderedDict[int, int] = OrderedDict()

    def take(self, letter: int) -> int:
        """How many parts of a letter (row) were said; it is forgotten with that."""
        return self._parts.pop(letter, 0)

    def remember(self, letter: int, said: int) -> None:
        """Remembers how many parts were said; nothing where none was, or where nobody knows the letter."""
        if said and letter:
            self._parts[letter] = said
            if len(self._parts) > REMEMBERED:
                self._parts.popitem(last=False)
