"""`sunush aimak merge`: it prints what moves and asks first; bad input is one line."""

import pytest


def enter(sunush, *codes):
    for code in codes:
        names = [f"--{part}-{language}" for part in ("aimak", "rayon", "oblast") for language in ("ky", "ru")]
        assert sunush("aimak", "add", code, *(word for name in names for word in (name, f"Ат {code}"))).code == 0


def test_it_prints_asks_and_merges(sunush):
    enter(sunush, "akmuz", "kokjar")
    early = sunush("aimak", "merge", "akmuz", "kokjar", "--on", "2099-12-01", "--yes").refused()
    assert "2099-12-01 is a day to come" in early
    assert "(part of" not in sunush("aimak", "list").out
    unheard = sunush("aimak", "merge", "akmuz", "kokjar", "--on", "2024-12-01")
    assert unheard.code == 2
    assert "Moves: people 0, open proposals 0" in unheard.out
    assert "Nothing was changed" in unheard.err
    done = sunush("aimak", "merge", "akmuz", "kokjar", "--on", "2024-12-01", "--yes")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Merged. People told: 0.")
    assert "(part of kokjar)" in sunush("aimak", "list").out


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("akmuz", "akmuz", "--on", "2024-12-01"), "cannot become a part of"),
        (("nobody", "kokjar", "--on", "2024-12-01"), "There is no aimak «nobody»"),
        (("akmuz", "kokjar", "--on", "1.12.2026"), "is no day"),
    ],
)
def test_bad_input_is_one_line(sunush, given, why):
    enter(sunush, "akmuz", "kokjar")
    assert why in sunush("aimak", "merge", *given, "--yes").refused()
