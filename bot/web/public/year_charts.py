"""The charts of a year as the templates take them: bars of an inline SVG, with a table of figures."""

from bot.chat.texts import Words
from bot.office.reads.drawn.charts import Chart, Row, list_charts
from bot.office.reads.drawn.figures import DrawnYear
from bot.web.public.serving import Values

_HIGH = 10  # of the box in which the bars of a row lie, whose width is 100


def show_charts(words: Words, found: DrawnYear) -> dict[str, Values]:
    """Each chart by its name."""
    return {one.name: _show_chart(words, one) for one in list_charts(words, found)}


def _show_chart(words: Words, chart: Chart) -> Values:
    most = max(((sum if chart.stacked else max)(row.figures or (0,)) for row in chart.rows), default=0) or 1
    rows, heading = list[Values](), ""
    for row in chart.rows:
        if row.is_heading:
            heading = f"{row.name} — "
        else:
            rows.append(_show_row(words, chart, row, heading, most))
    return {
        "title": chart.title,
        "head": chart.head,
        "series": chart.series,
        "rows": rows,
        "nothing": "" if rows else chart.nothing,
        "notes": chart.notes,
    }


def _show_row(words: Words, chart: Chart, row: Row, heading: str, most: int) -> Values:
    wide = [100 * n / most for n in row.figures]
    if chart.stacked:
        bars = [(sum(wide[:at]), 0.0, each, float(_HIGH)) for at, each in enumerate(wide)]
    else:
        high = _HIGH / len(wide)
        bars = [(0.0, high * at, each, high) for at, each in enumerate(wide)]
    return {
        "name": f"{heading}{row.name}{f': {row.said}' if row.said else ''}",
        "bars": [
            {"of": at, "x": f"{x:.2f}", "y": f"{y:.2f}", "wide": f"{w:.2f}", "high": f"{h:.2f}"}
            for at, (x, y, w, h) in enumerate(bars)
            if w
        ],
        "figures": [
            (series, words.number(n) if n or len(row.figures) <= 2 else "")  # a phone need not list what is nought
            for series, n in zip(chart.series, row.figures, strict=True)
        ],
    }
