"""Copies: seven days, four weeks and twelve months are kept. Nothing of the last day is removed, and one a night is made."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.budget.workdays import BISHKEK, ms
from bot.service.copies.backup import LABEL
from bot.service.copies.nightly import is_due
from bot.service.copies.rotation import choose_kept

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)


def test_seven_days_four_weeks_and_twelve_months_are_kept():
    made = {f"{days}": NOW - timedelta(days=days) for days in range(800)}
    kept = sorted(map(int, choose_kept(made, now=NOW)))
    assert kept[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert [made[str(days)].date().isoformat() for days in kept[7:]] == [
        "2026-11-15", "2026-11-08", "2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31",
        "2026-04-30", "2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31",
    ]  # fmt: skip


def test_many_copies_of_one_day_are_all_kept_for_a_day():
    made = {f"{hours}": NOW - timedelta(hours=hours) for hours in range(48)}
    assert {name for name, moment in made.items() if moment > NOW - timedelta(days=1)} <= choose_kept(made, now=NOW)
    assert len(choose_kept(made, now=NOW)) == 24 + 1  # and the newest of the day before


def test_a_computer_that_was_off_for_months_keeps_its_old_copies():
    made = {f"{days}": NOW - timedelta(days=days) for days in (0, 200, 201, 400, 401)}
    assert choose_kept(made, now=NOW) == set(made)


@pytest.mark.parametrize(
    ("made", "at", "due"),
    [
        (None, datetime(2026, 11, 28, 1, tzinfo=BISHKEK), True),
        (datetime(2026, 11, 27, 2, 1, tzinfo=BISHKEK), datetime(2026, 11, 28, 1, 59, tzinfo=BISHKEK), False),
        (datetime(2026, 11, 27, 2, 1, tzinfo=BISHKEK), datetime(2026, 11, 28, 2, 1, tzinfo=BISHKEK), True),
        (datetime(2026, 11, 27, 1, 59, tzinfo=BISHKEK), datetime(2026, 11, 27, 9, tzinfo=BISHKEK), True),
        (datetime(2026, 11, 28, 2, 1, tzinfo=BISHKEK), datetime(2026, 11, 28, 23, tzinfo=BISHKEK), False),
    ],
)
def test_one_copy_is_due_each_night_or_as_soon_as_the_computer_is_on(tmp_path: Path, made, at, due):
    if made is not None:
        moment = made.astimezone(UTC)
        folder = tmp_path / f"{moment:%Y%m%d-%H%M%S-%f}"
        folder.mkdir()
        (folder / LABEL).write_text("{}")
    assert is_due(tmp_path, ms(at)) is due
