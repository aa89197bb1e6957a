"""The list of an office's proposals to print: number, days, text and answer. Long texts go on on the next page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from bot.export.bilingual import Both, Lines
from bot.export.pdf.lines import split_paragraphs
from bot.export.pdf.sheets import Column, Sheets, Text


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A proposal in words: its number and days in bold, what it is about, its text, and the answer."""

    number: str
    days: Lines
    about: str
    text: str
    files: str
    answer: Lines


def draw_list(
    file: BinaryIO,
    rows: Iterable[PrintedRow],
    *,
    language: str,
    title: str,
    notes: Lines,
    footer: Lines,
    made: datetime,
) -> int:
    """Writes a list to a file as a PDF, its title and notes above; returns how many rows it has."""
    both = Both((language,))
    sheets = Sheets(footer, title=title, made=made, digits=4)
    sheets.add_page()
    sheets.heading((title,))
    for note in notes:
        sheets.put(note)
    sheets.ln(3)
    columns = (
        Column(both.say("Number"), 28),
        Column(both.say("What is proposed"), 86),
        Column(both.say("Answer of the ayil okmotu"), 66),
    )
    drawn = 0

    def cells() -> Iterable[tuple[list[Text], list[Text], list[Text]]]:
        nonlocal drawn
        for row in rows:
            drawn += 1
            yield _write_number(row), _write_proposed(row), [(line, not at) for at, line in enumerate(row.answer)]

    sheets.grid(columns, cells())
    sheets.output(file)
    return drawn


def _write_number(row: PrintedRow) -> list[Text]:
    return [(row.number, True), *((day, False) for day in row.days)]


def _write_proposed(row: PrintedRow) -> list[Text]:
    texts = [(line, False) for line in (*split_paragraphs(row.text), row.files) if line]
    return [(row.about, True), *texts]
