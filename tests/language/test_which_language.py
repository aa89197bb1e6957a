"""In which language a text is plainly written: short sentences of an office, and the labelled texts of residents."""

import json

import pytest

from bot.language.in_words.which import (
    find_language_asked,
    find_wished_language,
    guess_language,
    names_both_languages,
)
from tests.papers import ROOT


@pytest.mark.parametrize("text", [
    "Июнга чейин 12 чырак коёбуз.", "Районго кат жаздык.", "Сметасы даярдалып жатат.", "Мугалим келет, дары берилет.",
    "Депутаттар чечет.", "jany uilordu katka alyp salyk alsa", "дукондор толук салык толосун",
])  # fmt: skip
def test_a_short_kyrgyz_sentence_is_known_without_its_own_letters(text):
    assert guess_language(text) == "ky"


def test_of_the_labelled_texts_none_is_taken_for_the_other_language():
    rows = [json.loads(line) for line in (ROOT / "bot/office/guessing/texts.jsonl").read_text("utf-8").splitlines()]
    guessed = [(row["lang"], guess_language(row["text"])) for row in rows if row.get("lang") in {"ky", "ru"}]
    assert [pair for pair in guessed if pair[1] not in {None, pair[0]}] == []
    assert sum(found is None for _, found in guessed) < 0.1 * len(guessed)


def test_a_language_that_ones_tongue_refuses_is_not_wished():
    assert find_language_asked("кагылайындар орусчага тилим келбейт, озубуздукунан айткыла") == "ky"


@pytest.mark.parametrize(("text", "wished"), [
    ("кыргызча эле жаза бер, русский да понимаю", "ky"), ("пиши на русском, киргизский тоже понимаю", "ru"),
    ("орусча түшүнөм, бирок кыргызча жаз", "ky"), ("можно по-русски? кыргызский понимаю", "ru"),
    ("кыргызча түшүнөм, орусча жакшыраак", "ru"), ("кыргызча жазчы, орусча түшүнбөйм", "ky"),
    ("пиши по-кыргызски, понимаю и русский", "ky"), ("русский знаю, а кыргызский нет", "ru"),
    ("orus tilin tushunom, birok kyrgyzcha jaz", "ky"), ("киргизский знаю но лучше по русски пишите", "ru"),
    ("нет не русский, кыргызский давай", "ky"), ("русский понимаю", "ru"),
    ("орусча да кыргызча да болот", None), ("мне всё равно, русский или кыргызский", None),
])  # fmt: skip
def test_a_language_that_is_only_understood_too_is_not_asked_for(text, wished):
    assert find_wished_language(text) == wished
    assert names_both_languages(text) == (text != "русский понимаю")
