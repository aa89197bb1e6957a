"""The proposed figures as a chart: a bar a criterion, its number beside it."""

from collections.abc import Sequence
from html import escape

from bot.budget.criteria.figures import MARKED_BY_PEOPLE
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office.criteria.in_words import NAMES, write_number
from bot.office.criteria.proposed import Proposed
from bot.office.practice_words import list_marks

WIDE = 1280
_TOP, _ROW, _LEFT, _RIGHT = 130, 66, 60, 150
_INK, _DIM, _BAR = "#1a1a1a", "#e3e6ea", "#1f4e8c"


def draw_criteria(found: Sequence[Proposed], *, words: Words) -> str:
    """Draws the figures of an aimak's year as SVG."""
    first = found[0]
    title = words.say(
        "{aimak}, {year}: proposed figures", aimak=quote(first.aimak.name(words.language), 60), year=first.year
    )
    high = _TOP + _ROW * len(found) + 60
    parts = [_text(title, _LEFT, 52, 30, bold=True)]
    parts += [_text(mark, _LEFT, 84 + 22 * at, 18) for at, mark in enumerate(list_marks(first.aimak))]
    for at, one in enumerate(found):
        parts += _draw_bar(words, one, _TOP + _ROW * at)
    parts.append(_text(words.say("The commission has the last word."), _LEFT, high - 24, 18))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _draw_bar(words: Words, found: Proposed, top: float) -> list[str]:
    room = WIDE - _LEFT - _RIGHT
    name = f"{found.criterion}. {words.say(NAMES[found.criterion])}"
    parts = [
        _text(name, _LEFT, top, 20),
        f'<rect x="{_LEFT}" y="{top + 10}" width="{room}" height="18" fill="{_DIM}"/>',
    ]
    if found.figure is None:
        said = words.say("by people") if found.criterion in MARKED_BY_PEOPLE else "—"
        return [*parts, _text(said, WIDE - _RIGHT + 14, top + 25, 15)]
    wide = float(found.figure) / found.scale * room
    parts.append(f'<rect x="{_LEFT}" y="{top + 10}" width="{wide:.1f}" height="18" fill="{_BAR}"/>')
    said = write_number(found.figure)
    return [*parts, _text(said, WIDE - _RIGHT + 14, top + 27, 22, bold=True)]


def _text(text: str, x: float, y: float, size: int, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{_INK}" font-family="DejaVu Sans"{weight}>{escape(text)}</text>'
