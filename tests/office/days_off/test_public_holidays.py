"""The kept table of public holidays is what the library says, and stands for no other version of it."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.office.days_off import public_holidays
from bot.office.days_off.working_days import make_calendar


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The years that the library was asked for; nothing is remembered of earlier ones."""
    years: list[int] = []
    ask = public_holidays.ask_library

    def note(year: int) -> public_holidays.Year:
        years.append(year)
        return ask(year)

    monkeypatch.setattr(public_holidays, "ask_library", note)
    _forget()
    yield years
    _forget()


def _forget() -> None:
    public_holidays.read_year.cache_clear()
    public_holidays._read_table.cache_clear()


def test_the_kept_table_is_what_the_library_makes():
    assert public_holidays.TABLE.read_text("ascii") == public_holidays.make_table(), (
        "python -m bot.office.days_off.public_holidays"
    )


def test_every_year_is_read_as_the_library_says_it(asked: list[int]):
    kept = {year: public_holidays.read_year(year) for year in public_holidays.YEARS}
    assert asked == []
    assert kept == {year: public_holidays.ask_library(year) for year in public_holidays.YEARS}


def test_a_year_that_the_table_leaves_out_is_asked_of_the_library(asked: list[int]):
    after = public_holidays.YEARS.stop
    assert date(after, 1, 1) in public_holidays.read_year(after)[0]
    assert asked == [after]


def test_the_days_of_another_version_of_the_library_are_not_read_from_the_table(
    asked: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(public_holidays, "version", lambda _: "0.1")
    assert date(2026, 5, 27) in public_holidays.read_year(2026)[0]
    assert asked == [2026]


def test_a_due_date_of_these_years_asks_no_library(asked: list[int]):
    assert make_calendar([2026, 2027]).add(date(2026, 12, 29), 14) == date(2027, 1, 25)
    assert asked == []
