"""A figure that is proposed for a criterion: the scale times the mean of its parts, 0 to 1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal

CRITERIA = range(1, 10)
MARKED_BY_PEOPLE = frozenset({3, 4, 7})  # papers are shown, a person marks
_CENT = Decimal("0.01")
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class CriteriaRules:
    """What is wanted for a whole part. No source gave these, so each is a setting with a date of effect."""

    scale: int = 10
    notice_days: int = 10  # between the first notice and the hearing
    channels: int = 2  # messengers that reached somebody
    languages: int = 2
    boards: int = 3  # boards and groups
    people: int = 80  # at a hearing, as in 2018
    women_percent: int = 30
    share_included: int = 30  # per cent of proposals
    share_of_draft: int = 5  # per cent of the draft's total, on each side
    lines: int = 10  # of the draft, corrected because of residents
    sources: int = 3  # kinds of gatherings that priorities came from


RULES = tuple(field.name for field in fields(CriteriaRules))


class NoSuchRule(ValueError):
    """There is no such setting, or the number is not from 1 to a million."""


def check_rule(name: str, value: int) -> None:
    """Raises NoSuchRule unless a setting may have a value."""
    if name not in RULES or not 1 <= value <= _LARGEST:
        raise NoSuchRule(name)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure: what there is of what is wanted. The part is 1 at most; what is not known counts nothing."""

    name: str
    counted: Decimal | None
    wanted: Decimal

    @property
    def value(self) -> Decimal:
        """From 0 to 1."""
        if self.counted is None or self.wanted <= 0:
            return Decimal(0)
        return min(Decimal(1), max(Decimal(0), self.counted / self.wanted))


def make_part(name: str, counted: float | Decimal | None, wanted: float | Decimal) -> Part:
    """Makes a part of plain numbers."""
    return Part(name, None if counted is None else Decimal(str(counted)), Decimal(str(wanted)))


def find_figure(parts: Sequence[Part], *, scale: int) -> Decimal | None:
    """Returns the proposed figure, half up to two places; None where there is nothing to count."""
    if not parts:
        return None
    total = sum((part.value for part in parts), Decimal(0))
    return (scale * total / len(parts)).quantize(_CENT, ROUND_HALF_UP)


def find_mean(numbers: Iterable[float]) -> float | None:
    """The mean of some numbers; None of none."""
    found = list(numbers)
    return sum(found) / len(found) if found else None


def find_percent(some: float, every: float) -> float | None:
    """Some of every in per cent; None where there is none."""
    return 100 * some / every if every else None
