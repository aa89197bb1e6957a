"""The hand-out: the budget in brief, the draft's totals, and what of residents' proposals went in."""

from collections.abc import Sequence

from bot.budget.hearing import Paper
from bot.budget.proposal import Decision, Side
from bot.chat.texts import Words
from bot.export.bilingual import Both, Lines
from bot.export.facts import HearingFacts, KitBudget, KitProposal
from bot.export.pdf.lines import name_category, split_paragraphs
from bot.export.pdf.sheets import Column, Sheets, Text
from bot.language.kyrgyz import put_in_quotes

_IN_DRAFT = {Decision.INCLUDED, Decision.PARTLY}


def draw_hand_out(
    sheets: Sheets, both: Both, facts: HearingFacts, made: Sequence[KitProposal], budget: KitBudget
) -> None:
    """The budget in brief, to copy and hand out: what the office wrote, the draft's totals, what residents changed."""
    if facts.kind == "execution":
        sheets.form(both.say("Brief description of the budget of {year}", year=facts.budget_year))
    else:
        sheets.form(both.say("Brief description of the draft budget for {year}", year=facts.budget_year))
    for paragraph in split_paragraphs(budget.brief):
        sheets.put(paragraph)
        sheets.ln(1.5)
    _draw_totals(sheets, both, facts, budget)
    of_sides = {side: [p for p in made if Side(p.side) is side] for side in Side}
    included = {side: [p for p in of_sides[side] if p.decision in _IN_DRAFT] for side in Side}
    sides = tuple(side for side in Side if side is not Side.UNSURE or of_sides[side])
    sheets.ln(5)
    titles = {
        Side.REVENUE: both.say("On revenue"),
        Side.SPENDING: both.say("On spending"),
        Side.UNSURE: both.say("Side not chosen yet"),
    }
    width = 90 / len(sides)
    counts = (Column(both.say("Proposals of residents"), 90), *(Column(titles[side], width, "R") for side in sides))
    rows = [
        [_pair(both.say("Made in all")), *(_write_figure(both, len(of_sides[side])) for side in sides)],
        [
            _pair(both.say("In the draft, wholly or partly")),
            *(_write_figure(both, len(included[side])) for side in sides),
        ],
    ]
    sums = {side: sum(p.amount or 0 for p in included[side]) for side in Side}
    if any(sums.values()):
        rows.append([_pair(both.say("Their sum, som")), *(_write_figure(both, sums[side]) for side in sides)])
    sheets.grid(counts, rows)
    for side in sides:
        if included[side]:
            _draw_lines(sheets, both, side, included[side])
    sheets.ln(5)
    for sentence in _say_where_to_read(both, facts, budget):
        sheets.both(sentence, bold=False)
        sheets.ln(2)
    sheets.both(both.say("The final decision is made by the ayil kenesh."))
    if facts.phone:
        phone = facts.phone
        sheets.ln(3)
        sheets.both(both.say("A person answers by telephone: {phone}.", phone=phone), bold=False)


def _draw_totals(sheets: Sheets, both: Both, facts: HearingFacts, budget: KitBudget) -> None:
    revenue, spending = budget.draft_revenue, budget.draft_spending
    rows = []
    if revenue is not None:
        rows.append([_pair(both.say("Revenue in the draft")), _write_figure(both, revenue)])
    if spending is not None:
        rows.append([_pair(both.say("Spending in draft")), _write_figure(both, spending)])
    if revenue is not None and spending is not None:
        rows.append([_pair(both.say("Revenue less spending")), _write_figure(both, revenue - spending)])
    if not rows:
        return
    sheets.ln(3)
    sheets.grid((Column(both.say("The budget in brief"), 120), Column(both.say("Sum, som"), 60, "R")), rows)
    if facts.kind == "execution":
        sheets.ln(2)
        sheets.both(
            both.say(
                "These are the sums of the draft. How the budget was carried out is said in the report of the ayil okmotu."
            ),
            bold=False,
        )


def _draw_lines(sheets: Sheets, both: Both, side: Side, included: Sequence[KitProposal]) -> None:
    """What went into the draft, a row a line of the budget, or a category where no line is given."""
    if side is Side.REVENUE:
        title = both.say("Revenue: what of residents' proposals is in the draft")
    else:
        title = both.say("Spending: what of residents' proposals is in the draft")
    by_line: dict[Lines, list[KitProposal]] = {}
    for proposal in included:
        by_line.setdefault(_write_line(both, proposal), []).append(proposal)
    columns = (
        Column(title, 105),
        Column(both.say("Proposals"), 33, "R"),
        Column(both.say("Sum, som"), 42, "R"),
    )
    sheets.ln(5)
    sheets.grid(
        columns,
        (
            [_pair(line), _write_figure(both, len(some)), _write_figure(both, sum(p.amount or 0 for p in some) or None)]
            for line, some in by_line.items()
        ),
    )


def _write_line(both: Both, proposal: KitProposal) -> Lines:
    if proposal.line:
        return (" ".join(split_paragraphs(proposal.line)),)
    return name_category(both, proposal.category) if proposal.category else both.say("no category")


def _say_where_to_read(both: Both, facts: HearingFacts, budget: KitBudget) -> list[Lines]:
    said = []
    if budget.papers:
        said.append(
            both.say(
                "To read in full: {papers}. They are in the bot under «Budget», and at the ayil okmotu.",
                papers=lambda words: ", ".join(
                    put_in_quotes(_say_paper(words, Paper(paper))) for paper in budget.papers
                ),
            )
        )
    if facts.kind == "execution":
        said.append(both.say("Ask the ayil okmotu for the report on the execution of the budget."))
    elif not budget.papers:
        said.append(both.say("Ask the ayil okmotu for the whole draft budget."))
    return said


def _say_paper(words: Words, paper: Paper) -> str:
    match paper:
        case Paper.CITIZENS_BUDGET:
            return words.say("Citizens' budget")
        case Paper.BRIEF:
            return words.say("Brief description")
        case Paper.PRESENTATION:
            return words.say("Presentation")
        case Paper.MINUTES:
            return words.say("Minutes")
        case _:  # what stands in the library is not handed out
            return words.say("Another document")


def _write_figure(both: Both, n: int | None) -> list[Text]:
    return [("—" if n is None else both.words[0].number(n).replace("-", "−"), True)]


def _pair(lines: Lines) -> list[Text]:
    return [(line, not at) for at, line in enumerate(lines)]
