"""A public budget hearing: its kinds and states, its terms, and when reminders are due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.budget.workdays import find_day
from bot.language.refusal import Refusal

HOUR = 60 * 60 * 1000  # milliseconds
DAY = 24 * HOUR
NOTICE_DAYS = 10  # calendar days before a hearing; a setting that warns and never blocks
LONGEST_PLACE = 200
LONGEST_AGENDA = 1000
_HALF_YEAR = 6  # until this month the year before is what was carried out


class HearingKind(StrEnum):
    """What is heard: the draft of the next budget, how the last one was carried out, something else."""

    DRAFT = "draft"
    EXECUTION = "execution"
    OTHER = "other"


class HearingState(StrEnum):
    """Where a hearing stands; one that was moved is scheduled in a later revision."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    HELD = "held"
    PUBLISHED = "published"


class Paper(StrEnum):
    """What is handed out with a hearing, and the kinds of documents of a library."""

    CITIZENS_BUDGET = "citizens"
    BRIEF = "brief"
    PRESENTATION = "slides"
    MINUTES = "minutes"
    CHARTER = "charter"
    REGULATION = "regulation"
    SEOP = "seop"  # the programme of social and economic development
    BAP = "bap"  # the plan of joint action
    OTHER = "other"


class NotPossibleNow(Refusal):
    """The hearing stands elsewhere: what is over cannot be moved, what was not held has no results."""


class InThePast(Refusal):
    """A hearing is announced for a time to come."""


class NothingChanged(Refusal):
    """The day, the time and the place are what they were."""


class PlaceMissing(Refusal):
    """An announcement says where the hearing is."""


def find_year_heard(kind: HearingKind, *, on: date, current: int) -> int:
    """The budget year that a hearing is about: the one that is drafted now, or the one carried out (EXECUTION)."""
    if kind is not HearingKind.EXECUTION:
        return current
    return on.year - 1 if on.month <= _HALF_YEAR else on.year


@dataclass(frozen=True, slots=True)
class Terms:
    """When and where, and about what; starts_at in milliseconds UTC, the point as latitude and longitude."""

    starts_at: int
    place: str
    agenda: str = ""
    latitude: float | None = None
    longitude: float | None = None


def count_days_ahead(noticed_at: int, starts_at: int) -> int:
    """How many calendar days lie between an announcement and its hearing."""
    return (find_day(starts_at) - find_day(noticed_at)).days
