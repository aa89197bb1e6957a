"""sunush aimak: aimaks are added, listed and imported, all of a file or none."""

from pathlib import Path

import pytest

from tests.cli.aimak_files import ADD, file, rows

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


# Aimaks


def test_a_file_without_an_end_is_refused(sunush):
    assert "/dev/zero is larger than 64 MB: name the right file." in sunush("aimak", "import", "/dev/zero").refused()


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
    assert " ".join(listed.out.split()) == "aksuu Ак-Суу / Ак-Суу Ноокат району Ош облусу 0555 11 22 33 (no staff)"
    assert rows(VILLAGES) == [("Жар-Ооз", "Жар-Ооз"), ("Көл", "Кёль")]


def test_a_code_that_is_taken_is_refused_and_nothing_changes(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    assert "code «aksuu» is taken by Ак-Суу" in sunush("aimak", "add", "aksuu", *ADD, "--phone=112").refused()
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
        (["aksuu", *ADD, "--aimak-ru=\u3164\u3164"], "aimak_ru is empty"),
        (["aksuu", *ADD, f"--aimak-ky={'а' * 101}"], "aimak_ky is too long"),
        (["aksuu", *ADD, f"--phone={'1' * 41}"], "phone is too long"),
        (["aksuu", *ADD, "--phone=abc"], "phone «abc» is no telephone number"),
        (["aksuu", *ADD, "--phone=0312 61 23 45, жок"], "is no telephone number"),
        (["aksuu", *ADD, "--village=Көл"], "--village must name a village in both languages"),
        (["aksuu", *ADD, "--village=Көл/"], "--village must name a village in both languages"),
        (["aksuu", *ADD, "--village=а/б/в"], "--village must name a village in both languages"),
        (["aksuu", *ADD, "--village=Көл/Кёль", "--village=Көл/Озеро"], "names a village twice"),
        (["aksuu", *ADD, "--village=Көл/Кёль", "--village=көл/Озеро"], "names a village twice"),
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
    changed = AK_SUU.replace("0555 11 22 33", "0777 11 22 33").replace("Көл,", "Көл|Таш,").replace("Кёль", "Озеро|Таш")
    again = sunush("aimak", "import", file("aimaks.csv", COLUMNS, changed, TASH))
    assert again.out == "1 added, 1 renewed\n"
    assert rows("SELECT code, phone FROM aimaks ORDER BY code") == [("aksuu", "0777 11 22 33"), ("tash", None)]
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
        AK_SUU.replace("aksuu", "eightb").replace("0555 11 22 33", '"9,96323E+11"'),
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
        "line 10: phone «9,96323E+11» is no telephone number: write it as 0312 61 23 45 or +996 555 12 34 56, "
        "and format the cell as text",
        "line 11: aimak_ky is too long",
    ]
    assert last.startswith("Nothing was imported: mend the lines named above.")
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "line 1: the column code, oblast_ky"),
        (COLUMNS.encode(), "line 2: there is no aimak in the file"),
        ("аймак;облус\n".encode(), "line 1: the column code"),
        (COLUMNS.replace("phone", "telephone").encode(), "line 1: the column telephone is not known"),
        (COLUMNS.replace("aimak_ru,", "").encode(), "line 1: the column aimak_ru is missing"),
        (f"{COLUMNS}\n{AK_SUU}".encode("cp1251", "replace"), "the file is not UTF-8: save it as «CSV UTF-8»"),
        (f"{COLUMNS}\n{AK_SUU}".encode("utf-16"), "the file is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "the file is not UTF-8"),
    ],
    ids=["empty", "no rows", "other columns", "a column misnamed", "a column missing", "cp1251", "utf-16", "a picture"],
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
