"""What somebody wants to be told besides hearings, read from a short wish: «суу боюнча кабарлар», «новости о воде»."""

from dataclasses import dataclass
from enum import StrEnum

from bot.language.intent_words import NO_MORE, THEMES
from bot.language.intents import Intent, find_meanings, is_said_among


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
