"""What is said in one turn, where each message costs: what only says something stands above what follows it."""

from bot.chat.message import Choice, Reply
from bot.chat.screens import put_together

RECEIPT = Reply("№ 0001 кабыл алынды.", stays=True, about="added:1")
QUESTION = Reply("Кабарлап туралыбы?", (Choice("notices:yes", "Кабар алам"),))
PAPER = Reply("Жооп", document={"kind": "answer"})


def test_a_receipt_stands_above_the_question_that_follows_it():
    (one,) = put_together((RECEIPT, QUESTION))
    assert one.text == "№ 0001 кабыл алынды.\n\nКабарлап туралыбы?"
    assert (one.choices, one.about, one.stays) == (QUESTION.choices, "added:1", False)


def test_three_that_only_say_something_are_one():
    (one,) = put_together((Reply("бир"), Reply("эки"), Reply("үч")))
    assert one.text == "бир\n\nэки\n\nүч"


def test_what_is_asked_or_comes_with_a_file_stands_alone():
    for replies in ((QUESTION, RECEIPT), (RECEIPT, PAPER), (PAPER, QUESTION), (), (RECEIPT,)):
        assert put_together(replies) == replies
