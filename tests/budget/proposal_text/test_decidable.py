"""What is still missing of a proposal: by its category, its words, and what its author added."""

import time

import pytest

from bot.budget.proposal import Side
from bot.budget.proposal_text.decidable import NEEDS, Need, is_answer_to, list_missing
from bot.office.categories import list_categories

SPENDING, REVENUE = Side.SPENDING, Side.REVENUE


def missing(category, text, side=SPENDING, **given):
    return list_missing(category, side, text, **({"place": None, "amount": None, "said": frozenset()} | given))


def test_what_was_said_is_not_asked():
    assert missing("sp_lighting", "Жарык керек") == (Need.STREET, Need.HOUSES, Need.SHARE)
    assert missing("sp_lighting", "Ленин көчөсүнө жарык керек, 40 үй караңгыда") == (Need.SHARE,)
    assert missing("sp_roads", "Дорога по улице Манаса, сорок домов, сделаем ашаром") == ()
    assert missing("sp_roads", "Жол керек", place="Жогорку көчө") == (Need.HOUSES, Need.SHARE)
    assert missing("sp_school", "В школу нужны парты, 120 детей")[0] is Need.WHICH
    assert Need.PEOPLE not in missing("sp_school", "В школу нужны парты, 120 детей")
    assert missing("rev_waste_fee", "Таштандыга акы жыйнайлы", REVENUE) == (Need.PAYERS, Need.PRICE)
    assert missing("rev_waste_fee", "Ар бир үйдөн 50 сомдон жыйнайлы", REVENUE) == ()
    assert missing("rev_rent_land", "Жерди ижарага берели", REVENUE, amount=90_000) == (Need.WHICH,)
    assert missing("rev_pasture", "Пастбища сдавать дороже соседним районам", REVENUE) == (Need.LAND, Need.PRICE)
    assert missing("sp_health", "bizdin aiylga feldsher kerek, dariger jok")[0] is Need.PEOPLE
    assert missing("sp_health", "Медпункттун чатыры чирип калды")[0] is Need.WHICH
    assert missing(None, "Жакшы болсун") == (Need.STREET, Need.PEOPLE)
    assert missing("sp_lighting", "Жарык керек", said=frozenset(Need)) == ()


def test_latin_letters_say_the_same():
    assert missing("sp_water", "suu jok bizde, Manas kochosundo 12 uydo suu kelbeit, ashar kylabyz") == ()
    assert is_answer_to(Need.STREET, "aittym go Manas kochosu dep")
    assert is_answer_to(Need.HOUSES, "kyrk uygo")
    assert not is_answer_to(Need.STREET, "sunushumdu kaitaryp berginle")


@pytest.mark.parametrize("street", [
    "на улице Токтогула, у школы №2", "Токтогула, у школы", "ул. Осмонкула", "Токтогул көчөсү", "у дома Ташкула",
    "за Иссык-Кулем",
])  # fmt: skip
def test_a_name_that_ends_as_an_order_does_is_a_name(street):
    assert is_answer_to(Need.STREET, street)


def test_every_category_has_its_questions():
    assert {one.code for one in list_categories()} == set(NEEDS)


def test_an_answer_is_short_and_no_other_proposal():
    assert is_answer_to(Need.HOUSES, "40")
    assert is_answer_to(Need.HOUSES, "кырк үйгө")
    assert is_answer_to(Need.STREET, "Ленин көчөсү, мектептин жаны")
    assert is_answer_to(Need.HOUSES, "40үй")
    assert is_answer_to(Need.PEOPLE, "кыркка жакын")
    assert not is_answer_to(Need.HOUSES, "билбейм да")
    assert not is_answer_to(Need.HOUSES, "Эмне үчүн каражат жетпейт, былтыр бар эле го")
    assert not is_answer_to(Need.STREET, "Бизге мектепке жаңы чатыр керек")
    assert not is_answer_to(Need.SHARE, "сөз " * 13)


@pytest.mark.parametrize("text", [
    "передумал, уберите моё предложение", "уберите мой телефон пожалуйста", "ну что там с мостом", "вы все воры",
    "глава всё равно украдет эти деньги", "Үй күйүп жатат", "сунушумду кайтарып алам", "номеримди өчүргүлө",
    "качан жооп бересиңер", "передумал", "бул эмне деген суроо?", "мен билбейм да", "спасибо вам за работу",
])  # fmt: skip
@pytest.mark.parametrize("need", list(Need))
def test_what_leads_elsewhere_answers_nothing(need, text):
    assert not is_answer_to(need, text)


@pytest.mark.parametrize(("need", "text"), [
    (Need.STREET, "Ленина 5"), (Need.STREET, "клуб на Ленина 5"), (Need.STREET, "где-то возле школы"),
    (Need.STREET, "Ак-Терек"), (Need.WHICH, "эски клуб"), (Need.WHICH, "жогорку мектеп"), (Need.PAYERS, "баары"),
    (Need.HOUSES, "примерно 30 домов"), (Need.PEOPLE, "120 бала окуйт"), (Need.PRICE, "ар бир үйдөн 50 сом"),
    (Need.PRICE, "100000"), (Need.SHARE, "ашар менен жасайбыз"), (Need.SHARE, "соберём по 200 сом"),
])  # fmt: skip
def test_an_answer_is_told_by_what_was_asked(need, text):
    assert is_answer_to(need, text)


def test_a_number_counts_what_was_asked():
    assert not is_answer_to(Need.PRICE, "клуб на Ленина 5")
    assert not is_answer_to(Need.HOUSES, "Манас 12 мектеп")


def test_a_long_text_is_read_to_its_first_two_thousand_characters():
    for text in ("а" * 1_000_000, "1 " * 500_000, "бир сөз " * 100_000):
        began = time.process_time()
        missing("sp_lighting", text)
        is_answer_to(Need.HOUSES, text)
        assert time.process_time() - began < 0.1


def test_a_number_of_a_proposal_and_a_question_in_turn_are_no_answer():
    for need in (Need.STREET, Need.WHICH, Need.PAYERS):
        assert not is_answer_to(need, "0004")
    for need in Need:
        assert not is_answer_to(need, "сага канча адам жазат")
        assert not is_answer_to(need, "когда ответят")


@pytest.mark.parametrize("said", [
    "сто пятьдесят тысяч", "эки жүз миң сом", "двести тысяч сом надо", "полтора миллиона", "пять млн", "миллион двести тысяч",
    "тысяча двести", "двадцать пять тысяч пятьсот", "eki juz min som", "жүз элүү миң сом керек",
])  # fmt: skip
def test_a_sum_in_words_is_a_sum_in_a_text_and_as_an_answer(said):
    assert is_answer_to(Need.PRICE, said)
    text = f"Клубду ижарага берели, айына {said}"
    assert list_missing("rev_rent_property", Side.REVENUE, text, place="x", amount=None, said=frozenset()) == ()


def test_households_in_words_are_counted():
    text = "Манас көчөсүндө отуз беш үйгө суу тарткыла"
    assert Need.HOUSES not in list_missing("sp_water", Side.SPENDING, text, place=None, amount=None, said=frozenset())
