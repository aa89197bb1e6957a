"""Reads a day as people type it, in Kyrgyz or Russian: 05.07.2026, 2026-07-05, 5-июль, 5 июля 2026."""

import re
from datetime import date

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
