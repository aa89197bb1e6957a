"""What is learned from labelled texts (naive Bayes): how much pieces of words speak for a category or meaning."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.language.matter.pieces import cut_pieces

_LEAST = 2  # texts in which a piece must stand: what stands in one alone tells of that text
_REMEMBERED = 2_048  # words of texts: people write the same ones
_FIRST_SIGN = 33  # of ASCII, «!»: a category and a weight are a printable sign each


@dataclass(frozen=True)
class Manner:
    """How a table is learned and read."""

    smoothed: float = 0.1  # texts that each piece is thought to have stood in beside those counted (Lidstone)
    steps: int = 12  # of a weight's unit, the natural logarithm: a table of whole steps is small
    most: int = 15  # categories in which a piece may stand: what stands in more tells of none
    stem: int = 5  # letters by which forms of one word are known


OF_TEXTS = Manner()


@dataclass(frozen=True, eq=False)
class Learned:
    """The table. Each piece has a line of pairs (place of a category, steps of its weight), each a printable sign."""

    codes: tuple[str, ...]
    floors: tuple[float, ...]  # what a piece that a category never had weighs there
    weights: Mapping[str, str]
    manner: Manner = OF_TEXTS

    @classmethod
    def read(cls, text: str, manner: Manner = OF_TEXTS) -> "Learned":
        """Returns the table that `written` wrote, to be read as it was learned."""
        first, _, rest = text.partition("\n")
        floors = json.loads(first)
        weights = dict(line.split("\t") for line in rest.splitlines())
        return cls(tuple(floors), tuple(floors.values()), weights, manner)

    def written(self) -> str:
        """Returns the table as text: a line of the categories, then a line for each piece."""
        lines = [json.dumps(dict(zip(self.codes, self.floors, strict=True)))]
        lines += [f"{piece}\t{signs}" for piece, signs in self.weights.items()]
        return "\n".join(lines) + "\n"

    def weigh(self, words: Iterable[tuple[str, float]]) -> dict[str, float]:
        """Returns how much words, each with its own weight, speak for each category; forms of one word count once."""
        counted: dict[str, tuple[str, float]] = {}
        for word, weight in words:
            stem = word[: self.manner.stem]
            if weight > counted.get(stem, ("", 0.0))[1]:
                counted[stem] = (word, weight)
        sums, floor = [0.0] * len(self.codes), 0.0
        for word, weight in counted.values():
            known, speaks = self._of_word(word)
            floor += weight * known
            for at, steps in speaks:
                sums[at] += weight * steps
        return {
            code: total / self.manner.steps + floor * lowest
            for code, total, lowest in zip(self.codes, sums, self.floors, strict=True)
        }

    @cached_property
    def _of_word(self) -> Callable[[str], tuple[int, tuple[tuple[int, int], ...]]]:
        return lru_cache(maxsize=_REMEMBERED)(self._sum_up)

    def _sum_up(self, word: str) -> tuple[int, tuple[tuple[int, int], ...]]:
        """How many pieces of a word the table has, and by how many steps they speak for each category."""
        lines = [self.weights[piece].encode("ascii") for piece in cut_pieces(word) if piece in self.weights]
        sums: dict[int, int] = {}
        for line in lines:
            for at in range(0, len(line), 2):
                sums[line[at] - _FIRST_SIGN] = sums.get(line[at] - _FIRST_SIGN, 0) + line[at + 1] - _FIRST_SIGN
        return len(lines), tuple(sums.items())


def learn(
    examples: Iterable[tuple[Sequence[str], str, int]], codes: Sequence[str], manner: Manner = OF_TEXTS
) -> Learned:
    """Returns the table learned from examples: the words of each, its category, and how many texts it stands for."""
    smoothed = manner.smoothed
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    whole: Counter[str] = Counter()
    for words, code, weight in examples:
        for piece in sorted({piece for word in words for piece in cut_pieces(word)}):
            counts[piece][code] += weight
            whole[code] += weight
    places = {code: at for at, code in enumerate(codes)}
    least = math.log(min(whole[code] + smoothed * len(counts) for code in codes))
    floors = [round(least - math.log(whole[code] + smoothed * len(counts)), 4) for code in codes]
    weights = {
        piece: "".join(
            chr(_FIRST_SIGN + sign)
            for code in sorted(counts[piece], key=places.__getitem__)
            for sign in (places[code], round(manner.steps * math.log(1 + counts[piece][code] / smoothed)))
        )
        for piece in sorted(counts)
        if counts[piece].total() >= _LEAST and len(counts[piece]) <= manner.most
    }
    return Learned(tuple(codes), tuple(floors), weights, manner)
