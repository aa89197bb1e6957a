"""What a text mentions: a telephone number, a place. Asked of a clerk's own words before an announcement leaves."""

from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

_DATE = compile_late(r"\d{4}-\d{2}-\d{2}|\d{1,2}[ -]\d{1,2}[ -]\d{4}")
_PHONE = compile_late(r"(?<![\d.:])\+?\(?\d(?:[ ()-]{0,2}\d){4,}(?![.:]?\d)")


def names_phone(text: str) -> bool:
    """Whether a text has a telephone number, of whomever: five digits or more that are no date and no time."""
    return _PHONE.search(_DATE.sub(" ", text)) is not None


_EVERYWHERE = ("айыл", "аймак", "сел", "улиц", "коч")  # folded; such words name no place by themselves
_STEM = 4  # letters by which a word is known whatever its ending


def names_place(text: str, place: str, *, aimak: str = "") -> bool:
    """Whether a text has a word of the place, whatever its ending. The name of the aimak alone is not enough."""
    words = [word[:_STEM] for word in fold(place).split() if len(word) >= 3 and word.isalpha()]
    known = [word[:_STEM] for word in fold(aimak).split()]
    own = [word for word in words if word not in known and not word.startswith(_EVERYWHERE)]
    written = fold(text).split()
    return any(word.startswith(stem) for word in written for stem in own or words) or not words
