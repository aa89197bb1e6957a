"""A whole sentence that answers a step: which part is wrong, and whether words are joined."""

import pytest

from bot.budget.proposal_text.in_sentence.announced import read_announcement, without_lead_in
from bot.budget.proposal_text.in_sentence.joining import read_joining
from bot.budget.proposal_text.in_sentence.part import find_part_in_sentence
from bot.budget.proposal_text.part_named import names_no_part


def test_a_sentence_names_the_part_that_is_wrong():
    named = {
        "Снимок моста поменяйте! На этом его как будто и нет!": "photo",
        "акчасын аз айтып койгон экенмин, ошону оңдойлу": "amount",
        "манем акчасын ката айтып койгон экамын": "amount",
        "temasi boshka bolishi kerak edi": "category",
        "Бул чыгым эмес, киреше бөлүгүнө кирет экен, ошону түзөтсөк.": "side",
        "атымды туура эмес жазып алып тыр фамилия сын оңдош керек": "name",
        "адрис там нетот": "place",
        "посёлок записали не в тот адрес, переделайте": "place",
        "көчөнүн атын туурала": "place",
        "поставил доход, хотя это расход": "side",
        "категорию не ту нажала": "category",
        "нархини тузатаман": "amount",
        "сөзүмдү кыскартып кайра жазсамбы": "text",
        "отчество перепутали": "name",
        "Текст перепишу! А то слишком вежливо вышло!": "text",
    }
    assert {text: find_part_in_sentence(text) for text in named} == named


def test_more_of_a_proposal_names_no_part():
    for text in (
        "Көчөгө жарык керек, башка жерге да столб керек",
        "дагы бир фонарь",
        "Сделайте мост, другой дороги нет",
    ):
        assert find_part_in_sentence(text) == "", text


def test_nothing_to_change_is_said_in_a_sentence():
    assert names_no_part("эч нерсе өзгөртпөйм, жөн эле басып алыптырмын артка кайт")
    assert names_no_part("ничего менять не буду, случайно ткнула")
    assert not names_no_part("текстти өзгөртөм")


def test_a_sentence_says_whether_words_are_joined():
    said = {
        "экосун бириктирип кой, бир эле иш ушу": "yes",
        "Присовокупите, пожалуйста, к ранее написанному": "yes",
        "Не мешайте в кучу! Это вторая заявка, сама по себе!": "new",
        "не это другое вообще бөлөк заявка будет": "new",
        "Старое в мусор, вместо него пусть это стоит!": "instead",
        "eskisini olib tashlap, ornuna shu yangisini koyung": "instead",
    }
    assert {text: read_joining(text) for text in said} == said


def test_a_no_or_more_of_the_text_joins_nothing_and_begins_nothing():
    for text in (
        "жок кошпо",
        "жок, өзүнчө эле",
        "не добавляй",
        "жолдун ордуна көпүрө керек",
        "кошуна айылга жол керек",
    ):
        assert read_joining(text) == "", text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Макул анда жаңы сунуш жазам: көпүрөнү кеңейткиле", "көпүрөнү кеңейткиле"),
        ("Салам братан, сунушум мындай: секцияга зал керек", "секцияга зал керек"),
        ("Здравствуйте! Моё предложение: открыть кружок шахмат", "открыть кружок шахмат"),
        ("Айылга керек: суу жана жол", "Айылга керек: суу жана жол"),
        ("Сунуш: көпүрө", "Сунуш: көпүрө"), ("Үч сунушум бар: жол, суу, жарык", "Үч сунушум бар: жол, суу, жарык"),
    ],
)  # fmt: skip
def test_what_only_announces_a_proposal_is_no_part_of_it(typed, kept):
    assert without_lead_in(typed) == kept


@pytest.mark.parametrize("text", ["² сунуш: көпүрө, жарык керек", "③ предложения: мост, свет", "9" * 200])
def test_a_digit_that_is_no_decimal_number_announces_nothing(text):
    assert read_announcement(text).n == 0
