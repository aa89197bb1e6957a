"""What counts as a reason, and what is only a sentence: part R of criterion 6."""

from dataclasses import replace

import pytest

from bot.budget.proposal import Answer, Decision, Reason
from bot.budget.reasoning import find_copied, is_reasoned, is_thin, pick_own_words


def test_ten_decisions_are_needed_before_a_sentence_counts_as_copied():
    assert find_copied(["бир"] * 9) == frozenset()
    assert find_copied(["бир"] * 10) == {"бир"}
    assert find_copied(["бир"] * 3 + [""] * 7) == frozenset()
    assert find_copied(["бир"] * 4 + [""] * 6) == {"бир"}


@pytest.mark.parametrize(
    ("sentence", "thin"),
    [
        ("Быйылкы бюджетте буга каражат жетпейт", True),
        ("В бюджете этого года на это не хватает средств", True),
        ("К сожалению, у нас сейчас нет денег на это.", True),
        ("Айыл өкмөтүндө азыр акча жок, кечиресиз.", True),
        ("Мектептин көчөсү 2028-жылдын планына киргизилет.", False),
        ("Денег нет, но школу обещал отремонтировать район.", False),
        ("Каражат жетпейт, грант издеп жатабыз, күзүндө кабар беребиз.", False),
    ],
)
def test_no_money_and_nothing_more_is_thin(sentence, thin):
    answer = Answer(Decision.DEFERRED, Reason.NO_MONEY, sentence)
    assert is_thin(answer) is thin
    assert not is_thin(replace(answer, reason_code=Reason.NEEDS_STUDY))
    assert not is_thin(replace(answer, decision=Decision.INCLUDED))


def test_included_needs_no_words_of_its_own():
    assert pick_own_words(Answer(Decision.INCLUDED, sentence="Рахмат, кирди")) == ""


@pytest.mark.parametrize(
    ("answer", "reasoned"),
    [
        (Answer(Decision.INCLUDED, amount=150_000), True),
        (Answer(Decision.INCLUDED, budget_line="4-берене"), True),
        (Answer(Decision.INCLUDED), False),
        (Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул жолду район карайт экен."), True),
        (Answer(Decision.NOT_INCLUDED, sentence="Бул жолду район карайт экен."), False),
        (Answer(Decision.DEFERRED, Reason.NO_MONEY, "Быйылкы бюджетте буга каражат жетпейт"), False),
    ],
)
def test_an_answer_is_reasoned_as_its_decision_asks_for(answer, reasoned):
    assert is_reasoned(answer) is reasoned
