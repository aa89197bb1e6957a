"""What is typed at the terminal: line in, Incoming out."""

import dataclasses

import pytest

from bot.channels.terminal import FileMissing, parse
from bot.chat.message import Incoming, Kind, Media, Peer
from storage.files import LARGEST

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
