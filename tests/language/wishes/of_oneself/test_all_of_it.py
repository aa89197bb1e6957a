"""A sentence that says yes to erasing everything, one that says not all, and what says neither."""

import pytest

from bot.language.wishes.of_oneself.all_of_it import read_all_of_it


@pytest.mark.parametrize(
    "text",
    [
        "ооба, баарын", "да, всё", "да, удаляйте всё", "ooba baaryn", "ha, hammasini", "ооба, чын эле өчүрүңүз",
        "да, полностью", "ооба, бүт баары өчсүн", "да сотрите все мои данные", "удалите всё что есть",
    ],
)  # fmt: skip
def test_everything_is_to_go(text):
    assert read_all_of_it(text) is True


@pytest.mark.parametrize(
    "text",
    ["жок, баарын эмес", "нет, не всё", "да, но не всё", "ооба, бирок баарын эмес", "ne vse", "не надо удалять всё"],
)
def test_not_all_is_to_go(text):
    assert read_all_of_it(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "всё", "баары түшүнүктүү", "да, а что останется", "ооба, калсын", "да, мост весь удалили", "баарын билем",
        "удалите только имя", "ооба, баарын?", "да, уберите мусор", "да, всё понятно", "ооба, өчүрбөңүз",
    ],
)  # fmt: skip
def test_neither_is_said(text):
    assert read_all_of_it(text) is None
