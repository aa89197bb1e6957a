"""An answer that leaves something out is told of in few words. That none came, and a wish, is another thing."""

import pytest

from bot.budget.proposal_text.in_sentence.incomplete import says_incomplete


@pytest.mark.parametrize("text", [
    "это неполный ответ, не сказали когда", "ответ не полный", "вы не ответили на второй вопрос", "на мой вопрос не ответили",
    "а когда сделают не написали", "не указали сумму", "отписка", "ответ не по теме", "в ответе нет сроков", "это не ответ",
    "толук эмес жооп", "жооп толук эмес экен", "экинчи суроома жооп берген жоксуңар", "качан экенин айткан жоксуз",
    "эмнеге экенин түшүндүргөн жоксуздар", "бул жооп эмес", "жарым жооп болду", "joop toluk emes",
    "kachan ekenin aitkan joksuz",
])  # fmt: skip
def test_what_an_answer_leaves_out_is_told(text):
    assert says_incomplete(text)


@pytest.mark.parametrize("text", [
    "мне не ответили", "где мой ответ", "жооп келе элек", "жооп качан келет", "ответ понятен, спасибо", "жообуңуз үчүн рахмат",
    "прошу указать сроки ремонта дороги", "мектепте китептер толук эмес", "не знаю когда", "жол толук оңдолгон жок",
    "автобус когда ходит не знаем", "суу толук келбейт", "", "ответ " * 60,
])  # fmt: skip
def test_no_answer_at_all_and_needs_are_another_thing(text):
    assert not says_incomplete(text)
