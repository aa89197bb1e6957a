"""How a message is made to fit a messenger: parts, buttons and titles within its limits."""

from dataclasses import replace

import pytest

from bot.channels.fitting import list_buttons, shorten, split_parts
from bot.channels.terminal import CAPABILITIES as TERMINAL
from bot.chat.message import Message
from tests.channels.pigeon import Pigeon

FEW = Pigeon.capabilities
MENU = Message("Меню", [["a", "Сунуш берүү"], ["b", "Жооп күткөндөр"]], [["back", "Артка"], ["more", "Дагы"]])


def test_choices_get_buttons_before_ways_and_all_keep_their_numbers():
    assert list_buttons(MENU, FEW) == [("a", "Сунуш берүү"), ("b", "Жооп күткөндөр"), ("back", "Артка")]
    assert split_parts(MENU, FEW) == ["Меню\n1 — Сунуш берүү\n2 — Жооп күткөндөр"]


def test_where_nothing_can_be_pressed_there_are_no_buttons_and_no_limits():
    assert list_buttons(MENU, TERMINAL) == []
    assert len(split_parts(replace(MENU, text="сөз " * 50_000), TERMINAL)) == 1


@pytest.mark.parametrize("text", ["сөз " * 1000, "ө" * 3000, "👍" * 1500])
def test_what_has_buttons_goes_in_shorter_parts(text: str):
    with_buttons = split_parts(replace(MENU, text=text), FEW)
    assert all(len(part.encode("utf-16-le")) // 2 <= 1024 for part in with_buttons)
    assert len(split_parts(Message(text), FEW)) == 1
    assert "".join("".join(with_buttons).split()) == "".join(replace(MENU, text=text).numbered().split())


@pytest.mark.parametrize(
    ("title", "limit", "shown"),
    [
        ("Ооба", 20, "Ооба"),
        ("Ооба", None, "Ооба"),
        ("а" * 20, 20, "а" * 20),
        ("Кийинки жылга калтырылды", 20, "Кийинки жылга калты…"),
        ("Кийинки жылга калтырылды", 15, "Кийинки жылга…"),
        ("👍👍👍", 5, "👍👍…"),
        ("👍👍👍", 4, "👍…"),
    ],
)
def test_a_title_is_cut_between_letters(title: str, limit: int | None, shown: str):
    assert shorten(title, limit) == shown
