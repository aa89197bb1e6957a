"""The figures that the log proposes for the criteria, with their parts and rows."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.budget.permissions import NotAllowed
from bot.budget.plan.items import Plan, Source
from bot.budget.proposal import Answer, Decision, Reason
from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import Words
from bot.export.charts.chart import draw_png
from bot.export.criteria.chart import draw_criteria
from bot.export.criteria.paper import write_paper
from bot.export.criteria.table import write_table
from bot.office.criteria import criteria_rules, proposed
from bot.office.criteria.asked import Languages, Messengers
from bot.office.criteria.in_words import list_figures, list_lines, say_cell
from bot.office.criteria.of_the_draft import add_up
from bot.office.plan import priorities, ties
from storage.plan.ties import Target
from tests.office.criteria.log import RESULTS, YEAR, at

NOW = at(RESULTS)
REFUSED = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, "Бул жолду район карайт, биз эмес экен.")


async def propose(log, criterion, **more):
    given = {"criterion": criterion, "aimak_id": log.aimak_id, "year": YEAR, "by": None, "at": NOW}
    return await proposed.propose(log.store, **given | more)


async def include(log, text, amount, line):
    filed = await log.propose(text)
    await log.answer(filed, Answer(Decision.INCLUDED, sentence="", amount=amount, budget_line=line))
    return filed


@pytest.fixture
async def filled(log):
    """Three went in, two of them into one line; one is refused, one waits."""
    for text, amount, line in (
        ("Суу", 100_000, "Суу түтүгү"),
        ("Көпүрө", 50_000, " суу  түтүгү"),
        ("Жол", 50_000, None),
    ):
        await include(log, text, amount, line)
    await log.answer(await log.propose("Мектеп"), REFUSED)
    await log.propose("Күтөт")
    return log


def counted(found):
    return [(part.counted, part.wanted) for part in found.parts]


async def test_criterion_5_holds_sums_and_lines_beside_the_draft(filled):
    found = await propose(filled, 5)
    assert counted(found) == [(60, 30), (1, 10), (None, 5), (None, 5)]
    assert found.figure == Decimal("2.75")  # 10 × (1 + .1 + 0 + 0) / 4
    await filled.year(draft_revenue=1_000_000, draft_spending=8_000_000)
    after = await propose(filled, 5)
    assert counted(after)[2:] == [(0, 5), (Decimal("2.5"), 5)]
    assert after.figure == Decimal("4.00")
    assert [row[3] for row in after.rows] == [100_000, 50_000, 50_000]


async def test_one_sum_counts_once_for_proposals_that_get_one_answer(filled):
    first, second = [await include(filled, text, 70_000, None) for text in ("Арык", "Арыкты тазалоо")]
    await filled.link(first.id, second.id, at=NOW)
    went_in = await filled.store.went_into.list_of_year(filled.aimak_id, YEAR)
    assert sum(one.amount for one in went_in) == 340_000
    assert sum(add_up(went_in, side) for side in {one.side for one in went_in}) == 270_000


async def test_criteria_8_and_9_count_what_is_tied(filled):
    assert (await propose(filled, 8)).figure is None
    place = {"aimak_id": filled.aimak_id, "year": YEAR, "by": None, "at": NOW}
    water, school = [
        await priorities.add_priority(filled.store, source=source, text=text, **place)
        for source, text in ((Source.JMBA, "Таза суу"), (Source.POLL, "Мектеп"))
    ]
    went_in = await filled.store.went_into.list_of_year(filled.aimak_id, YEAR)
    item = await filled.store.plan_items.put(
        aimak_id=filled.aimak_id, plan=Plan.BAP, code="1.1", text="Суу", from_year=None, to_year=None, amount=None, by=None,
        at=NOW,
    )  # fmt: skip
    for target in (Target(priority=water), Target(item=item)):
        await ties.tie(filled.store, proposal_id=went_in[0].id, target=target, by=None, at=NOW + 1)
    named = await propose(filled, 8)
    assert counted(named) == [(50, 100), (2, 3)]
    assert named.figure == Decimal("5.83")
    assert [row[3] for row in named.rows] == [went_in[0].label, ""]
    planned = await propose(filled, 9)
    assert [part.value.quantize(Decimal("0.01")) for part in planned.parts] == [Decimal("0.33"), 1]
    assert planned.figure == Decimal("6.67")
    assert [row[4] for row in planned.rows] == ["1.1 Суу", None, None]
    before = await propose(filled, 9, as_of=NOW + 1)
    assert [row[4] for row in before.rows] == [None, None, None]
    await priorities.remove_priority(filled.store, id=school, by=None, at=NOW)
    assert counted(await propose(filled, 8))[0] == (100, 100)


async def test_criterion_6_is_the_tally_and_3_4_7_are_for_people(filled):
    sheet = await filled.tally()
    assert (await propose(filled, 6)).figure == (sheet.tally.score / 10).quantize(Decimal("0.01"))
    assert [(await propose(filled, n)).figure for n in (3, 4, 7)] == [None] * 3


async def test_with_nothing_in_the_log_there_is_nothing_to_count(log):
    found = await proposed.propose_all(log.store, aimak_id=log.aimak_id, year=2031, by=None, at=NOW)
    assert [one.figure for one in found] == [None] * 9
    assert [len(list_figures(Words(language), found)) for language in ("ky", "ru")] == [11, 11]


async def test_a_setting_holds_from_its_day_and_no_sooner(filled):
    await criteria_rules.set_criteria_rule(filled.store, name="scale", value=5, valid_from=date(2027, 1, 1), at=NOW)
    assert (await propose(filled, 5)).scale == 10
    assert (await propose(filled, 5, at=at(date(2027, 1, 1)))).scale == 5


async def test_nobody_without_the_right_reads_them(filled):
    somebody = await filled.store.people.meet("terminal", "bot", "somebody", at=NOW)
    with pytest.raises(NotAllowed):
        await propose(filled, 5, by=somebody)


async def test_sheet_table_and_chart_say_the_same_figures(filled, tmp_path):
    found = await proposed.propose_all(filled.store, aimak_id=filled.aimak_id, year=YEAR, by=None, at=NOW)
    lines = "\n".join(line for one in found for line in list_lines(Words("ru"), one))
    assert "Предлагается: 2,75 из 10." in lines
    path = tmp_path / "criteria.xlsx"
    write_table(found, path=path, language="ky")
    book = load_workbook(BytesIO(path.read_bytes()))
    assert len(book.sheetnames) == 10
    assert [float(found[4].figure)] == [row[2] for row in book.worksheets[0].values if row[0] == 5]
    assert [row[3] for row in list(book["5"].values)[1:]] == [100_000, 50_000, 50_000]
    svg = draw_criteria(found, words=Words("ky"))
    assert ">2,75<" in svg
    assert draw_png(svg).startswith(b"\x89PNG")
    assert write_paper(found, made=move_to_bishkek(NOW)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("language", "said"),
    [("ky", ["Telegram, терминал", "кыргызча, орусча"]), ("ru", ["Telegram, терминал", "кыргызский, русский"])],
)
def test_messengers_and_languages_stand_in_words(language, said):
    cells = (Messengers(("telegram", "terminal")), Languages(("ky", "ru")))
    assert [say_cell(Words(language), cell) for cell in cells] == said
