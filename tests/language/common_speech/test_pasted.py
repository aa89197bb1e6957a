"""Messages that were copied out of a messenger at once."""

from datetime import date

import pytest

from bot.language.common_speech.pasted import Pasted, split_pasted

TODAY = date(2026, 11, 30)
ROAD, WATER = "Жолду оңдоо керек", "Суу түтүгү жарылган"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[28.11.2026, 09:15] Айгүл: ", "[30.11.2026, 21:05:33] +996 700 123 456: "),
        ("[28/11, 09:15] Айгүл: ", "[30/11, 21:05] +996 700 123 456: "),
        ("[09:15, 28.11.2026] Айгүл: ", "[21:05, 30.11.2026] +996 700 123 456: "),
        ("28.11.2026, 09:15 - Айгүл: ", "30.11.2026, 21:05 - +996 700 123 456: "),
        ("\u200e[28.11.26, 09:15] ~ Айгүл: ", "[30.11.26, 21:05] \u202a+996\xa0700\xa0123\xa0456\u202c: "),
        ("Айгүл, [28.11.2026 09:15]\n", "+996 700 123 456, [30.11.2026 21:05]\n"),
    ],
)
def test_heads_of_messengers_tell_messages_their_days_and_writers(first: str, second: str):
    found = split_pasted(f"{first}{ROAD}\nбалдар жыгылат\n{second}{WATER}", today=TODAY)
    assert found == [
        Pasted(f"{ROAD}\nбалдар жыгылат", date(2026, 11, 28), "Айгүл"),
        Pasted(WATER, date(2026, 11, 30), "+996 700 123 456"),
    ]


def test_a_head_without_a_year_is_of_the_last_such_day():
    assert split_pasted("[24/12, 09:15] Айгүл: Жол", today=TODAY)[0].on == date(2025, 12, 24)


def test_without_heads_an_empty_line_parts_and_nothing_is_lost():
    assert split_pasted(f"{ROAD}\nбалдар жыгылат\n \n\n\n{WATER}\n", today=TODAY) == [
        Pasted(f"{ROAD}\nбалдар жыгылат"), Pasted(WATER)
    ]  # fmt: skip
    assert split_pasted(f"{ROAD}\n[28.11.2026, 09:15] Айгүл: {WATER}", today=TODAY)[0] == Pasted(ROAD)
    assert split_pasted(" \n\n ", today=TODAY) == []


@pytest.mark.parametrize(
    "text", ["[31.02.2026, 09:15] Айгүл: Жол", "Саат 10:00: жыйын", "№ 12. Жол: керек", "99/99 - а: б"]
)
def test_what_is_no_head_stays_a_text(text: str):
    assert split_pasted(text, today=TODAY) == [Pasted(text)]
