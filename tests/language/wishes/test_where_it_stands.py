"""Who asks after a request, an initiative or a report is told from who begins one or speaks of another's."""

import pytest

from bot.language.wishes.where_it_stands import Sent, read_asked_after, read_request_number


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("как там мой запрос", Sent.REQUEST),
        ("суроо-талабыма жооп качан келет", Sent.REQUEST),
        ("suroo talabym kaida", Sent.REQUEST),
        ("кочурмо сураганым эмне болду", Sent.REQUEST),
        ("М-014 кайда?", Sent.REQUEST),
        ("на каком этапе моя инициатива?", Sent.INITIATIVE),
        ("демилгебиз каралдыбы", Sent.INITIATIVE),
        ("мой отчет дошел?", Sent.REPORT),
    ],
)
def test_what_was_sent_is_asked_after(text, sent):
    assert read_asked_after(text) is sent


@pytest.mark.parametrize(
    "text",
    [
        "хочу подать запрос",
        "маалымат сурайм",
        "где отчет о бюджете?",
        "как подать инициативу?",
        "менин сунушум кайда",
        "запрос " * 20,
        "",
    ],
)
def test_other_words_ask_after_nothing(text):
    assert read_asked_after(text) is None


def test_a_request_is_named_by_its_number():
    assert read_request_number("M-007 даярбы?") == 7
    assert read_request_number("М. көчөсү 12") is None
