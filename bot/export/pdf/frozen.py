"""The sheet of criterion 6 as it was frozen: a page in each language, of plain words and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.texts import Words
from bot.export.pdf.sheets import SMALL, Column, Sheets


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """A page in one language. parts: name, what it counts, value, weight. drawn: number, decision, whether delivered."""

    words: Words
    title: str
    about: str
    score: str
    parts: Sequence[tuple[str, str, str, str]]
    notes: Sequence[str]
    drawn: Sequence[tuple[str, str, str]]


def draw_frozen(pages: Sequence[FrozenPage], *, footer: tuple[str, ...], title: str, made: datetime) -> bytes:
    """Returns the pages as a PDF."""
    sheets = Sheets(footer, title=title, made=made, digits=1)
    for page in pages:
        _draw_page(sheets, page)
    return bytes(sheets.output())


def _draw_page(sheets: Sheets, page: FrozenPage) -> None:
    sheets.add_page()
    sheets.heading((page.words.say("Criterion 6, frozen"), page.title))
    sheets.put(page.about)
    sheets.ln(2)
    sheets.put(page.score, size=13, bold=True)
    sheets.ln(2)
    _draw_parts(sheets, page)
    sheets.ln(2)
    for sentence in page.notes:
        sheets.put(sentence, size=SMALL)
    sheets.ln(2)
    _draw_drawn(sheets, page)


def _draw_parts(sheets: Sheets, page: FrozenPage) -> None:
    columns = (
        Column((page.words.say("Part"),), 14),
        Column((page.words.say("What it counts"),), 96),
        Column((page.words.say("Value, %"),), 35, "R"),
        Column((page.words.say("Weight, %"),), 35, "R"),
    )
    rows = [
        [[(part, True)], [(name, False)], [(value, True)], [(weight, False)]]
        for part, name, value, weight in page.parts
    ]
    sheets.grid(columns, rows)


def _draw_drawn(sheets: Sheets, page: FrozenPage) -> None:
    if not page.drawn:
        return
    sheets.put(page.words.say("Drawn by hash, to be called back:"), bold=True)
    sheets.ln(1)
    columns = (
        Column((page.words.say("Number"),), 26),
        Column((page.words.say("Decision"),), 56),
        Column((page.words.say("Delivered"),), 26),
        Column((page.words.say("What the author says"),), 72),
    )
    rows = [
        [[(number, True)], [(decision, False)], [(delivered, False)], [(" ", False)]]
        for number, decision, delivered in page.drawn
    ]
    sheets.grid(columns, rows)
