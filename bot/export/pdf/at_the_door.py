"""The forms at the door: the facts of the hearing, the sign-in sheets, slips for proposals."""

from collections.abc import Sequence

from bot.export.bilingual import Both, Lines, join_inline
from bot.export.facts import HearingFacts
from bot.export.pdf.lines import name_aimak, say_moment, say_title, split_paragraphs
from bot.export.pdf.sheets import SIZE, SMALL, WRITTEN, Column, Sheets, find_leading

SIGNED_A_PAGE = 24
SLIPS_A_PAGE = 3
REGISTERED_A_PAGE = 20
CUT_APART = 5.0  # millimetres between two slips
NAME_LINES = 2  # of an aimak's name on a slip
LEAST_RULED = 2  # lines to write on a slip
TICKED = 11.0  # millimetres, of a box to tick with its words


def say_footer(both: Both, facts: HearingFacts) -> Lines:
    """Whose hearing of which day a sheet belongs to."""
    marks = (" · ".join(facts.marks),) if facts.marks else ()
    return marks + both.say(
        "Ayil aimak {aimak}, hearing: {date}",
        aimak=lambda words: facts.aimak(words.language),
        date=lambda words: words.long_day(facts.day),
    )


def draw_facts_page(sheets: Sheets, both: Both, facts: HearingFacts) -> None:
    """The first page: what, when, where, what about, whom to call, and the code of the way into the bot."""
    sheets.add_page()
    sheets.both(both.say("Ayil aimak: {name}", name=lambda words: facts.aimak(words.language)), size=13)
    sheets.ln(5)
    sheets.heading(say_title(both, facts), size=21)
    if facts.cancelled:
        sheets.ln(2)
        sheets.heading(both.say("The hearing is cancelled"), size=21)
    sheets.ln(3)
    _draw_fact(sheets, both.say("Date and time"), say_moment(both, facts), size=15)
    _draw_fact(sheets, both.say("Place of the hearing"), split_paragraphs(facts.place), size=15)
    _draw_fact(sheets, both.say("Agenda"), split_paragraphs(facts.agenda), size=12)
    if facts.phone:
        _draw_fact(sheets, both.say("Telephone for questions"), (facts.phone,), size=15)
    if facts.link:
        _draw_way_in(sheets, both, facts.link)


def _draw_fact(sheets: Sheets, label: Lines, values: Sequence[str], *, size: float) -> None:
    if not values:
        return
    if sheets.room < 25:
        sheets.add_page()
    sheets.put(join_inline(label))
    sheets.ln(0.5)
    for at, value in enumerate(values):
        sheets.put(value, size=size, bold=not at and size > 12)
    sheets.ln(4)


def _draw_way_in(sheets: Sheets, both: Both, link: str) -> None:
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


def draw_sign_in(sheets: Sheets, both: Both, facts: HearingFacts, n: int) -> None:
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
        sheets.both(say_moment(both, facts), bold=False)
        sheets.ln(2)
        sheets.empty_rows(columns, first, min(SIGNED_A_PAGE, n + 1 - first), height=8.6)
        sheets.last_row(columns, 3, join_inline(both.say("On this page in all")), height=9.5)


def draw_journal(sheets: Sheets, both: Both, facts: HearingFacts, n: int) -> None:
    """The journal of what comes on paper: a row a slip, and the number that the bot gave it."""
    columns = (
        Column(("№",), 11, "C"),
        Column(both.say("Day"), 19),
        Column(both.say("From whom, village"), 44),
        Column(both.say("Revenue (+) or spending (−)"), 24),
        Column(both.say("The proposal in short"), 58),
        Column(both.say("Number in the bot"), 24),
    )
    for first in range(1, n + 1, REGISTERED_A_PAGE):
        sheets.form(both.say("Journal of proposals"))
        sheets.both(say_moment(both, facts), bold=False)
        sheets.ln(2)
        sheets.empty_rows(columns, first, min(REGISTERED_A_PAGE, n + 1 - first), height=10)


def draw_slips(sheets: Sheets, both: Both, facts: HearingFacts, n: int) -> None:
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
            sheets.line(0, top - CUT_APART / 2, sheets.w, top - CUT_APART / 2)
            sheets.set_dash_pattern()
        sheets.set_xy(sheets.l_margin, top)
        _draw_slip(sheets, both, facts, number, below=top + height - CUT_APART)


def _draw_slip(sheets: Sheets, both: Both, facts: HearingFacts, number: int, *, below: float) -> None:
    """Draws a slip from the pen down to `below`: what its words leave free becomes lines to write on."""
    top, wide = sheets.y, sheets.epw
    sheets.both(both.say("Proposal for the budget of {year}", year=facts.budget_year), width=wide - 60)
    left_ends = sheets.y
    sheets.set_xy(sheets.l_margin + wide - 60, top)
    sheets.put(join_inline(both.say("Slip № {number}", number=number)), align="R", width=60)
    name = join_inline(name_aimak(both, facts))
    if len(sheets.wrap(name, 60)) == 1:
        sheets.put(name, align="R", width=60)
    sheets.set_xy(sheets.l_margin, max(left_ends, sheets.y))
    if len(sheets.wrap(name, 60)) > 1:
        for line in sheets.wrap(name, wide, size=SMALL, most=NAME_LINES):
            sheets.put(line, size=SMALL)
    sheets.ln(1.5)
    sheets.tick(both.say("Revenue: money in"), wide / 2)
    sheets.tick(both.say("Spending: money out"), wide / 2)
    sheets.set_xy(sheets.l_margin, sheets.y + 9.5)
    question = both.say("May everyone read this text?")
    asked = sum(len(sheets.wrap(line, wide * 0.6)) for line in question) * find_leading(SIZE)
    free = below - sheets.y - 2 - WRITTEN - 2 - max(asked, TICKED)
    sheets.ruled(max(LEAST_RULED, int(free / WRITTEN)))
    sheets.ln(2)
    sheets.field(both.say("Name, if you wish"), wide * 0.58)
    sheets.field(both.say("Village, if you wish"), wide * 0.42)
    sheets.set_xy(sheets.l_margin, sheets.y + WRITTEN + 2)
    asked_at = sheets.y
    sheets.both(question, bold=False, width=wide * 0.6)
    sheets.set_xy(sheets.l_margin + wide * 0.6, asked_at)
    sheets.tick(both.say("Yes"), wide * 0.2)
    sheets.tick(both.say("No"), wide * 0.2)
