"""What a group of residents may say of a work, and how a finished one is rated. The sizes are dated settings."""

import json
from dataclasses import dataclass
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


class Seen(StrEnum):
    """How somebody found the work."""

    GOING = "going"
    STOPPED = "stopped"
    POOR = "poor"
    DONE = "done"


class WatchRulesWrong(Refusal):
    """A group has from 1 to 100 members; ratings are shown from 1 to 100."""


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
    """How many may watch together, and from how many ratings on their mean is shown."""

    members: int = 15
    shown_from: int = 5

    def to_json(self) -> str:
        """The form that the setting keeps."""
        return json.dumps({"members": self.members, "shown_from": self.shown_from})

    @classmethod
    def from_json(cls, kept: str) -> "WatchRules":
        """Reads what to_json wrote."""
        found = json.loads(kept)
        return cls(int(found["members"]), int(found["shown_from"]))


def check_rules(rules: WatchRules) -> None:
    """Raises WatchRulesWrong where a number cannot be meant."""
    if not (1 <= rules.members <= 100 and 1 <= rules.shown_from <= 100):
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
