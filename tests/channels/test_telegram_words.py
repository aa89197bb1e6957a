"""The words of a message of Telegram: hidden addresses, polls, checklists, places, commands and pasted links."""

from typing import Any

import pytest

from bot.channels.telegram.parse import LONGEST_RAW, Unreadable, parse, read_raw_text
from bot.chat.message import Incoming, Kind
from tests.telegram.fake.markup import units


def came(body: dict[str, Any], **more: Any) -> Incoming:
    """What a private message becomes."""
    chat = {"id": 501000001, "type": "private"}
    message = {"message_id": 101, "from": chat, "chat": chat, "date": 1, **body}
    raw = {"update_id": 880000001, more.get("as", "message"): message}
    incoming = parse(raw, account="1", username="Sunush_bot", mac=lambda *_: "").incoming
    assert incoming is not None
    return incoming


def link(text: str, word: str, url: Any) -> dict[str, Any]:
    """A word behind which an address stands, in UTF-16 units."""
    return {"type": "text_link", "offset": units(text[: text.index(word)]), "length": units(word), "url": url}


def test_an_address_hidden_behind_words_is_kept_beside_them():
    text = "🛣️ Көпүрө жөнүндө: бул жерде жана мында."
    marks = [link(text, "мында", "https://b.kg/2"), link(text, "бул жерде", "https://a.kg/1")]
    expected = "🛣️ Көпүрө жөнүндө: бул жерде (https://a.kg/1) жана мында (https://b.kg/2)."
    assert came({"text": text, "entities": marks}).text == expected
    photo = {"photo": [{"file_id": "p", "width": 1, "height": 1}]}
    assert came({"caption": text, "caption_entities": marks, **photo}).text == expected
    assert came({"text": text, "entities": marks}, **{"as": "edited_message"}).text == expected


def test_a_message_of_a_few_letters_behind_which_thousands_hide_stays_small():
    marks = [{"type": "text_link", "offset": at, "length": 1, "url": "https://" + "a" * 2_000} for at in range(1_000)]
    update = {"update_id": 1, "message": {"message_id": 1, "text": "x" * 1_000, "entities": marks}}
    assert len(came({"text": "x" * 1_000, "entities": marks}).text) < 60_000
    assert len(read_raw_text(update)) < LONGEST_RAW


def test_an_address_that_is_written_out_is_not_repeated():
    text = "Караңыз: a.kg/1"
    assert came({"text": text, "entities": [link(text, "a.kg/1", "https://a.kg/1/")]}).text == text


ODD: list[Any] = [7, None, [7], [{"type": "text_link"}], [link("ab", "a", 5)], [link("ab", "a", "x") | {"length": -1}]]


@pytest.mark.parametrize("odd", ODD)
def test_odd_marks_hide_nothing(odd):
    assert came({"text": "ab", "entities": odd}).text == "ab"


def test_a_poll_and_a_checklist_are_their_words():
    poll = {"question": "Эмне керек?", "options": [{"text": "Жол"}, {"text": "Суу"}, {"text": 5}, 7]}
    assert came({"poll": poll}).text == "Эмне керек?\n– Жол\n– Суу"
    quiz = {**poll, "description": "Эки айыл үчүн", "explanation": "Жол эски"}
    assert came({"poll": quiz}).text == "Эмне керек?\n– Жол\n– Суу\nЭки айыл үчүн\nЖол эски"
    tasks = {"title": "Быйыл", "tasks": [{"id": 1, "text": "Көпүрө"}, {"id": 2, "text": "Бала бакча"}]}
    said = came({"checklist": tasks})
    assert (said.kind, said.text) == (Kind.TEXT, "Быйыл\n– Көпүрө\n– Бала бакча")
    assert came({"checklist": 5}).text == ""


def test_a_place_keeps_what_it_is_called():
    venue = {"title": "Көк-Жар мектеби", "address": "Борбордук көчө 12", "location": {}}
    said = came({"location": {"latitude": 42.87, "longitude": 74.57}, "venue": venue})
    assert (said.kind, said.text, said.named) == (
        Kind.LOCATION,
        "42.87000, 74.57000",
        "Көк-Жар мектеби, Борбордук көчө 12",
    )
    assert came({"location": {"latitude": 1, "longitude": 2}, "venue": 5}).named == ""


@pytest.mark.parametrize(
    ("latitude", "longitude", "text"),
    [(43, 75, "43.00000, 75.00000"), (42.5, 75, "42.50000, 75.00000"), (-90, 180.0, "-90.00000, 180.00000")],
)
def test_a_place_is_one_whether_its_point_stands_beside_or_within_it_and_in_whole_numbers(latitude, longitude, text):
    point = {"latitude": latitude, "longitude": longitude}
    for body in ({"venue": {"title": "Мектеп", "location": point}}, {"location": point, "venue": {"title": "Мектеп"}}):
        said = came(body)
        assert (said.kind, said.text, said.named) == (Kind.LOCATION, text, "Мектеп")


@pytest.mark.parametrize("point", [{"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": 180.5}, {}, None])
def test_a_point_that_is_nowhere_on_earth_is_unreadable(point):
    with pytest.raises(Unreadable):
        came({"venue": {"title": "Мектеп", "location": point}})


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/start", ""),
        ("/start a_kokjar", "a_kokjar"),
        ("/start@sunush_bot a_kokjar", "a_kokjar"),
        ("/START@SUNUSH_BOT A_KOKJAR", "A_KOKJAR"),
        ("/Start@Sunush_Bot", ""),
        ("https://t.me/sunush_bot?start=a_kokjar", "a_kokjar"),
        ("t.me/Sunush_BOT?start=a_kokjar_b1", "a_kokjar_b1"),
        ("http://telegram.me/sunush_bot/?start=h_7", "h_7"),
        ("https://sunush_bot.t.me?start=h_7", "h_7"),
        ("T.ME/SUNUSH_BOT?START=A_KOKJAR", "A_KOKJAR"),
        ("tg://resolve?domain=sunush_bot&start=a_kokjar", "a_kokjar"),
        ("Мына шилтеме: https://t.me/sunush_bot?start=a_kokjar", "a_kokjar"),
        ("https://t.me/sunush_bot?x=1&start=i_Abc-12", "i_Abc-12"),
    ],
)
def test_a_start_and_a_pasted_link_act_as_the_link(text, payload):
    said = came({"text": text})
    assert (said.kind, said.text) == (Kind.START, payload)


def test_so_does_a_link_hidden_behind_a_word():
    text = "Баруу"
    said = came({"text": text, "entities": [link(text, text, "https://t.me/sunush_bot?start=a_kokjar")]})
    assert (said.kind, said.text) == (Kind.START, "a_kokjar")


@pytest.mark.parametrize(
    "text",
    [
        "https://t.me/other_bot?start=a_kokjar",
        "https://t.me/sunush_bot",
        "https://t.me/sunush_bot?start=",
        "https://t.me/sunush_bot?start=%20%20",
        "https://evil.kg/t.me/x?start=a_kokjar",
        "/start@other_bot",
        "/startup",
        "Биздин бот бар, ага баарыңар жазгыла: https://t.me/sunush_bot?start=a_kokjar",
        "/1 этаж",
        "/Сунуш: мектепке жарык керек",
    ],
)
def test_everything_else_is_a_text(text):
    said = came({"text": text})
    assert (said.kind, said.text) == (Kind.TEXT, text)


@pytest.mark.parametrize("text", ["/help@sunush_bot", "/help@SUNUSH_BOT"])
def test_our_own_name_behind_a_command_is_taken_off(text):
    assert came({"text": text}).text == "/help"
    assert came({"text": f"{text} жол"}).text == "/help жол"
    assert came({"text": "/help@other_bot"}).text == "/help@other_bot"
