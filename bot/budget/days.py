"""Reads a day as people type it, in Kyrgyz or Russian: 05.07.2026, 2026-07-05, 5-июль, 5 июля 2026; and with a time."""

import re
from datetime import date, timedelta

from bot.budget.hearing import TimeUnreadable, parse_time
from bot.budget.kyrgyz import fold
from bot.budget.proposal import Refusal


class DayUnreadable(Refusal):
    """The text is no day of the calendar."""


_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTS = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})(?:[./-]([0-9]{4}|[0-9]{2}))?(?: ?г)?\.?")
_WORDS = re.compile(
    r"(?:([0-9]{4}) ?(?:жылдын|жыл)? )?([0-9]{1,2}) ?([а-я]{2,9})(?: ([0-9]{4}))?(?: ?(?:г|год|года|жыл))?"
)

_COMING = {
    0: ("бүгүн", "сегодня", "bugun", "segodnya"),
    1: ("эртең", "завтра", "erten", "zavtra"),
    2: ("бүрсүгүнү", "послезавтра", "bursugunu", "poslezavtra"),
}
_HORIZON = timedelta(120)  # a day without a year is the one nearest to four months from now


def parse_day(text: str, *, today: date) -> date:
    """Returns the day a text names; without a year the one nearest to today. Raises DayUnreadable."""
    typed = text.strip()
    if match := _ISO.fullmatch(typed):
        return _near(int(match[1]), int(match[2]), int(match[3]), today)
    if match := _DOTS.fullmatch(typed):
        year = int(match[3]) if match[3] else None
        return _near(year + 2000 if year is not None and year < 100 else year, int(match[2]), int(match[1]), today)
    if match := _WORDS.fullmatch(fold(typed)):
        named = match[1] or match[4]
        return _near(int(named) if named else None, _month(match[3]), int(match[2]), today)
    raise DayUnreadable


def parse_coming_day(text: str, *, today: date) -> date:
    """Returns the day a text names of a time to come, «эртең» and «завтра» too; a day just past stays the one it is.

    Raises DayUnreadable.
    """
    for days, names in _COMING.items():
        if fold(text) in {fold(name) for name in names}:
            return today + timedelta(days)
    return parse_day(text, today=today + _HORIZON)


def parse_moment(text: str, *, today: date) -> tuple[date, tuple[int, int]]:
    """Returns the day and the time a text names: «эртең 9:00», «16-декабрь, саат 9да». Raises DayUnreadable."""
    words = text.replace(",", " ").split()
    for cut in range(len(words) - 1, 0, -1):
        try:
            return parse_coming_day(" ".join(words[:cut]), today=today), parse_time(" ".join(words[cut:]))
        except (DayUnreadable, TimeUnreadable):
            continue
    raise DayUnreadable


def _month(word: str) -> int:
    # «ма» is May with any ending but must not catch «март».
    found = [n for n, stem in enumerate(_MONTHS, 1) if word.startswith(stem) and len(word) - len(stem) <= 4]
    if not found:
        raise DayUnreadable
    return 3 if word.startswith("март") else found[0]


def _near(year: int | None, month: int, day: int, today: date) -> date:
    years = [year] if year is not None else [today.year - 1, today.year, today.year + 1]
    possible = [found for found in (_day(one, month, day) for one in years) if found is not None]
    if not possible:
        raise DayUnreadable
    return min(possible, key=lambda found: abs(found - today))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
