"""The order of a contest's entries: points, ties, places, prizes.

A criterion's points are its weight times the mean mark within the scale. The mean is of those jurors who marked it, and
nothing is given where nobody did. Totals are rounded half-up to two places, and equal ones are told apart by the
criteria of the rules. Who is equal there too shares the place and, in equal parts of whole som, its prizes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.budget.contest.marks import Marks, gather
from bot.budget.contest.rules import Rules

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry in its place. points are by criterion; gaps are the criteria that nobody marked; prize is in som."""

    entry: int
    place: int
    shared: bool
    total: Decimal
    points: Mapping[int, Decimal]
    gaps: tuple[int, ...]
    prize: int


def rank(entries: Sequence[int], marks: Marks, rules: Rules) -> list[Ranked]:
    """Puts the entries in order, the best first; those who share a place stay in the order they were given."""
    given = gather(marks)
    exact = {entry: _count_points(entry, given, rules) for entry in entries}
    keys = {entry: _make_key(points, rules) for entry, points in exact.items()}
    order = sorted(entries, key=lambda entry: keys[entry], reverse=True)
    purse = [*rules.prizes, *[rules.encouragement] * rules.encouraged]
    ranked: list[Ranked] = []
    first = 0
    while first < len(order):
        last = first
        while last < len(order) and keys[order[last]] == keys[order[first]]:
            last += 1
        prize = sum(purse[first:last]) // (last - first)
        for entry in order[first:last]:
            points, total = exact[entry], keys[entry][0]
            ranked.append(
                Ranked(
                    entry, first + 1, last - first > 1, total,
                    {number: _round(value) for number, value in points.items()},
                    tuple(number for number in rules.numbers if (entry, number) not in given),
                    prize if total else 0,
                )
            )  # fmt: skip
        first = last
    return ranked


def _count_points(entry: int, given: Mapping[tuple[int, int], Sequence[int]], rules: Rules) -> dict[int, Fraction]:
    points = {}
    for one in rules.criteria:
        marks = given.get((entry, one.number), ())
        over = Fraction(sum(marks), len(marks)) - rules.low if marks else Fraction(0)
        points[one.number] = one.weight * over / (rules.high - rules.low)
    return points


def _make_key(points: Mapping[int, Fraction], rules: Rules) -> tuple[Decimal, ...]:
    return (_round(sum(points.values(), Fraction(0))), *(_round(points[number]) for number in rules.ties))


def _round(value: Fraction) -> Decimal:
    # Half-up of a fraction, exactly: Decimal's own division would round twice.
    return Decimal((value * 200 + 1).__floor__() // 2) * _CENT if value >= 0 else -_round(-value)
