"""What a short message means at the step where it is typed: only what that step can mean competes.

Learned from messages typed at steps (tests/handlers/learn_at_steps.py). Each piece of a word has a weight for each meaning.
"""

import json
import math
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

from bot.language.gist.endings import LONGEST, spell_by_ear, write_in_cyrillic
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

TABLE = "at_steps.tsv"
OWN = "own"  # a text of one's own: a proposal, a name, a place, an answer to the office
COUNT, FOUND = "count", "found"  # it says how many come along; it names where somebody lives
READ, MOST_WORDS = 300, 40  # characters and words that are read
STEPS = 8  # of a weight's unit: a sign is a whole number of them
MIDDLE = 79  # of the signs from «!» to «~» for a weight; a place of a meaning is one of them too
FIRST_SIGN = 33
_SHORTEST, _LONGEST_PIECE = 3, 4  # letters of a piece
_OF_A_PAIR, _OF_AN_EDGE = 4, 5  # letters of words that stand side by side, and of the first and the last
_MANY = 6  # words that are counted apart
_LONG = 10  # words of a long message
_DIGITS = compile_late(r"\d+")


@dataclass(frozen=True, slots=True)
class Table:
    """Weights by piece. pieces are sorted; the weights of each are pairs of signs (a meaning, whole steps)."""

    codes: tuple[str, ...]
    steps: dict[str, tuple[int, ...]]
    pieces: "array[int]"
    begins: "array[int]"
    pairs: bytes

    @classmethod
    def read(cls, text: str) -> "Table":
        """Reads a table as it is written: a line of meanings and steps, then a line for each piece."""
        first, _, rest = text.partition("\n")
        named = json.loads(first)
        lines = sorted(
            (crc32(piece.encode()), signs) for piece, signs in (one.split("\t") for one in rest.splitlines())
        )
        begins, pairs = array("I", [0]), bytearray()
        for _, signs in lines:
            pairs += signs.encode("ascii")
            begins.append(len(pairs))
        steps = {step: tuple(meant) for step, meant in named["steps"].items()}
        return cls(tuple(named["codes"]), steps, array("I", (key for key, _ in lines)), begins, bytes(pairs))

    def weigh(self, step: str, text: str) -> dict[str, float]:
        """Returns how likely each meaning of a step is, as shares of one; nothing where no piece is known."""
        sums, known = [0] * len(self.codes), 0
        for piece in {*cut(text), f"@{step}"}:
            key = crc32(piece.encode())
            at = bisect_left(self.pieces, key)
            if at == len(self.pieces) or self.pieces[at] != key:
                continue
            known += 1
            pairs = self.pairs[self.begins[at] : self.begins[at + 1]]
            for code, steps in zip(pairs[::2], pairs[1::2], strict=True):
                sums[code - FIRST_SIGN] += steps - MIDDLE
        if known < 2:
            return {}
        scores = {self.codes[at]: sums[at] / STEPS / known**0.5 for at in self.steps[step]}
        most = max(scores.values())
        shares = {code: math.exp(score - most) for code, score in scores.items()}
        total = sum(shares.values())
        return {code: share / total for code, share in shares.items()}


def find_meant_at(step: str, text: str) -> tuple[tuple[str, float], ...]:
    """Returns what a text may mean at a step, the likeliest first, each with its share of one. Empty: not known."""
    is_said = len(text) <= READ and any(map(str.isalnum, text))
    return _find(step, text) if is_said and step in _read().steps else ()


def find_share(step: str, text: str, code: str) -> float:
    """Returns how likely a text means one thing at a step, as a share of one."""
    return dict(find_meant_at(step, text)).get(code, 0.0)


@lru_cache(maxsize=8)
def _find(step: str, text: str) -> tuple[tuple[str, float], ...]:
    shares = _read().weigh(step, text)
    return tuple(sorted(shares.items(), key=lambda one: (-one[1], one[0])))


def cut(text: str) -> set[str]:
    """Returns the pieces of a text as it sounds: parts of words, words, pairs, the first and the last."""
    read = _DIGITS.sub(" 0 ", text[:READ])
    words = [spell_by_ear(write_in_cyrillic(word)) for word in fold(read).split()[:MOST_WORDS]]
    found = set[str]()
    for word in words:
        written = f" {word[:LONGEST]} "
        found.update(
            written[at : at + length]
            for length in range(_SHORTEST, _LONGEST_PIECE + 1)
            for at in range(len(written) - length + 1)
        )
        found.add(f"={word[:LONGEST]}")
    found.update(f"_{first[:_OF_A_PAIR]} {second[:_OF_A_PAIR]}" for first, second in pairwise(words))
    if words:
        found |= {f"^{words[0][:_OF_AN_EDGE]}", f"${words[-1][:_OF_AN_EDGE]}"}
    if "?" in text[:READ]:
        found.add("?")
    found.add(f"#{min(_MANY, len(words))}")
    return found | {"#long"} if len(words) > _LONG else found


@cache
def _read() -> Table:
    return Table.read(files(__package__).joinpath(TABLE).read_text("utf-8"))
