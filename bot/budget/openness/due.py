"""By which day each row of the openness checklist is to be published. No source gives days, so they are settings.

A rule is a day of a year around the budget year, or days before or after the hearing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.budget.openness.rows import Row
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

SETTING = "openness_days"  # the dated setting: {"draft": "-1:07-15", "notice": "h-10"}
_DAY = compile_late(r"([+-]?[01]):(\d\d)-(\d\d)")
_HEARING = compile_late(r"h([+-]\d{1,3})")
FIRST: Mapping[Row, str] = {
    Row.DRAFT: "-1:07-15",
    Row.APPROVED: "0:03-31",
    Row.EXECUTION: "+1:03-31",
    Row.CITIZENS_BUDGET: "h-10",
    Row.PROCUREMENT: "0:02-01",
    Row.PROPERTY: "0:01-31",
    Row.STRATEGY: "-1:07-15",
    Row.PRIORITIES: "-1:07-15",
    Row.PAGE: "-1:06-01",
    Row.BOARD: "h+14",
    Row.NOTICE: "h-10",
    Row.ATTENDANCE: "h+3",
    Row.MINUTES: "h+10",
    Row.RESULTS: "h+14",
    Row.INFORMATION: "0:12-31",
}


class DueWrong(Refusal):
    """There is no such row, or a rule is neither «-1:07-15» nor «h+14»."""


@dataclass(frozen=True, slots=True)
class DueRules:
    """The rule of each row, as it is in force."""

    days: Mapping[Row, str] = field(default_factory=lambda: FIRST)

    def to_json(self) -> str:
        """The form that the setting keeps."""
        return json.dumps({name_row(row): self.days[row] for row in Row})

    @classmethod
    def from_json(cls, kept: str) -> "DueRules":
        """Reads what to_json wrote; a row that is not there has its first rule."""
        found = json.loads(kept)
        return cls({row: found.get(name_row(row), FIRST[row]) for row in Row})

    def change(self, name: str, rule: str) -> "DueRules":
        """Another rule for a row. Raises DueWrong."""
        row = find_row(name)
        if row is None or not _can_be(rule):
            raise DueWrong
        return DueRules({**self.days, row: rule})


def name_row(row: Row) -> str:
    """The name of a row in settings and buttons."""
    return row.name.lower()


def find_row(name: str) -> Row | None:
    """Finds a row by its name."""
    return next((row for row in Row if name_row(row) == name), None)


def _can_be(rule: str) -> bool:
    if _HEARING.fullmatch(rule):
        return True
    found = _DAY.fullmatch(rule)
    if found is None:
        return False
    try:
        date(2027, int(found[2]), int(found[3]))  # a year without a 29 February
    except ValueError:
        return False
    return True


def find_due(rules: DueRules, row: Row, *, year: int, hearing: date | None) -> date | None:
    """The day by which a row of a budget year is due. None: it hangs on a hearing that is not known."""
    rule = read_rule(rules.days[row])
    if rule.month is None or rule.day is None:
        return None if hearing is None else hearing + timedelta(rule.away)
    return date(year + rule.away, rule.month, rule.day)


@dataclass(frozen=True, slots=True)
class DueRule:
    """A rule read: a day of a month, away years from the budget year. Without a month: away days from the hearing."""

    away: int
    month: int | None = None
    day: int | None = None


def read_rule(rule: str) -> DueRule:
    """Reads a rule in the form of the setting. Raises ValueError where it has none."""
    if found := _HEARING.fullmatch(rule):
        return DueRule(int(found[1]))
    found = _DAY.fullmatch(rule)
    if found is None:
        raise ValueError("no rule in the form of the setting")
    return DueRule(int(found[1]), int(found[2]), int(found[3]))
