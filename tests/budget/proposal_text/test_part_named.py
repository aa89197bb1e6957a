"""Which part of a proposal a short answer names, and what names none."""

import pytest

from bot.budget.proposal_text.part_named import find_part_named, names_no_part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("атымды оңдойм", "name"), ("фамилиям", "name"), ("suroton koshom", "photo"), ("суммасын кошоюн", "amount"),
        ("адрес укажу", "place"), ("сам текст", "text"), ("категориясын", "category"), ("сторону поменяйте", "side"),
    ],
)  # fmt: skip
def test_a_part_is_named_in_any_form(text, part):
    assert find_part_named(text) == part


@pytest.mark.parametrize(
    "text", ["Көчөгө жарык керек болуп жатат", "жерине асфальт төшөгүлө", "аты жана суммасы", "", "ооба"]
)
def test_a_text_of_its_own_or_two_parts_name_none(text):
    assert find_part_named(text) == ""


@pytest.mark.parametrize(("text", "is_none"), [("эчтеке өзгөртпөйм", True), ("ничего", True), ("жол", False)])
def test_that_nothing_is_to_be_changed(text, is_none):
    assert names_no_part(text) is is_none
