"""The sizes of polls, surveys and needs studies that no source gave. Each is a setting with a date of effect."""

from dataclasses import dataclass, fields

from bot.budget.needs.meetings import MOST_PROBLEMS
from bot.budget.polls.ballots import LEAST_CHOICES, MOST_CHOICES, PICKS
from bot.budget.polls.ballots import SMALLEST as SMALLEST_POLL
from bot.budget.trust.answers import SMALLEST as SMALLEST_SURVEY
from bot.language.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is in force: problems of a meeting, people of a survey's group, picks, choices and ballots of a poll."""

    problems: int = MOST_PROBLEMS
    survey_smallest: int = SMALLEST_SURVEY
    poll_picks: int = PICKS
    poll_choices: int = MOST_CHOICES
    poll_smallest: int = SMALLEST_POLL


# Fewer than five people would say what one of them answered. The spreadsheet of needs has a column a problem.
RANGES = {
    "problems": range(1, MOST_PROBLEMS + 1),
    "survey_smallest": range(SMALLEST_SURVEY, 101),
    "poll_picks": range(1, LEAST_CHOICES + 1),
    "poll_choices": range(LEAST_CHOICES, MOST_CHOICES + 1),
    "poll_smallest": range(SMALLEST_POLL, 101),
}
NAMES = tuple(one.name for one in fields(Sizes))


class NoSuchSize(Refusal):
    """There is no such setting, or the number is out of its range."""


def check_size(name: str, value: int) -> None:
    """Raises NoSuchSize unless a setting may have a value."""
    if value not in RANGES.get(name, ()):
        raise NoSuchSize
