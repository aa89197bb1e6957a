"""sunush contest: from the first entry to the protocol, and one line where something is refused."""

import pytest
from pypdf import PdfReader

from tests.cli.aimak_files import ADD

OTHERS = "name_ky,name_ru,rayon_ky,rayon_ru\nЫраак,Ыраак,Чүй району,Чуйский район\n"


def test_a_contest_is_begun_coded_and_its_papers_name_nobody_yet(sunush, tmp_path):
    assert sunush("aimak", "add", "aksuu", *ADD).code == 0
    (tmp_path / "others.csv").write_text(OTHERS, "utf-8")
    ran = sunush("contest", "new", "--year", "2027", "--all-aimaks", "--entries", "others.csv")
    assert (ran.code, ran.out) == (0, "contest 1: 2 entries\n")
    assert "Ыраак (Чүй району)" in sunush("contest", "entries").out
    codes = sunush("contest", "code").out.split()
    assert len(codes) == 2
    assert sunush("contest", "rank").out.count("0,00") == 2
    assert sunush("contest", "protocol", "--output", "blind.pdf").code == 0
    assert "Ыраак" not in " ".join(page.extract_text() for page in PdfReader(tmp_path / "blind.pdf").pages)
    assert "0 of 4 jurors" in sunush("contest", "marks").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rank",), "There is no such contest"),
        (("new", "--year", "2027", "--aimak", "nowhere"), "is no aimak that can enter"),
        (("new", "--year", "2027", "--entries", "none.csv"), "none.csv"),
        (("protocol", "--output", "protocol.doc"), "ends in neither"),
        (("marks", "--output", "x.xlsx"), "Say whose marks"),
        (("marks", "--juror", "7", "--output", "x.xlsx"), "7 is no juror"),
        (("marks", "--juror", "7"), "Say what to do"),
        (("rules", "--read", "rules.json"), "rules.json"),
        (("rules", "--from", "soon"), "is no day"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(sunush, arguments, said):
    ran = sunush("contest", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_rules_are_read_from_a_file_and_refused_by_their_field(sunush, tmp_path):
    printed = sunush("contest", "rules", "--kind", "cso").out
    (tmp_path / "rules.json").write_text(printed.replace('"high": 10', '"high": 100'), "utf-8")
    assert '"high": 100' in sunush("contest", "rules", "--kind", "cso", "--read", "rules.json").out
    (tmp_path / "rules.json").write_text(printed.replace('"jurors": 4', '"jurors": 400'), "utf-8")
    ran = sunush("contest", "rules", "--kind", "cso", "--read", "rules.json")
    assert (ran.code, "jurors: a whole number from 1 to 20" in ran.err) == (2, True)
