"""What leaves for WhatsApp: every message as bodies within the limits of the Graph API."""

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.fitting import count_units
from bot.channels.whatsapp.build import build, build_file, build_text
from bot.chat.message import Hints, Message
from bot.chat.texts import Words
from tests.seeds import dice
from tests.storage.rows import NOW
from tests.whatsapp.payloads import AIGUL, SCOPED, mac

KY = Words("ky")
HEAD = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": AIGUL}
YES, NO, BACK = ["yes:", "Ооба"], ["no:", "Жок"], ["back", "Артка"]
FIVE = [[f"row:{n}", f"Айыл {n}"] for n in range(1, 6)]


def made(message: Message, address: str = AIGUL) -> list[dict[str, Any]]:
    return build(message, address, words=KY, mac=mac)


def one(message: Message) -> dict[str, Any]:
    (body,) = made(message)
    return body


def titles(body: dict[str, Any]) -> list[str]:
    """What can be pressed."""
    action = body["interactive"]["action"]
    rows = [row["title"] for section in action.get("sections", ()) for row in section["rows"]]
    return [button["reply"]["title"] for button in action.get("buttons", ())] or rows


def text(body: dict[str, Any]) -> str:
    return body["interactive"]["body"]["text"] if body["type"] == "interactive" else body["text"]["body"]


def test_words_alone_are_a_text_without_a_preview():
    assert one(Message("Рахмат!")) == {**HEAD, "type": "text", "text": {"body": "Рахмат!", "preview_url": False}}


def test_whoever_has_no_phone_is_a_recipient():
    (body,) = made(Message("Рахмат!"), SCOPED)
    assert body["recipient"] == SCOPED
    assert "to" not in body


def test_the_row_goes_along_and_comes_back_with_each_status():
    parts = made(Message("сөз " * 2000, hints=Hints(letter=17, made=NOW)))
    assert [part["biz_opaque_callback_data"] for part in parts] == [f"17.{NOW}.part", f"17.{NOW}"]


def test_up_to_three_short_choices_are_buttons_with_numbers_in_the_text():
    body = one(Message("Жөнөтөсүзбү?", choices=[YES, NO], ways=[BACK], question="7f"))
    assert body["interactive"]["type"] == "button"
    assert text(body) == "Жөнөтөсүзбү?\n1 — Ооба\n2 — Жок"
    replies = [button["reply"] for button in body["interactive"]["action"]["buttons"]]
    assert replies[0] == {"id": "v7f:yes::01110008", "title": "Ооба"}
    assert titles(body) == ["Ооба", "Жок", "Артка"]


def test_more_are_a_list_with_hints_where_a_title_says_less_than_its_line():
    message = Message(
        "Тандаңыз.",
        choices=[*FIVE, ["row:9", "Толук аты жыйырма төрт тамгадан узун айыл"]],
        ways=[BACK],
        lines=["", "Айыл 2 (Ноокат району)", "", "", "", ""],
    )
    body = one(message)
    (section,) = body["interactive"]["action"]["sections"]
    assert body["interactive"]["action"]["button"] == "Тандоо"
    assert [row.get("description", "") for row in section["rows"]] == [
        *("", "Айыл 2 (Ноокат району)", "", "", ""),
        "Толук аты жыйырма төрт тамгадан узун айыл",
        "",
    ]
    assert titles(body)[5:] == ["Толук аты жыйырма төрт…", "Артка"]
    assert "6 — Толук аты жыйырма төрт тамгадан узун айыл" in text(body)


@pytest.mark.parametrize(
    "choices",
    [[["a:", "Жыйырма бир тамгадан ы"]], [["a:1", "Ооба"], ["a:2", "Ооба"]]],
    ids=["a title too long for a button", "two of one name"],
)
def test_what_no_button_can_say_is_a_list(choices: list[list[str]]):
    assert one(Message("Кайсы?", choices=choices))["interactive"]["type"] == "list"


@pytest.mark.parametrize(("choices", "pressed"), [(8, 10), (9, 10), (12, 10)])
def test_of_more_than_ten_the_first_ten_are_pressed_and_all_can_be_typed(choices: int, pressed: int):
    given = [[f"c:{n}", f"Айыл {n}"] for n in range(1, choices + 1)]
    body = one(Message("Кайсы?", choices=given, ways=[BACK, ["more", "Дагы"], ["history", "Тарыхы"]]))
    assert body["type"] == "interactive"
    assert text(body).endswith(f"{choices} — Айыл {choices}\n[0 — Артка]  [Дагы]  [Тарыхы]")
    assert len(titles(body)) == pressed
    assert titles(body)[:8] == [title for _, title in given[:8]]


def test_of_more_than_ten_a_long_text_is_not_cut_in_two_for_its_buttons():
    given = [[f"c:{n}", f"Айыл {n}"] for n in range(12)]
    assert one(Message("с" * 1100, choices=given))["type"] == "text"


def test_an_address_is_a_button_where_it_stands_alone_and_else_words():
    link = ["https://example.kg/karta", "Картада"]
    alone = one(Message("Угуу ушул жерде.", links=[link]))["interactive"]
    assert alone["action"] == {"name": "cta_url", "parameters": {"display_text": "Картада", "url": link[0]}}
    beside = one(Message("Угуу ушул жерде.", links=[link], choices=[YES]))
    assert text(beside) == "Угуу ушул жерде.\n1 — Ооба\nКартада: https://example.kg/karta"
    assert titles(beside) == ["Ооба"]


def test_a_place_is_named_by_its_words():
    body = one(Message("Көк-Жар клубу\nНоокат району", pin=[40.26, 72.61]))
    named = {"name": "Көк-Жар клубу", "address": "Ноокат району"}
    assert body["location"] == {"latitude": 40.26, "longitude": 72.61, **named}


def test_a_file_goes_with_its_caption_and_a_voice_without():
    photo = build_file("image", "55", AIGUL, f"17.{NOW}", caption="Көпүрө", name="a.jpg")
    assert photo == {
        **HEAD,
        "type": "image",
        "image": {"id": "55", "caption": "Көпүрө"},
        "biz_opaque_callback_data": f"17.{NOW}",
    }
    assert build_file("audio", "55", AIGUL, "", caption="Үн", name="a.ogg")["audio"] == {"id": "55"}
    assert build_file("document", "55", AIGUL, "", caption="", name="угуу.ics")["document"]["filename"] == "угуу.ics"
    assert [one["biz_opaque_callback_data"] for one in build_text("сөз " * 1200, AIGUL, "17.5")] == ["17.5.part"] * 2


def test_a_long_text_leaves_in_as_few_parts_as_can_be():
    words = " ".join(f"сөз{n}" for n in range(900))  # 6 000 letters
    parts = made(Message(words, choices=[YES]))
    assert len(parts) == 3  # two of the text, and at most a thousand letters with the buttons
    assert parts[-1]["type"] == "interactive"
    assert text(parts[-1]).endswith("1 — Ооба")
    assert len(made(Message("с" * 4096))) == 1
    assert len(made(Message("с" * 1500, choices=[YES]))) == 2


def test_no_message_passes_a_limit_and_none_of_its_words_is_lost(tell):
    numbers = dice("whatsapp bodies")
    letters, parts = ["а", "ө", " ", "\n", "😀", "—"], 0
    for length in (1, 20, 24, 25, 72, 1023, 1024, 1025, 4096, 4097, 9000):
        for many in (0, 1, 3, 4, 10, 11):
            said = "".join(numbers.choices(letters, k=length)).strip() or "а"
            choices = [[f"c:{n}", said[: 1 + (length + n) % 40].strip() or "а"] for n in range(many)]
            message = Message(said, choices=choices, hints=Hints(letter=1))
            bodies = made(message)
            parts += len(bodies)
            kept = "".join("".join(text(body).split()) for body in bodies)
            assert kept.startswith("".join(said.split()))
            assert all(0 < count_units(text(body)) <= (1024 if "interactive" in body else 4096) for body in bodies)
            for title in titles(bodies[-1]) if "interactive" in bodies[-1] else ():
                assert 0 < count_units(title) <= 24
    tell("messages for WhatsApp within its limits", parts=parts, over=0)


def test_an_old_message_of_a_receipt_stays_in_its_buttons():
    body = one(replace(Message("Кабыл алынды.", choices=[YES]), stays=True, question="a1"))
    assert body["interactive"]["action"]["buttons"][0]["reply"]["id"].startswith("sa1:yes:")
