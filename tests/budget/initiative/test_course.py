"""The course of an initiative beside an independent model: money, answers, what may follow what."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.budget.initiative.call import ApplicantsWait, CallStillOpen, check_closing
from bot.budget.initiative.course import (
    AgreementUnnamed,
    Course,
    Decision,
    Happened,
    MoneyLeft,
    OutOfTurn,
    Paper,
    Phase,
    Step,
    TooMuch,
    WhyTooShort,
    follow,
    read_course,
)
from bot.budget.initiative.marks import Criterion
from bot.budget.workdays import find_day
from bot.language.refusal import Refusal
from tests.sizes import sized

LARGEST, WHY = 47_000, "Элге керек, чыгымы негиздүү"
LAST_DAY, AFTER = find_day(0), find_day(3 * 86_400_000)
seen = {"steps": 0, "refused": 0, "closed": 0}

sums = st.sampled_from([-5, 0, 1, 900, 10_000, 20_000, 47_000, 47_001])
whats = {
    Step.SEEN: st.sampled_from([*map(str, Paper)]),
    Step.UNSEEN: st.sampled_from([*map(str, Paper)]),
    Step.MARKED: st.sampled_from([*map(str, Criterion)]),
    Step.DECIDED: st.sampled_from([*map(str, Decision)]),
}
happenings = st.sampled_from(list(Step)).flatmap(
    lambda step: st.builds(
        Happened, st.just(step), whats.get(step, st.just("")), sums, st.sampled_from(["", "№ 4, 12.05.2027", WHY])
    )
)


class CallLife(RuleBasedStateMachine):
    """Three applicants of one call; the model keeps plain sums and flags."""

    def __init__(self):
        super().__init__()
        self.courses = [Course(LARGEST, asked) for asked in (10_000, 60_000, 0)]
        self.told = [[] for _ in self.courses]
        self.model = [
            {"granted": None, "paper": False, "in": 0, "out": 0, "back": 0, "over": False} for _ in self.courses
        ]
        self.closed = False

    @rule(n=st.integers(0, 2), one=happenings)
    def happens(self, n, one):
        seen["steps"] += 1
        try:
            after = follow(self.courses[n], one)
        except Refusal:
            seen["refused"] += 1
            assert not self._must_go(n, one)
            return
        assert not self._must_not_go(n, one)
        self.courses[n] = after
        self.told[n].append(one)
        self._note(self.model[n], one)

    def _left(self, model):
        return model["in"] - model["out"] - model["back"]

    def _must_not_go(self, n, one):
        model, asked = self.model[n], self.courses[n].asked
        money = {Step.PAID, Step.SPENT, Step.RETURNED, Step.MILESTONE, Step.REPORTED}
        if model["over"]:
            return True
        if one.step in money and not model["paper"]:
            return True
        if one.step is Step.PAID:
            return not 0 < one.amount <= model["granted"] - model["in"]
        if one.step in {Step.SPENT, Step.RETURNED}:
            return not 0 < one.amount <= self._left(model)
        if one.step is Step.REPORTED:
            return self._left(model) != 0
        if one.step is Step.DECIDED and one.what != Decision.REFUSED:
            return model["paper"] or not 0 < one.amount <= min(LARGEST, asked or LARGEST)
        if one.step is Step.AGREED:
            return model["paper"] or not model["granted"]
        return False

    def _must_go(self, n, one):
        model = self.model[n]
        ready = model["paper"] and not model["over"]
        return ready and (
            one.step is Step.MILESTONE
            or (one.step is Step.RETURNED and 0 < one.amount <= self._left(model))
            or (one.step is Step.REPORTED and self._left(model) == 0)
        )

    def _note(self, model, one):
        match one.step:
            case Step.DECIDED:
                model["granted"] = 0 if one.what == Decision.REFUSED else one.amount
            case Step.AGREED:
                model["paper"] = True
            case Step.PAID:
                model["in"] += one.amount
            case Step.SPENT:
                model["out"] += one.amount
            case Step.RETURNED:
                model["back"] += one.amount
            case Step.REPORTED | Step.WITHDRAWN:
                model["over"] = True

    @rule(day=st.sampled_from([LAST_DAY, AFTER]))
    def closes(self, day):
        withdrawn = [any(one.step is Step.WITHDRAWN for one in told) for told in self.told]
        waiting = [str(n) for n, model in enumerate(self.model) if model["granted"] is None and not withdrawn[n]]
        named = tuple(str(n) for n, course in enumerate(self.courses) if not course.is_answered)
        assert list(named) == waiting
        if day == LAST_DAY or waiting:
            with pytest.raises(CallStillOpen if day == LAST_DAY else ApplicantsWait) as refused:
                check_closing(LAST_DAY, named, today=day)
            assert day == LAST_DAY or list(refused.value.numbers) == waiting
            return
        check_closing(LAST_DAY, named, today=day)
        seen["closed"] += 1

    @invariant()
    def money_is_where_the_model_has_it(self):
        for course, model, told in zip(self.courses, self.model, self.told, strict=True):
            assert (course.paid, course.spent, course.returned) == (model["in"], model["out"], model["back"])
            assert course.paid == 0 or course.agreement is not None
            assert 0 <= course.returned <= course.paid <= course.granted or course.paid == 0
            assert course.left >= 0
            assert course.granted <= LARGEST
            assert read_course(course.largest, course.asked, told) == course


def test_no_money_moves_without_an_agreement_and_everybody_is_answered_before_a_call_closes(tell):
    run_state_machine_as_test(
        CallLife, settings=settings(max_examples=sized(25, 2_000), stateful_step_count=sized(30, 60), deadline=None)
    )
    tell("steps of initiatives beside a model", **seen, money_without_an_agreement=0, closed_with_somebody_waiting=0)
    assert seen["refused"]


def granted(*more):
    return read_course(
        LARGEST,
        30_000,
        [Happened(Step.DECIDED, Decision.GRANTED, 30_000, WHY), Happened(Step.AGREED, text="№ 4"), *more],
    )


def test_a_report_waits_for_money_that_is_neither_spent_nor_returned():
    course = granted(Happened(Step.PAID, amount=30_000), Happened(Step.SPENT, amount=25_000))
    with pytest.raises(MoneyLeft) as refused:
        follow(course, Happened(Step.REPORTED, text="Бүттү"))
    assert refused.value.left == 5_000
    with pytest.raises(TooMuch) as too_much:
        follow(course, Happened(Step.RETURNED, amount=5_001))
    assert too_much.value.most == 5_000
    course = follow(course, Happened(Step.RETURNED, amount=5_000))
    assert follow(course, Happened(Step.REPORTED, text="Бүттү")).phase is Phase.REPORTED


def test_a_decision_has_its_reason_and_no_more_than_was_asked():
    course = Course(LARGEST, 10_000)
    with pytest.raises(WhyTooShort):
        follow(course, Happened(Step.DECIDED, Decision.REFUSED, 0, "акча жок"))
    with pytest.raises(TooMuch):
        follow(course, Happened(Step.DECIDED, Decision.PARTLY, 10_001, WHY))
    with pytest.raises(OutOfTurn):
        follow(granted(), Happened(Step.DECIDED, Decision.REFUSED, 0, WHY))


def test_an_agreement_is_said_by_its_number_and_day():
    course = follow(Course(LARGEST, 10_000), Happened(Step.DECIDED, Decision.PARTLY, 9_000, WHY))
    with pytest.raises(AgreementUnnamed):
        follow(course, Happened(Step.AGREED, text=" \n"))
    assert follow(course, Happened(Step.AGREED, text="№ 4")).agreement == "№ 4"


def test_a_course_is_read_though_its_words_are_erased():
    emptied = [Happened(Step.DECIDED, Decision.GRANTED, 10_000), Happened(Step.AGREED), Happened(Step.PAID, amount=900)]
    course = read_course(LARGEST, 10_000, emptied)
    assert (course.phase, course.paid, course.agreement) == (Phase.AGREED, 900, "")
