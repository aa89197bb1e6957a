"""The command line from outside: what each command prints, and one line with exit code 2 for whatever is wrong."""

import copy
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.commands import ROOT, from_outside
from tests.storage.attachments.documents import PDF

CASES = json.loads((ROOT / "tests/budget/criterion6_vectors.json").read_text("utf-8"))["cases"]
AIMAKS = "SELECT code, name, phone FROM aimaks JOIN aimak_names ON aimak_id = id WHERE language = 'ky' ORDER BY code"
VILLAGES = """
    SELECT ky.name, ru.name FROM village_names ky JOIN village_names ru ON ru.village_id = ky.village_id
    WHERE ky.language = 'ky' AND ru.language = 'ru' ORDER BY ky.village_id
"""
COLUMNS = "code,oblast_ky,oblast_ru,rayon_ky,rayon_ru,aimak_ky,aimak_ru,phone,villages_ky,villages_ru"
AK_SUU = (
    "aksuu,Ош облусу,Ошская область,Ноокат району,Ноокатский район,Ак-Суу,Ак-Суу,0555 11 22 33,Жар-Ооз|Көл,Жар-Ооз|Кёль"
)
TASH = "tash,Ош облусу,Ошская область,Ноокат району,Ноокатский район,Таш,Таш,,,"
ADD = [
    "--aimak-ky=Ак-Суу",
    "--aimak-ru=Ак-Суу",
    "--rayon-ky=Ноокат району",
    "--rayon-ru=Ноокатский район",
    "--oblast-ky=Ош облусу",
    "--oblast-ru=Ошская область",
]


def file(name: str, *rows: str, encoding: str = "utf-8") -> str:
    Path(name).write_bytes("\n".join(rows).encode(encoding))
    return name


def rows(sql: str) -> list[tuple]:
    with closing(sqlite3.connect("data/sunush.db")) as connection:
        return connection.execute(sql).fetchall()


# Talking


def test_a_proposal_is_put_from_an_empty_folder():
    lines = ["Кыргызча", "көк", "1", "1", "2", "Мектептин жанына жарык керек", "1", "1", "1"]
    ran = from_outside("chat", typed="\n".join(lines) + "\n")
    assert (ran.code, ran.err) == (0, "")
    assert "Рахмат! Сунушуңуз кабыл алынды, номери — 0001." in ran.out
    assert [f"> {line}\n\n" in ran.out for line in lines] == [True] * len(lines)
    assert rows("SELECT label, text FROM proposals JOIN proposal_texts ON proposal_id = proposals.id") == [
        ("0001", "Мектептин жанына жарык керек")
    ]


def test_whoever_comes_back_is_shown_what_was_said_last():
    from_outside("chat", "--as", "Айгүл", "--aimak", "kokjar", "--language", "ky", typed="1\n")
    again = from_outside("chat", "--as", "Айгүл")
    assert again.out.startswith("1/3. Сунушуңуз эмне жөнүндө?\n")
    assert again.out.count("\n\n") == 1


def test_another_language_can_be_asked_for():
    from_outside("chat", "--aimak", "kokjar", "--language", "ky")
    assert "1 — Подать предложение" in from_outside("chat", "--language", "ru").out


def test_nothing_after_quit_is_read():
    ran = from_outside("chat", "--aimak", "kokjar", "--language", "ky", typed=":quit\n1\n")
    assert (ran.code, ran.err) == (0, "")
    assert "1/3" not in ran.out


def test_bytes_that_are_no_text_are_answered():
    ran = from_outside("chat", "--aimak", "kokjar", "--language", "ky", typed=b"\xff\xfe\x00\xd1\n1\n")
    assert (ran.code, ran.err) == (0, "")
    assert "Түшүнбөй калдым." in ran.out
    assert "1/3." in ran.out


@pytest.mark.parametrize(
    "name", ["", "nofile", ".", "a\0b", "x" * 5000, "loop", "../" * 3000, "/dev/null"], ids=lambda name: name[:10]
)
def test_a_voice_that_cannot_be_read_is_said_so(name):
    Path("loop").symlink_to("loop")
    ran = from_outside("chat", "--aimak", "kokjar", "--language", "ky", typed=f":voice {name}\n1\n")
    assert (ran.code, ran.err) == (0, "")
    assert "деген файл табылган жок же окулбайт" in ran.out
    assert "1/3." in ran.out


def test_a_document_goes_from_the_resident_to_the_clerk():
    Path("смета Айгүл.pdf").write_bytes(PDF)
    Path("setup.pdf").write_bytes(b"MZ\x90\x00")
    Path("смета.pdf").symlink_to("смета Айгүл.pdf")
    proposing = ["1", "2", ":document смета.pdf Мектептин жанына жарык керек", ":document setup.pdf", "1", "1", "2"]
    typed = "\n".join(proposing) + "\n"
    aigul = from_outside("chat", "--as", "Айгүл", "--aimak", "kokjar", "--language", "ky", typed=typed)
    assert "«Мектептин жанына жарык керек», 2 документ" in aigul.out
    assert "номери — 0001" in aigul.out
    assert rows("SELECT kind, state FROM media ORDER BY id") == [("document", "kept"), ("document", "lost")]

    nurlan = from_outside("chat", "--as", "Нурлан", "--staff", "--language", "ky", typed="1\n1\n5\n")
    assert (nurlan.code, nurlan.err) == (0, "")
    assert "1 файлды сактоо мүмкүн болгон жок." in nurlan.out
    (relayed,) = re.findall(r"\[файл: (.+)\]", nurlan.out)
    assert Path(relayed).name == "0001-1.pdf"
    assert Path(relayed).read_bytes() == PDF


def test_a_reader_who_goes_away_is_no_error():
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        assert "Тилди тандаңыз" in process.stdout.readline().decode()
        process.stdout.close()
        process.stdin.write("Кыргызча\n1\n".encode())
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("code", ["nowhere", "KOKJAR", "a b", "\udcff", "x" * 1000], ids=ascii)
def test_an_aimak_that_is_not_there_is_named(sunush, code):
    assert "«sunush aimak list»" in sunush("chat", "--aimak", code).refused()


@pytest.mark.parametrize("name", ["", "  ", "а" * 61, "а\nб", "а\0", "\udcff", "\x1b[31m"], ids=ascii)
def test_a_name_nobody_can_have_is_refused(sunush, name):
    assert "--as must be a name" in sunush("chat", "--as", name).refused()


# Aimaks


def test_an_aimak_is_added_and_listed(sunush):
    added = sunush(
        "aimak", "add", "aksuu", *ADD, "--phone=0555 11 22 33", "--village=Жар-Ооз/Жар-Ооз", "--village=Көл/Кёль"
    )
    assert (added.code, added.out, added.err) == (
        0,
        "aksuu: added. Residents come in by the link payload a_aksuu\n",
        "",
    )
    listed = sunush("aimak", "list")
    assert " ".join(listed.out.split()) == "aksuu Ак-Суу / Ак-Суу Ноокат району Ош облусу 0555 11 22 33"
    assert rows(VILLAGES) == [("Жар-Ооз", "Жар-Ооз"), ("Көл", "Кёль")]


def test_a_code_that_is_taken_is_refused_and_nothing_changes(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    assert "code «aksuu» is taken by Ак-Суу" in sunush("aimak", "add", "aksuu", *ADD, "--phone=1").refused()
    assert rows("SELECT code, phone FROM aimaks") == [("aksuu", None)]


def test_an_empty_list_says_how_to_fill_it(sunush):
    listed = sunush("aimak", "list")
    assert (listed.code, listed.out) == (0, "")
    assert "sunush aimak add" in listed.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["AKSUU", *ADD], "code «AKSUU» must be 2 to 16"),
        (["a", *ADD], "code «a» must be 2 to 16"),
        (["a" * 17, *ADD], "must be 2 to 16"),
        (["ак", *ADD], "must be 2 to 16"),
        (["aksuu", *ADD, "--aimak-ru="], "aimak_ru is empty"),
        (["aksuu", *ADD, f"--aimak-ky={'а' * 101}"], "aimak_ky is too long"),
        (["aksuu", *ADD, f"--phone={'1' * 41}"], "phone is too long"),
        (["aksuu", *ADD, "--village=Көл"], "--village must name a village in both languages"),
        (["aksuu", *ADD, "--village=Көл/"], "--village must name a village in both languages"),
        (["aksuu", *ADD, "--village=а/б/в"], "--village must name a village in both languages"),
        (["aksuu", *ADD, "--village=Көл/Кёль", "--village=Көл/Озеро"], "names a village twice"),
        (["aksuu", *ADD[1:]], "Missing option '--aimak-ky'"),
        ([], "Missing argument 'CODE'"),
    ],
)
def test_an_aimak_that_cannot_be_entered_is_refused(sunush, arguments, named):
    assert named in sunush("aimak", "add", *arguments).refused()
    assert sunush("aimak", "list").out == ""


@pytest.mark.parametrize("divider", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_imported_with_commas_and_with_semicolons(sunush, divider, encoding):
    content = [row.replace(",", divider) for row in (COLUMNS, AK_SUU, "", TASH)]
    imported = sunush("aimak", "import", file("aimaks.csv", *content, encoding=encoding))
    assert (imported.code, imported.out, imported.err) == (0, "2 added, 0 renewed\n", "")
    assert rows(AIMAKS) == [
        ("aksuu", "Ак-Суу", "0555 11 22 33"),
        ("tash", "Таш", None),
    ]
    assert rows(VILLAGES) == [("Жар-Ооз", "Жар-Ооз"), ("Көл", "Кёль")]


def test_an_import_again_renews(sunush):
    sunush("aimak", "import", file("aimaks.csv", COLUMNS, AK_SUU))
    changed = AK_SUU.replace("0555 11 22 33", "0777").replace("Көл,", "Көл|Таш,").replace("Кёль", "Озеро|Таш")
    again = sunush("aimak", "import", file("aimaks.csv", COLUMNS, changed, TASH))
    assert again.out == "1 added, 1 renewed\n"
    assert rows("SELECT code, phone FROM aimaks ORDER BY code") == [("aksuu", "0777"), ("tash", None)]
    assert rows(VILLAGES) == [
        ("Жар-Ооз", "Жар-Ооз"),
        ("Көл", "Озеро"),
        ("Таш", "Таш"),
    ]


def test_every_bad_line_is_named_and_nothing_is_imported(sunush):
    bad = [
        AK_SUU,
        AK_SUU.replace("aksuu", "Ak Suu"),
        AK_SUU.replace("aksuu", "two").replace("Ош облусу", ""),
        "three,only,four,cells",
        AK_SUU.replace("aksuu", "five") + ",one more",
        AK_SUU,
        AK_SUU.replace("aksuu", "seven").replace("|Кёль", ""),
        AK_SUU.replace("aksuu", "eight").replace("|Көл", "|Жар-Ооз"),
        AK_SUU.replace("aksuu", "nine").replace("Таш", "т" * 101).replace("Ак-Суу", "а" * 101),
        TASH,
    ]
    ran = sunush("aimak", "import", file("aimaks.csv", COLUMNS, *bad))
    *named, last = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert [line.partition(": ")[2] for line in named] == [
        "line 3: code «Ak Suu» must be 2 to 16 of the letters a-z and digits",
        "line 4: oblast_ky is empty",
        "line 5: the number of cells differs from the first line's",
        "line 6: the number of cells differs from the first line's",
        "line 7: code «aksuu» stands in line 2 already",
        "line 8: villages_ky has 2 names, villages_ru 1: give each village in both languages",
        "line 9: villages_ky names a village twice",
        "line 10: aimak_ky is too long",
    ]
    assert last.startswith("Nothing was imported: mend the lines named above.")
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "line 1: the column code, oblast_ky"),
        (COLUMNS.encode(), "line 2: there is no aimak in the file"),
        ("аймак;облус\n".encode(), "line 1: the column code"),
        (COLUMNS.replace("aimak_ru,", "").encode(), "line 1: the column aimak_ru is missing"),
        (f"{COLUMNS}\n{AK_SUU}".encode("cp1251", "replace"), "the file is not UTF-8: save it as «CSV UTF-8»"),
        (f"{COLUMNS}\n{AK_SUU}".encode("utf-16"), "the file is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "the file is not UTF-8"),
    ],
    ids=["empty", "no rows", "other columns", "a column missing", "cp1251", "utf-16", "a picture"],
)
def test_a_file_that_is_no_list_of_aimaks_is_refused(sunush, content, named):
    Path("aimaks.csv").write_bytes(content)
    ran = sunush("aimak", "import", "aimaks.csv")
    first, last = ran.err.splitlines()
    assert ran.code == 2
    assert first.startswith(f"aimaks.csv: {named}")
    assert last.startswith("Nothing was imported")


@pytest.mark.parametrize("content", [f"{COLUMNS}\r{AK_SUU}\r", "x" * 200_000], ids=["only returns", "one endless cell"])
def test_a_file_that_is_no_csv_is_refused(sunush, content):
    Path("aimaks.csv").write_bytes(content.encode())
    assert "aimaks.csv" in sunush("aimak", "import", "aimaks.csv").err
    assert not Path("data").exists()


@pytest.mark.parametrize("name", ["nofile.csv", ".", "a\udcff", "x" * 300], ids=ascii)
def test_a_file_that_cannot_be_read_is_named(sunush, name):
    assert "cannot be read" in sunush("aimak", "import", name).refused()


# The database


def test_an_upgrade_says_where_the_schema_stands(sunush):
    first, second = sunush("db", "upgrade"), sunush("db", "upgrade")
    assert (first.code, first.err, first.out) == (second.code, second.err, second.out)
    assert (first.code, first.err) == (0, "")
    assert rows("SELECT version_num FROM alembic_version")[0][0] in first.out


def test_a_backup_opens_and_holds_no_key(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    media = Path("data/media/ab/abcd")
    media.parent.mkdir(parents=True)
    media.write_bytes(b"OggS voice")
    media.with_suffix(".1.part").write_bytes(b"half")
    ran = sunush("db", "backup", "--output", "copy")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Copied to copy.")
    copied = {str(path.relative_to("copy")): path.read_bytes() for path in Path("copy").rglob("*") if path.is_file()}
    assert set(copied) == {"sunush.db", "media/ab/abcd"}
    key = Path("sunush.key").read_bytes().strip()
    assert not [name for name, content in copied.items() if key in content]
    with closing(sqlite3.connect("copy/sunush.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT code FROM aimaks").fetchall() == [("aksuu",)]


def test_backups_without_a_name_do_not_meet(sunush):
    for _ in range(2):
        assert sunush("db", "backup").code == 0
    assert len(list(Path("data/backups").glob("*/sunush.db"))) == 2


def test_a_backup_can_be_made_while_somebody_talks(sunush):
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--aimak", "kokjar", "--language", "ky"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as talking:
        assert talking.stdout is not None
        assert "Саламатсызбы" in talking.stdout.readline().decode()
        assert sunush("db", "backup", "--output", "copy").code == 0
        talking.communicate(b"1\n", timeout=60)
    assert talking.returncode == 0
    with closing(sqlite3.connect("copy/sunush.db")) as connection:
        assert connection.execute("SELECT count(*) FROM peers").fetchall() == [(1,)]


@pytest.mark.parametrize("where", ["full", "full/file", "full/file/deeper"])
def test_a_backup_never_goes_over_what_is_there(sunush, where):
    Path("full").mkdir()
    Path("full/file").write_text("mine", "utf-8")
    assert where in sunush("db", "backup", "--output", where).refused()
    assert [path.name for path in Path("full").iterdir()] == ["file"]
    assert Path("full/file").read_text("utf-8") == "mine"


def test_a_backup_of_postgresql_is_left_to_pg_dump(sunush, tmp_path):
    from bot.config import Settings
    from bot.service.backup import BackupRefused, back_up

    settings = Settings(tmp_path, "postgresql://localhost/x", tmp_path / "sunush.key")
    with pytest.raises(BackupRefused, match="pg_dump"):
        back_up(settings, None, 0)


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


def changed(**changes: object) -> str:
    """A good case with fields replaced; the path to a field is parted by __."""
    case = copy.deepcopy(CASES[0])
    for path, value in changes.items():
        place = case
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        for part in way:
            place = place[part]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return json.dumps(case)


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


# Whatever is wrong


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["aimak", "remove"], "No such command 'remove'"),
        (["db", "drop"], "No such command 'drop'"),
        (["--nope"], "No such option '--nope'"),
        (["chat", "--nope"], "No such option '--nope'"),
        (["chat", "--language", "en"], "Invalid value for '--language'"),
        (["chat", "--as"], "Option '--as' requires an argument"),
        (["chat", "extra"], "unexpected extra argument"),
        (["aimak", "list", "extra"], "unexpected extra argument"),
        (["aimak", "import"], "Missing argument 'FILE'"),
        (["tally", "--entries"], "Option '--entries' requires an argument"),
        (["db", "backup", "--output"], "Option '--output' requires an argument"),
        (["chat\n", "x"], "No such command"),
        (["\udcff"], "No such command"),
    ],
    ids=ascii,
)
def test_a_command_that_is_none_is_refused_in_one_line(sunush, arguments, named):
    refusal = sunush(*arguments).refused()
    assert named in refusal
    assert "--help" in refusal


@pytest.mark.parametrize("arguments", [[], ["aimak"], ["db"]])
def test_half_a_command_shows_what_there_is(sunush, arguments):
    ran = sunush(*arguments)
    assert ran.code == 2
    assert ran.out.startswith("Usage: ")
    assert ran.err == f"Say which command: «{' '.join(['sunush', *arguments])} COMMAND».\n"


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["chat", "--help"], ["--version"]])
def test_help_is_no_error(sunush, arguments):
    ran = sunush(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def made_of(key: bytes) -> None:
    Path("sunush.key").write_bytes(key)


EVERY = [["aimak", "list"], ["db", "upgrade"], ["db", "backup"], ["chat"], ["aimak", "add", "aksuu", *ADD]]


@pytest.mark.parametrize("arguments", EVERY, ids=lambda arguments: " ".join(arguments[:2]))
def test_a_missing_key_is_asked_for_and_never_made_anew(sunush, arguments):
    sunush("aimak", "list")
    Path("sunush.key").unlink()
    ran = sunush(*arguments)
    assert "sunush.key is missing: put back the one this database was made with" in ran.refused()
    assert not Path("sunush.key").exists()


@pytest.mark.parametrize("arguments", EVERY[:1] + EVERY[3:], ids=lambda arguments: " ".join(arguments[:2]))
def test_a_foreign_key_is_refused_before_anything_is_written(sunush, arguments):
    sunush("aimak", "list")
    before = Path("data/sunush.db").read_bytes()
    made_of(b"A" * 43 + b"=")
    assert "is not the one this database was sealed with" in sunush(*arguments).refused()
    assert Path("data/sunush.db").read_bytes() == before


@pytest.mark.parametrize("key", [b"", b"short", b"\xff\xfe", b"A" * 44, b"\x00" * 44], ids=ascii)
def test_a_key_file_that_holds_no_key_is_refused(sunush, key):
    made_of(key)
    assert "The key file sunush.key is unusable" in sunush("aimak", "list").refused()
    assert Path("sunush.key").read_bytes() == key


def test_a_folder_for_a_key_is_refused(sunush):
    Path("sunush.key").mkdir()
    assert "sunush.key" in sunush("aimak", "list").refused()


def test_a_file_that_is_no_database_is_refused_and_left_alone(sunush):
    sunush("aimak", "list")
    for path in Path("data").glob("sunush.db*"):
        path.unlink()
    Path("data/sunush.db").write_bytes(b"my diary, not a database; " * 100)
    assert "file is not a database" in sunush("aimak", "list").refused()
    assert Path("data/sunush.db").read_bytes().startswith(b"my diary")


def test_a_folder_in_the_place_of_the_database_is_refused(sunush):
    Path("data/sunush.db").mkdir(parents=True)
    assert "data/sunush.db is a folder" in sunush("aimak", "list").refused()


def test_a_file_in_the_place_of_the_data_folder_is_refused(sunush):
    Path("data").write_text("x", "utf-8")
    assert "data cannot be used" in sunush("aimak", "list").refused()


def test_a_database_of_a_newer_sunush_is_left_alone(sunush):
    sunush("aimak", "list")
    with closing(sqlite3.connect("data/sunush.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for arguments in EVERY:
        assert "made by a newer Sunush" in sunush(*arguments).refused()
    assert rows("SELECT version_num FROM alembic_version") == [("9999",)]
    assert not Path("data/backups").exists()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hush@h/x",
        "gibberish",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://u:hush@h:port/x",
        "postgresql://u:hush@127.0.0.1:1/x",
        "postgresql://u:hush@no.such.host.invalid/x",
        "sqlite:////proc/nowhere/sunush.db",
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(sunush, monkeypatch, url):
    monkeypatch.setenv("SUNUSH_DATABASE_URL", url)
    for arguments in EVERY:
        refusal = sunush(*arguments).refused()
        assert "SUNUSH_DATABASE_URL" in refusal or "/proc/nowhere" in refusal
        assert "hush" not in refusal


@pytest.mark.parametrize("place", ["folder", "file"])
def test_what_cannot_be_written_is_named(sunush, monkeypatch, place):
    sunush("aimak", "list")
    if os.geteuid() == 0:  # for whom everything can be written: the answer of the system is taken from a double
        forbidden = Path("data") if place == "folder" else Path("data/sunush.db")
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != forbidden)
    else:
        Path("data/sunush.db").chmod(0o400 if place == "file" else 0o600)
        Path("data").chmod(0o500 if place == "folder" else 0o700)
    for arguments in EVERY:
        assert "cannot be written: give this account the right to" in sunush(*arguments).refused()
    Path("data").chmod(0o700)


def test_every_bad_setting_is_named_in_one_line_from_outside():
    ran = from_outside("chat", SUNUSH_LOG_LEVEL="loud", SUNUSH_ANSWER_DAYS="soon", SUNUSH_DATABASE_URL="x")
    refusal = ran.refused()
    assert all(name in refusal for name in ("SUNUSH_LOG_LEVEL", "SUNUSH_ANSWER_DAYS", "SUNUSH_DATABASE_URL"))


def test_the_installed_command_and_the_module_are_one():
    command = Path(sys.executable).with_name("sunush")
    version = subprocess.run([command, "--version"], capture_output=True, check=True, timeout=60).stdout
    assert version.split()[1:] == from_outside("--version").out.encode().split()[-1:]


def test_a_full_disk_behind_the_output_is_said_in_one_line():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "hearings", "stats"],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.decode().count("\n")) == (2, 1)
    assert "could not be written" in done.stderr.decode()


def test_what_went_wrong_within_groups_of_tasks_is_said_in_one_line_all_the_same():
    from bot.app import CannotStart
    from bot.cli.running import Refused, run

    async def work() -> None:
        raise ExceptionGroup("serving", [ExceptionGroup("polling", [CannotStart("Put the token in.")])])

    with pytest.raises(Refused, match="^Put the token in.$"):
        run(work())
