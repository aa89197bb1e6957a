"""Criterion 6, version 2: the quality of feedback as one number, its nine parts and the rows behind each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from typing import Any

from bot.budget.proposal import Decision
from bot.budget.workdays import Calendar

PARTS = ("A", "D", "R", "T1", "T2", "C", "S", "U", "V")
VERSION = 2
_POINTS = Fraction(15, 100)
_WORKDAYS_FOR_RESULTS = 10
_ONE_SIDED_90 = 1.2816


class Reaction(StrEnum):
    """What the author tapped under an answer; a question counts as open until it is answered and asked about again."""

    CLEAR = "clear"
    DISAGREE = "disagree"
    QUESTION = "question"


@dataclass(frozen=True)
class Entry:
    """One proposal of the budget year received up to the cut-off, in Bishkek days; the caller chooses which those are.

    `first_reply` is the day a person answered first, by a decision or a real question. `decided` is the day the decision
    was made or last confirmed. `excluded` is the reason the row does not count, or None. `by_office`: its author has or
    had a role in the very office that answers. Whoever proposes and answers would raise the number, so it is counted
    beside.
    """

    received: date
    first_reply: date | None = None
    decision: Decision | None = None
    decided: date | None = None
    reasoned: bool = False
    delivered: bool = False
    reaction: Reaction | None = None
    published: bool = False
    excluded: str | None = None
    excluded_by_author: bool = False
    by_office: bool = False

    @property
    def weighs(self) -> bool:
        """Whether the row is one of those that are weighed."""
        return self.excluded is None and not self.by_office

    @property
    def first_answer(self) -> date | None:
        """The day of the first answer of any kind."""
        return min((day for day in (self.first_reply, self.decided) if day is not None), default=None)


@dataclass(frozen=True)
class Weights:
    """The share of each part in the score. Negative shares, and shares that do not add up to 1, are refused (ValueError)."""

    A: Decimal = Decimal("0.15")
    D: Decimal = Decimal("0.25")
    R: Decimal = Decimal("0.15")
    T1: Decimal = Decimal("0.05")
    T2: Decimal = Decimal("0.10")
    C: Decimal = Decimal("0.10")
    S: Decimal = Decimal("0.05")
    U: Decimal = Decimal("0.05")
    V: Decimal = Decimal("0.10")

    def __post_init__(self) -> None:
        shares = [Fraction(getattr(self, part)) for part in PARTS]
        if min(shares) < 0 or sum(shares) != 1:
            raise ValueError("weights are not negative and add up to 1")


@dataclass(frozen=True)
class Settings:
    """What the law or the commission may change; refuses a deadline or target below 1, a prior below 0."""

    deadline_working_days: int = 14
    target: float = 10
    prior: float = 5
    weights: Weights = field(default_factory=Weights)
    calendar: Calendar = field(default_factory=Calendar)

    def __post_init__(self) -> None:
        if self.deadline_working_days < 1:
            raise ValueError("deadline_working_days is below 1")
        if self.target < 1:
            raise ValueError("target is below 1")
        if self.prior < 0:
            raise ValueError("prior is negative")


@dataclass(frozen=True)
class Tally:
    """The number and what it is made of. All but the counts is None before the results, or where there are no rows.

    All is rounded half up. `components` (0…1) have four places; `score`, `tie_break`, `score_all` (0…100) and
    `points15` (0…15) two. `by_office` are rows of the office's own people, which nothing else counts.
    `score_all` is the score with the office's exclusions put back. `rows` gives for each part the places in `entries`
    that stand behind it. Those are what adds to it, and for S every tap that was weighed.
    """

    N: int
    answered: int
    decided: int
    components: Mapping[str, Decimal] | None
    score: Decimal | None
    points15: Decimal | None
    tie_break: Decimal | None
    excluded: int
    by_office: int
    score_all: Decimal | None
    rows: Mapping[str, tuple[int, ...]]


def find_target(attendance: int) -> float:
    """Returns how many answers part V asks for: 15 % of the people at the hearing, at least 10."""
    return max(10.0, attendance * 15 / 100)


def tally(
    entries: Sequence[Entry],
    *,
    hearing_at: date | None,
    results_at: date | None,
    settings: Settings | None = None,
    times: Sequence[int] | None = None,
) -> Tally:
    """Returns criterion 6 over entries; hearing_at and results_at are Bishkek days, None where unknown or not yet.

    times says how many proposals each entry stands for, where some are alike; without it each stands for one.
    """
    settings = settings or Settings()
    times = [1] * len(entries) if times is None else times
    kept = [n for n, entry in enumerate(entries) if entry.weighs]
    own = [n for n, entry in enumerate(entries) if entry.by_office and entry.excluded is None]
    with_offices = [
        n
        for n, entry in enumerate(entries)
        if entry.weighs or (entry.excluded is not None and not entry.excluded_by_author and not entry.by_office)
    ]
    given: Any = {"hearing_at": hearing_at, "results_at": results_at, "settings": settings}
    sheet = _Sheet(entries, times, kept, **given)
    whole = _Sheet(entries, times, with_offices, **given)
    parts, whole_parts = sheet.parts(), whole.parts()
    score = sheet.score(parts) if parts else None
    cautious = parts | {"A": sheet.lower(parts["A"]), "D": sheet.lower(parts["D"])} if parts else None
    return Tally(
        N=sheet.n,
        answered=sheet.count(sheet.answered),
        decided=sheet.count(sheet.counted),
        components={part: _round(value, 4) for part, value in parts.items()} if parts else None,
        score=None if score is None else _round(score, 2),
        points15=None if score is None else _round(score * _POINTS, 2),
        tie_break=_round(sheet.score(cautious), 2) if cautious else None,
        excluded=sum(times) - sheet.n - sheet.count(own),
        by_office=sheet.count(own),
        score_all=_round(whole.score(whole_parts), 2) if whole_parts else None,
        rows=sheet.rows(),
    )


class _Sheet:
    """The chosen rows of one tally and the sums over them, exact until they are rounded."""

    def __init__(
        self,
        entries: Sequence[Entry],
        times: Sequence[int],
        chosen: list[int],
        *,
        hearing_at: date | None,
        results_at: date | None,
        settings: Settings,
    ) -> None:
        self.entries = entries
        self.settings = settings
        self.results_at = results_at
        self.times = times
        self.n = self.count(chosen)
        self.answered = [i for i in chosen if entries[i].first_answer is not None]
        self.counted = [i for i in chosen if _counts(entries[i], results_at)]
        self.taps = [i for i in self.counted if entries[i].reaction is not None]
        start = _start(hearing_at, results_at, settings.calendar)
        self.first = {i: self._on_time(entries[i].received, entries[i].first_answer) for i in self.answered}
        self.final = {
            i: self._on_time(max(entries[i].received, start or date.min), entries[i].decided) for i in self.counted
        }
        self.reasoned = [i for i in self.counted if entries[i].reasoned]
        self.delivered = [i for i in self.counted if entries[i].delivered]
        self.published = [i for i in self.counted if entries[i].published]

    def count(self, places: Iterable[int]) -> int:
        return sum(self.times[i] for i in places)

    def parts(self) -> dict[str, Fraction] | None:
        if self.results_at is None or not self.n:
            return None
        answered, d = self.count(self.answered), self.count(self.counted)
        return {
            "A": Fraction(answered, self.n),
            "D": Fraction(d, self.n),
            "R": _share(self.count(self.reasoned), d),
            "T1": self._sum(self.first) / self.n,
            "T2": self._sum(self.final) / self.n,
            "C": _share(self.count(self.delivered), d),
            "S": self._understood(),
            "U": Fraction(self.count(self.published), self.n),
            "V": min(Fraction(1), answered / Fraction(self.settings.target)),
        }

    def _sum(self, shares: Mapping[int, Fraction]) -> Fraction:
        return sum((share * self.times[i] for i, share in shares.items() if share), Fraction())

    def score(self, parts: Mapping[str, Fraction]) -> Fraction:
        return 100 * sum((Fraction(getattr(self.settings.weights, part)) * parts[part] for part in PARTS), Fraction())

    def lower(self, share: Fraction) -> Fraction:
        """Returns the one-sided 90 % Wilson lower bound of a share of the rows."""
        p, n, z = float(share), self.n, _ONE_SIDED_90
        bound = (p + z * z / (2 * n) - z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
        return Fraction(max(0.0, bound))

    def rows(self) -> dict[str, tuple[int, ...]]:
        return {
            "A": tuple(self.answered),
            "D": tuple(self.counted),
            "R": tuple(self.reasoned),
            "T1": tuple(i for i, share in self.first.items() if share),
            "T2": tuple(i for i, share in self.final.items() if share),
            "C": tuple(self.delivered),
            "S": tuple(self.taps),
            "U": tuple(self.published),
            "V": tuple(self.answered),
        }

    def _on_time(self, first: date, last: date | None) -> Fraction:
        """Returns 1 up to the deadline, then less each working day until nothing is left at twice the deadline."""
        limit = self.settings.deadline_working_days
        late = self.settings.calendar.count_between(first, last or first) - limit
        return max(Fraction(), 1 - Fraction(max(0, late), limit))

    def _understood(self) -> Fraction:
        prior = Fraction(self.settings.prior)
        if not self.counted or not self.taps and not prior:
            return Fraction()
        content = self.count(i for i in self.taps if self.entries[i].reaction is not Reaction.QUESTION)
        return (content + prior / 2) / (self.count(self.taps) + prior)


def _counts(entry: Entry, results_at: date | None) -> bool:
    """Tells whether the decision was made, or confirmed again, on or after the day the results were published."""
    if results_at is None or entry.decision is None or entry.decided is None:
        return False
    return entry.decided >= results_at


def _start(hearing_at: date | None, results_at: date | None, calendar: Calendar) -> date | None:
    """Returns the earlier of the results and the 10th working day after the hearing."""
    if (
        hearing_at is None
        or results_at is None
        or calendar.count_between(hearing_at, results_at) <= _WORKDAYS_FOR_RESULTS
    ):
        return results_at
    return calendar.add(hearing_at, _WORKDAYS_FOR_RESULTS)


def _share(some: int, of: int) -> Fraction:
    return Fraction(some, of) if of else Fraction()


def _round(value: Fraction, places: int) -> Decimal:
    """Rounds half up, exactly: no binary fraction comes in between."""
    whole = int(value * 10**places + Fraction(1, 2))
    return Decimal(whole).scaleb(-places)
