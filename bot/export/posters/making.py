"""A poster as a file: its form, its paper, its languages, its name."""

from bot.chat.texts import LANGUAGES
from bot.export.fonts import make_printable
from bot.export.posters.facts import PosterFacts
from bot.export.posters.layout import PAPERS, lay_out
from bot.export.posters.marks import write_pdf, write_png
from bot.language.by_language import FIRST, choose_language

FORMS = ("pdf", "png")
BOTH = "both"
__all__ = ["BOTH", "FORMS", "PAPERS", "make_poster", "name_poster"]


def make_poster(facts: PosterFacts, *, form: str = "pdf", paper: str = "a4", language: str = BOTH) -> bytes:
    """Draws a poster; language is one of ours or «both»."""
    sheet = lay_out(facts, LANGUAGES if language == BOTH else (language,), paper=paper)
    if form == "png":
        return write_png(sheet)
    return write_pdf(sheet, title=make_printable(choose_language(facts.aimaks, FIRST)))


def name_poster(code: str, *, board: str = "", form: str = "pdf", paper: str = "a4") -> str:
    """What the file is called."""
    return "-".join(["sunush", code, *([board] if board else []), paper]) + f".{form}"
