"""A village's year is played to its end, the same each time, and what it leaves behind is whole."""

import asyncio
import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner

from bot.chat.message import Message
from bot.cli import sunush
from bot.delivery.files import own_process
from bot.delivery.files.room import Room
from bot.export.proposals import COLUMNS
from bot.export.spreadsheet import name_beside
from bot.service.trying import command_line, demo, village
from tests.papers import block
from tests.sizes import sized

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SENT = re.compile(r"^\d\d:\d\d  (?P<who>\S+) → (?P<whom>\S+): (?P<text>.*(?:\n(?: {7}.*)?(?=\n|$))*)", re.MULTILINE)
TYPED = re.compile(r"^\d\d:\d\d  Админ → команда сабы: \$ (?P<command>sunush .*)$", re.MULTILINE)
# What may stand in Latin letters: commands, the aimak's code, and the words of a resident who types so.
LATIN = {"start", "stop", "settings", "privacy", "hearings", "kokjar"}
LATIN |= {"sunush", "tally", "verify", "FILE"}  # the command that checks a frozen file
LATIN |= {"Jogorku", "kochodo", "suu", "kuuru", "eskirip", "kaldy", "jayynda", "jetpeyt", "Excel", "PDF"}


def played(folder: Path, *, cwd: Path) -> str:
    """The output of a run of its own process, with the folder called FOLDER."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--output", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.replace(str(folder), "FOLDER")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo") / "month"


@pytest.fixture(scope="module")
def output(folder) -> str:
    return played(folder, cwd=folder.parent)


@pytest.fixture(scope="module")
def said(output) -> list[tuple[str, str, str]]:
    """Who, to whom, what."""
    return [(one["who"], one["whom"], one["text"].rstrip()) for one in SENT.finditer(output)]


def heard(said, name: str) -> list[str]:
    return [text for who, whom, text in said if (who, whom) == ("Бот", name)]


def test_two_runs_say_the_same(output, tmp_path, monkeypatch):
    monkeypatch.setattr(Room, "free", lambda _: 0)  # a full disk, on which only texts would be taken
    said, waits = [], []
    begin = own_process._Asking.__init__

    def note(asking, command, patience):
        waits.append(patience)
        begin(asking, command, patience)

    monkeypatch.setattr(own_process._Asking, "__init__", note)
    again = tmp_path / "again"
    asyncio.run(demo.play(again, announce=said.append, acts=sized((demo.AUTUMN,), demo.YEAR)))
    dialogue = "\n".join(said).partition("\n\n=== sunush tally")[0]
    assert output.startswith(dialogue)
    assert len(dialogue.splitlines()) > 500
    assert set(waits) <= {None}, "a look at a file ends by no clock but the play's"


def test_every_line_of_the_dialogue_says_who_speaks_to_whom(output):
    dialogue = output.partition("=== sunush tally")[0]
    assert len(dialogue.splitlines()) > 3000
    for line in dialogue.splitlines():
        assert not line or line.startswith(("=== ", " " * 7)) or SENT.match(line) or TYPED.match(line), line


def test_nobody_is_shown_saying_nothing(said):
    assert all(text.strip() for _, _, text in said)


def test_ten_presses_at_once_make_one_number(said):
    receipts = [text for text in heard(said, "Айгүл") if "кабыл алынды, номери — 0001" in text]
    assert len(receipts) == 1
    # The nine others are told it once: a reply that has not left is replaced by a newer one.
    again = [text for text in heard(said, "Айгүл") if "Бул сунуш мурун кабыл алынган, номери — 0001." in text]
    assert [text.startswith("(×") for text in again] == [False]
    assert {number for text in heard(said, "Айгүл") for number in re.findall(r"номери — (\d+)", text)} == {
        "0001",
        "0005",
    }


def test_an_answer_begins_with_the_result_and_its_correction_is_numbered(said):
    answers = [text.splitlines() for text in heard(said, "Айгүл") if "Жооп берген:" in text]
    assert [lines[0] for lines in answers] == ["ДОЛБООРГО КИРГЕН ЖОК", "БЮДЖЕТТИН ДОЛБООРУНА КИРДИ"]
    assert "2" in answers[1][1]
    assert all("№ 0001" in "".join(lines) for lines in answers)


def test_a_voice_is_heard_of_and_listened_to(said):
    assert any("№ 0004: 1 үн билдирүү" in text for text in heard(said, "Нурлан"))
    assert any("[файл: " in text for text in heard(said, "Чынара"))


def test_a_question_goes_to_the_clerk_and_the_author_is_asked_again(said):
    turns = [(who, whom) for who, whom, text in said if "Эти деньги останутся" in text or "Останутся в бюджете" in text]
    assert turns[:3] == [("Бакыт", "Бот"), ("Бот", "Нурлан"), ("Нурлан", "Бот")]
    explained = [text for text in heard(said, "Бакыт") if "Останутся в бюджете" in text]
    assert len(explained) == 1
    assert "1 — Понятно" in explained[0]


def test_nothing_reaches_who_blocks_the_bot_and_telling_in_person_is_kept(said, output):
    blocked = said.index(("Жаңыл", "Бот", village.BLOCKS))
    back = said.index(("Жаңыл", "Бот", village.RETURNS))
    assert blocked < back
    assert not heard(said[blocked:back], "Жаңыл")
    assert ("Чынара", "Бот", "[Сказано лично]") in said[blocked:back]
    assert "Өзүнө гана айтылганы: 1." in output


def test_no_english_reaches_anybody(said):
    for who, whom, text in said:
        if who == "Бот":
            words = re.findall("[A-Za-z]{2,}", re.sub(r"\[файл: \S+\]", "", text))
            assert set(words) <= LATIN, (whom, text)


def test_nobody_says_nothing(output):
    assert [line for line in output.splitlines() if re.search(r"→ [^:]*:\s*$", line)] == []


def test_no_invite_is_printed(output):
    assert not re.search(r"i_[\w-]{10}|\b\d{10}\b", output)
    assert "{" not in output


def test_the_head_reads_the_score_the_command_line_prints(said, output):
    score = next(line for line in output.partition("=== sunush tally")[2].splitlines() if line.startswith("6-критерий"))
    assert re.fullmatch(r"6-критерий. Көк-Жар \(kokjar\), 2027: .*\d+,\d\d.*", score)
    assert any(score in text for text in heard(said, "Эркин"))


def test_the_files_hold_every_proposal(folder, output):
    numbers = [f"000{n}" for n in range(1, 8)]
    with (folder / "proposals.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["Номери"] for row in rows] == [f"№ {number}" for number in numbers]
    lines = [json.loads(line) for line in (folder / "proposals.jsonl").read_text("utf-8").splitlines()]
    assert [line["number"] for line in lines] == numbers
    first, last = lines[0], lines[2]
    assert (first["revision"], first["decision"], first["reaction"]) == (2, "included", "clear")
    assert (last["delivery"], last["first_reply_at"] > last["due_on"]) == ("told", True)
    assert [line["excluded"] for line in lines] == [None] * 4 + ["withdrawn", "not_a_proposal", None]
    assert {line["source"] for line in lines} == {"terminal"}
    book = openpyxl.load_workbook(folder / "proposals.xlsx")
    cells, explained = [list(sheet.values) for sheet in book.worksheets]
    told = {row[3]: row[0] for row in explained if row[2]}
    assert [told[name] for name in COLUMNS] == list(cells[0])
    assert name_beside(folder / "proposals.csv").is_file()
    assert [row[0] for row in cells[1:]] == numbers
    veiled = (folder / "pseudonymous.csv").read_text("utf-8-sig")
    assert len(veiled.splitlines()) == 1 + len(numbers)
    assert "0001" not in veiled
    assert "Фельдшердик" not in veiled
    for name in ("proposals.xlsx", "proposals.csv", "proposals.jsonl", "pseudonymous.csv"):
        assert f"FOLDER/{name}: 7 rows" in output
    assert re.search(r"^Audit: \d+ acts, the chain is whole\.$", output, re.MULTILINE)


def test_the_folder_is_an_install_on_which_other_commands_work(folder, output):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "tally", "--aimak", "kokjar", "--year", "2027", "--rows"],
        capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False,
        env={**environment, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in output


def test_a_full_folder_is_refused_in_one_line(tmp_path):
    (tmp_path / "something").write_text("here")
    for place in (tmp_path, tmp_path / "something"):
        refused = CliRunner().invoke(sunush, ["demo", "--output", str(place)])
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert len(refused.stderr.splitlines()) == 1
        assert str(place) in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["something"]


def test_a_button_that_is_not_on_the_screen_cannot_be_tapped():
    aigul = village.Person(
        "Айгүл", [Message("№ 0001", [["clear:1", "Түшүнүктүү"]]), Message("?", [["yes", "Ооба"]])], acted_at=1
    )
    assert aigul.tapped("Ооба", None) == "yes"
    assert aigul.tapped("Түшүнүктүү", "0001") == "clear:1"
    for title, number in (("Түшүнүктүү", None), ("Түшүнүктүү", "0002"), ("Оо", None), ("Жок", "0001")):
        with pytest.raises(village.NotOnScreen, match=title):
            aigul.tapped(title, number)


def test_the_pages_show_what_is_printed(output):
    for piece in block("demo").split("…\n"):
        assert piece.strip("\n") in output, piece


def test_a_hearing_goes_from_its_notice_to_its_results(output):
    for said in (
        "Угуу жарыяланды. Кабар 2 кишиге жөнөтүлүп жатат.",
        "Бот → Айгүл: БЮДЖЕТ УГУУСУ",
        "Бот → Айгүл: БЮДЖЕТ УГУУСУНА БИР АПТА КАЛДЫ",
        "Бот → Айгүл: Бюджет угуусу жакында башталат. Сиз келем дегенсиз.",
        "Аялдар: 27, эркектер: 37, баары: 64.",
        "Бот → Айгүл: БЮДЖЕТ УГУУСУНУН ЖЫЙЫНТЫГЫ",
    ):
        assert said in output, said
    assert "Бот → Бакыт: СЛУШАНИЯ ПО БЮДЖЕТУ" not in output, "nobody is subscribed unasked"


def test_each_command_of_the_admin_is_one_of_ours(output):
    typed = [one["command"] for one in TYPED.finditer(output)]
    assert set(typed) == set(command_line.COMMANDS)
    for line in typed:
        command, words = sunush, line.split()[1:]
        while isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words.pop(0))
            assert command is not None, line
        command.make_context(command.name, words)


def test_every_applicant_is_answered_and_the_money_goes_its_way(said):
    assert any("ДЕМИЛГЕГЕ АКЧА БЕРИЛЕТ" in text for text in heard(said, "Гүлзат"))
    assert any("ДЕМИЛГЕГЕ АКЧА БЕРИЛБЕЙТ" in text for text in heard(said, "Мирлан"))
    told = " ".join(heard(said, "Гүлзат"))
    assert "Өз салымы: акча 5 000 сом, эмгек 12 000 сом." in told.replace("\u00a0", " ")
    order = [told.index(f"{word}") for word in ("Келишим: «", "Төлөндү 30", "Жумшалды 30", "Отчёт: «")]
    assert order == sorted(order)


def test_who_voted_hears_the_result_and_its_first_choices_are_priorities_of_the_draft(said, folder):
    for name in ("Гүлзат", "Мирлан", "Асел", "Таалай"):
        [result] = [text for text in heard(said, name) if "Добуш берүүнүн жыйынтыгы: «2027-жылы" in text]
        assert "1. Таза суу — 9" in result, name
    assert any("Итог опроса «2027-жылы эмне биринчи керек?»" in text for text in heard(said, "Ольга"))
    with zipfile.ZipFile(folder / "evidence.zip") as packed:
        book = openpyxl.load_workbook(io.BytesIO(packed.read("criteria_kokjar_2027.xlsx")))
    rows = list(book["8"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[3]) for row in rows if row[3]] == [
        ("Таза суу жетпейт", "0003"), ("Таза суу", "0003"), ("Көчө жарыгы", "0001")
    ]  # fmt: skip
    assert list(book["1"].iter_rows(min_row=2, values_only=True))[0][4:6] == ("терминал", "кыргызча")


def test_jurors_read_figures_and_no_name_until_the_contest_is_unblinded(said, output):
    jurors = ("Ажар", "Болот", "Сергей", "Замира")
    read = [text for name in jurors for text in heard(said, name)]
    assert any("№ 210. Критерий 1." in text and "сунушталган, %: 60" in text for text in read)
    assert any("№ 210. Критерий 6." in text and "чечилген, % кеминде: 100" in text for text in read)
    assert not [text for text in read for name in ("Көк-Жар", "Кок-Жар", "Сары-Булак", "Таш-Арык") if name in text]
    blind, _, after = output.partition("$ sunush contest unblind")
    assert "1 · 210 · 71,50 · 100 000 сом\n" in blind.replace("\u00a0", " ")
    assert "1 · 210 · 71,50 · 100 000 сом · Көк-Жар (Ноокат району)" in after.replace("\u00a0", " ")


def test_the_evidence_folder_holds_what_there_is_and_names_the_rest(folder, output):
    with zipfile.ZipFile(folder / "evidence.zip") as packed:
        names = {re.sub("_[0-9a-f]{8}", "", name) for name in packed.namelist()}
    assert {"proposals.xlsx", "citizens.pdf", "slides.pdf", "draft-totals.csv", "plan-ties.csv", "criterion-6.json",
            "initiatives.xlsx", "board-a3.pdf", "criteria_kokjar_2027.pdf",
            "criteria_kokjar_2027.xlsx", "index.html"} <= names  # fmt: skip
    missing = re.findall(r"^ {7}missing  (.*?)\.", output, re.MULTILINE)
    assert {"Minutes", "Photos of works"} <= set(missing)
    for name in ("board.pdf", "protocol.pdf"):
        with pypdfium2.PdfDocument(folder / name) as opened:
            assert all(page.get_textpage().count_chars() > 20 for page in opened), name
    assert len(openpyxl.load_workbook(folder / "protocol.xlsx").sheetnames) >= 1


# A word of ours for programs, or a rule in the form of its setting: «jmba», «-1:07-15», «h+14».
CODE = re.compile(r"(?<![\w.@/:-])(?:[a-z]{2,}(?:[_-][a-z]+)*|[hs][+-]\d+|[+-]?[01]:\d\d-\d\d)(?![\w@/])")


def read_for_people(name: str, data: bytes) -> list[str]:
    """What somebody reads who opens a file; what is written there for programs is left out."""
    match name.rpartition(".")[2]:
        case "xlsx":
            cells = []
            for sheet in openpyxl.load_workbook(io.BytesIO(data)):
                rows = list(sheet.iter_rows(values_only=True))
                explains = any("Программалык аты" in row for row in rows)
                cells += [cell for row in rows for cell in (row[:3] if explains else row) if isinstance(cell, str)]
            return cells
        case "pdf":
            with pypdfium2.PdfDocument(data) as opened:
                pages = " ".join(page.get_textpage().get_text_range() for page in opened)
            return [pages.replace("sunush tally", "")]  # the command that checks it
        case "csv" | "txt":
            return data.decode("utf-8-sig").splitlines()
        case "svg":
            return [re.sub(r"<style.*?</style>|<[^>]*>", " ", data.decode(), flags=re.DOTALL)]
    return []


def test_no_code_of_ours_stands_in_what_the_commission_opens(folder, output):
    with zipfile.ZipFile(folder / "evidence.zip") as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files |= {name: (folder / name).read_bytes() for name in ("protocol.pdf", "protocol.xlsx", "board.pdf")}
    read = {name: read_for_people(name, data) for name, data in files.items()}
    assert sum(map(bool, read.values())) > 20
    assert {name: CODE.findall(text) for name, told in read.items() for text in told if CODE.findall(text)} == {}


def test_what_a_year_brings_besides_is_played(said):
    told = {name: " ".join(heard(said, name)).replace("\u00a0", " ") for name in ("Айгүл", "Эркин", "Нурлан")}
    assert "№ М1-01 БИЛДИРҮҮҢҮЗГӨ ЖООП" in told["Айгүл"]
    assert "Жооп бергендер — 5" in told["Эркин"]
    assert "Көбүнчө ишенем — 60 %" in told["Эркин"]
    assert "Фокус-топ" in told["Нурлан"]
