"""Sheets to print in black, of A4 or A3.

They have headings in two languages, lines to write on, boxes to tick, tables across pages.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.line_break import BREAKING_SPACE_SYMBOLS

from bot.export.bilingual import Lines, join_inline
from bot.export.fonts import PAGES, list_font_files, make_printable
from bot.export.qr import list_runs

MARGIN = 15.0
FOOT = 18.0  # kept free below for the footer
SIZE = 11.0  # points, of all that is read
SMALL = 9.0
LONGEST_LINE = 250  # characters; more never fit
LEADING = 1.3
WRITTEN = 9.0  # millimetres, of a line to write on by hand
LEAST_LINES = 3  # of a row that breaks over two pages, on either
_HAIR = 1e-6  # millimetres
SHORT_ROW = 70.0  # a row not higher than that is not broken

Text = tuple[str, bool]  # a paragraph, and whether it is bold


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what stands above it, and how wide it is in millimetres."""

    title: Lines
    width: float
    align: str = "L"


class Sheets(FPDF):
    """A file of sheets with one footer; texts given to it are made printable here."""

    def __init__(self, footer: Lines, *, title: str, made: datetime, digits: int = 3, paper: str = "a4") -> None:
        """Begins a file without a page; its number of pages may have so many digits. paper is a4 or a3."""
        super().__init__(orientation="portrait", unit="mm", format=paper)
        with list_font_files() as (regular, bold):
            self.add_font("DejaVu", "", regular)
            self.add_font("DejaVu", "B", bold)
        self._widths: defaultdict[tuple[bool, float], dict[str, float]] = defaultdict(
            dict
        )  # of each sign, in millimetres
        self._pages = digits * PAGES
        self.alias_nb_pages(self._pages)
        self._footer = tuple(line[:LONGEST_LINE] for line in footer)
        self.set_creation_date(made)
        self.set_title(make_printable(title))
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.set_line_width(0.25)
        self.set_font("DejaVu", "", SIZE)

    @property
    def room(self) -> float:
        """How many millimetres are left on the page."""
        return float(self.h - FOOT - self.y)

    def footer(self) -> None:
        """Draws the footer of a page: whose hearing it is, and the page's number."""
        self.set_y(-FOOT + 3)
        self.line(MARGIN, self.y, self.w - MARGIN, self.y)
        self.set_y(self.y + 1.5)
        self.set_font("DejaVu", "", SMALL - 1)
        top = self.y
        self.cell(0, 3.8, f"{self.page_no()} / {self._pages}", align="R")
        for at, line in enumerate(self._footer):
            self.set_xy(MARGIN, top + 3.8 * at)
            self.cell(self.epw - 25, 3.8, self.cut(line, self.epw - 25))

    def put(self, text: str, *, size: float = SIZE, bold: bool = False, width: float = 0, align: str = "L") -> None:
        """Writes a text from where the pen is, over as many lines and pages as it takes."""
        self.set_font("DejaVu", "B" if bold else "", size)
        self.multi_cell(width, find_leading(size), make_printable(text), align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)

    def heading(self, lines: Lines, *, size: float = 16) -> None:
        """Writes a heading: the first language bold, the others below it."""
        first, *others = lines
        self.put(first, size=size, bold=True)
        for line in others:
            self.put(line, size=max(SIZE, size - 3))
        self.ln(2)

    def form(self, lines: Lines) -> None:
        """Begins a form on a page of its own."""
        self.add_page()
        self.heading(lines)

    def both(self, lines: Lines, *, size: float = SIZE, bold: bool = True, width: float = 0) -> None:
        """Writes a sentence: each language on lines of its own, the first bold."""
        for at, line in enumerate(lines):
            self.put(line, size=size, bold=bold and not at, width=width)

    def cut(self, text: str, width: float) -> str:
        """Returns a text on one line, cut to a width in the font that is set."""
        line = " ".join(make_printable(text).split())[:LONGEST_LINE]
        if self.get_string_width(line) <= width:
            return line
        while line and self.get_string_width(line + "…") > width:
            line = line[:-1]
        return line + "…"

    def wrap(self, text: str, width: float, *, size: float = SIZE, most: int = 100) -> list[str]:
        """Returns the lines a text takes in a width; where they are more than most, the last is cut."""
        lines = self._split(make_printable(text)[: most * LONGEST_LINE], width, size=size)
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], self.cut(" ".join(lines[most - 1 :]), width - 2 * self.c_margin)]

    def field(self, label: Lines, width: float) -> None:
        """Writes a label with a line to write on after it, and moves on.

        Its languages stand side by side where there is room.
        """
        left, top = self.x, self.y
        self.set_font("DejaVu", "", SIZE)
        beside = join_inline(label)
        lines = (beside,) if self.get_string_width(beside) < width * 0.6 else label
        pitch = find_leading(SIZE)
        taken = max(self.get_string_width(line) for line in lines)
        for at, line in enumerate(lines):
            self.set_xy(left, top + WRITTEN - 6 + (at + 1 - len(lines)) * pitch)
            self.cell(width, pitch, line)
        self.line(left + taken + 3, top + WRITTEN - 1, left + width - 2, top + WRITTEN - 1)
        self.set_xy(left + width, top)

    def ruled(self, n: int) -> None:
        """Draws lines to write on, over the whole width."""
        for _ in range(n):
            if self.room < WRITTEN:
                self.add_page()
            self.line(MARGIN, self.y + WRITTEN - 1, self.w - MARGIN, self.y + WRITTEN - 1)
            self.set_y(self.y + WRITTEN)

    def tick(self, lines: Lines, width: float) -> None:
        """Draws a box to tick with its words beside it, and moves on by the width."""
        left, top = self.x, self.y
        self.rect(left, top + 0.8, 5.2, 5.2)
        self.set_xy(left + 7.5, top)
        for at, line in enumerate(lines):
            self.set_font("DejaVu", "" if at else "B", SIZE)
            self.set_xy(left + 7.5, top + 5 * at)
            self.cell(width - 9, 6, self.cut(line, width - 9))
        self.set_xy(left + width, top)

    def code(self, link: str, left: float, top: float, side: float) -> None:
        """Draws the code of a link with the white around it, side millimetres in all."""
        modules, runs = list_runs(link)
        module = side / modules
        for across, down, length in runs:
            # A hair more than a module, so that no printer leaves white between two.
            self.rect(left + across * module, top + down * module, length * module, module * 1.01, style="F")

    def grid(self, columns: Sequence[Column], rows: Iterable[Sequence[Sequence[Text]]]) -> None:
        """Draws a table of rows, whose cells are paragraphs. A short row stays whole; a long one goes on on the next page.

        A row that goes on shows its first cell anew.
        """
        self._titles(columns)
        pitch = find_leading(SIZE)
        for row in rows:
            cells = [self.lay(cell, column.width) for cell, column in zip(row, columns, strict=True)]
            left = max(len(cell) for cell in cells)
            whole = left * pitch + 2
            if self.room < min(whole, LEAST_LINES * pitch + 2) or self.room < whole <= SHORT_ROW:
                self._next(columns)
            while left:
                fits = max(1, int((self.room - 2) / pitch))
                if fits < left < fits + LEAST_LINES and fits > 2 * LEAST_LINES:
                    fits = left - LEAST_LINES
                taken = min(left, fits)
                self._row(columns, [cell[:taken] for cell in cells], taken * pitch + 2)
                left -= taken
                head = cells[0]
                cells = [head[:left] if left else [], *(cell[taken:] for cell in cells[1:])]
                if left:
                    self._next(columns)

    def empty_rows(self, columns: Sequence[Column], first: int | None, n: int, *, height: float = WRITTEN) -> None:
        """Draws a table of n rows to write in; the first column counts from first on, if there is one."""
        self._titles(columns)
        for at in range(n):
            if self.room < height:
                self._next(columns)
            number = [] if first is None else [(str(first + at), False)]
            self._row(columns, [number, *([] for _ in columns[1:])], height, middle=True)

    def last_row(self, columns: Sequence[Column], merged: int, title: str, *, height: float) -> None:
        """Draws one row more below a table, a title over the first merged columns, to write sums in the others."""
        wide = Column((), sum(column.width for column in columns[:merged]), "R")
        others = columns[merged:]
        self._row((wide, *others), [[(self.cut(title, wide.width), True)], *([] for _ in others)], height, middle=True)

    def _titles(self, columns: Sequence[Column]) -> None:
        titles = [
            [text for at, line in enumerate(column.title) for text in self.lay([(line, not at)], column.width, SMALL)]
            for column in columns
        ]
        height = max(len(title) for title in titles) * find_leading(SMALL) + 2
        if self.room < height + 20:
            self.add_page()
        self.set_fill_color(228)
        self._row(columns, titles, height, size=SMALL, fill=True)

    def _next(self, columns: Sequence[Column]) -> None:
        self.add_page()
        self._titles(columns)

    def lay(self, cell: Sequence[Text], width: float, size: float = SIZE) -> list[Text]:
        """Returns the lines that paragraphs take in a width; what is longer than a line is broken within the word."""
        lines: list[Text] = []
        for text, bold in cell:
            lines += [(line, bold) for line in self._split(make_printable(text), width, size=size, bold=bold)]
        return lines

    def measure_words(self, text: str, *, size: float = SIZE, bold: bool = False) -> float:
        """How wide a column (millimetres) is in which no word of a text is broken."""
        self.set_font("DejaVu", "B" if bold else "", size)
        widest = max((self.get_string_width(word) for word in make_printable(text).split()), default=0.0)
        return widest + 2 * self.c_margin + _HAIR

    def _split(self, text: str, width: float, *, size: float = SIZE, bold: bool = False) -> list[str]:
        # As the library's multi_cell breaks lines, but in time that grows with the text alone. The library measures
        # each line anew with each character. What is longer than a line is broken within the word.
        self.set_font("DejaVu", "B" if bold else "", size)
        room, widths = width - 2 * self.c_margin + _HAIR, self._widths[bold, size]
        lines: list[str] = []
        for paragraph in text.split("\n"):
            first, space, at, used = 0, -1, 0, 0.0
            while at < len(paragraph):
                sign = paragraph[at]
                if sign not in widths:
                    widths[sign] = self.get_string_width(sign)
                if used + widths[sign] <= room or at == first:
                    space = at if sign in BREAKING_SPACE_SYMBOLS else space
                    used += widths[sign]
                    at += 1
                    continue
                end = at if sign in BREAKING_SPACE_SYMBOLS or space < 0 else space
                lines.append(paragraph[first:end])
                first = at = end if end == at and sign not in BREAKING_SPACE_SYMBOLS else end + 1
                space, used = -1, 0.0
            if first < len(paragraph) or not paragraph:
                lines.append(paragraph[first:])
        return lines

    def _row(
        self,
        columns: Sequence[Column],
        cells: Sequence[Sequence[Text]],
        height: float,
        *,
        size: float = SIZE,
        fill: bool = False,
        middle: bool = False,
    ) -> None:
        top, left, pitch = self.y, MARGIN, find_leading(size)
        for column, cell in zip(columns, cells, strict=True):
            self.rect(left, top, column.width, height, style="DF" if fill else "D")
            start = top + (height - len(cell) * pitch) / 2 if middle else top + 1
            for at, (text, bold) in enumerate(cell):
                self.set_font("DejaVu", "B" if bold else "", size)
                self._line(left, start + at * pitch, column, text, pitch)
            left += column.width
        self.set_xy(MARGIN, top + height)

    def _line(self, left: float, top: float, column: Column, text: str, pitch: float) -> None:
        # Where the library's cell would write it, which takes three times as long.
        room = column.width - 2 * self.c_margin
        shift = {"L": 0.0, "C": 0.5, "R": 1.0}[column.align]
        free = room - self.get_string_width(text) if shift else 0.0
        if text:
            self.text(left + self.c_margin + shift * free, top + 0.5 * pitch + 0.3 * self.font_size, text)


def find_leading(size: float) -> float:
    """The height of a line of a size in points, in millimetres."""
    return size * LEADING * 25.4 / 72
