"""The font of all papers: DejaVu Sans 2.37, cut down to Latin, Cyrillic and the signs that a form needs.

Made from DejaVuSans.ttf and DejaVuSans-Bold.ttf (licence: LICENSE-DejaVu.txt beside this file), each by

    pyftsubset DejaVuSans.ttf --output-file=DejaVuSans-subset.ttf --no-hinting --notdef-outline --name-IDs='*'
        --layout-features=kern,mark,mkmk,ccmp --unicodes=0020-007E,00A0-017F,0300-0304,0306-0308,030A-030C,0400-052F,
        2010-2027,202F-203A,20AC,20B8,20BD,2116,2122,2190-2193,2212,221A,221E,2248,2260,2264,2265,2610-2612,2713,2717,
        25A0,25A1,25CB,25CF,FFFD
"""

import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from bot.language.kyrgyz import clean

FAMILY = "DejaVu Sans"
REGULAR, BOLD = "DejaVuSans-subset.ttf", "DejaVuSans-Bold-subset.ttf"
NO_GLYPH = "□"  # stands where a character cannot be printed, so that its absence is seen
HYPHEN = "\u00ad"  # only a hint where to part a word
PAGES = "\ufffd"  # stands for the number of pages until it is known, so it may come from nobody else

_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\u0085": "\n"})


@contextmanager
def list_font_files() -> Iterator[tuple[Path, Path]]:
    """Gives the paths of the regular and the bold font while they are needed."""
    with ExitStack() as stack:
        folder = files("bot.export.fonts")
        yield stack.enter_context(as_file(folder / REGULAR)), stack.enter_context(as_file(folder / BOLD))


@cache
def list_glyphs() -> frozenset[str]:
    """Returns the characters that may be printed of a person's text."""
    from fontTools.ttLib import TTFont

    with list_font_files() as (regular, _bold), TTFont(regular) as font:
        return frozenset(map(chr, font.getBestCmap())) - {HYPHEN, PAGES}


def make_printable(text: str) -> str:
    """Returns a text that the font can print: controls dropped, each run of characters without a glyph one «□»."""
    known, printed = list_glyphs(), []
    for char in unicodedata.normalize("NFC", clean(text.translate(_BREAKS))):
        if char == "\n" or char in known:
            printed.append(char)
        elif unicodedata.category(char) not in {"Cf", "Mn", "Me", "Cc"} and printed[-1:] != [NO_GLYPH]:
            printed.append(NO_GLYPH)
    return "".join(printed)


def cut_paragraphs(text: str, most: int) -> list[str]:
    """Returns the lines of a text that are not empty. Where they are more than `most`, all stand in one line."""
    lines = [line for line in (" ".join(part.split()) for part in make_printable(text).split("\n")) if line]
    return lines if len(lines) <= most else [" ".join(lines)]
