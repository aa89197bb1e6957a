"""sunush poll: opened from a file, paper entered, ended; bad input is one line."""

from datetime import timedelta

import pytest

from bot.app import now
from bot.budget.workdays import find_day
from tests.cli.aimak_files import ADD

TEXT = "Эмне маанилүү?\nЖол\nСуу\nЖарык\nМектеп\n"


@pytest.fixture
def asked(sunush, tmp_path):
    """The words that open a poll for a week."""
    sunush("aimak", "add", "aksuu", *ADD)
    file = tmp_path / "poll.txt"
    file.write_text(TEXT, "utf-8")
    return ["--aimak=aksuu", f"--until={find_day(now()) + timedelta(days=7)}", str(file)]


def test_a_poll_is_opened_and_paper_is_counted_and_shown_after_its_end_alone(sunush, asked):
    assert "aksuu: poll 1 is open" in sunush("poll", "open", *asked).out
    assert "ballots entered  5" in sunush("poll", "paper", "--aimak=aksuu", "1 2; 1; 1; 1 4; 2").out
    assert "no count is shown" in sunush("poll", "show", "--aimak=aksuu").out
    assert "1. Жол — 4" in sunush("poll", "end", "--aimak=aksuu").out
    assert "2. Суу — 2" in sunush("poll", "show", "--aimak=aksuu", "--language=ru").out
    assert "is told already" in sunush("poll", "paper", "--aimak=aksuu", "1").refused()


def test_bad_input_is_refused_in_one_line(sunush, asked, tmp_path):
    assert "There is no poll" in sunush("poll", "show", "--aimak=aksuu").refused()
    assert "within three months" in sunush("poll", "open", asked[0], "--until=2001-01-01", asked[2]).refused()
    (tmp_path / "poll.txt").write_text("Эмне?\nЖол", "utf-8")
    assert "4 to 12" in sunush("poll", "open", *asked).refused()
    (tmp_path / "poll.txt").write_text(TEXT, "utf-8")
    sunush("poll", "open", *asked)
    assert "not over" in sunush("poll", "open", *asked).refused()
    assert "Ballot 2" in sunush("poll", "paper", "--aimak=aksuu", "1; 9").refused()
