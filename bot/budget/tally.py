"""Criterion 6, version 2: the quality of feedback as one number, its nine parts and the rows behind each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isfinite, sqrt
from typing import Any, TypeVar

from bot.budget.proposal import Decision
from bot.budget.workdays import Calendar

PARTS = ("A", "D", "R", "T1", "T2", "C", "S", "U", "V")
VERSION = 2

_CASE = "The case"
Term = TypeVar("Term", bound=StrEnum)

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

    `first_reply` is the day a person answered first (a decision or a real question), `decided` the day the decision was
    made or last confirmed; `excluded` is the reason the row does not count, or None.
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

    @property
    def first_answer(self) -> date | None:
        """The day of the first answer of any kind."""
        return min((day for day in (self.first_reply, self.decided) if day is not None), default=None)


@dataclass(frozen=True)
class Weights:
    """The share of each part in the score; refuses negative shares and shares that do not add up to 1 (ValueError)."""

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
    """The number and what it is made of; all but the counts is None before the results or where there are no rows.

    `components` (0…1) are rounded to four places, `score`, `tie_break` and `score_all` (0…100) and `points15` (0…15) to
    two, half up. `score_all` is the score with the office's exclusions put back. `rows` gives for each part the places
    in `entries` that stand behind it: those that add to it, and for S every tap that was weighed.
    """

    N: int
    answered: int
    decided: int
    components: Mapping[str, Decimal] | None
    score: Decimal | None
    points15: Decimal | None
    tie_break: Decimal | None
    excluded: int
    score_all: Decimal | None
    rows: Mapping[str, tuple[int, ...]]


def target_for(attendance: int) -> float:
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
    kept = [n for n, entry in enumerate(entries) if entry.excluded is None]
    with_offices = [n for n, entry in enumerate(entries) if entry.excluded is None or not entry.excluded_by_author]
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
        components={part: _rounded(value, 4) for part, value in parts.items()} if parts else None,
        score=None if score is None else _rounded(score, 2),
        points15=None if score is None else _rounded(score * _POINTS, 2),
        tie_break=_rounded(sheet.score(cautious), 2) if cautious else None,
        excluded=sum(times) - sheet.n,
        score_all=_rounded(whole.score(whole_parts), 2) if whole_parts else None,
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
        late = self.settings.calendar.between(first, last or first) - limit
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
    if hearing_at is None or results_at is None or calendar.between(hearing_at, results_at) <= _WORKDAYS_FOR_RESULTS:
        return results_at
    return calendar.add(hearing_at, _WORKDAYS_FOR_RESULTS)


def _share(some: int, of: int) -> Fraction:
    return Fraction(some, of) if of else Fraction()


def _rounded(value: Fraction, places: int) -> Decimal:
    """Rounds half up, exactly: no binary fraction comes in between."""
    whole = int(value * 10**places + Fraction(1, 2))
    return Decimal(whole).scaleb(-places)


@dataclass(frozen=True)
class Case:
    """One tally to be made, as it is written down in JSON."""

    name: str
    hearing_at: date | None
    results_at: date | None
    settings: Settings
    entries: tuple[Entry, ...]

    def tally(self) -> Tally:
        """Returns criterion 6 over the case."""
        return tally(self.entries, hearing_at=self.hearing_at, results_at=self.results_at, settings=self.settings)


class BadCase(ValueError):
    """A case that cannot be read; the text is one sentence that names the field."""


def to_json(result: Tally) -> dict[str, Any]:
    """Returns the tally as JSON values under the keys of `expected` in a written case; the rows are left out."""
    return {
        "N": result.N,
        "answered": result.answered,
        "decided": result.decided,
        "components": result.components and {part: float(value) for part, value in result.components.items()},
        "score": _number_or_none(result.score),
        "points15": _number_or_none(result.points15),
        "tie_break": _number_or_none(result.tie_break),
        "excluded": result.excluded,
        "score_all": _number_or_none(result.score_all),
    }


def _number_or_none(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def case_from_json(case: object) -> Case:
    """Reads one case: `hearing_at`, `results_at`, `settings`, `entries` and perhaps `name`, days as YYYY-MM-DD.

    Refuses a field that is missing, of another kind or, in settings and entries, unknown (BadCase).
    """
    fields = _Fields(case, _CASE)
    entries = fields.get("entries")
    if not isinstance(entries, list):
        raise BadCase("entries must be a list.")
    return Case(
        name=fields.text("name") if "name" in fields.values else "",
        hearing_at=fields.day_or_none("hearing_at"),
        results_at=fields.day_or_none("results_at"),
        settings=_settings_from_json(fields.get("settings")),
        entries=tuple(_entry_from_json(row, f"entries[{n}]") for n, row in enumerate(entries)),
    )


def _settings_from_json(value: object) -> Settings:
    fields = _Fields(value, "settings")
    fields.only("deadline_working_days", "target", "prior", "days_off", "extra_working_days", "weights")
    deadline = fields.number("deadline_working_days", least=1)
    if deadline != int(deadline):
        raise BadCase("settings.deadline_working_days must be a whole number.")
    return Settings(
        deadline_working_days=int(deadline),
        target=fields.number("target", least=1),
        prior=fields.number("prior", least=0),
        weights=_weights_from_json(fields.values["weights"]) if "weights" in fields.values else Weights(),
        calendar=Calendar(fields.days("days_off"), fields.days("extra_working_days")),
    )


def _weights_from_json(value: object) -> Weights:
    fields = _Fields(value, "settings.weights")
    fields.only(*PARTS)
    try:
        return Weights(**{part: Decimal(str(fields.number(part, least=0))) for part in PARTS})
    except ValueError as error:
        if isinstance(error, BadCase):
            raise
        raise BadCase("settings.weights must add up to 1.") from error


def _entry_from_json(value: object, where: str) -> Entry:
    fields = _Fields(value, where)
    fields.only(*Entry.__dataclass_fields__)
    return Entry(
        received=fields.day("received"),
        first_reply=fields.day_or_none("first_reply"),
        decision=fields.word_or_none("decision", Decision),
        decided=fields.day_or_none("decided"),
        reasoned=fields.flag("reasoned"),
        delivered=fields.flag("delivered"),
        reaction=fields.word_or_none("reaction", Reaction),
        published=fields.flag("published"),
        excluded=None if fields.get("excluded") is None else fields.text("excluded"),
        excluded_by_author=fields.flag("excluded_by_author"),
    )


class _Fields:
    """The fields of one JSON object, each read strictly and named in the refusal."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise BadCase(f"{where} must be an object.")
        self.values: dict[str, object] = value
        self._prefix = "" if where == _CASE else where + "."

    def only(self, *names: str) -> None:
        for name in self.values:
            if name not in names:
                raise BadCase(f"{self._prefix}{name} is not a known field.")

    def get(self, name: str) -> object:
        if name not in self.values:
            raise BadCase(f"{self._prefix}{name} is missing.")
        return self.values[name]

    def day(self, name: str) -> date:
        return self._day(self.get(name), name)

    def day_or_none(self, name: str) -> date | None:
        return None if self.get(name) is None else self.day(name)

    def days(self, name: str) -> frozenset[date]:
        value = self.get(name)
        if not isinstance(value, list):
            raise BadCase(f"{self._prefix}{name} must be a list of days.")
        return frozenset(self._day(day, f"{name}[{n}]") for n, day in enumerate(value))

    def flag(self, name: str) -> bool:
        value = self.get(name)
        if not isinstance(value, bool):
            raise BadCase(f"{self._prefix}{name} must be true or false.")
        return value

    def number(self, name: str, *, least: int) -> float:
        value = self.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < least:
            raise BadCase(f"{self._prefix}{name} must be a number of at least {least}.")
        return value

    def text(self, name: str) -> str:
        value = self.get(name)
        if not isinstance(value, str):
            raise BadCase(f"{self._prefix}{name} must be a text.")
        return value

    def word_or_none(self, name: str, words: type[Term]) -> Term | None:
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or value not in list(words):
            raise BadCase(f"{self._prefix}{name} must be null or one of: {', '.join(words)}.")
        return words(value)

    def _day(self, value: object, name: str) -> date:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:
            raise BadCase(f"{self._prefix}{name} must be a day written as YYYY-MM-DD.")
        return day
