"""What a message means at the step where it is typed: learned, and guessed of messages never learned from."""

import json
from importlib.resources import files

import pytest

from bot.language.gist.at_step import OWN, READ, TABLE, Table, find_meant_at
from tests.handlers.learn import APART, TYPED, tables
from tests.handlers.learn_at_steps import count_right, list_typed


def _written() -> str:
    return files("bot.language.gist").joinpath(TABLE).read_text("utf-8")


def test_the_table_was_learned_from_nearly_all_that_is_typed_now_and_stays_small():
    named = json.loads(_written().partition("\n")[0])
    # Some new messages change little; the table is made anew before many have come.
    assert abs(named["learned"] - len(list_typed(tables()))) < 0.05 * named["learned"], (
        "python -m tests.handlers.learn_at_steps"
    )
    assert len(_written().encode()) < 500_000


def test_what_was_kept_apart_is_guessed_and_texts_stay_texts(tell):
    n, first, second, own, taken = count_right(Table.read(_written()), TYPED / APART)
    tell("meanings at steps, kept apart", n=n, right=first, of_two=second, texts=own, texts_taken=taken)
    assert first >= 0.8 * n
    assert second >= 0.9 * n
    assert taken <= 0.1 * own


@pytest.mark.parametrize(
    ("step", "text", "meant"),
    [
        ("hearing", "ноги болят, не дойду я до вас", "decline"),
        ("hearing", "Кудай буюрса сөзсүз барып катышабыз", "come"),
        ("receipt", "мага смс жазбай эле койгула", "stop"),
        ("companions", "эки санаалашым менен жетебиз", "count"),
        ("text", "Клубдун терезесин алмаштырып, мешин оңдотуу керек", OWN),
        ("place", "старая мельница, за ней поворот к арыку", OWN),
    ],
)
def test_a_step_means_by_the_same_words_only_what_it_can_mean(step, text, meant):
    assert find_meant_at(step, text)[0][0] == meant


@pytest.mark.parametrize("text", ["", "?!", "ү" * (READ + 1)])
def test_what_says_nothing_or_is_too_long_means_nothing(text):
    assert find_meant_at("menu", text) == ()


def test_a_step_that_nothing_was_learned_of_means_nothing():
    assert find_meant_at("nowhere", "ооба") == ()
