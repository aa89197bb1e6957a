"""sunush initiative: a call, the list, the table, the rules of marking; bad input is one line."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.aimak_files import ADD, rows

TODAY = datetime.now(UTC).date()
LAST, DONE = TODAY + timedelta(20), TODAY + timedelta(90)
CALL = ["initiative", "call", "--aimak=aksuu", "--regime=local", "--largest=47000", f"--last-day={LAST}"]
TABLE = "SELECT number, largest FROM initiative_calls"


@pytest.fixture
def aksuu(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    return sunush


def test_a_call_is_announced_once_listed_and_exported(aksuu, tmp_path):
    for _ in range(2):
        said = aksuu(*CALL, f"--done-by={DONE}")
        assert said.out == f"aksuu: call 1 is open until {LAST}; told: 0\n"
    assert rows(TABLE) == [(1, 47_000)]
    assert aksuu("initiative", "list", "--aimak=aksuu").out.startswith(
        f"call 1  local  up to 47000 som  until {LAST}  0"
    )
    file = tmp_path / "initiatives.csv"
    assert aksuu("initiative", "export", "--aimak=aksuu", f"--output={file}").code == 0
    told = file.with_name("initiatives-columns.csv").read_text("utf-8-sig")
    assert "Номер" in told
    assert ";who" not in told.replace('"', "")
    assert "people may still apply" in aksuu("initiative", "close", "--aimak=aksuu", "--call=1").refused()


def test_the_scale_and_weights_are_printed_and_changed_whole_or_not_at_all(aksuu):
    assert aksuu("initiative", "rules").out.splitlines()[:2] == ["scale 0 to 10", "importance  20"]
    assert "make 100" in aksuu("initiative", "rules", "--weight=costs=30").refused()
    changed = aksuu("initiative", "rules", "--scale=5", "--weight=costs=30", "--weight=own=10")
    assert changed.out.splitlines() == [
        "scale 0 to 5",
        "importance  20",
        "part  20",
        "lasting  20",
        "costs  30",
        "own  10",
    ]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([*CALL, f"--done-by={TODAY}"], "--done-by comes after"),
        ([*CALL[:-1], "--last-day=2020-01-01", f"--done-by={DONE}"], "--last-day is over"),
        (["initiative", "close", "--aimak=aksuu", "--call=7"], "aksuu has no call 7"),
        (["initiative", "rules", "--weight=beauty=20"], "--weight beauty=20"),
        (["initiative", "list", "--aimak=nowhere"], "There is no aimak «nowhere»"),
    ],
)
def test_bad_input_is_refused_in_one_line(aksuu, arguments, named):
    assert named in aksuu(*arguments).refused()
    assert rows(TABLE) == []
