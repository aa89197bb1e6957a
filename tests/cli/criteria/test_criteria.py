"""sunush criteria: figures, sheets, a chart, settings; what cannot be is refused in one line."""

from pathlib import Path

import pytest

from tests.cli.aimak_files import ADD


def test_figures_are_shown_and_written_and_a_setting_is_printed(sunush):
    sunush("aimak", "add", "kokjar", *ADD)
    shown = sunush("criteria", "show", "--aimak", "kokjar", "--language", "ru")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.count("Считать пока нечего.") == 6
    assert sunush("criteria", "rule", "scale", "5", "--from", "2020-01-01").code == 0
    assert "наибольшая оценка: 5;" in sunush("criteria", "show", "--aimak", "kokjar", "--language", "ru").out
    for name, begins in (("c.pdf", b"%PDF"), ("c.xlsx", b"PK"), ("c.svg", b"<svg"), ("c.png", b"\x89PNG")):
        assert sunush("criteria", "show", "--aimak", "kokjar", "--output", name).code == 0
        assert Path(name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("show", "--aimak", "nowhere"), "There is no aimak «nowhere»"),
        (("show", "--aimak", "kokjar", "--output", "c.doc"), "ends in none of"),
        (("rule", "men", "5", "--from", "2027-01-01"), "is no setting"),
        (("rule", "scale", "0", "--from", "2027-01-01"), "is no setting"),
        (("rule", "scale", "5", "--from", "soon"), "is no day"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(sunush, given, said):
    sunush("aimak", "add", "kokjar", *ADD)
    ran = sunush("criteria", *given)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
