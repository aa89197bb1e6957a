"""Lying bars, each with its name above it and its figure behind: as SVG, which draw_png makes a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.export.charts.chart import INK, OWN, WIDE, draw_text, fit, write_svg
from bot.language.kyrgyz import quote

_LEFT, _RIGHT, _TOP, _ROW = 40, 40, 120, 62
_LONGEST = 95  # characters of a name


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, how long its bar is, what stands behind it; heading: no bar, a title of those below."""

    name: str
    n: float = 0
    said: str = ""
    heading: bool = False


def draw_bars(bars: Sequence[Bar], *, title: str, notes: Sequence[str] = ()) -> str:
    """Draws bars from the first at the top. The longest has the whole width; notes stand below."""
    most = max((bar.n for bar in bars), default=0) or 1
    parts = [draw_text(quote(title, 90), WIDE / 2, 62, fit(quote(title, 90), WIDE - 80, 34), bold=True)]
    room = WIDE - _LEFT - _RIGHT - 190  # behind the longest stands its figure
    y = float(_TOP)
    for bar in bars:
        name = quote(bar.name, _LONGEST)
        size = fit(name, WIDE - _LEFT - _RIGHT, 26 if bar.heading else 22)
        parts.append(draw_text(name, _LEFT, y, size, anchor="start", bold=bar.heading))
        if not bar.heading:
            wide = room * bar.n / most
            parts.append(
                f'<rect x="{_LEFT}" y="{y + 8:.1f}" width="{max(wide, 2):.1f}" height="22" fill="{OWN}" stroke="{INK}"/>'
            )
            parts.append(draw_text(bar.said, _LEFT + wide + 12, y + 27, 22, anchor="start", bold=True))
        y += 44 if bar.heading else _ROW
    for note in notes:
        parts.append(draw_text(note, _LEFT, y + 10, fit(note, WIDE - _LEFT - _RIGHT, 20), anchor="start"))
        y += 30
    return write_svg(title, parts, high=int(y) + 30)
