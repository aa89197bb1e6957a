"""Dates, sums and typed answers in both languages."""

from datetime import date

import pytest

from bot.chat.message import Choice, Message, Reply, read_asked
from bot.chat.texts import Words, say_in_every_language
from bot.chat.typed import understand
from bot.language.intents import Intent

KY, RU = Words("ky"), Words("ru")


def test_days_are_written_out():
    assert KY.day(date(2026, 12, 16)) == "16-декабрь, шаршемби"
    assert RU.day(date(2026, 12, 16)) == "16 декабря, среда"
    assert KY.until(date(2026, 12, 11)) == "2026-жылдын 11-декабрына чейин"
    assert RU.until(date(2026, 12, 11)) == "до 11 декабря 2026 года"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_words(month):
    day = date(2027, month, 1)
    assert "1-" in KY.day(day)
    assert KY.until(day).endswith(" чейин")
    assert "2027" in RU.until(day)


def test_sums_have_no_break_spaces_and_whole_soms():
    assert (KY.som(100_000), RU.som(100_000)) == ("100\u00a0000 сом", "100\u00a0000 сомов")
    assert KY.som(1_900_000) == "1\u00a0900\u00a0000 сом"


def test_a_value_with_braces_is_never_read_as_a_sentence():
    assert KY.say("Place: {place}", place="{number} %s {0} {{") == "Жери: {number} %s {0} {{"


@pytest.mark.parametrize(("quoted", "ends"), [
    ("«Жарык керек.»", "керек.»"), ("«Качан?!»", "Качан?!»"), ("«Көчөгө жар…»", "жар…»"), ("«Жарык керек»", "керек»."),
    ("№ 0001, …", "0001, …"), ("2 сүрөт", "2 сүрөт."),
])  # fmt: skip
def test_what_is_quoted_or_breaks_off_brings_its_own_full_stop(quoted, ends):
    assert KY.say("This is not sent to anybody: {quote}.", quote=quoted).endswith(ends)


def test_words_in_our_own_quotation_marks_bring_their_full_stop_too():
    assert RU.say("Nothing is found: «{words}».", words="мост.").endswith("«мост.»")


QUESTION = read_asked(
    Reply(
        "?",
        (
            Choice("a", KY.say("Yes"), say_in_every_language("Yes"), means=(Intent.YES,)),
            Choice("b", KY.say("No"), say_in_every_language("No"), means=(Intent.NO,)),
        ),
        (Choice("back", KY.say("Back"), say_in_every_language("Back")),),
    )
)
FREE = {**QUESTION, "free": True}


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("1", "a"), ("2", "b"), ("Ооба", "a"), ("ООБА!", "a"), ("да", "a"), ("макул", "a"), ("ова", "a"),
        ("жок", "b"), ("Нет", "b"), ("0", "back"), ("артка", "back"), ("назад", "back"),
        ("3", None), ("10", None), ("11", None), ("1.", "a"), ("1 2", None), ("ооба жок", None), ("оо", None), ("", None),
        ("экинчи", "b"), ("№2", "b"), ("2 — Жок", "b"), ("2 — Ооба", None),
        ("ообаа", "a"), ("１", None), ("²", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_a_digit_a_whole_label_or_a_listed_word_is_understood_and_nothing_else(typed, id):
    assert understand(typed, QUESTION) == id


@pytest.mark.parametrize(
    ("typed", "id"), [("0", "back"), ("Артка", "back"), ("1", None), ("ова", None), ("макул", None), ("Ооба", "a")]
)
def test_where_free_text_is_awaited_only_whole_labels_and_zero_act(typed, id):
    assert understand(typed, FREE) == id


def test_a_label_is_understood_without_the_special_letters():
    question = read_asked(Reply("?", (Choice("later", "Кийин улантам", ("Кийин улантам", "Өткөрүп жиберүү")),)))
    assert understand("откоруп жиберуу", question) == "later"
    assert understand("ӨТКӨРҮП ЖИБЕРҮҮ", question) == "later"


def test_two_choices_with_the_same_title_are_not_guessed_between():
    question = read_asked(Reply("?", (Choice("one", "Кара-Суу"), Choice("two", "Кара-Суу"))))
    assert understand("кара-суу", question) is None
    assert understand("2", question) == "two"


def test_a_message_comes_back_from_the_outbox_as_it_was():
    message = Message.of(Reply("«{}» \ud800 👩\u200d🌾", (Choice("a:1", "Ооба"),), (Choice("back", "Артка"),)))
    assert Message.from_json(message.to_json()) == message
    assert message.numbered().endswith("\n1 — Ооба")


def test_a_line_says_beside_the_number_what_the_title_has_no_room_for():
    choices = (Choice("a:1", "Көк-Жар, Ноокат", line="Көк-Жар (Ноокат району)"), Choice("a:2", "Шарк"))
    message = Message.of(Reply("?", choices))
    assert Message.from_json(message.to_json()) == message
    assert message.numbered() == "?\n1 — Көк-Жар (Ноокат району)\n2 — Шарк"
    assert message.choices == [["a:1", "Көк-Жар, Ноокат"], ["a:2", "Шарк"]]
    assert Message.of(Reply("?", choices[1:])).lines == []


def test_a_message_that_was_kept_before_there_were_lines_is_numbered_by_its_titles():
    kept = Message.from_json('{"text": "?", "choices": [["a:1", "Ооба"], ["a:2", "Жок"]]}')
    assert kept.numbered() == "?\n1 — Ооба\n2 — Жок"


def test_a_notice_that_has_only_ways_is_answered_by_them_too():
    notice = Message.notice(Reply("!", (), (Choice("notices:no", "Кабар албайм"),)))
    assert understand("кабар албайм", notice.asks) == "notices:no"
    assert understand("1", notice.asks) is None
    assert Message.notice(Reply("!")).asks == {}


def test_a_title_of_emoji_alone_is_matched_by_nothing():
    assert understand("👍", read_asked(Reply("?", (Choice("a", "🙂"),)))) is None
