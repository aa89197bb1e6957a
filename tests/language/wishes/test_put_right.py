"""What was sent is put right in a sentence. It names what is wrong, what is right, and may deny a new one."""

import pytest

from bot.language.wishes.put_right import agrees_to_put_right, put_in_place, read_put_right

ROAD, WATER = "дорогу к школе надо починить, улица Ленина", "Ленин көчөсүндө 40 үйгө суу керек"


@pytest.mark.parametrize(("said", "text", "whole"), [
    ("ой я ошиблась не улица Ленина а улица Манаса исправте", ROAD, "дорогу к школе надо починить, улица Манаса"),
    ("не на Ленина, а на Манаса", ROAD, "дорогу к школе надо починить, улица Манаса"),
    ("перепутала, не Ленина а Манаса", ROAD, "дорогу к школе надо починить, улица Манаса"),
    ("Ленин көчөсү эмес, Манас көчөсү", WATER, "Манас көчөсүндө 40 үйгө суу керек"),
    ("Ленин эмес Манас көчөсү деп оңдоп койгула", WATER, "Манас көчөсүндө 40 үйгө суу керек"),
    ("ой, 40 үй эмес 60 үй экен", WATER, "Ленин көчөсүндө 60 үйгө суу керек"),
    ("не 40 домов, а 60", "Воду на 40 домов", "Воду на 60 домов"),
])  # fmt: skip
def test_what_is_right_stands_in_place_of_what_is_wrong(said, text, whole):
    read = read_put_right(said)
    assert put_in_place(text, read.wrong, read.right) == whole
    assert put_in_place(f"{text}. {text}", read.wrong, read.right) == "", "it stands there twice"


@pytest.mark.parametrize("said", [
    "там улица неправильно должно быть Манаса", "номерди ката жазыпмын, Манас көчөсү болчу", "опечатка, извините",
    "жаңылышып Ленин деп жазыптырмын, Манас көчөсү", "kata jazypmyn Manas kochosu bolchu", "не ту улицу указала",
    "нет не новое я старое исправляю улица Манаса", "жаңы эмес, эскисин оңдойм", "мурунку сунушумду оңдогум келет",
])  # fmt: skip
def test_a_mistake_is_told_in_many_ways(said):
    read = read_put_right(said)
    assert read is not None
    assert read.says_so
    assert read.only_wished == (
        said in {"опечатка, извините", "мурунку сунушумду оңдогум келет", "не ту улицу указала"}
    )
    assert read.of_sent == any(word in said for word in ("старое", "эскисин", "мурунку"))


@pytest.mark.parametrize("said", [
    "исправьте дорогу", "жолду оңдоп бергиле", "старую школу исправьте",
    "эски мектепти оңдоп бергиле",
    "врачи ошибаются", "эскисин алмаштырса да болот, жаңысы кымбат дешет",
    "мектепке ката жазылган китептерди алмаштыргыла", "", "ошиблась " * 30,
])  # fmt: skip
def test_work_on_roads_and_schools_puts_nothing_right(said):
    assert read_put_right(said) is None


def test_a_yes_to_a_correction_brings_no_words_of_its_own():
    assert agrees_to_put_right("да исправте там улицу")
    assert agrees_to_put_right("ооба, оңдоп койгула")
    assert not agrees_to_put_right("да, исправьте на 60")
    assert not agrees_to_put_right("исправьте дорогу")


LAMPS, HOUSES = "Поставьте 5 фонарей до 15 марта, на 500 000 сом", "Жолго 2 млн сом керек, 3 км, 12 үйгө"


@pytest.mark.parametrize(("said", "text", "whole"), [
    ("нет не 500, 350 тыс", "Мост, 500 тыс сом", "Мост, 350 тыс сом"),
    ("не 500 тысяч, а триста пятьдесят", LAMPS, "Поставьте 5 фонарей до 15 марта, на триста пятьдесят тысяч сом"),
    ("нет, 350 тыс", LAMPS, "Поставьте 5 фонарей до 15 марта, на 350 тыс сом"),
    ("500 не 350 тыс надо", "Мост, 500 тыс сом", "Мост, 350 тыс сом"),
    ("350 тыс вместо 500", "Мост, 500 тыс сом", "Мост, 350 тыс сом"),
    ("не 5, 8", LAMPS, "Поставьте 8 фонарей до 15 марта, на 500 000 сом"),
    ("8 фонарей, а не 5", LAMPS, "Поставьте 8 фонарей до 15 марта, на 500 000 сом"),
    ("не 15 марта, 20 апреля", LAMPS, "Поставьте 5 фонарей до 20 апреля, на 500 000 сом"),
    ("не март а апрель", LAMPS, "Поставьте 5 фонарей до 15 апреля, на 500 000 сом"),
    ("апрель, а не март", LAMPS, "Поставьте 5 фонарей до 15 апреля, на 500 000 сом"),
    ("2 млн эмес 1,5 млн", HOUSES, "Жолго 1,5 млн сом керек, 3 км, 12 үйгө"),
    ("jok 3 emes 5 km", HOUSES, "Жолго 2 млн сом керек, 5 km, 12 үйгө"),
    ("жок, 5 км", HOUSES, "Жолго 2 млн сом керек, 5 км, 12 үйгө"),
    ("он эки эмес он беш үй", HOUSES, "Жолго 2 млн сом керек, 3 км, он беш үйгө"),
    ("суммасы 3 млн болчу", HOUSES, "Жолго 3 млн сом керек, 3 км, 12 үйгө"),
    ("3 км эмес 3 метр", HOUSES, "Жолго 2 млн сом керек, 3 метр, 12 үйгө"),
])  # fmt: skip
def test_a_figure_is_put_right_with_its_unit(said, text, whole):
    assert read_put_right(said).put_into(text).replace("5 km", "5 км") == whole.replace("5 km", "5 км")


@pytest.mark.parametrize("said", [
    "нет, 2", "350 тыс", "12 үй бар бизде", "не 5 а 8 школ в районе закрыли", "1", "2 эмес", "жок", "не надо",
    "в 10:00 не приду", "нет",
])  # fmt: skip
def test_figures_that_put_nothing_right_are_none(said):
    read = read_put_right(said)
    assert read is None or read.figures is None


def test_a_figure_that_stands_twice_or_nowhere_is_not_put_right():
    read = read_put_right("не 5, 8")
    assert read.put_into("5 ламп и 5 столбов") == ""
    assert read.put_into("7 ламп") == ""
    assert read_put_right("нет, 350 тыс").put_into("500 тыс на мост и 200 тыс на клуб") == ""


@pytest.mark.parametrize(("text", "said", "right"), [
    ("крышу школы номр 5 почините", "не школы номер 5 а номер 7", "крышу школы номр 7 почините"),
    ("крышу школы номр 5 почините, там 5 дыр", "не школы номер 5 а номер 7", "крышу школы номр 7 почините, там 5 дыр"),
    ("улица Лнеина темная", "не Ленина, а Манаса", "улица Манаса темная"),
    ("Линин көчөсүнө жарык", "Ленин эмес Манас", "Манас көчөсүнө жарык"),
    ("балницу почините", "не больницу а школу", "школу почините"),
    ("дорога плохая", "не дорогу а мост", ""), ("Чый айылына", "не Чуй а Шуй", ""), ("дом 15", "не 16 а 17", ""),
])  # fmt: skip
def test_a_misspelt_word_is_found_and_a_figure_only_as_it_stands(text, said, right):
    read = read_put_right(said)
    assert read is not None
    assert read.put_into(text) == right
