"""What a poster is drawn of, in millimetres: lines of text, boxes and codes. They become a PDF or a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape

from bot.export.fonts import FAMILY, list_font_files
from bot.export.qr import list_runs

INK, PAPER, BAND, PALE = "#1a1a1a", "#ffffff", "#1f4e8c", "#eef2f7"
DOTS = 200  # an inch: what an office's printer tells apart of such a picture
_POINT = 25.4 / 72  # millimetres


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: where its baseline stands, its size in millimetres."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    colour: str = INK
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box with a filling, an edge (its width) or both."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: float = 0


@dataclass(frozen=True, slots=True)
class Code:
    """The code of a link, the white around it within its side."""

    link: str
    x: float
    y: float
    side: float


Mark = Line | Box | Code


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawn sheet."""

    width: float
    height: float
    marks: Sequence[Mark]


@cache
def _read_widths() -> tuple[tuple[dict[int, int], int], ...]:
    from fontTools.ttLib import TTFont

    read = []
    with list_font_files() as paths:
        for path in paths:
            with TTFont(path) as font:
                widths = font["hmtx"].metrics
                read.append(
                    ({sign: widths[name][0] for sign, name in font.getBestCmap().items()}, font["head"].unitsPerEm)
                )
    return tuple(read)


@lru_cache(maxsize=4096)
def _count_units(text: str, bold: bool) -> float:
    widths, em = _read_widths()[bold]
    return sum(widths.get(ord(sign), em) for sign in text) / em


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a printable text is in millimetres."""
    return _count_units(text, bold) * size


def write_pdf(sheet: Sheet, *, title: str) -> bytes:
    """A sheet as a PDF of its size."""
    from fpdf import FPDF

    pdf = FPDF(unit="mm", format=(sheet.width, sheet.height))
    with list_font_files() as (regular, bold):
        pdf.add_font("DejaVu", "", regular)
        pdf.add_font("DejaVu", "B", bold)
    pdf.set_auto_page_break(False)
    pdf.set_title(title)
    pdf.add_page()
    for mark in sheet.marks:
        if isinstance(mark, Line):
            pdf.set_font("DejaVu", "B" if mark.bold else "", mark.size / _POINT)
            pdf.set_text_color(mark.colour)
            pdf.text(_find_left(mark), mark.y, mark.text)
        elif isinstance(mark, Box):
            pdf.set_fill_color(mark.fill or PAPER)
            pdf.set_draw_color(INK)
            pdf.set_line_width(mark.edge or 0.2)
            style = ("D" if mark.edge else "") + ("F" if mark.fill else "")
            pdf.rect(mark.x, mark.y, mark.width, mark.height, style=style)
        else:
            pdf.set_fill_color("#000000")
            for x, y, width, height in _list_modules(mark):
                pdf.rect(x, y, width, height, style="F")
    return bytes(pdf.output())


def write_png(sheet: Sheet) -> bytes:
    """A sheet as a picture of DOTS an inch."""
    from bot.export.charts.chart import draw_png

    return draw_png(write_svg(sheet))


def write_svg(sheet: Sheet) -> str:
    """A sheet as SVG, of which the picture is made."""
    dots = DOTS / 25.4
    body = "\n".join(part for mark in sheet.marks for part in _draw(mark))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width:g} {sheet.height:g}" '
        f'width="{round(sheet.width * dots)}" height="{round(sheet.height * dots)}" font-family="{FAMILY}, sans-serif">\n'
        f'<rect width="{sheet.width:g}" height="{sheet.height:g}" fill="{PAPER}"/>\n{body}\n</svg>\n'
    )


def _draw(mark: Mark) -> Iterator[str]:
    if isinstance(mark, Line):
        weight = ' font-weight="bold"' if mark.bold else ""
        yield (
            f'<text x="{_find_left(mark):.2f}" y="{mark.y:.2f}" font-size="{mark.size:.2f}" fill="{mark.colour}"{weight}>'
            f"{escape(mark.text)}</text>"
        )
    elif isinstance(mark, Box):
        edge = f' stroke="{INK}" stroke-width="{mark.edge:g}"' if mark.edge else ""
        yield (
            f'<rect x="{mark.x:.2f}" y="{mark.y:.2f}" width="{mark.width:.2f}" height="{mark.height:.2f}" '
            f'fill="{mark.fill or "none"}"{edge}/>'
        )
    else:
        path = "".join(
            f"M{x:.3f} {y:.3f}h{width:.3f}v{height:.3f}h{-width:.3f}z" for x, y, width, height in _list_modules(mark)
        )
        yield f'<path d="{path}" fill="#000000" shape-rendering="crispEdges"/>'


def _find_left(line: Line) -> float:
    return line.x - measure(line.text, line.size, bold=line.bold) / 2 if line.centred else line.x


def _list_modules(code: Code) -> Iterator[tuple[float, float, float, float]]:
    modules, runs = list_runs(code.link)
    module = code.side / modules
    for across, down, length in runs:
        # A hair more than a module, so that no printer leaves white between two.
        yield code.x + across * module, code.y + down * module, length * module, module * 1.01
