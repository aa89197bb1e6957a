"""«Stop the notices, but …» stops the notices, and nothing that is wished behind it."""

import pytest

from bot.language.wishes.stopping import Stopping, names_notices, read_stopping


@pytest.mark.parametrize(
    "text",
    [
        "токтоткула кабарды, бирок сунушума жооп берсеңиз болду",
        "uguu kabary kelbesin, joobu ele kelsin",
        "Билдирүүлөрдүн кереги жок, жооп гана жазгыла",
        "токтот, бирок жооп келсин",
        "прекратите рассылку, но на моё предложение ответьте",
        "про собрания больше не пишите, а ответ жду",
        "не присылайте ничего кроме ответа",
        "otpishite menya ot rassylki, tolko otvet prishlite",
        "кабар жибергенди токтоткулачы",
    ],
)
def test_notices_stop_whatever_stands_behind(text):
    assert read_stopping(text) is Stopping.NOTICES


@pytest.mark.parametrize(
    "text",
    [
        "отключите уведомления, но про слушание 10 декабря напомните",
        "угуу кабарын алам дегем, жок керексиз",
        "угуулар тууралуу кабар албайм, бирок суу боюнча кабар келсин",
    ],
)
def test_where_some_notices_are_wanted_it_is_asked(text):
    assert read_stopping(text) is Stopping.UNSURE


@pytest.mark.parametrize("text", ["жок, жоопту токтотпогула", "ответ не отменяйте"])
def test_an_answer_that_is_wanted_stops_nothing(text):
    assert read_stopping(text) is Stopping.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "ответ не нужен",
        "сунушумду токтоткула",
        "кабар тактасы керек эмес, башка жерге орноткула",
        "автобус токтобойт, кабар жок",
        "ответа нет, не пишите мне больше",
        "не отключайте уведомления",
        "кабарды токтотсомбу?",
        "сууну токтотуп салышты, кабар бербей коюшту",
        "кабарды токтоткула " * 12,
        "",
    ],
)
def test_other_words_are_no_wish_to_stop_notices(text):
    assert read_stopping(text) is None


@pytest.mark.parametrize("text", ["уберите последнее предложение", "Это не ответ, это отписка!"])
def test_what_names_no_notice_stops_none(text):
    assert read_stopping(text) is None


@pytest.mark.parametrize("said", ["отстаньте от меня", "тынч койгула мени", "не беспокойте", "tajatpagyla"])
def test_whoever_wants_to_be_left_alone_wants_no_notices_and_names_none(said):
    assert read_stopping(said) is Stopping.NOTICES
    assert not names_notices(said)
    assert names_notices("кабардын кереги жок")
