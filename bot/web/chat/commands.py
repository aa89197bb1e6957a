"""Which commands in a message may be pressed on a page: those of our own sentences. In a quoted text none may."""

import re
from functools import cache

from locales import LANGUAGES, sentences

_COMMAND = re.compile(r"(?<![\w/-])/[a-z]{3,16}(?![\w/-])")
_VALUE = re.compile(r"\{\w+\}")
_OPENS, _CLOSES = "«", "»"

Places = tuple[tuple[int, int], ...]


def find_commands(text: str) -> list[tuple[int, int]]:
    """Lists where commands stand in a message, and how long they are, as a script counts (UTF-16).

    A command counts where the catalogue has it in the same sentence. What stands between the first quotation mark and
    the last is somebody's text, so nothing counts in it.
    """
    if "/" not in text:
        return []
    opens, closes = text.find(_OPENS), text.rfind(_CLOSES)
    found: dict[int, int] = {}
    for sentence, places in _list_own():
        begins = text.find(sentence)
        while begins >= 0:
            found.update((begins + at, length) for at, length in places if not opens <= begins + at < closes)
            begins = text.find(sentence, begins + len(sentence))
    return [(_count(text[:at]), length) for at, length in sorted(found.items())]


def _count(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@cache
def _list_own() -> tuple[tuple[str, Places], ...]:
    # A sentence without the values that are put into it. A command that takes a value is no button.
    pieces = {
        piece.rstrip(".")
        for language in LANGUAGES
        for sentence in sentences(language)
        if "/" in sentence
        for piece in _VALUE.split(sentence)
    }
    found = ((piece, tuple((at.start(), len(at[0])) for at in _COMMAND.finditer(piece))) for piece in sorted(pieces))
    return tuple((piece, places) for piece, places in found if places and not piece.endswith(" ") and " " in piece)
