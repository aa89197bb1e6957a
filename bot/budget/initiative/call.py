"""A call for local initiatives: its regime, its largest sum, its two days, and when it may close."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.language.refusal import Refusal

MOST_SOM = 10**9  # of one initiative
LONGEST_CALL = 3 * 366  # days between the call and the day by which all must be done


class Regime(StrEnum):
    """Under which rules the money is given; the two are never merged."""

    LOCAL = "local"  # Model Regulation № 01-18/84 of 05.09.2019, as each kenesh adopts it
    STATE = "state"  # Cabinet № 779 of 04.12.2025; fund's forms № 554 of 11.09.2024


@dataclass(frozen=True, slots=True)
class Terms:
    """What a call says. largest is in som, days are Bishkek days; each day counts to its end."""

    regime: Regime
    largest: int
    last_day: date  # of applications
    done_by: date


class CallTermsWrong(Refusal):
    """The largest sum or a day makes no sense; field says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CallClosed(Refusal):
    """The last day of the call is over, or the office has closed it."""


class CallStillOpen(Refusal):
    """Its last day is not over: people were told that they may apply."""


class ApplicantsWait(Refusal):
    """Some applicants have no decision yet; numbers are theirs."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        super().__init__(", ".join(numbers))
        self.numbers = numbers


def check_terms(terms: Terms, *, today: date) -> None:
    """Raises CallTermsWrong where a sum or a day cannot be meant."""
    if not 0 < terms.largest <= MOST_SOM:
        raise CallTermsWrong("largest")
    if terms.last_day < today:
        raise CallTermsWrong("last_day")
    if not terms.last_day <= terms.done_by or (terms.done_by - today).days > LONGEST_CALL:
        raise CallTermsWrong("done_by")


def takes_applications(last_day: date, *, is_closed: bool, today: date) -> bool:
    """Whether somebody may still apply."""
    return not is_closed and today <= last_day


def check_closing(last_day: date, unanswered: tuple[str, ...], *, today: date) -> None:
    """Raises CallStillOpen before the last day is over, ApplicantsWait while anybody has no decision.

    unanswered are the numbers of those without a decision who have not withdrawn.
    """
    if today <= last_day:
        raise CallStillOpen
    if unanswered:
        raise ApplicantsWait(unanswered)
