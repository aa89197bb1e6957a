"""sunush chat: a conversation in the terminal, files, and readers that go away."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.aimak_files import rows
from tests.cli.commands import ROOT, from_outside
from tests.databases import install
from tests.storage.attachments.documents import PDF


@pytest.fixture
def begun():
    """An install as its first start leaves it."""
    install(Path("data/sunush.db"), Path("sunush.key"))
    Path("sunush.key").chmod(0o600)


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


@pytest.mark.usefixtures("begun")
def test_bytes_that_are_no_text_are_answered_nothing_after_quit_is_read_and_whoever_comes_back_sees_the_last_screen():
    typed = b"\xff\xfe\x00\xd1\n1\n:quit\n2\n"
    ran = from_outside("chat", "--as", "Айгүл", "--aimak", "kokjar", "--language", "ky", typed=typed)
    assert (ran.code, ran.err) == (0, "")
    assert "Түшүнбөй калдым." in ran.out
    assert "1/3." in ran.out
    assert "2/3." not in ran.out

    again = from_outside("chat", "--as", "Айгүл")
    assert again.out.startswith("1/3. Сунушуңуз эмне жөнүндө?\n")
    assert again.out.count("\n\n") == 1
    assert from_outside("chat", "--as", "Айгүл", "--aimak", "kokjar").out == again.out  # whose aimak it is already

    assert (
        "1 — Подать предложение" in from_outside("chat", "--as", "Бакыт", "--aimak", "kokjar", "--language", "ru").out
    )


@pytest.mark.usefixtures("begun")
def test_a_voice_that_cannot_be_read_is_said_so():
    Path("loop").symlink_to("loop")
    names = ["", "nofile", ".", "a\0b", "x" * 5000, "loop", "../" * 3000, "/dev/null"]
    typed = "".join(f":voice {name}\n" for name in names) + "1\n"
    ran = from_outside("chat", "--aimak", "kokjar", "--language", "ky", typed=typed)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("деген файл табылган жок же окулбайт") == len(names)
    assert "1/3." in ran.out


@pytest.mark.usefixtures("begun")
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

    nurlan = from_outside("chat", "--as", "Нурлан", "--staff", "--language", "ky", typed="1\n1\nУгуу, көрүү\n")
    assert (nurlan.code, nurlan.err) == (0, "")
    assert "Файл алынган жок: мындай түрүн ача албайм." in aigul.out
    assert "Кошо сакталды: 1 документ." in aigul.out
    assert "«Мектептин жанына жарык керек», 1 документ" in nurlan.out
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
