"""sunush tally: published cases are scored, and unreadable ones refused by their field."""

import json
from pathlib import Path

import pytest

from tests.cli.aimak_files import ADD, CASES, changed, file

# Criterion 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_published_case_is_scored(sunush, case):
    ran = sunush("tally", "--entries", file("case.json", json.dumps(case)))
    assert (ran.code, ran.err) == (0, "")
    got, expected = json.loads(ran.out), case["expected"]
    assert got.keys() == expected.keys()
    for name, value in expected.items():
        assert got[name] == (value if value is None else pytest.approx(value, abs=0.01)), name
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("hello", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("1" * 10_000, "not JSON"),
        ("\ufeff[]", "must be an object"),
        ("[]", "must be an object"),
        ("null", "must be an object"),
        ('"case"', "must be an object"),
        ("{}", "is missing"),
        (json.dumps({"cases": CASES}), "is missing"),
        (changed(entries=...), "entries is missing"),
        (changed(entries={}), "entries must be a list"),
        (changed(entries__0=3), "entries[0] must be an object"),
        (changed(entries__0__received=...), "entries[0].received is missing"),
        (changed(entries__0__received="2018-02-30"), "entries[0].received must be a day"),
        (changed(entries__0__received="02.07.2018"), "entries[0].received must be a day"),
        (changed(entries__0__received=20180702), "entries[0].received must be a day"),
        (changed(entries__1__decision="yes"), "entries[1].decision must be null or one of"),
        (changed(entries__0__reaction="happy"), "entries[0].reaction must be null or one of"),
        (changed(entries__0__reasoned="true"), "entries[0].reasoned must be true or false"),
        (changed(entries__0__reasoned=1), "entries[0].reasoned must be true or false"),
        (changed(entries__0__colour="red"), "entries[0].colour is not a known field"),
        (changed(hearing_at="soon"), "hearing_at must be a day"),
        (changed(results_at=...), "results_at is missing"),
        (changed(settings=...), "settings is missing"),
        (changed(settings__target=0), "settings.target must be a number"),
        (changed(settings__target=10**400), "case.json"),
        (changed(settings__prior=-1), "settings.prior must be a number"),
        (changed(settings__prior="5"), "settings.prior must be a number"),
        (changed(settings__deadline_working_days=14.5), "settings.deadline_working_days must be a whole number"),
        (changed(settings__days_off=["never"]), "settings.days_off[0] must be a day"),
        (changed(settings__weights={"A": 1}), "settings.weights.D is missing"),
        (changed(settings__target=1).replace('"target": 1', '"target": NaN'), "settings.target must be a number"),
        (changed(settings__target=1).replace('"target": 1', '"target": 1e999'), "settings.target must be a number"),
    ],
    ids=lambda value: value[:40] if len(value) < 60 else "",
)
def test_a_case_that_cannot_be_read_is_refused_by_its_field(sunush, content, named):
    refusal = sunush("tally", "--entries", file("case.json", content)).refused()
    assert refusal.startswith("case.json")
    assert named in refusal


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"\x80", b"\x00"])
def test_a_case_of_bytes_is_refused(sunush, content):
    Path("case.json").write_bytes(content)
    assert "not JSON" in sunush("tally", "--entries", "case.json").refused()


@pytest.mark.parametrize("name", ["nofile.json", "."])
def test_a_case_that_is_not_there_is_named(sunush, name):
    assert f"{name} cannot be read" in sunush("tally", "--entries", name).refused()


def test_of_a_file_of_several_cases_one_is_named(sunush):
    vectors = file("vectors.json", json.dumps({"note": "", "cases": CASES}))
    refusal = sunush("tally", "--entries", vectors).refused()
    assert "--case NAME" in refusal
    assert all(case["name"] in refusal for case in CASES)
    ran = sunush("tally", "--entries", vectors, "--case", CASES[1]["name"])
    assert (ran.code, json.loads(ran.out)["N"]) == (0, CASES[1]["expected"]["N"])
    assert (
        "no case «nobody»; there are: perfect_20" in sunush("tally", "--entries", vectors, "--case", "nobody").refused()
    )


def test_a_name_needs_a_file_and_one_case_may_be_named_too(sunush):
    assert "--entries" in sunush("tally", "--case", "one").refused()
    one = file("case.json", json.dumps(CASES[0]))
    assert sunush("tally", "--entries", one, "--case", CASES[0]["name"]).code == 0
    assert "no case «other»" in sunush("tally", "--entries", one, "--case", "other").refused()


# Frozen for a commission


@pytest.fixture
def installed(sunush):
    """An install with one aimak."""
    assert sunush("aimak", "add", "aksuu", *ADD).code == 0
    return sunush


def test_a_year_is_frozen_into_two_files_and_checked(installed):
    ran = installed("tally", "--freeze", "--aimak", "aksuu", "--for", "Комиссия 2027", "--output", "out")
    assert (ran.code, ran.err) == (0, "")
    sheet, paper = map(Path, ran.out.split())
    assert (sheet.suffix, paper.suffix, paper.read_bytes()[:5]) == (".json", ".pdf", b"%PDF-")
    assert json.loads(sheet.read_text())["for"] == "Комиссия 2027"
    checked = installed("tally", "--verify", str(sheet))
    assert (checked.code, "NOT" in checked.out) == (0, False)
    whole = sheet.read_text()
    for then, now, said in (
        ("Комиссия", "Жарыш", "the sheet: what it was frozen for: it is another now."),
        ('"drawn": []', '"drawn": [\n  "0001"\n ]', "the sheet: proposals drawn for a call-back: 0001 → —"),
        ('"attendance": null', '"attendance": 90', "the sheet: people at the hearing: 90 → —"),
    ):
        sheet.write_text(whole.replace(then, now))
        changed = installed("tally", "--verify", str(sheet))
        assert changed.code == 1
        assert "NOT  The file was changed" in changed.out
        assert said in changed.out
    sheet.write_text(whole.replace('"aksuu"', '"nowhere"'))
    assert "was changed: its aimak is another" in installed("tally", "--verify", str(sheet)).refused()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--freeze", "--aimak", "aksuu"), "--for says what"),
        (("--freeze", "--aimak", "nowhere", "--for", "x"), "no aimak «nowhere»"),
        (("--freeze", "--for", "x", "--rows"), "--freeze takes the log as it stands"),
        (("--for", "x"), "belong to --freeze"),
        (("--output", "x"), "belong to --freeze"),
        (("--verify", "nothing.json"), "cannot be read"),
        (("--verify", "nothing.json", "--freeze"), "leave out everything else"),
    ],
)
def test_what_cannot_be_frozen_or_checked_is_said_in_one_line(installed, words, said):
    assert said in installed("tally", *words).refused()


def test_any_other_file_is_no_frozen_sheet(installed):
    other = file("other.json", json.dumps(CASES[0]))
    assert "is no frozen sheet" in installed("tally", "--verify", other).refused()


def test_a_sheet_of_another_install_is_not_ours(installed, tmp_path, monkeypatch):
    ran = installed("tally", "--freeze", "--aimak", "aksuu", "--for", "x", "--output", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert installed("aimak", "add", "aksuu", *ADD).code == 0
    checked = installed("tally", "--verify", ran.out.split()[0])
    assert checked.code == 1
    assert "NOT  This install did not make it" in checked.out
    assert "NOT  The audit of this install does not know it" in checked.out
