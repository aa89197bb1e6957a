"""sunush survey: opened, closed, its shares written; bad input is one line."""

from datetime import timedelta

from bot.app import now
from bot.budget.workdays import find_day
from tests.cli.aimak_files import ADD


def test_a_survey_is_opened_closed_and_written(sunush, tmp_path):
    sunush("aimak", "add", "aksuu", *ADD)
    until = f"--until={find_day(now()) + timedelta(days=7)}"
    assert "There is no survey" in sunush("survey", "show", "--aimak=aksuu").refused()
    assert "within three months" in sunush("survey", "open", "--aimak=aksuu", "--until=2001-01-01").refused()
    assert "aksuu: survey 1 is open" in sunush("survey", "open", "--aimak=aksuu", until).out
    assert "not over" in sunush("survey", "open", "--aimak=aksuu", until).refused()
    assert "not over" in sunush("survey", "export", str(tmp_path / "t.xlsx"), "--aimak=aksuu").refused()
    assert "no count is shown" in sunush("survey", "show", "--aimak=aksuu").out
    assert "Ответили — 0" in sunush("survey", "close", "--aimak=aksuu", "--language=ru").out
    sunush("survey", "export", str(tmp_path / "t.xlsx"), "--aimak=aksuu")
    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"
