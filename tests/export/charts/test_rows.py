"""The charts of a year: their figures are those of an independent count, drawn whole and written as text."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest

from bot.budget.proposal import Decision, Side
from bot.chat.texts import Words
from bot.export.charts.rows import COLOURS, draw_chart
from bot.office.criteria.criteria_1_2 import OwnYear
from bot.office.reads.drawn.charts import NAMES, list_charts, make_chart, write_lines
from bot.office.reads.drawn.figures import MOST_CATEGORIES, MOST_WEEKS, OTHERS, count_weeks, sum_up
from storage.log.shapes import Shape
from storage.page.shown import Counted

FIRST = date(2026, 9, 2)  # a Wednesday
DECISIONS = (*Decision, None)


def shape(received, reply=None, count=1):
    return Shape(received, reply, None, None, False, False, False, None, 0, False, False, None, count)


SHAPES = [shape(FIRST + timedelta(days=n), FIRST + timedelta(days=n + 9) if n % 3 else None, n + 1) for n in range(40)]
COUNTED = [
    Counted(side, code, DECISIONS[n % 6], ("7.3", " 7.3 ", None)[n % 3], n + 1, 0)
    for n, (side, code) in enumerate(
        [(Side.SPENDING, "sp_lighting"), (Side.REVENUE, "rev_rent_property"), (Side.SPENDING, None)] * 6
    )
]
YEAR = sum_up(COUNTED, SHAPES, hearings=[OwnYear(2025, 1, 90, 41), OwnYear(2026, 2, 0, 0)], after=2)


def test_a_category_has_each_decision_as_often_as_it_was_counted():
    found = {(one.side, one.code, decision): n for one in YEAR.categories for decision, n in one.decided.items()}
    alone = {}
    for one in COUNTED:
        key = (one.side, one.category, one.decision)
        alone[key] = alone.get(key, 0) + one.count
    assert found == alone


def test_categories_beyond_the_most_stand_together_and_nothing_is_lost():
    many = [Counted(Side.SPENDING, f"sp_{n:02}", None, None, 40 - n, 0) for n in range(MOST_CATEGORIES + 3)]
    rows = sum_up(many, [], hearings=[], after=0).categories
    assert [one.code for one in rows][-2:] == ["sp_11", OTHERS]
    assert sum(sum(one.decided.values()) for one in rows) == sum(one.count for one in many)


def test_a_week_begins_on_monday_and_has_what_came_and_was_answered_on_its_days():
    weeks = {one.first: (one.received, one.answered) for one in YEAR.weeks}
    assert min(weeks) == date(2026, 8, 31)
    for monday, counted in weeks.items():
        days = [monday + timedelta(days=n) for n in range(7)]
        came = sum(one.count for one in SHAPES if one.received in days)
        assert counted == (came, sum(one.count for one in SHAPES if one.first_reply in days))
    assert sum(came for came, _ in weeks.values()) == sum(one.count for one in SHAPES)


def test_weeks_before_the_newest_stand_in_one_row():
    long = [shape(FIRST, FIRST), shape(FIRST + timedelta(weeks=1)), shape(FIRST + timedelta(weeks=40), count=7)]
    weeks = count_weeks(long)
    assert (weeks[0].first, weeks[0].received, weeks[0].answered) == (None, 2, 1)
    assert len(weeks) == MOST_WEEKS + 1
    assert sum(one.received for one in weeks) == 9


def test_several_proposals_of_one_line_are_one_correction():
    found = {one.side: (one.lines, one.unlined) for one in YEAR.corrected}
    went_in = [one for one in COUNTED if one.decision in (Decision.INCLUDED, Decision.PARTLY)]
    for side in (Side.SPENDING, Side.REVENUE):
        theirs = [one for one in went_in if one.side is side]
        lines = {one.budget_line.strip() for one in theirs if one.budget_line}
        assert found.get(side, (0, 0)) == (len(lines), sum(one.count for one in theirs if not one.budget_line))


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("name", NAMES)
def test_each_figure_of_a_chart_has_its_bar_and_stands_in_the_text(name, language):
    words = Words(language)
    chart = make_chart(words, name, YEAR)
    svg = draw_chart(words, chart, place="Көк-Жар <&>, 2027")
    assert svg == draw_chart(words, chart, place="Көк-Жар <&>, 2027")
    drawn = [one.get("fill") for one in ET.fromstring(svg).iter() if one.tag.endswith("rect")][1:]
    legend = len(chart.series) if len(chart.series) > 1 else 0
    assert len(drawn) - legend == sum(1 for row in chart.rows for n in row.figures if n)
    assert set(drawn) <= set(COLOURS)
    lines = write_lines(words, chart)
    assert len(lines) == 1 + len(chart.rows) + len(chart.notes)
    for row, line in zip(chart.rows, lines[1:], strict=False):
        figures = [int(n) for n in re.findall(r"(?: — |: )(\d+)(?=,|$)", line) if n != "0"]
        counted = [n for n in row.figures if n]
        assert figures[: len(counted)] == counted


def test_a_year_with_nothing_says_so_in_each_chart():
    words = Words("ru")
    for chart in list_charts(words, sum_up([], [], hearings=[], after=0)):
        assert write_lines(words, chart) == [chart.title, chart.nothing]
        assert chart.nothing in draw_chart(words, chart, place="Көк-Жар, 2027")
