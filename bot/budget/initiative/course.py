"""The course of one initiative as a state machine: papers seen, marks, the decision, the agreement, money, the report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.budget.initiative.marks import Criterion
from bot.language.refusal import Refusal

LEAST_WHY = 20  # characters of the reason an applicant is told


class Step(StrEnum):
    """What can happen to an initiative that was received."""

    SEEN = "seen"  # a paper was shown; no copy is kept
    UNSEEN = "unseen"
    MARKED = "marked"
    DECIDED = "decided"
    AGREED = "agreed"
    PAID = "paid"
    MILESTONE = "milestone"
    SPENT = "spent"
    RETURNED = "returned"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What every applicant is told."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Paper(StrEnum):
    """What the office has looked at; nothing of it is copied."""

    PASSPORT = "passport"  # of a person
    REGISTRATION = "charter"  # of a body: its registration and charter
    COMMITMENT = "commitment"  # letters of those who add money, labour or goods
    COSTS = "costs"  # papers that prove the costs


class Phase(StrEnum):
    """Where an initiative stands, in one word."""

    RECEIVED = "received"
    GRANTED = "granted"
    REFUSED = "refused"
    AGREED = "agreed"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"


class OutOfTurn(Refusal):
    """This cannot happen now; phase is where the initiative stands."""

    def __init__(self, phase: Phase) -> None:
        super().__init__(phase)
        self.phase = phase


class TooMuch(Refusal):
    """The sum is above what is possible, or below 1 som; most is what is possible."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class MoneyLeft(Refusal):
    """Paid money that is neither spent nor returned; the report comes after it. left is in som."""

    def __init__(self, left: int) -> None:
        super().__init__(str(left))
        self.left = left


class WhyTooShort(Refusal):
    """The applicant is told why, in a sentence of LEAST_WHY characters or more."""


class AgreementUnnamed(Refusal):
    """An agreement is said without its number and day."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One step. what is a paper, a criterion or a decision; amount is a mark or som; text are its words."""

    step: Step
    what: str = ""
    amount: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What became of an initiative so far; sums in som. largest and asked bound what can be granted."""

    largest: int
    asked: int
    seen: frozenset[Paper] = frozenset()
    marks: Mapping[Criterion, int] = field(default_factory=dict)
    decision: Decision | None = None
    granted: int = 0
    agreement: str | None = None  # its number and day, as the office has them
    paid: int = 0
    spent: int = 0
    returned: int = 0
    milestones: int = 0
    is_reported: bool = False
    is_withdrawn: bool = False

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        if self.is_withdrawn:
            return Phase.WITHDRAWN
        if self.is_reported:
            return Phase.REPORTED
        if self.agreement is not None:
            return Phase.AGREED
        if self.decision is None:
            return Phase.RECEIVED
        return Phase.REFUSED if self.decision is Decision.REFUSED else Phase.GRANTED

    @property
    def is_answered(self) -> bool:
        """Whether its applicants need no decision any more."""
        return self.decision is not None or self.is_withdrawn

    @property
    def left(self) -> int:
        """Paid money that is neither spent nor returned."""
        return self.paid - self.spent - self.returned

    @property
    def most_granted(self) -> int:
        """The largest sum that can be granted."""
        return min(self.largest, self.asked) if self.asked else self.largest


_BEFORE_AGREEMENT = {Phase.RECEIVED, Phase.GRANTED, Phase.REFUSED}
_WHEN: dict[Step, set[Phase]] = {
    Step.SEEN: {Phase.RECEIVED, Phase.GRANTED},
    Step.UNSEEN: {Phase.RECEIVED, Phase.GRANTED},
    Step.MARKED: {Phase.RECEIVED},
    Step.DECIDED: _BEFORE_AGREEMENT,  # it may be corrected, and is told anew
    Step.AGREED: {Phase.GRANTED},
    Step.PAID: {Phase.AGREED},
    Step.MILESTONE: {Phase.AGREED},
    Step.SPENT: {Phase.AGREED},
    Step.RETURNED: {Phase.AGREED},
    Step.REPORTED: {Phase.AGREED},
    Step.WITHDRAWN: {Phase.RECEIVED, Phase.GRANTED},
}


def may_happen(course: Course, step: Step) -> bool:
    """Whether a step can follow now, whatever its sum."""
    return course.phase in _WHEN[step]


def follow(course: Course, one: Happened) -> Course:
    """Returns the course after a step that is said now.

    Raises OutOfTurn, TooMuch, MoneyLeft, WhyTooShort, AgreementUnnamed.
    """
    if may_happen(course, one.step):
        _check_words(one)
    return _take(course, one)


def _check_words(one: Happened) -> None:
    if one.step is Step.DECIDED and len(one.text.strip()) < LEAST_WHY:
        raise WhyTooShort
    if one.step is Step.AGREED and not one.text.strip():
        raise AgreementUnnamed


def _take(course: Course, one: Happened) -> Course:
    if not may_happen(course, one.step):
        raise OutOfTurn(course.phase)
    match one.step:
        case Step.SEEN | Step.UNSEEN:
            others = course.seen - {Paper(one.what)}
            return replace(course, seen=others | {Paper(one.what)} if one.step is Step.SEEN else others)
        case Step.MARKED:
            return replace(course, marks={**course.marks, Criterion(one.what): one.amount})
        case Step.DECIDED:
            return _decide(course, one)
        case Step.AGREED:
            return replace(course, agreement=one.text)
        case Step.MILESTONE:
            return replace(course, milestones=course.milestones + 1)
        case Step.PAID | Step.SPENT | Step.RETURNED:
            return _move_money(course, one)
        case Step.REPORTED:
            if course.left:
                raise MoneyLeft(course.left)
            return replace(course, is_reported=True)
        case Step.WITHDRAWN:
            return replace(course, is_withdrawn=True)


def read_course(largest: int, asked: int, happened: Iterable[Happened]) -> Course:
    """Reads the course out of its steps, the earliest first. Their words may be gone with whoever was erased."""
    course = Course(largest, asked)
    for one in happened:
        course = _take(course, one)
    return course


def _decide(course: Course, one: Happened) -> Course:
    decision = Decision(one.what)
    if decision is Decision.REFUSED:
        return replace(course, decision=decision, granted=0)
    _check_sum(one.amount, most=course.most_granted)
    return replace(course, decision=decision, granted=one.amount)


def _move_money(course: Course, one: Happened) -> Course:
    if one.step is Step.PAID:
        _check_sum(one.amount, most=course.granted - course.paid)
        return replace(course, paid=course.paid + one.amount)
    _check_sum(one.amount, most=course.left)
    if one.step is Step.SPENT:
        return replace(course, spent=course.spent + one.amount)
    return replace(course, returned=course.returned + one.amount)


def _check_sum(amount: int, *, most: int) -> None:
    if not 0 < amount <= most:
        raise TooMuch(max(0, most))
