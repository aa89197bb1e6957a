"""sunush contest: from the first entry to the protocol, and one line where something is refused."""

import pytest
from pypdf import PdfReader

from bot.budget.permissions import Role
from bot.cli.contest.acting import do
from tests.cli.aimak_files import ADD

OTHERS = "name_ky,name_ru,rayon_ky,rayon_ru\nЫраак,Ыраак,Чүй району,Чуйский район\n"


async def come(store, at):
    """An observer comes first, so that no juror's id is their seat."""
    for name, role in (("Бермет", Role.OBSERVER), ("Асан", Role.JUROR), ("Чолпон", Role.JUROR)):
        person = await store.people.meet("telegram", "bot", name, at=at)
        await store.roles.grant(person.id, role=role, aimak_id=None, by=None, at=at)


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
    do(come)
    for juror in ("2", "3"):
        assert sunush("contest", "marks", "--juror", juror, "--output", f"{juror}.xlsx").code == 0
    shown = sunush("contest", "marks").out.splitlines()
    assert shown[:2] == [f"juror {id} (seat {seat}): 18 marks to give" for id, seat in ((2, 1), (3, 2))]
    ran = sunush("contest", "marks", "--juror", "3", "--read", "2.xlsx")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "башка калыс" in ran.err
    assert sunush("contest", "marks", "--juror", "2", "--read", "2.xlsx").out == "0 marks read, 0 new or changed\n"


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
