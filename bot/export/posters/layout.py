"""Where everything stands on a poster. Texts become smaller until all of it fits; nothing is ever cut."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bot.export.bilingual import Both, Lines, join_inline, say_hearing_moment, say_hearing_title
from bot.export.fonts import make_printable
from bot.export.posters.facts import PosterFacts, Way
from bot.export.posters.marks import BAND, INK, PALE, PAPER, Box, Code, Line, Mark, Sheet, measure
from bot.language.by_language import choose_language

WIDTH, HEIGHT = 210.0, 297.0  # of A4, in which everything is laid out; A3 is the same sheet, larger
PAPERS = {"a4": 1.0, "a3": 2**0.5}
EDGE = 12.0
LEADING = 1.24
IN_A_ROW = 3  # codes beside one another
GAP = 6.0  # between two codes
LEAST_SIDE = {1: 78.0, 2: 72.0, 3: 56.0}  # of a code, by how many stand in its row: read from two steps away
LEAST_IN_ROWS = 52.0  # where there is more than one row of them
LARGEST_SIDE = 110.0
SMALLEST = 0.5  # of the sizes below; smaller is read by nobody, so a longer word is parted
_PIECE = re.compile(r"[^ /]*?[^\W\d_]-(?=[^\W\d_a-z])|[^ /]+ ?|/(?=[^ ])|[^ ] ?")
_SPACES = re.compile(r"[^\S\xa0]+")
_SCALES = [1.25 - 0.025 * step for step in range(39)]


@dataclass
class _Column:
    """Marks put below one another, from the top of a column down."""

    left: float
    width: float
    scale: float
    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def put(
        self, text: str, size: float, *, bold: bool = False, colour: str = INK, centred: bool = True, most: int = 3
    ) -> None:
        """Writes a text over as many lines as it takes; where they are more than most, it becomes smaller first."""
        size, lines = fit(make_printable(text), size * self.scale, self.width, bold=bold, most=most)
        x = self.left + self.width / 2 if centred else self.left
        for line in lines:
            self.marks.append(Line(line, x, self.y + size * 0.97, size, bold, colour, centred))
            self.y += size * LEADING

    def both(self, lines: Lines, size: float, **how: object) -> None:
        """Writes a sentence in each language, the first bold and larger."""
        for at, line in enumerate(lines):
            self.put(line, size * (0.8 if at else 1), bold=not at, **how)  # type: ignore[arg-type]

    def skip(self, height: float) -> None:
        self.y += height * self.scale


def lay_out(facts: PosterFacts, languages: Sequence[str], *, paper: str = "a4") -> Sheet:
    """Lays a poster out in the largest letters in which everything fits beside codes that are large enough."""
    both, rows = Both(languages), _split_rows(facts.ways)
    least = LEAST_SIDE[len(rows[0])] if len(rows) == 1 else LEAST_IN_ROWS * len(rows)
    for scale in _SCALES:
        above, below = _write_above(both, facts, scale), _write_below(both, facts, scale)
        names = [_write_names(row, scale) for row in rows]
        free = HEIGHT - above.y - below.y - EDGE - sum(max(one.y for one in row) for row in names)
        if free >= least or scale == _SCALES[-1]:
            break
    side = [min(LARGEST_SIDE, _find_widest(len(row)), free / len(rows)) for row in rows]
    marks, y = list(above.marks), above.y + (free - sum(side)) / 2
    for row, named, one_side in zip(rows, names, side, strict=True):
        marks += _place_codes(row, named, y, one_side)
        y += one_side + max(one.y for one in named)
    marks += _move(below.marks, HEIGHT - EDGE - below.y)
    return _enlarge(marks, PAPERS[paper])


def _write_above(both: Both, facts: PosterFacts, scale: float) -> _Column:
    column = _Column(EDGE, WIDTH - 2 * EDGE, scale, y=EDGE * 0.6)
    for mark in facts.marks:
        column.put(mark, 5, bold=True, colour=PAPER)
    column.both(both.say("Make your proposal to the local budget by telephone"), 10.5, colour=PAPER, most=2)
    column.skip(2)
    aimak = both.say("Ayil aimak {name}", name=lambda words: choose_language(facts.aimaks, words.language))
    column.both(aimak, 8.5, colour=PAPER)
    column.skip(3)
    column.marks.insert(0, Box(0, 0, WIDTH, column.y, fill=BAND))
    column.skip(3)
    column.both(both.say("Point the telephone's camera at a code"), 5.4)
    return column


def _write_below(both: Both, facts: PosterFacts, scale: float) -> _Column:
    column = _Column(EDGE, WIDTH - 2 * EDGE, scale)
    column.skip(2)
    for at, step in enumerate(
        (
            both.say("Write your proposal, say it aloud or send a photo."),
            both.say("Its number comes at once: by it you see where it stands."),
            both.say("The answer of the ayil okmotu comes to the same place."),
        ),
        1,
    ):
        _put_step(column, at, step)
    if facts.hearing is not None:
        _put_hearing(column, both, facts)
    _put_warning(column, both, facts)
    if facts.phone:
        phone = facts.phone.replace(" ", "\xa0")
        column.skip(2)
        column.both(both.say("A person answers by telephone: {phone}.", phone=phone), 5.6)
    column.skip(2)
    board = both.say("Board: {board}", board=facts.board)[:1] if facts.board else ()
    column.put(" · ".join([*board, both.words[0].long_day(facts.day)]), 3)
    return column


def _put_step(column: _Column, at: int, step: Lines) -> None:
    indent = 9 * column.scale
    number = Line(f"{at}", column.left, column.y + 6.6 * column.scale, 8 * column.scale, True, BAND)
    column.marks.append(number)
    column.left, column.width = column.left + indent, column.width - indent
    column.both(step, 5, centred=False)
    column.left, column.width = column.left - indent, column.width + indent
    column.skip(1.5)


def _put_hearing(column: _Column, both: Both, facts: PosterFacts) -> None:
    hearing = facts.hearing
    assert hearing is not None
    column.skip(1)
    with _box(column, fill=PALE):
        for at, words in enumerate(both.words):
            said = f"{say_hearing_title(words, hearing)}: {say_hearing_moment(words, hearing)}"
            column.put(said, 4.2 if at else 5, bold=not at)
        column.put(hearing.place, 4.6)


def _put_warning(column: _Column, both: Both, facts: PosterFacts) -> None:
    column.skip(2)
    with _box(column, edge=0.8):
        column.both(both.say("This bot asks for no money."), 7.2)
        column.both(both.say("Nor for a password or a code from an SMS: whoever does is a fraud."), 4.2)
        column.put(join_inline(both.say("Its real name")) + ":", 3.8)
        column.put(", ".join(way.name for way in facts.ways), 5, bold=True)


@contextmanager
def _box(column: _Column, *, fill: str = "", edge: float = 0) -> Iterator[None]:
    """Draws a box around what is written meanwhile."""
    top, first = column.y, len(column.marks)
    column.skip(1.5)
    yield
    column.skip(1.5)
    column.marks.insert(first, Box(column.left, top, column.width, column.y - top, fill, edge))


def _write_names(row: Sequence[Way], scale: float) -> list[_Column]:
    names = []
    for way, left, width in _split_width(row):
        column = _Column(left, width, scale)
        column.put(way.messenger, 6, bold=True)
        column.put(way.name, 4.6, most=2)
        names.append(column)
    return names


def _place_codes(row: Sequence[Way], names: Sequence[_Column], y: float, side: float) -> Iterator[Mark]:
    for (way, left, width), named in zip(_split_width(row), names, strict=True):
        yield Code(way.link, left + (width - side) / 2, y, side)
        yield from _move(named.marks, y + side)


def _split_rows(ways: Sequence[Way]) -> list[Sequence[Way]]:
    """The codes in rows of IN_A_ROW at the most, each about as full as the others."""
    rows = -(-len(ways) // IN_A_ROW)
    each = -(-len(ways) // rows)
    return [ways[at : at + each] for at in range(0, len(ways), each)]


def _split_width(row: Sequence[Way]) -> Iterator[tuple[Way, float, float]]:
    width = _find_widest(len(row))
    for at, way in enumerate(row):
        yield way, EDGE + at * (width + GAP), width


def _find_widest(codes: int) -> float:
    return (WIDTH - 2 * EDGE - (codes - 1) * GAP) / codes


def fit(text: str, size: float, width: float, *, bold: bool, most: int) -> tuple[float, list[str]]:
    """The size and the lines in which a text fits a width. It keeps to `most` lines and whole words, while that can be read."""
    least = size * SMALLEST
    while True:
        lines = _wrap(text, size, width, bold=bold)
        if size <= least or (len(lines) <= most and all(measure(one, size, bold=bold) <= width for one in lines)):
            break
        size = max(least, size * 0.96)
    return size, [part for line in lines for part in _break(line, size, width, bold=bold)]


def _wrap(text: str, size: float, width: float, *, bold: bool) -> list[str]:
    # A line goes on behind a space, a hyphen of a name, or a slash of an address.
    room, lines = width / size, [""]
    for piece in _PIECE.findall(_SPACES.sub(" ", text).strip()):
        if lines[-1] and measure((lines[-1] + piece).rstrip(), 1, bold=bold) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines


def _break(line: str, size: float, width: float, *, bold: bool) -> Iterator[str]:
    begun = ""
    for sign in line:
        if begun and measure(begun + sign, size, bold=bold) > width:
            yield begun
            begun = ""
        begun += sign
    yield begun


def _move(marks: Sequence[Mark], down: float) -> Iterator[Mark]:
    for mark in marks:
        yield replace(mark, y=mark.y + down)


def _enlarge(marks: Sequence[Mark], times: float) -> Sheet:
    larger: list[Mark] = []
    for mark in marks:
        x, y = mark.x * times, mark.y * times
        if isinstance(mark, Line):
            larger.append(replace(mark, x=x, y=y, size=mark.size * times))
        elif isinstance(mark, Box):
            larger.append(replace(mark, x=x, y=y, width=mark.width * times, height=mark.height * times))
        else:
            larger.append(replace(mark, x=x, y=y, side=mark.side * times))
    return Sheet(WIDTH * times, HEIGHT * times, larger)
