from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget.workdays import BISHKEK, Calendar, find_day, start_of

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
calendars = st.builds(
    Calendar,
    st.frozensets(st.dates(date(2015, 1, 1), date(2036, 12, 31)), max_size=40),
    st.frozensets(st.dates(date(2015, 1, 1), date(2036, 12, 31)), max_size=40),
)

SATURDAY = date(2018, 3, 3)


def test_a_worked_saturday_counts():
    assert not Calendar().is_working(SATURDAY)
    assert Calendar(working_days=frozenset({SATURDAY})).is_working(SATURDAY)
    assert Calendar(frozenset({SATURDAY}), frozenset({SATURDAY})).is_working(SATURDAY)


def test_the_first_day_is_not_counted():
    friday = date(2018, 3, 2)
    assert Calendar().add(friday, 1) == date(2018, 3, 5)
    assert Calendar().count_between(friday, date(2018, 3, 5)) == 1
    assert Calendar().add(friday, 0) == friday


def test_days_off_put_the_deadline_off():
    assert Calendar().add(date(2018, 7, 10), 14) == date(2018, 7, 30)
    assert Calendar(frozenset({date(2018, 7, 16)})).add(date(2018, 7, 10), 14) == date(2018, 7, 31)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        Calendar().add(SATURDAY, -1)
    assert Calendar().count_between(date(2018, 7, 10), date(2018, 7, 1)) == 0
    assert Calendar().count_between(date.max, date.min) == 0


@given(calendars, days, st.integers(1, 60))
def test_between_undoes_add(calendar, day, n):
    assert calendar.count_between(day, calendar.add(day, n)) == n
    assert calendar.is_working(calendar.add(day, n))


@given(calendars, days, st.integers(0, 400))
def test_between_counts_what_a_person_would_count(calendar, first, span):
    counted = sum(calendar.is_working(first + timedelta(n)) for n in range(1, span + 1))
    assert calendar.count_between(first, first + timedelta(span)) == counted


def test_a_message_sent_before_midnight_in_bishkek_belongs_to_that_day():
    midnight = start_of(date(2026, 11, 22))
    assert midnight == 1795284000000
    assert find_day(midnight) == date(2026, 11, 22)
    assert find_day(midnight - 1) == date(2026, 11, 21)
    assert BISHKEK.utcoffset(None) == timedelta(hours=6)


@given(days, st.integers(0, 24 * 3600 * 1000 - 1))
def test_every_instant_of_a_day_belongs_to_it(day, ms):
    assert find_day(start_of(day) + ms) == day
