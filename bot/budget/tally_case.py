"""One case of criterion 6 as it is written down in JSON: read strictly, tallied, and written as figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from bot.budget.proposal import Decision
from bot.budget.tally import PARTS, Entry, Reaction, Settings, Tally, Weights, tally
from bot.budget.workdays import Calendar

_CASE = "The case"
Term = TypeVar("Term", bound=StrEnum)


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
        **({"by_office": result.by_office} if result.by_office else {}),
        "score_all": _number_or_none(result.score_all),
    }


def _number_or_none(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def choose_case(content: object, name: str | None) -> object:
    """Returns the case of that name out of a file of several (`cases`). Returns the content where it is one case itself.

    Refuses a name that is not there, and several cases of which none is named (BadCase).
    """
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(cases, list):
        if name is not None and not (isinstance(content, dict) and content.get("name") == name):
            raise BadCase(f"it has no case «{name}».")
        return content
    there = {case["name"]: case for case in cases if isinstance(case, dict) and isinstance(case.get("name"), str)}
    if name in there:
        return there[name]
    names = ", ".join(there) or "none of them has a name"
    if name is None:
        raise BadCase(f"the name of a case is missing, and it has {len(cases)}: add --case NAME, one of: {names}.")
    raise BadCase(f"it has no case «{name}»; there are: {names}.")


def read_case(case: object) -> Case:
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
        decision=fields.read_word_or_none("decision", Decision),
        decided=fields.day_or_none("decided"),
        reasoned=fields.flag("reasoned"),
        delivered=fields.flag("delivered"),
        reaction=fields.read_word_or_none("reaction", Reaction),
        published=fields.flag("published"),
        excluded=None if fields.get("excluded") is None else fields.text("excluded"),
        excluded_by_author=fields.flag("excluded_by_author"),
        by_office="by_office" in fields.values and fields.flag("by_office"),
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

    def read_word_or_none(self, name: str, words: type[Term]) -> Term | None:
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
