"""A document of the library: its kind, title, year and language, checked as a clerk gives them."""

from bot.budget.hearing import Paper
from bot.language.kyrgyz import clean
from bot.language.refusal import Refusal

LONGEST_TITLE = 200
MOST_DOCUMENTS = 200  # of one aimak's library
YEARS = range(1991, 2101)
KINDS = (Paper.CHARTER, Paper.REGULATION, Paper.SEOP, Paper.BAP, Paper.OTHER)
BOTH = "both"
LANGUAGES = ("ky", "ru", BOTH)


class TitleUnreadable(Refusal):
    """A title has from 3 to LONGEST_TITLE characters."""


class YearUnreadable(Refusal):
    """A year has four digits."""


class LibraryFull(Refusal):
    """A library has at most MOST_DOCUMENTS documents."""


def read_title(said: str) -> str:
    """Reads a title. Raises TitleUnreadable."""
    title = " ".join(clean(said).split())
    if not 3 <= len(title) <= LONGEST_TITLE:
        raise TitleUnreadable
    return title


def read_year(said: str) -> int:
    """Reads a year such as 2024. Raises YearUnreadable."""
    digits = "".join(one for one in said if one.isascii() and one.isdigit())
    if len(digits) != 4 or int(digits) not in YEARS:
        raise YearUnreadable
    return int(digits)
