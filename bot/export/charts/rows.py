"""A chart of rows as SVG, its figures in or behind the bars; draw_png makes a picture of it."""

from collections.abc import Sequence

from bot.chat.texts import Words
from bot.export.charts.chart import INK, WIDE, draw_text, fit, write_svg
from bot.language.kyrgyz import quote
from bot.office.reads.drawn.charts import Chart, Row

COLOURS = ("#1f4e8c", "#5b9bd5", "#b4bac4", "#e0a63a", "#8f6bb3", "#ffffff")  # one a series
_EDGE, _TOP, _BAR, _STEP = 40, 96, 22, 34
_FIGURES = 330  # pixels behind the longest bar
_EM = 0.66


def draw_chart(words: Words, chart: Chart, *, place: str, notes: Sequence[str] = ()) -> str:
    """Draws a chart; place is whose it is and of which year, notes stand below its own."""
    title = quote(f"{chart.title} — {place}", 110)
    parts, y = [draw_text(title, WIDE / 2, 56, fit(title, WIDE - 2 * _EDGE, 32), bold=True)], float(_TOP)
    if len(chart.series) > 1 and chart.rows:
        drawn, y = _draw_legend(chart.series, y)
        parts += drawn
    most = max((_measure(chart, row) for row in chart.rows), default=0) or 1
    for row in chart.rows:
        drawn, y = _draw_row(words, chart, row, y, (WIDE - 2 * _EDGE - _FIGURES) / most)
        parts += drawn
    for note in (*(() if chart.rows else (chart.nothing,)), *chart.notes, *notes):
        parts.append(draw_text(note, _EDGE, y + 24, fit(note, WIDE - 2 * _EDGE, 20), anchor="start"))
        y += 30
    return write_svg(title, parts, high=int(y) + 40)


def _measure(chart: Chart, row: Row) -> int:
    return (sum if chart.stacked else max)(row.figures or (0,))


def _draw_legend(series: Sequence[str], y: float) -> tuple[list[str], float]:
    parts, left = [], float(_EDGE)
    for name, colour in zip(series, COLOURS, strict=False):
        wide = 32 + _EM * 20 * len(name) + 24
        if left > _EDGE and left + wide > WIDE - _EDGE:
            left, y = float(_EDGE), y + _STEP
        parts += [
            _draw_bar(left, y, 22, colour),
            draw_text(name, left + 32, y + 18, 20, anchor="start"),
        ]
        left += wide
    return parts, y + _STEP + 14


def _draw_row(words: Words, chart: Chart, row: Row, y: float, scale: float) -> tuple[list[str], float]:
    name, size = quote(f"{row.name}: {row.said}" if row.said else row.name, 95), 25 if row.is_heading else 21
    parts = [draw_text(name, _EDGE, y + 20, fit(name, WIDE - 2 * _EDGE, size), anchor="start", bold=row.is_heading)]
    y += 30
    if row.is_heading:
        return parts, y + 6
    left = float(_EDGE)
    for at, n in enumerate(row.figures):
        parts.append(_draw_bar(left, y, n * scale, COLOURS[at]) if n else "")
        left += n * scale
        if not chart.stacked:
            parts.append(draw_text(words.number(n), left + 12, y + 18, 20, anchor="start", bold=True))
            left, y = float(_EDGE), y + _BAR + 4
    if chart.stacked:
        figures = [words.number(n) for n in row.figures if n]
        said = words.number(sum(row.figures))
        said = f"{said} ({' + '.join(figures)})" if len(figures) > 1 else said
        parts.append(draw_text(said, left + 12, y + 18, fit(said, WIDE - left - 30, 20), anchor="start", bold=True))
        y += _BAR
    return [one for one in parts if one], y + 16


def _draw_bar(x: float, y: float, wide: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(wide, 2):.1f}" height="{_BAR}" fill="{colour}" stroke="{INK}"/>'
