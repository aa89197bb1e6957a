import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.kyrgyz import canon, clean, fold, quote

letters = st.text(
    st.sampled_from("аеосурхкнжьъёйөүңѳӧӊҥұӱɵacehopxytkzöëABCHТМ \u0306\u0308\u0301-'.1👍\u200d\u00ad"), max_size=30
)
texts = st.one_of(st.text(max_size=60), letters)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("кѳчѳ, бɵлүп, кӧпүрө", "көчө, бөлүп, көпүрө"),
        ("Ѳмүр Ɵмүр Ӧмүр", "Өмүр Өмүр Өмүр"),
        ("жаӊы жаҥы ҤӉ", "жаңы жаңы ҢҢ"),
        ("сұрөт ӱй ҰӰ", "сүрөт үй ҮҮ"),
        ("cуу, кoчo, Кoмок, МEКТЕП", "суу, кочо, Комок, МЕКТЕП"),
        ("кo\u0308чө", "көчө"),
        ("Wi-Fi, COP, kocho, SMS", "Wi-Fi, COP, kocho, SMS"),
        ("stadionду", "stadionду"),
        ("kɵchɵ", "kɵchɵ"),
        ("e-кызмат", "e-кызмат"),
    ],
)
def test_one_code_point_stands_for_each_kyrgyz_letter(typed, meant):
    assert canon(typed) == meant


@given(texts)
def test_canon_twice_is_canon_once(text):
    assert canon(canon(text)) == canon(text)
    assert unicodedata.is_normalized("NFC", canon(text))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Көчөгө жарык керек!!!", "кочого жарык керек"),
        ("КӨПҮРӨНҮ оңдоо", "копурону ондоо"),
        ("Кара-Суу, ёлка; объект", "кара суу елка обект"),
        ("  бир\u00a0\n эки\t", "бир эки"),
        ("кө\u00adчө\u200b", "кочо"),
        ("👍", ""),
        ("", ""),
    ],
)
def test_a_fold_finds_a_word_however_it_was_typed(typed, folded):
    assert fold(typed) == folded


@given(texts)
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


def test_fold_is_settled_for_every_character_of_the_basic_plane():
    for first in range(0, 0x10000, 64):
        besides = [f"c{chr(code)}у е{chr(code)}\u0308" for code in range(first, first + 64)]
        folded = fold(" ".join(besides))
        if fold(folded) != folded:
            for code, beside in enumerate(besides, first):
                assert fold(fold(beside)) == fold(beside), hex(code)
            pytest.fail(f"from {first:x} on, only side by side")


@given(texts)
def test_a_folded_text_is_lower_case_words_and_single_spaces(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(char.isalnum() or char == " " for char in folded)
    assert not set(folded) & set("өүңёъь")


def test_what_is_shown_cannot_break_a_message():
    assert clean("а\x00б\ud800в\u202eг\u2066д\x1bе\x85ё\r\nж\tз") == "абвгдеё\nж з"
    assert clean("ѳ 👨\u200d👩\u200d👧 «quoted» \u00a0 é") == "ѳ 👨\u200d👩\u200d👧 «quoted» \u00a0 é"


def test_a_long_text_is_quoted_by_its_first_characters():
    assert quote("бир\n эки\t\tүч") == "бир эки үч"
    assert quote("а" * 200) == "а" * 200
    assert quote("а" * 201) == "а" * 200 + "…"
    assert quote("абвгд", limit=3) == "абв…"


def test_a_quote_halves_no_letter_and_no_emoji():
    assert quote("аб👨\u200d👩\u200d👧вг", limit=4) == "аб…"
    assert quote("абe\u0301вг", limit=3) == "аб…"
    assert quote("а👍🏽вг", limit=2) == "а…"
    assert quote("а" + "\u0301" * 9, limit=4) == "а" + "\u0301" * 3 + "…"


@given(texts, st.integers(1, 20))
def test_a_quote_is_never_longer_than_its_limit_and_one_sign(text, limit):
    assert len(quote(text, limit)) <= limit + 1
    assert "\n" not in quote(text, limit)
