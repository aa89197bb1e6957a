"""A number and a wish lead to one's own proposal; numbers of schools, houses and buses do not."""

import pytest

from bot.language.wishes.of_number import NumberWish, OfNumber, read_number_wish

ADD, CHANGE, WITHDRAW, SEE = OfNumber.ADD, OfNumber.CHANGE, OfNumber.WITHDRAW, OfNumber.SEE


@pytest.mark.parametrize(
    ("text", "number", "wish", "beside"),
    [
        ("№4 кайтарып алгым келет", 4, WITHDRAW, ""),
        ("0014 tu ochurup koygula", 14, WITHDRAW, ""),
        ("8 номерди жок кылып коюңуз", 8, WITHDRAW, ""),
        ("снимите моё предложение № 15, передумала", 15, WITHDRAW, "передумала"),
        ("6-е предложение уже не нужно", 6, WITHDRAW, ""),
        ("kereksiz ketti 0005 ni alyp salgyla", 5, WITHDRAW, "alyp salgyla"),
        ("терезеси да сынык, 9 номерге кошуп койчу", 9, ADD, "терезеси да сынык"),
        ("Bayterek 5, 0003ke kosh", 3, ADD, "Bayterek 5"),
        ("№ 11 сунушума дагы кошом", 11, ADD, ""),
        ("к предложению 0021 добавьте, что там нет света с 2019 года", 21, ADD, "там нет света с 2019 года"),
        ("дополните №7: лампы тоже сгорели", 7, ADD, "лампы тоже сгорели"),
        ("бул 2 номерге кошулат", 2, ADD, ""),
        ("3-сине кош: эшиги да чириген", 3, ADD, "эшиги да чириген"),
        ("номер 13, замените улицу", 13, CHANGE, "улицу"),
        ("0008де ката кетти, Ош көчөсү эмес", 8, CHANGE, "Ош көчөсү эмес"),
        ("в предложении 12 поменяйте адрес", 12, CHANGE, "адрес"),
        ("№ 3 эмне болду", 3, SEE, ""),
        ("0001 номердин мооноту качан?", 1, SEE, "качан"),
        ("когда ответ по 0001?", 1, SEE, "ответ"),
        ("0002 номерди көрсөтчү", 2, SEE, ""),
        ("№3 боюнча жооп барбы", 3, SEE, ""),
        ("есть ли ответ на 0012", 12, SEE, ""),
        ("0003 poly jonundo joop kachan?", 3, SEE, "poly jonundo joop"),
    ],
)
def test_a_number_and_a_wish_name_a_proposal(text, number, wish, beside):
    found = read_number_wish(text)
    assert found is not None, text
    assert (found.number, found.wish) == (number, wish)
    if wish is not WITHDRAW:
        assert found.beside == beside


def test_what_is_added_stands_alone():
    assert read_number_wish("10 номерге кошуп койгула: кышында муздак") == NumberWish(10, ADD, "кышында муздак")


@pytest.mark.parametrize(
    "text",
    [
        "№7 мектепти оңдоп бергиле",
        "школа номер 5, исправьте крышу",
        "улица Ленина дом 5, уберите мусор",
        "5 номердеги автобус токтосун",
        "маршрут №5 добавьте автобус",
        "12-мектепке чатыр кошуп салып бергиле",
        "2 фонаря добавьте у моста",
        "үч сунушум бар: 1) жол 2) суу 3) жарык",
        "2027-жылдын бюджетине 100000 сом кошкула",
        "0555 12 34 56 номерди алып салгыла",
        "не удаляйте № 3",
        "№ 3 кайтарбагыла",
        "0001 жооп түшүнүктүү",
        "по 0001 не согласна, ответ не тот",
        "М-001 эмне болду",
        "№7 мектептин жолу качан оңдолот",
        "15 номер автобус качан келет",
        "сунушумду кайтарып алам",
        "№1 " + "алып салгыла " * 20,
        "№1 алып салгыла " * 100,
    ],
)
def test_another_number_or_no_wish_names_none(text):
    assert read_number_wish(text) is None
