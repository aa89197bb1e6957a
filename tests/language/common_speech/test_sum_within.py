"""The one sum that a sentence names."""

import pytest

from bot.budget.proposal import parse_amount
from bot.language.in_words.sum_within import find_sum_within

SUMS = {
    "бир жүз элүү миң сом чыгат дешти усталар": 150_000,
    "бир юз элик мин сом чыгат дешти усталар": 150_000,
    "биздин болжол менен үч жүз миң сом болот деп күйөөм айтып жатат": 300_000,
    "tort juz eluu min somdoy ketet okshoyt": 450_000,
    "ikki yuz ming som atrofida": 200_000,
    "сорак пят тыщ гдета": 45_000,
    "тридцатка тыщ": 30_000,
    "сорок косарей": 40_000,
    "пол ляма": 500_000,
    "Полмиллиона! Для вас это копейки!": 500_000,
    "По моим скромным подсчётам, тысяч сто двадцать": 120_000,
    "усталар 85 000 сом дешти": 85_000,
    "бизге 5 лампа керек, 30 миң сом": 30_000,
    "1 миллион 200 миң кетет дешкен": 1_200_000,
}


@pytest.mark.parametrize(("told", "som"), SUMS.items())
def test_the_one_sum_of_a_sentence_is_read(told, som):
    assert parse_amount(find_sum_within(told)) == som


def test_two_sums_a_year_or_a_number_of_things_are_no_sum():
    for told in (
        "100 же 200 миң болот", "не знаю сколько, 2 машины щебня", "2026 жылы бүтөт", "30 минут күтө туруңуз",
        "жолго 100 миң сом, көпүрөгө 300 миң сом", "көп акча кетет",
    ):  # fmt: skip
        assert find_sum_within(told) == "", told
