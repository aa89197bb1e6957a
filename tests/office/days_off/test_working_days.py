from datetime import date

import pytest

from bot.office.days_off.working_days import make_calendar


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2018, 7, 10), date(2018, 7, 30)),
        (date(2018, 8, 20), date(2018, 9, 12)),
        (date(2026, 4, 30), date(2026, 5, 29)),
        (date(2026, 12, 29), date(2027, 1, 25)),
        (date(2018, 2, 28), date(2018, 3, 22)),
    ],
)
def test_an_answer_is_due_on_the_fourteenth_working_day(day, due):
    calendar = make_calendar([day.year, due.year])
    assert calendar.add(day, 14) == due
    assert calendar.count_between(day, due) == 14


def test_a_saturday_moved_by_decree_is_worked():
    assert make_calendar([2018]).is_working(date(2018, 3, 3))
    assert not make_calendar([2018]).is_working(date(2018, 3, 9))


def test_days_that_settings_add_win_over_the_library():
    eid = date(2026, 5, 28)
    assert not make_calendar([2026], extra_days_off=frozenset({eid})).is_working(eid)
    nooruz = date(2026, 3, 21)
    assert make_calendar([2026], extra_working_days=frozenset({nooruz})).is_working(nooruz)
    assert not make_calendar([2018], extra_days_off=frozenset({date(2018, 3, 3)})).is_working(date(2018, 3, 3))


def test_the_days_asked_for_no_year_are_plain_weekdays():
    assert make_calendar([]).is_working(date(2026, 1, 1))
