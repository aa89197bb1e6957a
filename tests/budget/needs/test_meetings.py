"""What is typed of a meeting: its facts in a line, its problems in order; how needs are added up."""

from datetime import date

import pytest

from bot.budget.needs.meetings import (
    Facts,
    FactsUnreadable,
    Kind,
    Meeting,
    Need,
    ProblemsUnreadable,
    add_up,
    read_facts,
    read_problems,
)

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("12.03.2026; 25; 14; клуб", Facts(date(2026, 3, 12), "клуб", 25, 14)),
        ("12.03.2026, 25, 14, клуб", Facts(date(2026, 3, 12), "клуб", 25, 14)),
        ("12.03.2026, 25 киши, 14 аял, клуб", Facts(date(2026, 3, 12), "клуб", 25, 14)),
        ("12.03.2026; 25 человек; 14 женщин", Facts(date(2026, 3, 12), "", 25, 14)),
        ("12.03.2026", Facts(date(2026, 3, 12))),
        ("12.03.2026; 25", Facts(date(2026, 3, 12), "", 25)),
        ("12.03.2026; айыл өкмөтү, 2-кабат", Facts(date(2026, 3, 12), "айыл өкмөтү, 2-кабат")),
        ("12-март\n25\n0\nМектеп", Facts(date(2026, 3, 12), "Мектеп", 25, 0)),
    ],
)
def test_a_line_says_the_day_the_people_the_women_and_the_place(text, facts):
    assert read_facts(text, today=TODAY) == facts


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "day"), (";;", "day"), ("01.12.2026", "day"), ("12.03.2001", "day"), ("12.03.2026; 0", "people"),
        ("12.03.2026; 25; 26", "women"), ("12.03.2026; 999999999", "people"), (f"12.03.2026; {'к' * 101}", "place"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_are_refused_by_what_is_wrong(text, why):
    with pytest.raises(FactsUnreadable) as refused:
        read_facts(text, today=TODAY)
    assert refused.value.why == why


def test_problems_are_lines_in_the_order_of_their_rank():
    assert read_problems("1. Таза суу\n2) Жол \n- Мектеп") == ("Таза суу", "Жол", "Мектеп")
    assert read_problems("Таза суу; Жол") == ("Таза суу", "Жол")


@pytest.mark.parametrize("text", ["", "12", "Жол\nжол", "\n".join("абвгдежзикл"), "к" * 301, "к " * 3000])
def test_problems_that_are_none_are_refused(text):
    with pytest.raises(ProblemsUnreadable):
        read_problems(text)


def test_needs_are_added_up_by_how_many_named_them_then_by_rank():
    facts = Facts(TODAY)
    some = [
        Meeting(Kind.FOCUS, facts, ("Жол", "Таза суу")),
        Meeting(Kind.VILLAGE, facts, ("таза суу", "Мектеп")),
        Meeting(Kind.AIMAK, facts, ("Мектеп", "Жарык")),
    ]
    assert add_up(some) == [Need("Мектеп", 2, 3), Need("Таза суу", 2, 3), Need("Жол", 1, 1), Need("Жарык", 1, 2)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("28.09.2026; -5; 2; школа", "people"), ("28.09.2026; 5; −2; школа", "women"), ("28.09.2026; 2,5; 2", "people"),
        ("28.09.2026 14 12 школа", "unparted"),
    ],
)  # fmt: skip
def test_a_line_of_facts_says_what_of_it_cannot_be(line, why):
    with pytest.raises(FactsUnreadable) as refused:
        read_facts(line, today=date(2026, 11, 30))
    assert refused.value.why == why
