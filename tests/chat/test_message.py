"""The form in which messages wait in the outbox. An install from before hints had a field of their own is read too."""

import json

import pytest

from bot.chat.message import Hints, Message, Reply

PLAIN = {
    "text": "Суроо", "choices": [["yes", "Ооба"]], "ways": [["back", "Артка"]], "asks": {"free": True}, "document": None,
    "file": "", "pin": None, "stays": False, "lines": [], "question": "abcd",
}  # fmt: skip
SHOWN = Message("Суроо", [["yes", "Ооба"]], [["back", "Артка"]], asks={"free": True}, question="abcd")


@pytest.mark.parametrize(
    "hint", [{"edits": "17"}, {"clears": "17"}, {"follows": "9"}, {"menu": "ky"}, {"letter": 4}, {}], ids=str
)
def test_a_row_from_before_is_read_as_it_was_meant(hint: dict):
    before = {**PLAIN, "edits": "", "clears": "", "menu": "", "follows": "", "letter": 0, **hint}
    assert Message.from_json(json.dumps(before)) == SHOWN.hinted(**hint)
    assert Message.from_json(SHOWN.hinted(**hint).to_json()) == SHOWN.hinted(**hint)


def test_a_row_from_long_before_lacks_what_came_later():
    assert Message.from_json('{"text": "Суроо", "edits": "17"}') == Message("Суроо", hints=Hints(edits="17"))


def test_only_hints_that_say_something_are_kept():
    assert json.loads(SHOWN.to_json())["hints"] == {}
    assert json.loads(SHOWN.editing("17").to_json())["hints"] == {"edits": "17"}


def test_of_what_is_empty_only_the_text_is_kept():
    kept = json.loads(Message("", hints=Hints(menu="ky")).to_json())
    assert kept == {"text": "", "hints": {"menu": "ky"}}
    assert Message.from_json(json.dumps(kept)) == Message("", hints=Hints(menu="ky"))


def test_what_is_nothing_but_a_hint_is_shown_by_nobody():
    assert not Message("", hints=Hints(menu="ky")).is_shown
    assert Message("", document={"kind": "kit"}).is_shown
    assert Message.of(Reply("", pin=(40.2, 72.6))).is_shown
