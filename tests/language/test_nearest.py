"""What a message resembles: learned, guessed of messages that were never learned from, and asked about only."""

from importlib.resources import files

import pytest

from bot.language.gist.nearest import OWN, TABLE, cut_letters, find_nearest_door, find_nearest_meanings
from bot.language.intents import Intent
from tests.handlers.learn import APART, TYPED, make, rows, tables


def test_the_table_is_what_the_typed_messages_make_and_guesses_those_kept_apart(tell):
    learned = make(tables())
    lines = set(files("bot.language.gist").joinpath(TABLE).read_text("utf-8").splitlines())
    changed = [line for line in learned.written().splitlines() if line not in lines]
    # Each new word of a table changes some lines; the table is made anew before it tells of another time.
    assert len(changed) < 0.05 * len(lines), "python -m tests.handlers.learn"
    apart = list(rows(TYPED / APART))
    right = taken = 0
    for meant, text in apart:
        weights = learned.weigh((word, 1.0) for word in cut_letters(text))
        best = max(weights, key=lambda code: weights[code])
        right, taken = right + (best == meant), taken + (meant == OWN and best != OWN)
    tell("meanings resembled, kept apart", n=len(apart), right=right, texts_taken=taken)
    assert right >= 0.83 * len(apart)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("чоң рахмат ишиңерге ийгилик", Intent.THANKS),
        ("суныш берейин дедим", Intent.PROPOSE),
        ("кайсынысына кирерин билбейм", Intent.UNSURE),
        ("спс за ответ большое", Intent.THANKS),
    ],
)
def test_a_message_resembles_what_others_meant(text, first):
    assert find_nearest_meanings(text)[0] is first


@pytest.mark.parametrize(
    "text", ["Мектептин чатырын жаап бергилечи", "", "12", "там живет 200 человек", "жол " * 11, "ү" * 121]
)
def test_what_is_a_text_of_its_own_or_too_long_resembles_nothing(text):
    assert find_nearest_meanings(text, above=14.0) == ()
    assert find_nearest_door(text) == ""
