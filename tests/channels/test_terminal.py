"""What is typed at the terminal: line in, Incoming out; and a place as it is printed."""

import dataclasses
import io
from pathlib import Path

import pytest

from bot.channels.intake import Intake
from bot.channels.terminal import CommandUnknown, FileMissing, Terminal, parse, say_command_unknown
from bot.chat.message import Hints, Incoming, Kind, Media, Message, Peer
from bot.chat.texts import Words
from storage.attachments.files import LARGEST

AIGUL = Peer("terminal", "aigul", "aigul")

TABLE = {
    "Салам": (Kind.TEXT, "Салам", ""),
    "бир\\nэки": (Kind.TEXT, "бир\nэки", ""),
    ":voice small": (Kind.MEDIA, "", "voice"),
    ":photo small Көпүрө": (Kind.MEDIA, "Көпүрө", "photo"),
    ":document small": (Kind.MEDIA, "", "document"),
    ":document  small Смета,\\nтолугу менен": (Kind.MEDIA, "Смета,\nтолугу менен", "document"),
    ":document large Смета": (Kind.TOO_LARGE, "Смета", ""),
    ":photo large": (Kind.TOO_LARGE, "", ""),
    ":)": (Kind.TEXT, ":)", ""),
    ":D рахмат": (Kind.TEXT, ":D рахмат", ""),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small").write_bytes(b"%PDF-1.7")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LARGEST + 1)
    return tmp_path


@pytest.mark.parametrize("line", TABLE)
def test_a_line_becomes_an_event(folder, line):
    kind, text, file = TABLE[line]
    media = (Media(file, str(folder / "small")),) if file else ()
    incoming = parse(line, AIGUL, folder=folder)
    assert dataclasses.replace(incoming, id="") == Incoming("", AIGUL, kind, text, media=media)


def test_a_document_that_is_not_there_is_missed(folder):
    with pytest.raises(FileMissing):
        parse(":document smeta.pdf", AIGUL, folder=folder)


@pytest.mark.parametrize("line", [":foo", ":documents small", ":quitt", ":voise file"])
def test_a_command_that_there_is_not_names_those_there_are(folder, line):
    with pytest.raises(CommandUnknown):
        parse(line, AIGUL, folder=folder)
    for language in ("ky", "ru"):
        assert ":voice, :photo, :document, :quit" in say_command_unknown(Words(language)).text


def test_a_place_is_printed_as_numbers_and_as_a_link():
    out = io.StringIO()
    Terminal("aigul", out=out, echo=False).show(Message("Мектеп", pin=[40.26611, 72.6]))
    assert out.getvalue() == "Мектеп\n40.26611, 72.60000\ngeo:40.26611,72.60000\n\n"


async def typed(folder: Path, monkeypatch: pytest.MonkeyPatch, *said: str) -> tuple[list[str], str]:
    """What was received of lines that were typed, and what the terminal printed."""
    monkeypatch.chdir(folder)
    received: list[str] = []

    async def receive(incoming: Incoming, raw: str) -> None:
        received.append(incoming.text)

    async def nothing(*_: str) -> None:
        return

    out = io.StringIO()
    terminal = Terminal("aigul", out=out, echo=False, source=io.StringIO("".join(f"{line}\n" for line in said)))
    await terminal.send("aigul", Message("", hints=Hints(menu="ru")), language="ru")
    await terminal.inbound(Intake(receive=receive, bury=nothing, now=lambda: 0, steady=lambda: 0))
    return received, out.getvalue()


async def test_lines_are_taken_in_until_the_word_that_ends_them(folder, monkeypatch):
    received, printed = await typed(folder, monkeypatch, "Салам", "", "  ", "сунуш", ":quit", "кеч")
    assert (received, printed) == (["Салам", "сунуш"], "")


async def test_many_lines_that_are_pasted_flood_nobody(folder, monkeypatch):
    received, _ = await typed(folder, monkeypatch, *(f"{n}" for n in range(100)))
    assert received == [f"{n}" for n in range(100)]


async def test_a_file_that_is_missing_is_said_in_the_language_of_the_conversation(folder, monkeypatch):
    received, printed = await typed(folder, monkeypatch, ":photo nowhere", ":photo small")
    assert received == [""]
    assert "Файл «nowhere» не найден" in printed
