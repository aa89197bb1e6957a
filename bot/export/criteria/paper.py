"""The evidence sheets of an aimak's year on paper, each criterion in both languages."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.texts import LANGUAGES, Words
from bot.export.pdf.sheets import SMALL, Column, Sheets
from bot.office.criteria.in_words import list_formula, list_rules, say_cell, say_figure, say_sentence, say_title
from bot.office.criteria.proposed import Proposed
from bot.office.practice_words import list_marks

MOST_ROWS = 150  # of a criterion on paper; the table names all
_WIDE = 180  # millimetres, of all columns
_WIDEST_WORD = 40  # of a cell; a longer one is broken


def write_paper(found: Sequence[Proposed], *, made: datetime) -> bytes:
    """Returns the sheets as a PDF; made is when (in Bishkek)."""
    first = found[0]
    footer = (f"{first.aimak.name(LANGUAGES[0])} · {first.year} · {made:%d.%m.%Y %H:%M}",)
    sheets = Sheets(footer, title=f"{first.aimak.code} {first.year}", made=made)
    for language in LANGUAGES:
        words = Words(language)
        _draw_front(sheets, words, found)
        for one in found:
            _draw_one(sheets, words, one)
    return bytes(sheets.output())


def _draw_front(sheets: Sheets, words: Words, found: Sequence[Proposed]) -> None:
    first = found[0]
    sheets.add_page()
    sheets.heading((words.say("Evidence by criteria"), f"{first.aimak.name(words.language)}, {first.year}"))
    for mark in list_marks(first.aimak):
        sheets.put(mark, bold=True)
    for one in found:
        sheets.put(say_sentence(words, one))
        sheets.ln(1)
    sheets.ln(2)
    sheets.put(words.say("No source gave these scales, so they are settings:"), bold=True)
    for rule in list_rules(words, first.rules):
        sheets.put(f"— {rule}", size=SMALL)
    sheets.ln(1)
    sheets.put(words.say("The commission has the last word."))


def _draw_one(sheets: Sheets, words: Words, found: Proposed) -> None:
    if sheets.room < 70:
        sheets.add_page()
    else:
        sheets.ln(6)
    sheets.heading((say_title(words, found),), size=13)
    sheets.put(say_figure(words, found), bold=True)
    for line in list_formula(words, found):
        sheets.put(line, size=SMALL)
    if not found.rows:
        return
    sheets.ln(2)
    columns = [
        Column((words.say(title),), wide, "L")
        for title, wide in zip(found.columns, _share_width(sheets, words, found), strict=True)
    ]
    rows = [[[(say_cell(words, cell) or " ", False)] for cell in row] for row in found.rows[:MOST_ROWS]]
    sheets.grid(columns, rows)
    if len(found.rows) > MOST_ROWS:
        sheets.put(
            words.say_n("{n} more row is in the table.", "{n} more rows are in the table.", len(found.rows) - MOST_ROWS)
        )


def _share_width(sheets: Sheets, words: Words, found: Proposed) -> list[float]:
    # By the longest that stands in each column; a text breaks, a number and a word do not.
    rows = found.rows[:MOST_ROWS]
    least = [
        max(
            sheets.measure_words(words.say(title), size=SMALL, bold=True),
            *(min(_WIDEST_WORD, sheets.measure_words(say_cell(words, row[at]))) for row in rows),
            0.0,
        )
        for at, title in enumerate(found.columns)
    ]
    longest = [
        min(
            40,
            max(8, *(len(say_cell(words, row[at])) for row in found.rows[:MOST_ROWS]), len(words.say(title)) * 2 // 3),
        )
        for at, title in enumerate(found.columns)
    ]
    if sum(least) >= _WIDE:
        return [_WIDE * one / sum(least) for one in least]
    # What is wider than its share keeps that; the others share what is left.
    open = set(range(len(longest)))
    while True:
        left = _WIDE - sum(least[at] for at in range(len(least)) if at not in open)
        shares = {at: left * longest[at] / sum(longest[one] for one in open) for at in open}
        narrow = {at for at in open if shares[at] < least[at]}
        if not narrow:
            return [shares.get(at, least[at]) for at in range(len(least))]
        open -= narrow
