"""People at hearings by year: a bar chart as SVG and PNG, and its figures as lines of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.chat.texts import Words
from bot.export.facts import YearOfHearings
from bot.language.kyrgyz import clean, quote

WIDE, HIGH = 1280, 760
LEFT, RIGHT = 190, 40  # pixels beside the bars: the names of the rows stand left
TOP, FLOOR = 190, 560  # between them stand the bars
APART = 46  # between the republic's years and one's own
DIM = 8  # one's own bars get a scale of their own where they would be so many times lower
REPUBLIC, OWN, INK = "#b4bac4", "#1f4e8c", "#1a1a1a"

_EM = 0.66  # the width of a digit or a letter, of the size


@dataclass(frozen=True, slots=True)
class _Bar:
    year: YearOfHearings
    own: bool
    middle: float
    height: float


def draw_people(
    years: Sequence[YearOfHearings],
    *,
    words: Words,
    own: Sequence[YearOfHearings] = (),
) -> str:
    """Draws a bar a year: the republic's `years` light, one's own dark beside them, the hearings counted below."""
    title = words.say("People at budget hearings by year")
    parts = [draw_text(quote(title, 90), WIDE / 2, 62, fit(quote(title, 90), WIDE - 80, 34), bold=True)]
    if not years and not own:
        nothing = words.say("No hearings are entered yet.")
        return write_svg(title, [*parts, draw_text(nothing, WIDE / 2, HIGH / 2, fit(nothing, WIDE - 80, 26))])
    apart = _has_own_scale(years, own)
    slot = (WIDE - LEFT - RIGHT - (APART if years and own else 0)) / (len(years) + len(own))
    bars = _place_bars(years, own, slot, apart=apart)
    parts += _draw_legend(words, years, own)
    parts += _draw_rows(words, bars, slot)
    for bar in bars:
        parts += _draw_bar(words, bar, slot)
    parts.append(f'<path d="M{LEFT - 10} {FLOOR}H{WIDE - RIGHT + 10}" stroke="{INK}" stroke-width="2"/>')
    notes = [_say_municipalities(words, year) for year in (*years, *own) if _is_marked(year)]
    if apart:
        between = LEFT + slot * len(years) + APART / 2
        parts.append(f'<path d="M{between:.1f} {TOP - 40}V{FLOOR}" stroke="{INK}" stroke-dasharray="6 8"/>')
        notes.append(words.say("The bars on the right have a scale of their own."))
    for at, note in enumerate(notes[:3]):
        parts.append(
            draw_text(note, LEFT - 10, HIGH - 62 + 28 * at, fit(note, WIDE - LEFT - RIGHT, 20), anchor="start")
        )
    return write_svg(title, parts)


def draw_png(svg: str) -> bytes:
    """Returns an SVG as a picture, its texts in the font of the papers and no other."""
    from resvg_py import svg_to_bytes

    from bot.export.fonts import FAMILY, list_font_files

    with list_font_files() as fonts:
        return bytes(
            svg_to_bytes(
                svg_string=svg,
                background="#ffffff",
                skip_system_fonts=True,
                font_files=[str(path) for path in fonts],
                font_family=FAMILY,
                sans_serif_family=FAMILY,
            )
        )


def write_table(years: Sequence[YearOfHearings], words: Words, *, own: Sequence[YearOfHearings] = ()) -> str:
    """Returns the figures of the chart, a line a year, for those who cannot see it or would copy them."""
    lines = [words.say("People at budget hearings by year")]
    if not years and not own:
        return "\n".join([*lines, words.say("No hearings are entered yet.")])
    for name, some in ((words.say("Kyrgyz Republic"), years), (words.say("Our hearings"), own)):
        if some:
            lines += [name, *(_say_line(words, year) for year in some)]
    return "\n".join(lines)


def _say_line(words: Words, year: YearOfHearings) -> str:
    figures = {"year": year.year, "people": words.number(year.people), "n": words.number(year.hearings)}
    if _is_marked(year):
        if year.share is None:
            return words.say("{year}: people — {people}, municipalities that held hearings — {n}", **figures)
        return words.say(
            "{year}: people — {people} (women {share} %), municipalities that held hearings — {n}",
            share=year.share,
            **figures,
        )
    if year.share is None:
        return words.say("{year}: people — {people}, hearings — {n}", **figures)
    return words.say("{year}: people — {people} (women {share} %), hearings — {n}", share=year.share, **figures)


def _is_marked(year: YearOfHearings) -> bool:
    return year.counted == "municipalities"


def _say_municipalities(words: Words, year: YearOfHearings) -> str:
    return words.say("* {year}: municipalities that held hearings are counted, not hearings.", year=year.year)


def _has_own_scale(years: Sequence[YearOfHearings], own: Sequence[YearOfHearings]) -> bool:
    most = max((year.people for year in own), default=0)
    return 0 < most * DIM < max((year.people for year in years), default=0)


def _place_bars(
    years: Sequence[YearOfHearings], own: Sequence[YearOfHearings], slot: float, *, apart: bool
) -> list[_Bar]:
    bars = []
    most = max(year.people for year in (*years, *own)) or 1
    most_own = max(year.people for year in own) or 1 if apart else most
    for at, year in enumerate((*years, *own)):
        mine = at >= len(years)
        middle = LEFT + slot * (at + 0.5) + (APART if mine and years else 0)
        height = (FLOOR - TOP) * year.people / (most_own if mine else most)
        bars.append(_Bar(year, mine, middle, max(height, 2) if year.people else 0))
    return bars


def _draw_bar(words: Words, bar: _Bar, slot: float) -> list[str]:
    wide = min(slot * 0.72, 110)
    top = FLOOR - bar.height
    colour = OWN if bar.own else REPUBLIC
    drawn = (
        f'<rect x="{bar.middle - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{bar.height:.1f}"'
        f' fill="{colour}" stroke="{INK}" stroke-width="1"/>'
    )
    people = words.number(bar.year.people)
    size = fit(people, slot * 0.98, 24)
    if size >= 15:
        return [drawn, draw_text(people, bar.middle, top - 10, size, bold=True)]
    return [drawn, draw_text(people, bar.middle + 6, top - 8, 17, bold=True, anchor="start", turned=True)]


def _draw_legend(words: Words, years: Sequence[YearOfHearings], own: Sequence[YearOfHearings]) -> list[str]:
    parts, left = [], float(LEFT - 10)
    for some, name, colour in (
        (years, words.say("Kyrgyz Republic"), REPUBLIC),
        (own, words.say("Our hearings"), OWN),
    ):
        if some:
            parts.append(f'<rect x="{left:.1f}" y="88" width="24" height="24" fill="{colour}" stroke="{INK}"/>')
            parts.append(draw_text(name, left + 36, 108, 22, anchor="start"))
            left += 36 + _EM * 22 * len(name) + 50
    return parts


def _draw_rows(words: Words, bars: Sequence[_Bar], slot: float) -> list[str]:
    rows = [
        (words.say("Year"), [str(bar.year.year) for bar in bars], True),
        (
            words.say("How many hearings"),
            [words.number(bar.year.hearings) + "*" * _is_marked(bar.year) for bar in bars],
            False,
        ),
    ]
    if any(bar.year.share is not None for bar in bars):
        shares = ["—" if bar.year.share is None else str(bar.year.share) for bar in bars]
        rows.append((words.say("Women, %"), shares, False))
    parts = []
    named = min(fit(name, LEFT - 55, 22) for name, _figures, _bold in rows)
    for at, (name, figures, bold) in enumerate(rows):
        y = FLOOR + 36 + 34 * at
        parts.append(draw_text(name, 30, y, named, anchor="start"))
        size = min(fit(figure, slot * 0.86, 22) for figure in figures)
        parts += [draw_text(figure, bar.middle, y, size, bold=bold) for figure, bar in zip(figures, bars, strict=True)]
    return parts


def fit(text: str, width: float, size: float) -> float:
    """The largest size, not above the one given, at which a text is no wider than that."""
    return min(size, width / (_EM * max(1, len(text))))


def draw_text(
    text: str, x: float, y: float, size: float, *, bold: bool = False, anchor: str = "middle", turned: bool = False
) -> str:
    """A text at a place; turned: it stands upright."""
    weight = ' font-weight="bold"' if bold else ""
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" text-anchor="{anchor}"{weight}{turn}>'
        f"{escape(clean(text))}</text>"
    )


def write_svg(title: str, parts: Sequence[str], *, high: int = HIGH) -> str:
    """Returns parts of a picture as an SVG with its title; high is in pixels."""
    from bot.export.fonts import FAMILY

    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}"'
        f' font-family="{FAMILY}, sans-serif" fill="{INK}" role="img">\n<title>{escape(clean(title))}</title>\n'
        f'<rect width="{WIDE}" height="{high}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )
