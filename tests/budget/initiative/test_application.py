"""What an application says, marks and their rules, the terms of a call."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.budget.initiative.application import (
    AnswerMissing,
    Application,
    Means,
    NoSums,
    SumsMixed,
    check_answer,
    check_application,
    list_unpriced,
    name_means,
    read_lines,
    sum_by_means,
    sum_lines,
)
from bot.budget.initiative.bounds import AskedTooMuch, NothingAsked, check_asked, check_grant, find_most
from bot.budget.initiative.call import CallTermsWrong, Regime, Terms, check_terms, takes_applications
from bot.budget.initiative.course import Course, Decision
from bot.budget.initiative.marks import (
    Criterion,
    MarkOutside,
    MarkRules,
    MarkRulesWrong,
    ReasonTooShort,
    check_mark,
    check_rules,
    count_points,
)
from bot.budget.proposal import TextTooLong

FENCE = Application(
    who="Жаштар тобу, Айбек, 0555 12 34 56",
    problem="Балдар ойноочу жер жок",
    doing="Аянтча курабыз",
    place="Көк-Жар, Ленин көчөсү",
    plan="Апрель: тосмо. Май: көчөт",
    costs="Цемент, 20 кап — 12 000 сом\nКум 3 машина 9000\nТемир: 15 миң сом",
    own="Акча жыйнайбыз 6 000 сом; Эмгек, 10 адам 10 000 сом\nТакта 2 000",
)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Цемент, 20 кап — 12 000", 12_000),
        ("Кум - 5 миң сом; Жалдоо 3500 сом", 8_500),
        ("Цемент: 12000 сом, кум: 5000 сом", 17_000),
        ("Плиталар 1,5 тыс", 1_500),
        ("труд 10 человек", 0),
        ("до 12.05.2027", 0),
        ("", 0),
        ("1" * 400, 0),
    ],
)
def test_lines_end_with_their_sums(text, total):
    assert sum_lines(text) == total


def test_what_is_asked_is_the_costs_less_what_people_add():
    check_application(FENCE)
    assert (FENCE.total, FENCE.added, FENCE.asked) == (36_000, 18_000, 18_000)
    means = sum_by_means(read_lines(FENCE.own))
    assert means == {Means.MONEY: 6_000, Means.LABOUR: 10_000, Means.GOODS: 2_000}


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("Иш — 12 000 сом", "labour"), ("Өзүбүз иштейбиз — 4 000", "labour"), ("Күчүбүз: 3 000 сом", "labour"),
        ("Ашар, 12 киши — 6 000", "labour"), ("Наши руки — 5 000", "labour"), ("Ишкана берген цемент — 7 000", "goods"),
        ("Кум, 2 машина — 9 000 сом", "goods"), ("Чогултулган акча — 5 000", "money"), ("5 000 сом", "money"),
    ],
)  # fmt: skip
def test_what_people_add_is_told_by_its_words(line, means):
    assert name_means(line) == means


def test_what_is_needed_is_asked_for_by_its_step():
    with pytest.raises(AnswerMissing) as missing:
        check_application(Application(who="Топ", problem="Жол бузук"))
    assert missing.value.step == "doing"
    with pytest.raises(NoSums):
        check_answer("costs", "цемент жана кум керек")
    with pytest.raises(TextTooLong):
        check_answer("problem", "а" * 2_001)
    assert check_answer("own", " ") == ""


def test_a_mark_is_on_the_scale_and_has_its_reason():
    rules = MarkRules()
    with pytest.raises(MarkOutside):
        check_mark(11, "өтө жакшы демилге", rules)
    with pytest.raises(ReasonTooShort):
        check_mark(9, "жакшы", rules)
    assert count_points(dict.fromkeys(Criterion, 10), rules) == Decimal("100.0")
    marks = dict(zip(Criterion, (7, 5, 9, 8, 4), strict=True))
    assert count_points(marks, rules) == Decimal("66.0")
    del marks[Criterion.COSTS]
    assert count_points(marks, rules) is None
    assert MarkRules.from_json(rules.to_json()) == rules


def test_weights_make_a_hundred():
    for weights in ({**MarkRules().weights, Criterion.COSTS: 25}, {**MarkRules().weights, Criterion.COSTS: -20}):
        with pytest.raises(MarkRulesWrong):
            check_rules(MarkRules(weights=weights))
    with pytest.raises(MarkRulesWrong):
        check_rules(MarkRules(scale=0))


def test_a_call_has_days_and_a_sum_that_can_be_meant():
    today = date(2026, 11, 30)
    last, done = today + timedelta(10), today + timedelta(60)
    check_terms(Terms(Regime.LOCAL, 47_000, last, done), today=today)
    for field, terms in (
        ("largest", Terms(Regime.LOCAL, 0, last, done)),
        ("last_day", Terms(Regime.STATE, 10_000, today - timedelta(1), done)),
        ("done_by", Terms(Regime.STATE, 10_000, last, today)),
        ("done_by", Terms(Regime.STATE, 10_000, last, date(2031, 1, 1))),
    ):
        with pytest.raises(CallTermsWrong) as refused:
            check_terms(terms, today=today)
        assert refused.value.field == field
    assert takes_applications(today, is_closed=False, today=today)
    assert not takes_applications(today, is_closed=True, today=today)
    assert not takes_applications(today - timedelta(1), is_closed=False, today=today)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Доски 20 000, гвозди 5 000", [20_000, 5_000]), ("Качели 38000, песок 9000", [38_000, 9_000]),
        ("деньги 5000, труд 12000", [5_000, 12_000]), ("Качели 2 x 19000", [38_000]),
        ("Качели 2 шт по 19 000 сом", [38_000]), ("Тактай 20 000 жана мык 5 миң сом", [20_000, 5_000]),
        ("Доски и гвозди 5 000", [5_000]), ("Цемент, 20 кап — 12 000", [12_000]), ("Кирпич 1000 штук 12 000", [12_000]),
        ("Краска 1,5 тыс, песок 12,000", [1_500, 12_000]), ("Доски 20 000 сом, 5 кубов", [20_000, 0]),
    ],
)  # fmt: skip
def test_several_things_of_one_line_are_each_read(text, sums):
    assert [line.amount for line in read_lines(text)] == sums
    assert check_answer("costs", text) == text


@pytest.mark.parametrize("text", ["Доски 20 000 гвозди 5 000", "Кирпич 1000, 5000", "Көчө 5, кум 3 000"])
def test_numbers_that_cannot_be_parted_surely_are_asked_back(text):
    with pytest.raises(SumsMixed) as mixed:
        check_answer("own", text)
    assert (mixed.value.step, mixed.value.line) == ("own", text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("качели сто двадцать тысяч, песок 30 тыс", [("качели", 120_000), ("песок", 30_000)]),
        ("деньги двадцать тысяч, труд 15 тыщ сом", [("деньги", 20_000), ("труд", 15_000)]),
        ("селкинчек жүз жыйырма миң сом, кум отуз миң", [("селкинчек", 120_000), ("кум", 30_000)]),
        ("труд на двадцать тысяч, доски за 5 тыс", [("труд", 20_000), ("доски", 5_000)]),
        ("двадцать тысяч деньгами", [("деньгами", 20_000)]),
        ("20 000 сом акча жана иш беш миң", [("акча", 20_000), ("иш", 5_000)]),
        ("20 миң кирпич", [("20 миң кирпич", 0)]),
        ("Бир мектеп, эки короо", [("Бир мектеп, эки короо", 0)]),
    ],
)
def test_sums_are_read_as_they_are_spoken(text, read):
    assert [(line.name, line.amount) for line in read_lines(text)] == read


def test_a_share_without_a_sum_is_named():
    assert list_unpriced("Труд 500 часов\nАкча 5 000; Иш") == ("Труд 500 часов", "Иш")


def test_a_grant_is_never_more_than_was_asked_and_an_ask_never_above_the_call():
    assert find_most(Course(60_000, 17_000)) == 17_000
    assert find_most(Course(60_000, 0)) == 0
    check_grant(Course(60_000, 0), Decision.REFUSED)
    for decision in (Decision.GRANTED, Decision.PARTLY):
        with pytest.raises(NothingAsked):
            check_grant(Course(60_000, 0), decision)
    check_asked(60_000, 60_000)
    with pytest.raises(AskedTooMuch):
        check_asked(60_001, 60_000)
