import pytest

from bot.budget.proposal import Side
from bot.language.latin import search_keys, to_cyrillic
from bot.office.guessing.guess import guess


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("kocho jarygyn", "көчө жарыгын"),
        ("zhol zhok", "жол жок"),
        ("stadionду", "стадионду"),
        ("köçö", "көчө"),
        ("суу керек", "суу керек"),
    ],
)
def test_latin_letters_are_read_as_kyrgyz(typed, read):
    assert to_cyrillic(typed) == read


def test_a_text_is_found_by_what_was_typed_and_by_what_was_meant():
    assert search_keys("Kocho jarygyn, биз!") == "kocho jarygyn биз кочо жарыгын"
    assert search_keys("Көчө жарыгы") == "кочо жарыгы"
    assert search_keys("") == ""


def test_a_proposal_in_latin_letters_gets_its_category():
    side, category = guess("kocho jarygyn jakyryp koysonuzdarchy, biz tarap tunku saat 6da ele karangy")
    assert side is Side.SPENDING
    assert category is not None
    assert category.code == "sp_lighting"
