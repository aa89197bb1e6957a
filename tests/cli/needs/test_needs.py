"""sunush needs: entered, taken out, sent back filled, removed; bad input is one line."""

import openpyxl
import pytest

from tests.cli.aimak_files import ADD


@pytest.fixture
def aksuu(sunush):
    """An aimak to enter needs of."""
    sunush("aimak", "add", "aksuu", *ADD)
    return "--aimak=aksuu"


ADDED = ["--kind=kurultai", "--on=2026-03-12", "--people=80", "--women=30", "--problem=Таза суу", "--problem=Жол"]


def test_a_meeting_goes_out_and_comes_in_corrected_or_not_at_all(sunush, aksuu, tmp_path):
    assert "new 1" in sunush("needs", "add", aksuu, *ADDED).out
    file, again = tmp_path / "needs.xlsx", tmp_path / "again.xlsx"
    sunush("needs", "export", str(file), aksuu)
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["I2"] = "Көпүрө"
    book.save(file)
    assert "new 0, changed 1, the same 0" in sunush("needs", "import", str(file), aksuu).out
    book.worksheets[0]["G2"] = 81
    book.save(again)
    refused = sunush("needs", "import", str(again), aksuu)
    assert refused.code == 2
    assert "G2: «81»" in refused.err
    assert "mend the 1 named above" in refused.err.splitlines()[-1]
    assert "priority" in sunush("plan", "list", aksuu, "--year=2027").out
    said = sunush("needs", "list", aksuu).out
    assert "Көпүрө — айтылды: 1" in said
    assert "1  Курултай · 12.03.2026" in said
    sunush("needs", "chart", str(tmp_path / "needs.png"), aksuu)
    assert (tmp_path / "needs.png").read_bytes()[:4] == b"\x89PNG"
    assert "removed 1" in sunush("needs", "remove", "1", aksuu).out
    assert "priority" not in sunush("plan", "list", aksuu, "--year=2027").out


def test_bad_input_is_refused_in_one_line(sunush, aksuu, tmp_path):
    assert "--women" in sunush("needs", "add", aksuu, *ADDED, "--women=90").refused()
    assert "1 to 10" in sunush("needs", "add", aksuu, *ADDED[:2]).refused()
    assert "--group goes" in sunush("needs", "add", aksuu, "--kind=focus", *ADDED[1:]).refused()
    assert "no village" in sunush("needs", "add", aksuu, *ADDED, "--village=Ош").refused()
    assert "no such meeting" in sunush("needs", "remove", "7", aksuu).refused()
    assert "is entered yet" in sunush("needs", "chart", str(tmp_path / "needs.png"), aksuu).refused()
