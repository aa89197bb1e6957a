"""What bounds an application and its grant: the largest sum of the call, and what was asked."""

from bot.budget.initiative.course import Course, Decision, TooMuch
from bot.language.refusal import Refusal


class AskedTooMuch(Refusal):
    """More is asked than the call gives; most is what it gives, in som."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class NothingAsked(TooMuch):
    """Nothing was asked of the budget, so nothing can be granted."""


def check_asked(asked: int, largest: int) -> None:
    """Raises AskedTooMuch where more is asked than the call gives."""
    if asked > largest:
        raise AskedTooMuch(largest)


def check_grant(course: Course, decision: Decision) -> None:
    """Raises NothingAsked where money would be given of which nothing was asked.

    What was decided before this rule is read as it stands, so the course itself does not refuse it.
    """
    if decision is not Decision.REFUSED and not course.asked:
        raise NothingAsked(0)


def find_most(course: Course) -> int:
    """The largest sum that can be granted, in som: never more than was asked."""
    return min(course.most_granted, course.asked)
