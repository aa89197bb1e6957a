"""A complaint or a bribe that is only announced is told from one that is told, and from a proposal."""

import pytest

from bot.budget.referral.doors import Door, find_door
from bot.language.matter.complaint import announces_complaint, begins_with_complaint

ANNOUNCED = """
    Хочу сообщить про взятку | Жалобам бар эле | мага пара сурашты айткым келет | хочу пожаловаться на главу
    хочу рассказать о коррупции в айыл окмоту | арыз бар эле башчынын үстүнөн | parakorluk jonundo aitkym kelet
    pora haqida aytmoqchiman | пара тууралуу айтсам болобу | zhaloba est na direktora | xochu pojalovatsya | хачу пажаловаца
    Здравствуйте, у меня жалоба на одного сотрудника | shikoyatim bor | хочу анонимно сообщить о вымогательстве
    дарыгерге даттанып жазгым келет | жемкорлук боюнча айтайын | есть факт взятки | где можно пожаловаться на чиновника
"""
TOLD = """
    жалоба бар, башчыбыз жерди сатып жиберди | башчыны кызматтан алгыла | главу надо уволить | мой брат тоже дал взятку
    хочу чтоб наказали главу, взял деньги, отправьте это в прокуратуру | у сосед тоже просили пара | башчы пара алат
    mendan pora so'rashdi | глава айыл окмоту требует 20 тыс за справку
"""
PROPOSED = """
    жалоба на дорогу | жалоб нет | арызым жок | есть пара слов | у меня пара вопросов | пора чинить дорогу
    Хочу пожаловаться: на нашей улице нет света | жалоба бар, мектепте жылуулук жок | коррупцияга каршы такта орнотулсун
    прокуратуранын жанына чырак керек | директорго кабинет керек
"""


def _list(lines):
    return [text.strip() for line in lines.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", _list(ANNOUNCED))
def test_a_complaint_that_is_only_announced_has_its_door(text):
    assert announces_complaint(text)
    assert find_door(text) is Door.COMPLAINT


@pytest.mark.parametrize("text", _list(TOLD))
def test_a_complaint_that_is_told_is_no_announcement(text):
    assert not announces_complaint(text)
    assert find_door(text) is Door.COMPLAINT


@pytest.mark.parametrize("text", _list(PROPOSED))
def test_what_only_has_a_word_of_it_is_no_complaint(text):
    assert not announces_complaint(text)
    assert find_door(text) is None


def test_a_first_clause_announces_it_and_the_rest_tells():
    assert begins_with_complaint("Жалоба бар: директор бизди кууп чыкты")
    assert not begins_with_complaint("Жалоба бар")
    assert not begins_with_complaint("Көпүрө керек, жалоба бар")
