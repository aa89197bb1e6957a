"""The charts of a year before they are drawn. Each has rows with figures, and the same as lines of text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.budget.proposal import Decision, Side
from bot.chat.texts import Words
from bot.office.categories import find_category
from bot.office.reads.drawn.figures import OTHERS, Category, DrawnYear, Week
from bot.office.wording.answers.answer_words import DECISIONS
from bot.office.wording.notices import N_

CATEGORIES, WEEKS, PEOPLE, CORRECTIONS = NAMES = ("categories", "weeks", "people", "corrections")
SIDES = {Side.REVENUE: N_("Revenue"), Side.SPENDING: N_("Spending"), Side.UNSURE: N_("Side not chosen")}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chart: a figure for each series, and what is said beside its name. A heading has no figures."""

    name: str
    figures: tuple[int, ...] = ()
    said: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it is a title of the rows below."""
        return not self.figures


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; series are what is counted in each row. Stacked lays them end to end, else each has its own bar."""

    name: str
    title: str
    head: str  # of the column of names
    series: tuple[str, ...]
    rows: tuple[Row, ...]
    nothing: str  # what is said where there is no row
    notes: tuple[str, ...] = ()
    stacked: bool = True


def make_chart(words: Words, name: str, found: DrawnYear) -> Chart:
    """Makes the chart of that name. KeyError where there is none."""
    return _MADE[name](words, found)


def list_charts(words: Words, found: DrawnYear) -> list[Chart]:
    """All charts of a year."""
    return [make_chart(words, name, found) for name in NAMES]


def write_lines(words: Words, chart: Chart) -> list[str]:
    """The figures of a chart as text, a line a row; what is nought is left out."""
    if not chart.rows:
        return [chart.title, chart.nothing]
    lines = [_write_row(words, chart.series, row) for row in chart.rows]
    return [chart.title, *lines, *chart.notes]


def _write_row(words: Words, series: Sequence[str], row: Row) -> str:
    if row.is_heading:
        return row.name
    if len(series) == 1:
        return f"• {row.name}: {words.number(row.figures[0])}"
    figures = [(name, n) for name, n in zip(series, row.figures, strict=True) if n]
    said = [f"{name} — {words.number(n)}" for name, n in figures] + ([row.said] if row.said else [])
    return f"• {row.name}: {', '.join(said) or '0'}"


def _draw_categories(words: Words, found: DrawnYear) -> Chart:
    decisions: tuple[Decision | None, ...] = (*Decision, None)
    rows: list[Row] = []
    for side in Side:
        theirs = [one for one in found.categories if one.side is side]
        rows += [Row(words.say(SIDES[side]))] if theirs else []
        rows += [
            Row(_name_category(words, one), tuple(one.decided.get(each, 0) for each in decisions)) for one in theirs
        ]
    return Chart(
        CATEGORIES,
        words.say("Proposals by category and decision"),
        words.say("Category"),
        tuple(words.say(DECISIONS[one]) if one else words.say("No decision yet") for one in decisions),
        tuple(rows),
        words.say("Nobody has proposed anything yet."),
    )


def _name_category(words: Words, one: Category) -> str:
    if one.code == OTHERS:
        return words.say("other categories")
    try:
        return find_category(one.code).titles[words.language] if one.code else words.say("no category")
    except KeyError:
        return words.say("no category")


def _draw_weeks(words: Words, found: DrawnYear) -> Chart:
    return Chart(
        WEEKS,
        words.say("Proposals week by week"),
        words.say("Week"),
        (words.say("Came in"), words.say("First answered")),
        tuple(Row(_name_week(words, one), (one.received, one.answered)) for one in found.weeks),
        words.say("Nobody has proposed anything yet."),
        (words.say("The office's own proposals, and those after the results, are not counted here."),),
        stacked=False,
    )


def _name_week(words: Words, week: Week) -> str:
    if week.first is None:
        return words.say("earlier weeks")
    return f"{week.first:%d.%m}–{week.first + timedelta(days=6):%d.%m.%Y}"


def _draw_people(words: Words, found: DrawnYear) -> Chart:
    rows = []
    for one in found.hearings:
        share, n = words.percent(100 * one.women / one.people) if one.people else "", words.number(one.hearings)
        said = (
            words.say("women {share} %, hearings — {n}", share=share, n=n)
            if share
            else words.say("hearings — {n}", n=n)
        )
        rows.append(Row(str(one.year), (one.women, one.people - one.women), said))
    return Chart(
        PEOPLE,
        words.say("People at our hearings"),
        words.say("Year"),
        (words.say("Women"), words.say("Men")),
        tuple(rows),
        words.say("No hearings are entered yet."),
    )


def _draw_corrections(words: Words, found: DrawnYear) -> Chart:
    lines, unlined = words.say("lines corrected"), words.say("proposals without a line named")
    rows = [Row(words.say("corrected after words on the work"), (found.after,))] if found.after else []
    for one in found.corrected:
        rows += [Row(words.say(SIDES[one.side])), Row(lines, (one.lines,)), Row(unlined, (one.unlined,))]
    return Chart(
        CORRECTIONS,
        words.say("Corrections made because of residents"),
        words.say("Side"),
        (words.say("How many"),),
        tuple(rows),
        words.say("Nothing has gone into the draft yet."),
    )


_MADE: dict[str, Callable[[Words, DrawnYear], Chart]] = {
    CATEGORIES: _draw_categories,
    WEEKS: _draw_weeks,
    PEOPLE: _draw_people,
    CORRECTIONS: _draw_corrections,
}
