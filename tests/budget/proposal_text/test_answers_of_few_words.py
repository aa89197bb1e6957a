"""Answers of a few words that stand in no table of intents. They add, replace, name another sum, change nothing."""

import pytest

from bot.budget.proposal_text.agreed import says_instead
from bot.budget.proposal_text.denied import leaves_as_it_was, names_another_sum, puts_off
from bot.budget.proposal_text.part_named import find_part_named, names_no_part
from bot.language.intents import Intent, find_meanings


@pytest.mark.parametrize(
    "text", ["мурункусунун ордуна болсун", "замени старый текст на этот", "эскинин ордуна кой", "замените тот текст"]
)
def test_it_stands_in_place_of_the_old(text):
    assert says_instead(text)
    assert not leaves_as_it_was(text)


@pytest.mark.parametrize(
    "text", ["мурунку текстке кошулсун", "да, добавьте к нему", "бириктирип кой", "к этому же", "экөөнү бириктир"]
)
def test_it_is_added(text):
    assert Intent.ADD in find_meanings(text)
    assert not leaves_as_it_was(text)


def test_what_was_written_stays_as_it_was():
    for text in ("жок, китепкана калсын", "оставьте как было", "ордуна койбой эле мурункусу калсын, жок кошпоңуз"):
        assert leaves_as_it_was(text), text


@pytest.mark.parametrize("text", ["жаңысы калсын, эскиси кетсин", "мурункусуна улап кой", "тигини таштап, бул калсын"])
def test_new_words_are_never_dropped_where_the_old_are(text):
    assert not leaves_as_it_was(text)


def test_who_will_say_later_says_nothing_yet():
    for text in ("барып карап келип анан айтам дарегин", "адрес уточню и допишу завтра", "азыр так айта албайм"):
        assert puts_off(text), text
    for text in ("эртең мененки базар", "не знаю, дом у моста", "кийинки көчө"):
        assert not puts_off(text), text


def test_a_sum_was_not_read_rightly():
    for text in ("башка сумма", "нет, не столько", "ката, башкача", "неверная сумма", "азыраак"):
        assert names_another_sum(text), text
    for text in ("ооба туура", "мост сломан, другая сумма", "столько", ""):
        assert not names_another_sum(text), text


def test_a_part_or_nothing_is_to_be_changed():
    assert find_part_named("раздел неправильный") == "category"
    assert find_part_named("канча сом экенин") == "amount"
    for text in ("эч нерсесин", "өзгөртүүнүн кереги жок", "өзгөртпөйм", "азыр эмес"):
        assert names_no_part(text), text


def test_by_ear_a_no_is_a_no():
    assert Intent.NO in find_meanings("ни надо")
    assert Intent.UNSURE in find_meanings("ни знаю")
    assert says_instead("вмиста этого")
