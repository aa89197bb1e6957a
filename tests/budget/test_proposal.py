from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget.proposal import (
    AmountOpen,
    AmountOutOfRange,
    AmountUnreadable,
    Answer,
    Decision,
    Reason,
    ReasonMissing,
    SentenceTooShort,
    Source,
    TextTooLong,
    TextTooShort,
    check_text,
    find_default_budget_year,
    parse_amount,
    write_number,
)
from bot.language.refusal import Refusal

SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."


def test_the_authors_words_are_left_as_they_are():
    assert check_text("  Кѳчөгө\n\n жарык  керек 👍\u200d ") == "Кѳчөгө\n\n жарык  керек 👍\u200d"


def test_what_no_database_can_store_is_taken_out():
    assert check_text("\x00 су\ud83dу ке\x00рек\x00 ") == "суу керек"


@pytest.mark.parametrize("text", ["", "   ", "👍", "суу!", "?!?!?!?!", "\x00\x00\x00\x00\x00"])
def test_a_text_of_fewer_than_five_letters_is_no_proposal(text):
    with pytest.raises(TextTooShort):
        check_text(text)


def test_eight_thousand_characters_are_the_most():
    assert len(check_text(" " + "а" * 8_000 + " ")) == 8_000
    with pytest.raises(TextTooLong) as refused:
        check_text("а" * 8_001)
    assert refused.value.limit == 8_000


@pytest.mark.parametrize(
    ("typed", "som"),
    [
        ("150 000", 150_000),
        ("150000 сом", 150_000),
        ("150\u00a0000\u202fсом", 150_000),
        ("150 миң", 150_000),
        ("150 мин сом", 150_000),
        ("150 МИҢ СОМГО", 150_000),
        ("150 min som", 150_000),
        ("150 ming", 150_000),
        ("150к", 150_000),
        ("1,9 млн", 1_900_000),
        ("1.5 миллион", 1_500_000),
        ("1.5 миллион сомов.", 1_500_000),
        ("5 mln som", 5_000_000),
        ("2 млрд", 2_000_000_000),
        ("100 тыс.", 100_000),
        ("100 тысяч сомов", 100_000),
        ("1 млн 500 миң сом", 1_500_000),
        ("150.000", 150_000),
        ("1.500.000 coм", 1_500_000),
        ("1 500,00 сом", 1_500),
        ("12,50", 13),
        ("1 000 000 000 000", 10**12),
        ("1", 1),
    ],
)
def test_a_sum_is_read_as_people_type_it(typed, som):
    assert parse_amount(typed) == som


@pytest.mark.parametrize(
    "typed", ["", "сом", "миң", "көп", "15 00", "1,9", "1.2.3 млн", "150 минут", "10 км", "9" * 5000, "1e6"]
)
def test_what_is_no_sum_is_refused(typed):
    with pytest.raises(AmountUnreadable):
        parse_amount(typed)


@pytest.mark.parametrize("typed", ["0", "0 сом", "-5000", "− 150 000", "1 000 000 000 001", "1001 млрд", "9" * 50])
def test_a_sum_beyond_reason_is_refused(typed):
    with pytest.raises(AmountOutOfRange):
        parse_amount(typed)


@given(st.integers(1, 10**12), st.sampled_from(["{:d}", "{:_d} сом", "{:d}сом"]), st.sampled_from(" \u00a0\u202f"))
def test_a_sum_that_is_written_out_is_read_back(som, form, space):
    assert parse_amount(form.format(som).replace("_", space)) == som


@given(st.text(st.sampled_from("0123456789 .,-сомиңтыклнmlnКk\u00a0"), max_size=40))
def test_any_text_is_a_sum_or_is_refused(text):
    with suppress(Refusal):
        assert 1 <= parse_amount(text) <= 10**12


def test_a_number_has_four_digits_and_grows():
    assert [write_number(n) for n in (1, 42, 9_999, 10_000)] == ["0001", "0042", "9999", "10000"]
    with pytest.raises(ValueError, match="begin at 1"):
        write_number(0)


def test_the_budget_year_is_the_next_one_from_march_on():
    assert find_default_budget_year(date(2027, 2, 28)) == 2027
    assert find_default_budget_year(date(2028, 2, 29)) == 2028
    assert find_default_budget_year(date(2027, 3, 1)) == 2028
    assert find_default_budget_year(date(2026, 12, 31)) == 2027


def test_included_needs_no_reason_but_a_sum_or_a_line_to_be_reasoned():
    assert not Answer(Decision.INCLUDED).checked().is_reasoned
    assert Answer(Decision.INCLUDED, amount=180_000).checked().is_reasoned
    assert Answer(Decision.INCLUDED, budget_line=" 2215 ").checked().budget_line == "2215"
    assert Answer(Decision.INCLUDED, budget_line="2215, жарык. ").checked().budget_line == "2215, жарык"
    assert not Answer(Decision.INCLUDED, budget_line="  ").checked().is_reasoned


@pytest.mark.parametrize("decision", [decision for decision in Decision if decision is not Decision.INCLUDED])
def test_every_other_decision_needs_a_reason_and_a_sentence(decision):
    with pytest.raises(ReasonMissing):
        Answer(decision, sentence=SENTENCE).checked()
    with pytest.raises(SentenceTooShort):
        Answer(decision, Reason.NO_MONEY, "Акча жок.").checked()
    with pytest.raises(SentenceTooShort):
        Answer(decision, Reason.NO_MONEY, "а" + " " * 30 + "б").checked()
    answer = Answer(decision, Reason.NO_MONEY, f"  {SENTENCE} ").checked()
    assert answer.sentence == SENTENCE
    assert answer.is_reasoned


def test_a_sentence_of_exactly_twenty_characters_is_enough():
    assert Answer(Decision.DEFERRED, Reason.PHASED, "б" * 20).checked().is_reasoned
    assert not Answer(Decision.DEFERRED, Reason.PHASED, "б" * 19).is_reasoned


@pytest.mark.parametrize("amount", [0, -1, 10**12 + 1])
def test_an_answer_names_no_impossible_sum(amount):
    with pytest.raises(AmountOutOfRange):
        Answer(Decision.INCLUDED, amount=amount).checked()


def test_a_proposal_is_heard_on_thirteen_ways():
    assert [source.value for source in Source] == (
        ["terminal", "telegram", "whatsapp", "web", "paper", "hearing", "kurultai", "survey", "phone", "social"]
        + ["book", "gathering", "forwarded"]
    )


def test_dots_and_invisible_characters_are_no_sentence():
    for sentence in ("." * 30, "\u200b" * 30, "…  …" * 10):
        with pytest.raises(SentenceTooShort):
            Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, sentence).checked()


@pytest.mark.parametrize(
    ("said", "som"),
    [
        ("жүз миң", 100_000), ("бир миллион", 1_000_000), ("сто тысяч", 100_000), ("жүз элүү миң сом", 150_000),
        ("полтора миллиона", 1_500_000), ("бир жарым миллион", 1_500_000), ("полмиллиона", 500_000), ("миң сом", 1_000),
        ("миллион двести тысяч сомов", 1_200_000), ("бир миң беш жүз", 1_500), ("около 50 тысяч", 50_000),
        ("болжол менен элүү миңге жакын", 50_000), ("eki jüz elüü ming som", 250_000), ("sto tysyach", 100_000),
        ("миллион жарым", 1_500_000), ("200 миң керек", 200_000), ("500000-", 500_000), ("он миң", 10_000),
        ("сто пядесят тысяч", 150_000), ("jarym million", 500_000), ("двести тысеч сом", 200_000),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_it_is_spoken(said, som):
    assert parse_amount(said) == som


@pytest.mark.parametrize(
    "said",
    ["100-150 миң", "от 100 до 150 тысяч", "100 же 150 миң", "жүз миңден жүз элүү миңге чейин", "100 000 – 150 000"],
)
def test_of_two_sums_it_is_asked_which(said):
    with pytest.raises(AmountOpen) as refused:
        parse_amount(said)
    assert (refused.value.least, refused.value.most) == (100_000, 150_000)


@pytest.mark.parametrize("said", ["150-100 миң", "0555-123-456", "тысяча", "алтын", "беш он миң", "жүз метр"])
def test_what_is_spoken_and_no_sum_is_refused(said):
    with pytest.raises(AmountUnreadable):
        parse_amount(said)
