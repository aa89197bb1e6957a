"""What is typed at the terminal: line in, Incoming out; and a place as it is printed."""

import dataclasses
import io

import pytest

from bot.channels.terminal import FileMissing, Terminal, parse
from bot.chat.message import Incoming, Kind, Media, Message, Peer
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
    ":documents small": (Kind.TEXT, ":documents small", ""),
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


def test_a_place_is_printed_as_numbers_and_as_a_link():
    out = io.StringIO()
    Terminal("aigul", out=out, echo=False).show(Message("Мектеп", pin=[40.26611, 72.6]))
    assert out.getvalue() == "Мектеп\n40.26611, 72.60000\ngeo:40.26611,72.60000\n\n"
