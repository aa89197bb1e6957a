"""A focus group or a meeting as it is entered: how many came, the problems in the order of rank."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.budget.attendance import MOST_PEOPLE
from bot.budget.plan.items import LONGEST_TEXT, Source
from bot.language.days import parse_day
from bot.language.kyrgyz import clean, fold
from bot.language.letters import has_words
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

MOST_PROBLEMS = 10  # that one meeting ranks
LONGEST_PLACE = 100
LONGEST_LINE = 300  # of its facts
LONGEST_TYPED = 4000  # characters of the problems of one meeting
OLDEST = timedelta(days=3660)


# «25», «25 киши», «14 женщин»
_COUNT = compile_late(r"([0-9]{1,9})(?:\s*(?:киши|адам|аял|чел|женщин|люд)[а-яёөүң]{0,6}\.?)?", re.IGNORECASE)
# «-5» and «2,5» are no number of people.
_NO_COUNT = compile_late(r"[-–—−+]\s?[0-9]+|[-–—−]?[0-9]+[.,][0-9]+")
_UNPARTED = compile_late(r"\s*[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}\s+\S")  # «28.09.2026 14 12 мектеп»


class Kind(StrEnum):
    """Where people said what they need."""

    FOCUS = "focus"
    VILLAGE = "village"
    AIMAK = "aimak"
    KURULTAI = "kurultai"
    DEPUTIES = "deputies"
    GATHERING = "gathering"
    SURVEY = "survey"


class Category(StrEnum):
    """Whom a focus group brings together: the seven of the study as it was run in 2018, then three more."""

    JOBLESS = "jobless"  # unemployed women
    ELDERLY = "elderly"
    ONE_PARENT = "one_parent"  # families without one or both parents
    POOR = "poor"
    DISABLED = "disabled"  # families with a disabled member
    SALARIED = "salaried"
    MINORITY = "minority"
    WOMEN = "women"
    MEN = "men"
    YOUTH = "youth"


IN_VILLAGE = frozenset({Kind.FOCUS, Kind.VILLAGE})  # these belong to one village
# What such a meeting names becomes a priority. A focus group only prepares the village's meeting.
SOURCES = {
    Kind.VILLAGE: Source.JMBA,
    Kind.AIMAK: Source.JMBA,
    Kind.KURULTAI: Source.KURULTAI,
    Kind.DEPUTIES: Source.DEPUTIES,
    Kind.GATHERING: Source.GATHERING,
    Kind.SURVEY: Source.SURVEY,
}


class FactsUnreadable(Refusal):
    """A line does not say the day, the people, the women among them and the place. why is one word."""

    def __init__(self, why: str = "day") -> None:
        super().__init__(why)
        self.why = why


class ProblemsUnreadable(Refusal):
    """There are not one to MOST_PROBLEMS different problems, each of words and not too long."""


@dataclass(frozen=True, slots=True)
class Facts:
    """When and where, and how many came; None where nobody counted."""

    held_on: date
    place: str = ""
    people: int | None = None
    women: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A focus group or a meeting. The first problem has the first rank."""

    kind: Kind
    facts: Facts
    problems: tuple[str, ...]
    village_id: int | None = None
    category: Category | None = None

    @property
    def key(self) -> str:
        """Which meeting it is: two with one key are the same, entered twice."""
        return f"{self.kind}:{self.village_id or ''}:{self.category or ''}:{self.facts.held_on:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Need:
    """A problem, how many focus groups and meetings named it, and the sum of its ranks there."""

    text: str
    named: int
    ranks: int


def check_facts(facts: Facts, *, today: date) -> Facts:
    """Returns facts that can be. Raises FactsUnreadable: day, people, women, place."""
    for why in list_wrong_facts(facts, today=today):
        raise FactsUnreadable(why)
    return facts


def list_wrong_facts(facts: Facts, *, today: date) -> list[str]:
    """Lists what of the facts cannot be: day, people, women, place."""
    is_wrong = {
        "day": not today - OLDEST <= facts.held_on <= today,
        "people": facts.people is not None and not 0 < facts.people <= MOST_PEOPLE,
        "women": facts.women is not None and not 0 <= facts.women <= (facts.people or 0),
        "place": len(facts.place) > LONGEST_PLACE,
    }
    return [name for name, wrong in is_wrong.items() if wrong]


def read_facts(text: str, *, today: date) -> Facts:
    """Reads «12.03.2026; 25; 14; клуб»: the day, all people, the women, the place. All but the day may be left out.

    Raises FactsUnreadable, and what parse_day raises.
    """
    if len(text) > LONGEST_LINE:
        raise FactsUnreadable("place")
    said = clean(text)
    parts = [part.strip() for part in re.split(r"[;\n]" if ";" in said or "\n" in said else ",", said)]
    parts = [part for part in parts if part]
    if not parts:
        raise FactsUnreadable("day")
    if len(parts) == 1 and _UNPARTED.match(said):
        raise FactsUnreadable("unparted")
    counts: list[int | None] = []
    for part in parts[1:3]:
        if _NO_COUNT.fullmatch(part):
            raise FactsUnreadable("women" if counts else "people")  # «-5» is no place
        found = _COUNT.fullmatch(part)
        if found is None:
            break
        counts.append(int(found[1]))
    counted = 1 + len(counts)
    people, women = [*counts, None, None][:2]
    place = " ".join(", ".join(parts[counted:]).split())
    return check_facts(Facts(_read_day(parts[0], today), place, people, women), today=today)


def _read_day(said: str, today: date) -> date:
    day = parse_day(said, today=today)
    if day <= today or str(day.year) in said or (day.month, day.day) == (2, 29):
        return day
    return day.replace(year=day.year - 1)  # without a year it is the one before: a meeting was held already


def check_problems(problems: Iterable[str], *, most: int = MOST_PROBLEMS) -> tuple[str, ...]:
    """Returns the problems without blanks around them, up to so many. Raises ProblemsUnreadable."""
    said = tuple(" ".join(clean(one).split()) for one in problems)
    said = tuple(one for one in said if one)
    same = {fold(one) or one for one in said}
    if not 0 < len(said) <= most or len(same) < len(said):
        raise ProblemsUnreadable
    if not all(has_words(one) and len(one) <= LONGEST_TEXT for one in said):
        raise ProblemsUnreadable
    return said


def read_problems(text: str) -> tuple[str, ...]:
    """Reads problems, a line each or between semicolons; a number or a dash before one is left out.

    Raises ProblemsUnreadable.
    """
    if len(text) > LONGEST_TYPED:
        raise ProblemsUnreadable
    lines = text.splitlines() if len(text.strip().splitlines()) > 1 else text.split(";")
    return check_problems(re.sub(r"^\s*(?:\d{1,2}[.)]|[-—•*])\s*", "", line) for line in lines)


def add_up(meetings: Sequence[Meeting]) -> list[Need]:
    """Adds up what focus groups and meetings named: most often named first, then the better ranks, then the letters.

    Texts that differ in capitals, ө ү ң or signs alone are one. It is shown as it was written first.
    """
    ranks: dict[str, list[int]] = defaultdict(list)
    texts: dict[str, str] = {}
    for meeting in meetings:
        for rank, text in enumerate(meeting.problems, 1):
            same = fold(text) or text
            texts.setdefault(same, text)
            ranks[same].append(rank)
    needs = [Need(texts[same], len(some), sum(some)) for same, some in ranks.items()]
    return sorted(needs, key=lambda need: (-need.named, need.ranks / need.named, need.text))
