"""What counts as a reason, and what is only a sentence: part R of criterion 6."""

from dataclasses import replace

import pytest

from bot.budget.proposal import Answer, Decision, Reason
from bot.budget.reasoning import find_copied, is_reasoned, is_thin, pick_own_words


def test_ten_decisions_are_needed_before_a_sentence_counts_as_copied():
    assert find_copied([(None, "бир")] * 9) == frozenset()
    assert find_copied([(None, "бир")] * 10) == {"бир"}
    assert find_copied([(None, "бир")] * 3 + [(None, "")] * 7) == frozenset()
    assert find_copied([(None, "бир")] * 4 + [(None, "")] * 6) == {"бир"}


def test_linked_proposals_that_stand_on_one_sentence_are_one_decision():
    alone = [(None, f"сүйлөм {n}") for n in range(9)]
    together = [(7, "бир")] * 30
    assert find_copied(alone + together) == frozenset()
    # Nine alone and one group are ten. With two of the nine on its sentence it stands in three, with three in four.
    assert find_copied([*alone[2:], *[(None, "бир")] * 2, *together]) == frozenset()
    assert find_copied([*alone[3:], *[(None, "бир")] * 3, *together]) == {"бир"}
    # Those of one group that were answered in other words are decisions of their own.
    assert find_copied([(7, f"сүйлөм {n}") for n in range(6)] + [(n, "бир") for n in range(4)]) == {"бир"}
    # A group makes no ten of nine.
    assert find_copied([(None, "бир")] * 8 + together) == frozenset()


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
