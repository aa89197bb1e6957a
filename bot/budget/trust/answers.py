"""The three questions of a trust survey, what an answer is, and which groups are too small to be shown.

The questions are in public use. No source gave their scale: four steps, and «hard to say», are ours.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.language.refusal import Refusal

STEPS = 5  # the last one is «hard to say»
GOOD = 2  # so many of the first steps say well of the office
SMALLEST = 5  # people; of fewer no figure is shown, so that nobody's answer can be guessed
LONGEST_DAYS = 92  # how far ahead a survey may close


class Question(StrEnum):
    """What is asked, in this order."""

    TRUST = "trust"
    CORRUPTION = "corruption"
    WORK = "work"


class Group(StrEnum):
    """Who answered, as they say themselves."""

    WOMAN = "woman"
    MAN = "man"
    UNSAID = "unsaid"


class AnswersUnreadable(Refusal):
    """There is not one answer from 1 to STEPS to each question."""


def check_answers(answers: Sequence[int]) -> tuple[int, ...]:
    """Returns one answer a question, numbers from 1. Raises AnswersUnreadable."""
    if len(answers) != len(Question) or not all(0 < one <= STEPS for one in answers):
        raise AnswersUnreadable
    return tuple(answers)


def choose_shown(people: Mapping[Group, int], *, smallest: int = SMALLEST) -> frozenset[Group]:
    """Chooses the groups that may be shown: those of so many people and more.

    What is hidden could be found as the difference to all. So it has as many people together, or nobody, or no group
    is shown.
    """
    shown = {group for group, n in people.items() if n >= smallest}
    hidden = sum(n for group, n in people.items() if group not in shown)
    while 0 < hidden < smallest and shown:
        least = min(shown, key=lambda group: (people[group], group.value))
        shown.discard(least)
        hidden += people[least]
    return frozenset(shown)


def find_share(n: int, all: int) -> int:
    """A share in whole per cent, half-up; 0 of nobody."""
    return (200 * n + all) // (2 * all) if all else 0
