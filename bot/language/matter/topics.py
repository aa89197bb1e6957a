"""What somebody wants to be told besides hearings, read from a short wish: «суу боюнча кабарлар», «новости о воде»."""

from dataclasses import dataclass
from enum import StrEnum

from bot.language.intent_words import NO_MORE, THEMES
from bot.language.intents import Intent, find_meanings, is_said_among
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late


class Theme(StrEnum):
    """Matters of a village as its people group them; each holds several categories of the budget."""

    WATER = "water"
    ROADS = "roads"
    POWER = "power"
    SCHOOLS = "schools"
    HEALTH = "health"
    LAND = "land"
    CLEANLINESS = "clean"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Wish:
    """The themes that a wish for notices names, wanted or not any more.

    There are none where it only asks what there is.
    """

    themes: tuple[Theme, ...]
    wanted: bool


def read_wish(text: str) -> Wish | None:
    """Returns the wish for notices that a text is as a whole; None where it says anything else."""
    if Intent.TOPICS not in find_meanings(text):
        return None
    themes = tuple(theme for theme in Theme if is_said_among(text, THEMES[theme]))
    return Wish(themes, wanted=not is_said_among(text, NO_MORE))


_READ_AT_MOST = 200  # characters
_HEARING = compile_late(r"(?:^| )(?:угуу|слушани)")
_MORE_THAN_HEARINGS = compile_late(r"(?:^| )(?:айыл(?! окмот)|тема|сел[оаеу]|вс[её]|баар|эч|никак|ничего)")
_HEARINGS_STAY = compile_late(
    r"(?:угуу\w*|слушани\w*)(?: \w+)?? (?:остав\w*|пусть \w+|калсын|келе берсин|кала берсин)(?= |$)|"
    r"(?:остав\w*) (?:\w+ )??слушани\w*"
)
_TAKEN_OFF = compile_late(
    r"(?:^| )(?:убер\w+|убрать|отключ\w+|выключ\w+|сними\w*|хватит|не (?:надо|нужн\w+|присыла\w+|шли\w*|пиш\w+)|"
    r"керек эмес|кереги жок|келбесин|токто\w*|очур\w*|алып сал\w*|жибербе\w*|жонотпо\w*)"
)


def _fold(text: str) -> str:
    return fold(to_cyrillic(text[:_READ_AT_MOST]))


def names_only_hearings(text: str) -> bool:
    """Whether a wish for no notices names hearings, and no village, theme or all."""
    read = _fold(text)
    return _HEARING.search(read) is not None and _MORE_THAN_HEARINGS.search(read) is None


def read_themes_but_hearings(text: str) -> tuple[Theme, ...]:
    """Returns the themes that are taken off while hearings stay: «уберите про воду, слушания оставьте»."""
    read = _fold(text)
    stay = _HEARINGS_STAY.search(read)
    if stay is None:
        return ()
    rest = f"{read[: stay.start()]} {read[stay.end() :]}".strip()
    if _TAKEN_OFF.search(rest) is None:
        return ()
    words = [*rest.split(), rest]
    return tuple(theme for theme in Theme if any(is_said_among(word, THEMES[theme]) for word in words))
