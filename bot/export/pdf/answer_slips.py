"""Answers to cut apart and hand out. Each slip is as long as its text; several stand on a page, with dashed lines between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from fpdf.enums import XPos, YPos

from bot.export.bilingual import Lines
from bot.export.pdf.sheets import FOOT, MARGIN, SIZE, SMALL, Sheets, Text, find_leading

APART = 5.0  # millimetres of white on either side of a cut
_DASH = 2.0  # millimetres


@dataclass(frozen=True, slots=True)
class AnswerSlip:
    """What one author is handed: their name, the answer in one language or both, whose it is and when."""

    to: str
    texts: tuple[str, ...]  # one a language; the first line of each is its heading
    below: str


def draw_slips(
    file: BinaryIO, slips: Sequence[AnswerSlip], *, title: str, notes: Lines, footer: Lines, made: datetime
) -> int:
    """Writes slips to a file as a PDF; returns how many. Where there is none the title and the notes stand alone."""
    sheets = Sheets(footer, title=title, made=made, digits=4)
    sheets.add_page()
    if not slips:
        sheets.heading((title,))
        for note in notes:
            sheets.put(note)
    for slip in slips:
        _draw(sheets, list(_list_lines(sheets, slip)))
    sheets.output(file)
    return len(slips)


def _list_lines(sheets: Sheets, slip: AnswerSlip) -> Iterable[tuple[Text, float]]:
    def split(text: str, *, bold: bool = False, size: float = SIZE) -> Iterable[tuple[Text, float]]:
        return ((line, size) for line in sheets.lay([(text, bold)], sheets.epw, size))

    if slip.to:
        yield from split(slip.to, size=SMALL)
    for nth, text in enumerate(slip.texts):
        if nth:
            yield ("", False), SMALL
        first, *others = text.split("\n")
        yield from split(first, bold=True)
        for line in others:
            yield from split(line)
    yield from split(slip.below, size=SMALL)


def _draw(sheets: Sheets, lines: Sequence[tuple[Text, float]]) -> None:
    # One that fits on a page is never parted; a longer one goes on on the next.
    height, whole = sum(find_leading(size) for _, size in lines) + APART, sheets.h - MARGIN - FOOT
    if sheets.room < height and (height <= whole or sheets.room < whole / 2) and sheets.y > MARGIN:
        sheets.add_page()
    for (text, bold), size in lines:
        sheets.set_font("DejaVu", "B" if bold else "", size)
        sheets.cell(0, find_leading(size), text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if sheets.room < APART:
        return  # the edge of the sheet cuts it off
    sheets.set_y(sheets.y + APART)
    sheets.set_dash_pattern(dash=_DASH, gap=_DASH)
    sheets.line(0, sheets.y, sheets.w, sheets.y)
    sheets.set_dash_pattern()
    sheets.set_y(sheets.y + APART)
