"""What counts as a letter: what can be seen, in whatever alphabet, and nothing else."""

import pytest

from bot.budget.proposal import Answer, Decision, Reason, TextTooShort, check_text
from bot.language.kyrgyz import fold
from bot.language.letters import count_letters, has_letters

UNSEEN = {
    "Hangul filler": "\u3164",
    "Hangul choseong filler": "\u115f",
    "Hangul jungseong filler": "\u1160",
    "halfwidth Hangul filler": "\uffa0",
    "a combining mark": "\u0301",
    "a mark that encloses": "\u20dd",
    "a tag": "\U000e0061",
    "zero width": "\u200b",
    "a soft hyphen": "\u00ad",
    "a variation selector": "\ufe0f",
    "a Khmer vowel that is not shown": "\u17b4",
    "Braille blank": "\u2800",
    "a kashida, which stretches a letter": "\u0640",
    "a modifier apostrophe": "\u02bc",
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_is_no_letter_however_often(name):
    assert count_letters(UNSEEN[name] * 8) == 0
    with pytest.raises(TextTooShort):
        check_text(UNSEEN[name] * 8)
    with pytest.raises(TextTooShort):
        check_text(f"жол{UNSEEN[name] * 8}")


@pytest.mark.parametrize(
    ("text", "letters"), [("", 0), ("жол 5", 4), ("е\u0308и", 2), ("көчө!", 4), ("🛣️", 0), ("٣道", 2)]
)
def test_letters_and_digits_of_every_alphabet_count(text, letters):
    assert count_letters(text) == letters
    assert has_letters(text, letters)
    assert not has_letters(text, letters + 1)


def test_no_more_is_counted_than_is_asked_for():
    assert count_letters("а" * 100, 5) == 5


def test_a_word_between_fillers_is_that_word():
    assert fold("\u3164ооба\u115f\uffa0") == "ооба"


def test_a_sentence_of_fillers_gives_no_reason():
    answer = Answer(Decision.DEFERRED, Reason.NO_MONEY, "жок" + "\u3164" * 40)
    assert not answer.is_reasoned
