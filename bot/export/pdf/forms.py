"""The forms of the kit, each drawn on sheets in all languages at once."""

from collections.abc import Mapping, Sequence

from bot.budget.hearing import Paper
from bot.budget.proposal import Decision, Side
from bot.chat.texts import Words
from bot.export.bilingual import Both, Lines, hearing_moment, hearing_title, inline
from bot.export.facts import HearingFacts, KitBudget, KitProposal
from bot.export.fonts import paragraphs
from bot.export.pdf.sheets import WRITTEN, Column, Sheets, Text

MOST_PARAGRAPHS = 30
SIGNED_A_PAGE = 24
SLIPS_A_PAGE = 3
SPEAKERS, HEARD, DECIDED = 8, 8, 10  # rows to write in on the minutes
ANSWERED = 3  # lines to write an answer on

_IN_DRAFT = {Decision.INCLUDED, Decision.PARTLY}


def _title(both: Both, facts: HearingFacts) -> Lines:
    return tuple(hearing_title(words, facts) for words in both.words)


def _moment(both: Both, facts: HearingFacts) -> Lines:
    return tuple(hearing_moment(words, facts) for words in both.words)


def _names(both: Both, facts: HearingFacts) -> Lines:
    return tuple(dict.fromkeys(facts.aimak(words.language) for words in both.words))


def footer(both: Both, facts: HearingFacts) -> Lines:
    """Whose hearing of which day a sheet belongs to."""
    return both.say(
        "Ayil aimak {aimak}, hearing: {date}",
        aimak=lambda words: facts.aimak(words.language),
        date=lambda words: words.long_day(facts.day),
    )


def facts_page(sheets: Sheets, both: Both, facts: HearingFacts) -> None:
    """The first page: what, when, where, what about, whom to call, and the code of the way into the bot."""
    sheets.add_page()
    sheets.both(both.say("Ayil aimak: {name}", name=lambda words: facts.aimak(words.language)), size=13)
    sheets.ln(5)
    sheets.heading(_title(both, facts), size=21)
    if facts.cancelled:
        sheets.ln(2)
        sheets.heading(both.say("The hearing is cancelled"), size=21)
    sheets.ln(3)
    _fact(sheets, both.say("Date and time"), _moment(both, facts), size=15)
    _fact(sheets, both.say("Place of the hearing"), _paragraphs(facts.place), size=15)
    _fact(sheets, both.say("Agenda"), _paragraphs(facts.agenda), size=12)
    if facts.phone:
        _fact(sheets, both.say("Telephone for questions"), (facts.phone,), size=15)
    if facts.link:
        _way_in(sheets, both, facts.link)


def _fact(sheets: Sheets, label: Lines, values: Sequence[str], *, size: float) -> None:
    if not values:
        return
    if sheets.room < 25:
        sheets.add_page()
    sheets.put(inline(label))
    sheets.ln(0.5)
    for at, value in enumerate(values):
        sheets.put(value, size=size, bold=not at and size > 12)
    sheets.ln(4)


def _way_in(sheets: Sheets, both: Both, link: str) -> None:
    side = 78.0
    if sheets.room < side + 4:
        sheets.add_page()
    top = sheets.h - sheets.b_margin - side - 2
    sheets.code(link, sheets.l_margin - 5, top, side)
    left = sheets.l_margin + side
    sheets.set_xy(left, top + 9)
    use = both.say(
        "Point the telephone's camera at this code: the bot opens, there you make a proposal and get the answer."
    )
    for at, line in enumerate(use):
        sheets.set_x(left)
        sheets.put(line, size=13, bold=not at)
        sheets.ln(2)
    sheets.set_x(left)
    sheets.put(link)


def sign_in(sheets: Sheets, both: Both, facts: HearingFacts, n: int) -> None:
    """The sheets on which those who come write their names; women and men are ticked, and counted below."""
    columns = (
        Column(("№",), 11, "C"),
        Column(both.say("Full name"), 66),
        Column(both.say("From which village"), 37),
        Column(both.say("Woman"), 19.5),
        Column(both.say("Man"), 19.5),
        Column(both.say("Signature"), 27),
    )
    for first in range(1, n + 1, SIGNED_A_PAGE):
        sheets.form(both.say("Sign-in sheet"))
        sheets.both(_moment(both, facts), bold=False)
        sheets.ln(2)
        sheets.empty_rows(columns, first, min(SIGNED_A_PAGE, n + 1 - first), height=8.6)
        sheets.last_row(columns, 3, inline(both.say("On this page in all")), height=9.5)


def slips(sheets: Sheets, both: Both, facts: HearingFacts, n: int) -> None:
    """Slips to cut out, for who has no telephone at hand; the clerk enters them afterwards."""
    height = 0.0
    for number in range(1, n + 1):
        at = (number - 1) % SLIPS_A_PAGE
        if not at:
            sheets.add_page()
            height = (sheets.h - sheets.t_margin - sheets.b_margin) / SLIPS_A_PAGE
        top = sheets.t_margin + at * height
        if at:
            sheets.set_dash_pattern(dash=2, gap=2)
            sheets.line(0, top - 2.5, sheets.w, top - 2.5)
            sheets.set_dash_pattern()
        sheets.set_xy(sheets.l_margin, top)
        _slip(sheets, both, facts, number)


def _slip(sheets: Sheets, both: Both, facts: HearingFacts, number: int) -> None:
    top, wide = sheets.y, sheets.epw
    sheets.both(both.say("Proposal for the budget of {year}", year=facts.budget_year), width=wide - 60)
    below = sheets.y
    sheets.set_xy(sheets.l_margin + wide - 60, top)
    sheets.put(inline(both.say("Slip № {number}", number=number)), align="R", width=60)
    sheets.put(inline(_names(both, facts)), align="R", width=60)
    sheets.set_xy(sheets.l_margin, max(below, sheets.y) + 1.5)
    sheets.tick(both.say("Revenue: money in"), wide / 2)
    sheets.tick(both.say("Spending: money out"), wide / 2)
    sheets.set_xy(sheets.l_margin, sheets.y + 9.5)
    sheets.ruled(4)
    sheets.ln(2)
    sheets.field(both.say("Name, if you wish"), wide * 0.58)
    sheets.field(both.say("Village, if you wish"), wide * 0.42)
    sheets.set_xy(sheets.l_margin, sheets.y + WRITTEN + 2)
    asked = sheets.y
    sheets.both(both.say("May everyone read this text?"), bold=False, width=wide * 0.6)
    sheets.set_xy(sheets.l_margin + wide * 0.6, asked)
    sheets.tick(both.say("Yes"), wide * 0.2)
    sheets.tick(both.say("No"), wide * 0.2)


def proposals(sheets: Sheets, both: Both, made: Sequence[KitProposal]) -> None:
    """What was proposed and what the office decided, revenue and spending apart."""
    sheets.form(both.say("Proposals and the decisions on them"))
    sheets.both(both.say("The final decision is made by the ayil kenesh."), bold=False)
    columns = (
        Column(("№",), 18),
        Column(both.say("What is proposed"), 94),
        Column(both.say("Decision of the ayil okmotu"), 68),
    )
    for side in Side:
        of_side = [proposal for proposal in made if Side(proposal.side) is side]
        sheets.ln(5)
        if sheets.room < 40:
            sheets.add_page()
        sheets.heading(_side_title(both, side, len(of_side)), size=13)
        if of_side:
            sheets.grid(columns, ([_number(p), _proposed(both, p), _decided(both, p)] for p in of_side))
        else:
            sheets.both(both.say("There are no proposals on this side yet."), bold=False)


def _side_title(both: Both, side: Side, n: int) -> Lines:
    if side is Side.REVENUE:
        return both.say_n("Revenue side: {n} proposal", "Revenue side: {n} proposals", n)
    return both.say_n("Spending side: {n} proposal", "Spending side: {n} proposals", n)


def _number(proposal: KitProposal) -> list[Text]:
    return [(proposal.label, True)]


def _proposed(both: Both, proposal: KitProposal) -> list[Text]:
    cell = [(inline(_category(both, proposal.category)), True)] if proposal.category else []
    lines: list[str] = []
    if proposal.text is None:
        lines += both.say("The text is not shown: its author has not agreed that everyone may read it.")
    else:
        lines += _paragraphs(proposal.text)
    lines += _files(both, proposal.files)
    if proposal.asked is not None:
        asked = proposal.asked
        lines += both.say("The author's sum: {sum}", sum=lambda words: words.som(asked))
    return cell + [(line, False) for line in lines]


def _files(both: Both, files: Mapping[str, int]) -> list[str]:
    said = []
    if voices := files.get("voice"):
        said.append(inline(both.say_n("{n} voice message", "{n} voice messages", voices)))
    if photos := files.get("photo"):
        said.append(inline(both.say_n("{n} photo", "{n} photos", photos)))
    if documents := files.get("document"):
        said.append(inline(both.say_n("{n} document", "{n} documents", documents)))
    return said


def _category(both: Both, names: tuple[str, str]) -> Lines:
    ky, ru = names
    return tuple(dict.fromkeys(ru if words.language == "ru" else ky for words in both.words))


def _decided(both: Both, proposal: KitProposal) -> list[Text]:
    decision = _decision(both, Decision(proposal.decision)) if proposal.decision else both.say("No decision yet")
    cell = [(line, not at) for at, line in enumerate(decision)]
    if proposal.amount is not None:
        amount = proposal.amount
        cell += [(line, False) for line in both.say("Sum: {sum}", sum=lambda words: words.som(amount))]
    return cell + [(paragraph, False) for paragraph in _paragraphs(proposal.sentence or "")]


def _decision(both: Both, decision: Decision) -> Lines:
    match decision:
        case Decision.INCLUDED:
            return both.say("In the draft")
        case Decision.PARTLY:
            return both.say("Partly in the draft")
        case Decision.NOT_INCLUDED:
            return both.say("Not in the draft")
        case Decision.DEFERRED:
            return both.say("Next year")
        case Decision.REDIRECTED:
            return both.say("To another body")


def questions(sheets: Sheets, both: Both, asked: Sequence[str]) -> None:
    """What residents asked beforehand, with room for what is answered."""
    sheets.form(both.say("Questions for the hearing"))
    sheets.both(both.say("For whoever leads the hearing. Who asked is not printed."), bold=False)
    sheets.ln(4)
    columns = (
        Column(("№",), 14),
        Column(both.say("Question"), 106),
        Column(both.say("What was answered"), 60),
    )
    room = [(" ", False)] * ANSWERED
    rows = ([[(str(n), True)], [(line, False) for line in _paragraphs(text)], room] for n, text in enumerate(asked, 1))
    sheets.grid(columns, rows)


def hand_out(sheets: Sheets, both: Both, facts: HearingFacts, made: Sequence[KitProposal], budget: KitBudget) -> None:
    """The budget in brief, to copy and hand out: what the office wrote, the draft's totals, what residents changed."""
    if facts.kind == "execution":
        sheets.form(both.say("Brief description of the budget of {year}", year=facts.budget_year))
    else:
        sheets.form(both.say("Brief description of the draft budget for {year}", year=facts.budget_year))
    for paragraph in _paragraphs(budget.brief):
        sheets.put(paragraph)
        sheets.ln(1.5)
    _totals(sheets, both, facts, budget)
    of_sides = {side: [p for p in made if Side(p.side) is side] for side in Side}
    included = {side: [p for p in of_sides[side] if p.decision in _IN_DRAFT] for side in Side}
    sheets.ln(5)
    counts = (
        Column(both.say("Proposals of residents"), 90),
        Column(both.say("On revenue"), 45, "R"),
        Column(both.say("On spending"), 45, "R"),
    )
    rows = [
        [_pair(both.say("Made in all")), *(_figure(both, len(of_sides[side])) for side in Side)],
        [_pair(both.say("In the draft, wholly or partly")), *(_figure(both, len(included[side])) for side in Side)],
    ]
    sums = {side: sum(p.amount or 0 for p in included[side]) for side in Side}
    if any(sums.values()):
        rows.append([_pair(both.say("Their sum, som")), *(_figure(both, sums[side]) for side in Side)])
    sheets.grid(counts, rows)
    for side in Side:
        if included[side]:
            _lines(sheets, both, side, included[side])
    sheets.ln(5)
    for sentence in _where_to_read(both, facts, budget):
        sheets.both(sentence, bold=False)
        sheets.ln(2)
    sheets.both(both.say("The final decision is made by the ayil kenesh."))
    if facts.phone:
        phone = facts.phone
        sheets.ln(3)
        sheets.both(both.say("A person answers by telephone: {phone}.", phone=phone), bold=False)


def _totals(sheets: Sheets, both: Both, facts: HearingFacts, budget: KitBudget) -> None:
    revenue, spending = budget.draft_revenue, budget.draft_spending
    rows = []
    if revenue is not None:
        rows.append([_pair(both.say("Revenue in the draft")), _figure(both, revenue)])
    if spending is not None:
        rows.append([_pair(both.say("Spending in draft")), _figure(both, spending)])
    if revenue is not None and spending is not None:
        rows.append([_pair(both.say("Revenue less spending")), _figure(both, revenue - spending)])
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


def _lines(sheets: Sheets, both: Both, side: Side, included: Sequence[KitProposal]) -> None:
    """What went into the draft, a row a line of the budget, or a category where no line is given."""
    if side is Side.REVENUE:
        title = both.say("Revenue: what of residents' proposals is in the draft")
    else:
        title = both.say("Spending: what of residents' proposals is in the draft")
    by_line: dict[Lines, list[KitProposal]] = {}
    for proposal in included:
        by_line.setdefault(_line(both, proposal), []).append(proposal)
    columns = (
        Column(title, 105),
        Column(both.say("Proposals"), 33, "R"),
        Column(both.say("Sum, som"), 42, "R"),
    )
    sheets.ln(5)
    sheets.grid(
        columns,
        (
            [_pair(line), _figure(both, len(some)), _figure(both, sum(p.amount or 0 for p in some) or None)]
            for line, some in by_line.items()
        ),
    )


def _line(both: Both, proposal: KitProposal) -> Lines:
    if proposal.line:
        return (" ".join(_paragraphs(proposal.line)),)
    return _category(both, proposal.category) if proposal.category else both.say("no category")


def _where_to_read(both: Both, facts: HearingFacts, budget: KitBudget) -> list[Lines]:
    said = []
    if budget.papers:
        said.append(
            both.say(
                "To read in full: {papers}. They are in the bot under «Budget», and at the ayil okmotu.",
                papers=lambda words: ", ".join(f"«{_paper(words, Paper(paper))}»" for paper in budget.papers),
            )
        )
    if facts.kind == "execution":
        said.append(both.say("Ask the ayil okmotu for the report on the execution of the budget."))
    elif not budget.papers:
        said.append(both.say("Ask the ayil okmotu for the whole draft budget."))
    return said


def _paper(words: Words, paper: Paper) -> str:
    match paper:
        case Paper.CITIZENS_BUDGET:
            return words.say("Citizens' budget")
        case Paper.BRIEF:
            return words.say("Brief description")
        case Paper.PRESENTATION:
            return words.say("Presentation")
        case Paper.MINUTES:
            return words.say("Minutes")


def _figure(both: Both, n: int | None) -> list[Text]:
    return [("—" if n is None else both.words[0].number(n).replace("-", "−"), True)]


def _pair(lines: Lines) -> list[Text]:
    return [(line, not at) for at, line in enumerate(lines)]


def minutes(sheets: Sheets, both: Both, facts: HearingFacts) -> None:
    """The form of the minutes, filled in as far as the facts of the hearing go."""
    sheets.form(both.say("Minutes of the public hearing"))
    sheets.both(_title(both, facts))
    sheets.both(_moment(both, facts), bold=False)
    sheets.put(" ".join(_paragraphs(facts.place)))
    sheets.ln(2)
    for label in (both.say("Chair"), both.say("Secretary")):
        sheets.field(label, sheets.epw)
        sheets.ln(WRITTEN)
    present = both.say("Women present"), both.say("Men present"), both.say("Present in all")
    sheets.ln(2)
    sheets.empty_rows([Column(title, sheets.epw / 3) for title in present], None, 1)
    sheets.ln(3)
    sheets.both(both.say("Agenda"))
    for paragraph in _paragraphs(facts.agenda):
        sheets.put(paragraph)
    sheets.ruled(2)
    named = Column(("№",), 11, "C"), Column(both.say("Full name"), 66)
    _rows_to_write(sheets, both.say("Who spoke"), (*named, Column(both.say("About what"), 103)), SPEAKERS)
    heard = (
        named[0],
        Column(both.say("Revenue or spending"), 32),
        Column(both.say("What is proposed"), 92),
        Column(both.say("Who proposes"), 45),
    )
    _rows_to_write(sheets, both.say("Proposals heard"), heard, HEARD)
    _heading_to_write(sheets, both.say("What the hearing decided"), DECIDED)
    sheets.ruled(DECIDED)
    sheets.ln(4)
    if sheets.room < 2 * WRITTEN + 4:
        sheets.add_page()
    for label in (both.say("Chair"), both.say("Secretary")):
        sheets.field(label, sheets.epw * 0.62)
        sheets.field(both.say("Signature"), sheets.epw * 0.38)
        sheets.ln(WRITTEN + 2)


def _rows_to_write(sheets: Sheets, title: Lines, columns: Sequence[Column], n: int) -> None:
    _heading_to_write(sheets, title, n)
    sheets.empty_rows(columns, 1, n)


def _heading_to_write(sheets: Sheets, title: Lines, n: int) -> None:
    sheets.ln(5)
    if sheets.room < 28 + n * WRITTEN:
        sheets.add_page()
    sheets.both(title)
    sheets.ln(1)


def _paragraphs(text: str) -> Lines:
    return tuple(paragraphs(text, MOST_PARAGRAPHS))
