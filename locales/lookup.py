"""A compiled catalogue (.mo), in which a sentence is looked up when it is first said.

The standard library makes strings of all two thousand at the start: 2 ms and 0.7 MB a language. A process says some hundred.
"""

import re
import struct
from bisect import bisect_left
from gettext import c2py

_HEADER = struct.Struct(
    "7I"
)  # magic number, version, entries, where the index of ids and of strings begins, no hash table
_PLACE = struct.Struct("2I")  # how long, and where
_PLURAL = re.compile(rb"^Plural-Forms:.*?plural=([^;\n]+)", re.MULTILINE)
_BETWEEN_FORMS = b"\0"


class Catalogue:
    """The sentences of a language. What was once found is remembered, what has no translation is said as it stands."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        _, _, count, self._ids, self._strings, _, _ = _HEADER.unpack_from(content)
        self._places = range(count)
        self._choose = c2py(_PLURAL.findall(self._read(self._strings, 0))[0].decode())
        self._found: dict[str, tuple[str, ...]] = {}

    def gettext(self, message: str) -> str:
        """Returns the sentence that stands for an English one."""
        forms = self._found.get(message) or self._find(message)
        return forms[0 if len(forms) == 1 else self._choose(1)] if forms else message

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Returns the form of a sentence that goes with a number."""
        forms = self._found.get(one) or self._find(one)
        if len(forms) > 1:
            return forms[self._choose(n)]
        return one if n == 1 else many

    def list_sentences(self) -> list[str]:
        """Lists every sentence that has no plural forms."""
        every = (self._read(self._strings, place) for place in self._places[1:])  # the first is the header
        return [said.decode() for said in every if _BETWEEN_FORMS not in said]

    def _find(self, message: str) -> tuple[str, ...]:
        wanted = message.encode("utf-8", "surrogatepass")
        place = bisect_left(self._places, wanted, key=self._read_id)
        if not wanted or place == len(self._places) or self._read_id(place) != wanted:
            return ()
        self._found[message] = forms = tuple(self._read(self._strings, place).decode().split("\0"))
        return forms

    def _read_id(self, place: int) -> bytes:
        """The English sentence of an entry; of one with plural forms that of one thing."""
        return self._read(self._ids, place).partition(_BETWEEN_FORMS)[0]

    def _read(self, index: int, place: int) -> bytes:
        length, begins = _PLACE.unpack_from(self._content, index + place * _PLACE.size)
        return self._content[begins : begins + length]
