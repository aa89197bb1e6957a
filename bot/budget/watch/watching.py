"""What a group of residents may say of a work, and how a finished one is rated. The sizes are dated settings."""

import json
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.language.refusal import Refusal

SETTING = "watch_rules"  # the dated setting: {"members": 15, "shown_from": 5}
LONGEST_LINE = 120  # characters of what is watched
LONGEST_WORDS = 1_000  # of a report, and of its answer
LONGEST_WORD = 200  # of the word beside a rating
LEAST_ANSWER = 10
MOST_FILES = 5
MOST_A_DAY = 5  # reports of one person to one watch
STARS = range(1, 6)
LEAST_SHOWN = 5  # ratings that are shown together: of fewer one could be told


class Seen(StrEnum):
    """How somebody found the work."""

    GOING = "going"
    STOPPED = "stopped"
    POOR = "poor"
    DONE = "done"


class WatchRulesWrong(Refusal):
    """A group has from 1 to 100 members; ratings are shown from LEAST_SHOWN to 100."""


class LineWrong(Refusal):
    """What is watched is named in 3 to LONGEST_LINE characters."""


class NothingSaid(Refusal):
    """A report needs words, a voice or a photo."""


class RatingOutside(Refusal):
    """A rating is a whole number from 1 to 5."""


class AnswerTooShort(Refusal):
    """An answer to a report needs LEAST_ANSWER characters."""


@dataclass(frozen=True, slots=True)
class WatchRules:
    """How many may watch together, and how many ratings are shown together.

    Of 13 ratings the first ten are shown where it is five. So two looks never differ by one person.
    """

    members: int = 15
    shown_from: int = LEAST_SHOWN

    def to_json(self) -> str:
        """The form that the setting keeps."""
        return json.dumps({"members": self.members, "shown_from": self.shown_from})

    @classmethod
    def from_json(cls, kept: str) -> "WatchRules":
        """Reads what to_json wrote."""
        found = json.loads(kept)
        return cls(int(found["members"]), max(LEAST_SHOWN, int(found["shown_from"])))  # older ones were smaller


def check_rules(rules: WatchRules) -> None:
    """Raises WatchRulesWrong where a number cannot be meant."""
    if not (1 <= rules.members <= 100 and LEAST_SHOWN <= rules.shown_from <= 100):
        raise WatchRulesWrong


def check_line(line: str) -> str:
    """The line as it is kept. Raises LineWrong."""
    line = " ".join(line.split())
    if not 3 <= len(line) <= LONGEST_LINE:
        raise LineWrong
    return line


def check_stars(stars: int) -> int:
    """Raises RatingOutside."""
    if stars not in STARS:
        raise RatingOutside
    return stars


def round_mean(stars: int, ratings: int) -> tuple[Decimal, Decimal]:
    """The mean of ratings as it may be shown: the nearest half, and a range at either end.

    A mean of exactly 5 would say what each of them gave.
    """
    half = (Decimal(2 * stars) / ratings).quantize(Decimal(1), ROUND_HALF_UP) / 2
    first, last = STARS[0] + Decimal("0.5"), STARS[-1] - Decimal("0.5")
    if half <= first:
        return Decimal(STARS[0]), first
    return (last, Decimal(STARS[-1])) if half >= last else (half, half)
