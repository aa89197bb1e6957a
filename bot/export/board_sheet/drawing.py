"""The sheet for the board as a PDF in large print: A4 or A3, in one language or in both."""

import io
from datetime import datetime
from typing import BinaryIO

from bot.budget.proposal import Side
from bot.budget.workdays import BISHKEK
from bot.chat.texts import LANGUAGES, Words
from bot.export.bilingual import say_side_count
from bot.export.board_sheet.facts import BoardFacts, BoardRow
from bot.export.pdf.sheets import Sheets
from bot.language.by_language import FIRST, choose_language
from bot.language.kyrgyz import clean, quote
from bot.office.trust.words import say_result
from bot.office.wording.answers.answer_words import DECISIONS, say_reason

PAPERS = {"a4": 1.0, "a3": 1.4}  # how much larger the print is
BOTH = "both"
_READ, _TITLE, _SIDE, _DECIDED = 14.0, 24.0, 18.0, 16.0  # points on A4
_TEXT, _SENTENCE, _LINE = 200, 300, 80  # characters of what people wrote
_BLOCK = 55.0  # millimetres of A4 that a proposal is not begun without


def make_board(facts: BoardFacts, *, paper: str, language: str, made: datetime) -> bytes:
    """Draws the sheet; paper is one of PAPERS, language one of ours or BOTH."""
    file = io.BytesIO()
    draw_board(file, facts, paper=paper, language=language, made=made)
    return file.getvalue()


def name_board(code: str, *, year: int, paper: str) -> str:
    """What the file is called."""
    return f"sunush-{code}-{year}-board-{paper}.pdf"


def draw_board(file: BinaryIO, facts: BoardFacts, *, paper: str, language: str, made: datetime) -> None:
    """The same, written to a file."""
    languages = LANGUAGES if language == BOTH else (language,)
    day = made.astimezone(BISHKEK).date()
    footer = tuple(
        " · ".join(filter(None, (choose_language(facts.aimaks, one), Words(one).long_day(day), facts.phone)))
        for one in languages
    )
    title = Words(languages[0]).say("What you proposed and what we decided")
    sheets = Sheets(footer, title=f"{title}. {choose_language(facts.aimaks, FIRST)}", made=made, paper=paper)
    for one in languages:
        _draw(sheets, Words(one), facts, scale=PAPERS[paper])
    sheets.output(file)


def _draw(sheets: Sheets, words: Words, facts: BoardFacts, *, scale: float) -> None:
    sheets.add_page()
    for mark in facts.marks:
        sheets.put(mark, size=_READ * scale, bold=True)
    sheets.put(words.say("What you proposed and what we decided"), size=_TITLE * scale, bold=True)
    about = words.say(
        "{aimak}, the budget of {year}", aimak=choose_language(facts.aimaks, words.language), year=facts.year
    )
    sheets.put(about, size=_SIDE * scale)
    sheets.ln(4 * scale)
    for side, made, decided, went_in in facts.counts:
        _draw_side(sheets, words, side, (made, decided, went_in), facts, scale=scale)
    if facts.left_out:
        left = words.say("More decided proposals in the office's list — {n}", n=words.number(facts.left_out))
        sheets.put(left, size=_READ * scale)
    if facts.trust is not None:
        if sheets.room < _BLOCK * scale:
            sheets.add_page()
        for line in say_result(words, facts.trust).split("\n"):
            sheets.put(line, size=_READ * scale)
    sheets.ln(2 * scale)
    sheets.put(words.say("The final decision is made by the ayil kenesh."), size=_READ * scale)


def _draw_side(
    sheets: Sheets, words: Words, side: Side, counts: tuple[int, int, int], facts: BoardFacts, *, scale: float
) -> None:
    rows = [one for one in facts.rows if one.side is side]
    if sheets.room < _BLOCK * scale:
        sheets.add_page()
    sheets.put(say_side_count(words.say_n, side, counts[0]), size=_SIDE * scale, bold=True)
    said = words.say(
        "Answered — {decided}, in the draft — {went_in}",
        decided=words.number(counts[1]),
        went_in=words.number(counts[2]),
    )
    sheets.put(said, size=_READ * scale)
    sheets.ln(3 * scale)
    for one in rows:
        _draw_row(sheets, words, one, year=facts.year, scale=scale)


def _draw_row(sheets: Sheets, words: Words, one: BoardRow, *, year: int, scale: float) -> None:
    if sheets.room < _BLOCK * scale:
        sheets.add_page()
    category = choose_language(one.category, words.language) if one.category else words.say("no category")
    text = quote(one.text, _TEXT) if one.text else ""
    sheets.put(f"№ {one.label}. {text or category}", size=_READ * scale)
    if one.item:
        sheets.put(words.say("Property: {item}", item=one.item), size=_READ * scale)
    sheets.put(words.say(DECISIONS[one.decision]), size=_DECIDED * scale, bold=True)
    for line in _list_why(words, one, year=year):
        sheets.put(line, size=_READ * scale)
    sheets.ln(2 * scale)
    sheets.line(sheets.l_margin, sheets.y, sheets.w - sheets.r_margin, sheets.y)
    sheets.ln(3 * scale)


def _list_why(words: Words, one: BoardRow, *, year: int) -> list[str]:
    said = [words.say("Sum: {sum}", sum=words.som(one.amount))] if one.amount is not None else []
    if one.line:
        said.append(words.say("Budget line: {line}.", line=clean(one.line)[:_LINE]))
    written = one.other if one.other and one.other_in == words.language else one.sentence
    sentence = clean(written)[:_SENTENCE] if written else ""
    if one.reason:
        reason = say_reason(words, one.reason, year=year)
        return [*said, words.say("Reason: {reason}. {sentence}", reason=reason, sentence=sentence).rstrip()]
    return [*said, *filter(None, [sentence])]
