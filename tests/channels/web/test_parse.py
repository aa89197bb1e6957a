"""What a page posts becomes an event, and whatever else is posted is refused."""

import json

import pytest

from bot.channels.signed_choice import sign
from bot.channels.web.parse import TEXT, Unreadable, read_file, read_posted
from bot.chat.message import Kind, Peer

AIGUL, BAKYT = Peer("web", "chat", "a" * 64), Peer("web", "chat", "b" * 64)
ID = "n0nce-of_the_page"


def mac(address: str, choice: str) -> str:
    return f"{address[:1]}{len(choice):07}"


def read(said: object, peer: Peer = AIGUL):
    return read_posted(json.dumps(said).encode(), peer, mac=mac)


def test_a_text_is_an_event_under_the_id_of_its_page():
    event = read({"id": ID, "text": "Жол керек", "reply_to": "17"})
    assert (event.kind, event.text, event.reply_to) == (Kind.TEXT, "Жол керек", "17")
    assert event.id == read({"id": ID, "text": "Жол керек"}).id, "posted twice it is the same event"
    assert event.id != read({"id": ID, "text": "Жол керек"}, BAKYT).id, "nobody takes the id of somebody else's"


def test_a_start_brings_its_aimak_and_its_language():
    event = read({"id": ID, "start": "a_kokjar_bazar", "language": "ky"})
    assert (event.kind, event.text, event.language) == (Kind.START, "a_kokjar_bazar", "ky")


def test_only_a_button_that_was_made_for_somebody_is_theirs():
    button = sign("side:spending", AIGUL.address, stays=False, question="q1", mac=mac)
    pressed = {"id": ID, "choice": button, "message": "17"}
    event = read(pressed)
    assert (event.kind, event.choice, event.question, event.message_id) == (Kind.CHOICE, "side:spending", "q1", "17")
    assert read(pressed, BAKYT).choice == ""
    assert read({"id": ID, "choice": "side:spending"}).choice == ""


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"7", b"{", b"\xff\xfe", b"[" * 40_000, b'{"text": "no id"}', b'{"id": "short", "text": "a"}',
        b'{"id": ["0123456789abcdef"], "text": "a"}', b'{"id": "0123456789abcdef"}', b'{"id": "0123456789abcdef", "text": 7}',
        b'{"id": "0123456789abcdef", "text": "  \\n "}', b'{"id": "0123456789abcdef", "text": null}',
        b'{"id": "0123456789abcdef", "start": "a b"}', b'{"id": "0123456789abcdef", "start": "a", "language": "../.."}',
        b'{"id": "0123456789abcdef", "choice": {}}', b'{"id": "0123456789ab:def", "text": "a"}',
        json.dumps({"id": ID, "text": "a" * (TEXT + 1)}).encode(),
    ],
)  # fmt: skip
def test_what_no_page_of_ours_posts_is_refused(body: bytes):
    with pytest.raises(Unreadable):
        read_posted(body, AIGUL, mac=mac)


HALF = "\ud83d"  # of a character: JSON can say it, no column and no page can hold it


def test_half_a_character_is_left_out_of_all_that_a_page_posts():
    assert read({"id": ID, "text": f"Жол керек {HALF}"}).text == "Жол керек "
    assert read({"id": ID, "text": "Жол", "reply_to": f"7{HALF}"}).reply_to == "7"
    pressed = read({"id": ID, "choice": f"menu{HALF}", "message": f"7{HALF}"})
    assert (HALF in pressed.choice, pressed.message_id) == (False, "7")
    assert read_file({"id": ID, "kind": "photo", "caption": f"Жол{HALF}"}, AIGUL, reference="r", size=7).text == "Жол"
    with pytest.raises(Unreadable):
        read({"id": ID, "text": HALF})


def test_a_file_says_what_it_is():
    event = read_file({"id": ID, "kind": "photo", "caption": "Жол"}, AIGUL, reference="r", size=7)
    assert (event.kind, event.text) == (Kind.MEDIA, "Жол")
    assert [(one.kind, one.reference, one.size) for one in event.media] == [("photo", "r", 7)]
    assert read_file({"id": ID, "kind": "document", "name": "a.XLSX"}, AIGUL, reference="", size=0).media[0].spreadsheet
    for bad in ({"id": ID}, {"id": ID, "kind": "video"}, {"kind": "photo"}):
        with pytest.raises(Unreadable):
            read_file(bad, AIGUL, reference="", size=0)
