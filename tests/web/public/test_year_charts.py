"""The charts of a year on the public page: a bar a figure, a table of what the office reads."""

import re
from collections import Counter
from datetime import timedelta

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.budget.workdays import find_day
from bot.office.reads.drawn.figures import read_year
from bot.office.reads.page import figures, opened
from tests.web.public.readers import INCLUDED, Village

DAY = 86_400_000
FATES = (INCLUDED, Answer(Decision.DEFERRED, Reason.NO_MONEY, "Быйыл акча жок, кийинки жылы карайбыз."), None)


async def test_each_figure_stands_in_the_table_beside_its_bar_as_the_office_reads_it(village: Village):
    came, answered, decided = Counter(), Counter(), Counter()

    def monday(at: int) -> object:
        return find_day(at) - timedelta(days=find_day(at).weekday())

    at = village.office.now
    for n in range(7):
        made = await village.proposed(f"Адам {n}", side=Side.SPENDING, category="sp_lighting")
        came[monday(village.office.now)] += 1
        if (answer := FATES[n % 3]) is not None:
            await village.answered(made, answer, at=at + n * 3 * DAY)
            answered[monday(at + n * 3 * DAY)] += 1
        decided[answer.decision if answer else None] += 1
    village.passes(2)
    head, aimak_id = await village.office.meets("Токтогул", Role.HEAD), village.office.aimak_id

    async def read(store):
        page = await opened.find_page(store, code="kokjar", at=village.office.now)
        return (
            await read_year(store, aimak_id=aimak_id, year=2027, by=head),
            (await figures.read_figures(store, page=page, year=2027)).drawn,
        )

    office, shown = await village.office.database.read(read)
    assert office == shown
    assert [(one.code, dict(one.decided)) for one in office.categories] == [("sp_lighting", dict(decided))]
    assert {one.first: one.received for one in office.weeks if one.received} == dict(came)
    assert {one.first: one.answered for one in office.weeks if one.answered} == dict(answered)
    said = await village.text("/kokjar/figures?lang=ru&year=2027")
    table = said[said.index("Предложения по категориям и решениям</caption>") :]
    row = re.search(r'<tr><th scope="row">Расходы — .*?</tr>', table, re.DOTALL)[0]
    cells = dict(re.findall(r'<td data-label="([^"]+)">([^<]*)</td>', row))
    assert {name: n for name, n in cells.items() if n} == {
        "Включено в проект": "3", "На следующий год": "2", "Решения пока нет": "2",
    }  # fmt: skip
    assert row.count("<rect") == 3
    assert not re.search(r"style=|<script", said)
