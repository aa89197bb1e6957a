"""The forms for whoever leads the hearing: residents' questions, and the minutes."""

from collections.abc import Sequence

from bot.export.bilingual import Both, Lines
from bot.export.facts import HearingFacts
from bot.export.pdf.lines import say_moment, say_title, split_paragraphs
from bot.export.pdf.sheets import WRITTEN, Column, Sheets

SPEAKERS, HEARD, DECIDED = 8, 8, 10  # rows to write in on the minutes
ANSWERED = 3  # lines to write an answer on


def draw_questions(sheets: Sheets, both: Both, asked: Sequence[str]) -> None:
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
    rows = (
        [[(str(n), True)], [(line, False) for line in split_paragraphs(text)], room] for n, text in enumerate(asked, 1)
    )
    sheets.grid(columns, rows)


def draw_minutes(sheets: Sheets, both: Both, facts: HearingFacts) -> None:
    """The form of the minutes, filled in as far as the facts of the hearing go."""
    sheets.form(both.say("Minutes of the public hearing"))
    sheets.both(say_title(both, facts))
    sheets.both(say_moment(both, facts), bold=False)
    sheets.put(" ".join(split_paragraphs(facts.place)))
    sheets.ln(2)
    for label in (both.say("Chair"), both.say("Secretary")):
        sheets.field(label, sheets.epw)
        sheets.ln(WRITTEN)
    present = both.say("Women present"), both.say("Men present"), both.say("Present in all")
    sheets.ln(2)
    sheets.empty_rows([Column(title, sheets.epw / 3) for title in present], None, 1)
    sheets.ln(3)
    sheets.both(both.say("Agenda"))
    for paragraph in split_paragraphs(facts.agenda):
        sheets.put(paragraph)
    sheets.ruled(2)
    named = Column(("№",), 11, "C"), Column(both.say("Full name"), 66)
    _draw_rows(sheets, both.say("Who spoke"), (*named, Column(both.say("About what"), 103)), SPEAKERS)
    heard = (
        named[0],
        Column(both.say("Revenue or spending"), 32),
        Column(both.say("What is proposed"), 92),
        Column(both.say("Who proposes"), 45),
    )
    _draw_rows(sheets, both.say("Proposals heard"), heard, HEARD)
    _draw_heading(sheets, both.say("What the hearing decided"), DECIDED)
    sheets.ruled(DECIDED)
    sheets.ln(4)
    if sheets.room < 2 * WRITTEN + 4:
        sheets.add_page()
    for label in (both.say("Chair"), both.say("Secretary")):
        sheets.field(label, sheets.epw * 0.62)
        sheets.field(both.say("Signature"), sheets.epw * 0.38)
        sheets.ln(WRITTEN + 2)


def _draw_rows(sheets: Sheets, title: Lines, columns: Sequence[Column], n: int) -> None:
    _draw_heading(sheets, title, n)
    sheets.empty_rows(columns, 1, n)


def _draw_heading(sheets: Sheets, title: Lines, n: int) -> None:
    sheets.ln(5)
    if sheets.room < 28 + n * WRITTEN:
        sheets.add_page()
    sheets.both(title)
    sheets.ln(1)
