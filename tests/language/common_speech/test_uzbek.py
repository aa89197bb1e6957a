"""Short messages wholly in Uzbek mean what they say, in either script. A word of it in a longer text means nothing."""

import pytest

from bot.language.common_speech.uzbek import say_in_kyrgyz
from bot.language.intents import Intent, find_meanings, find_meanings_of_a_name
from bot.language.meanings.yes import is_bare_consent

MEANT = {
    Intent.YES: "ha | xa | ҳа | ха | xa albatta | ҳа албатта | xop | хўп | хўп бўлади | xo'p mayli | to'g'ri",
    Intent.NO: "yo'q | yoʻq | yo‘q | yoq | йўқ | йўқ, раҳмат | kerak emas | керак эмас",
    Intent.SEND: "yuboring | юборинг | ha yuboring | jo'nat | ha, jonot",
    Intent.LATER: "keyin | кейин ёзаман",
    Intent.BACK: "orqaga | орқага",
    Intent.SKIP: "o'tkazib yuboring | ўтказиб юборинг",
    Intent.ERASE: "o'chiring | ўчиринг",
    Intent.MENU: "bekor qil | bekor qiling | бекор қилинг",
    Intent.THANKS: "rahmat | раҳмат | katta rahmat | катта раҳмат",
    Intent.GREETING: "assalomu alaykum | ассалому алайкум",
    Intent.STATUS: "qachon | қачон | takliflarim | менинг таклифларим | javob qachon keladi",
    Intent.PROPOSE: "takliflarim bor | таклифим бор | taklif bermoqchiman | салом, таклифим бор",
    Intent.UNSURE: "bilmayman | билмайман",
    Intent.DECLINE: "borolmayman | келолмайман",
}


@pytest.mark.parametrize("intent", MEANT)
def test_a_whole_message_means_what_it_says(intent):
    missed = [text for text in MEANT[intent].split(" | ") if intent not in find_meanings(text)]
    assert not missed


@pytest.mark.parametrize(
    "text",
    ["ha, maktabga pol kerak", "yana bitta ko'prik kerak", "йўқ бўлиб кетган кўприк", "ха ха ха", "yordam bering maktab sovuq",
     "мактабимизга янги пол керак", "rahmat ko'chasiga chiroq kerak"],
)  # fmt: skip
def test_a_word_of_it_in_a_longer_text_means_nothing(text):
    assert not find_meanings(text)


def test_where_a_name_is_awaited_one_that_begins_with_a_capital_letter_is_a_name():
    assert not find_meanings_of_a_name("Яна")


def test_thanks_are_no_refusal():
    assert find_meanings("katta rahmat") == {Intent.THANKS}


def test_leave_that_is_given_in_uzbek_is_consent_alone():
    assert is_bare_consent("ha, roziman") == is_bare_consent("ооба, макулмун")
    assert is_bare_consent("roziman")


def test_what_has_no_uzbek_word_is_not_said_otherwise():
    assert not say_in_kyrgyz("көпүрө керек")
    assert not say_in_kyrgyz("ha " * 40)
    assert say_in_kyrgyz("qachon?") == "качан жооп келет?"
