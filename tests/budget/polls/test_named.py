"""Choices of a poll named in words: what is read, what is left open, what is none of them."""

import pytest

from bot.budget.polls.named import Named, read_named

WORDS = dict(enumerate(["Жол", "Суу", "Жарык", "Мектеп", "Таштанды", "Спорт аянтчасы"], 1))
STREETS = dict(enumerate(["Ички жолдорду оңдоо", "Таза суу", "Көчө жарыгы", "Көчө жолу", "Мектептин чатыры"], 1))


def matters(text):
    of = {"дорога": "roads", "дорогу": "roads", "жол": "roads", "детский сад": "kindergarten"}
    return [of[text.casefold()]] if text.casefold() in of else []


@pytest.mark.parametrize(
    ("text", "picks"),
    [
        ("мектеп, жол, суу", (4, 1, 2)),
        ("мектеп жол суу", (4, 1, 2)),
        ("Мектепти, жолду жана сууну", (4, 1, 2)),
        ("мектп + жолл", (4, 1)),
        ("ташанды/мектеб", (5, 4)),
        ("спортаянтча", (6,)),
        ("mektep jana jaryk", (4, 3)),
        ("дорогу", (1,)),
        ("1, 3 жана 5", (1, 3, 5)),
        ("экинчи, төртүнчү", (2, 4)),
        ("2 и мектеп", (2, 4)),
        ("жол эмес, мектеп", (4,)),
        ("жол керек эмес, мектеп", (4,)),
        ("не дорогу, а мектеп", (4,)),
        ("жок, суу", (2,)),
    ],
)
def test_what_names_choices_is_read_whole(text, picks):
    assert read_named(text, WORDS, places=range(1, 7), list_matters=matters) == Named(picks)


@pytest.mark.parametrize("text", ["", "ооба", "керек", "мага эмне", "9", "я" * 400, "жол эмес"])
def test_what_names_none_picks_nothing(text):
    assert read_named(text, WORDS, places=range(1, 7)).picks == ()


def test_what_fits_several_is_left_open_and_what_fits_none_is_told():
    assert read_named("көчө, суу, бассейн", STREETS) == Named((2,), (("кочо", (3, 4)),), ("бассейн",))
    assert read_named("көчө жарыгы, ички жол", STREETS) == Named((3, 1))
    assert read_named("жол", {1: "Жол", 2: "Жол жарыгы"}) == Named((1,)), "the one that has no other word"
