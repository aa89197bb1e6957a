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
