"""An application: what a group says in nine steps, and the sums its lines name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, TextTooLong, make_storable, parse_amount
from bot.language.kyrgyz import fold
from bot.language.letters import has_words
from bot.language.refusal import Refusal

LONGEST = 2_000  # characters of one answer
MOST_PHOTOS = 5
STEPS = ("who", "problem", "doing", "place", "plan", "costs", "own", "others", "photos")
NEEDED = ("who", "problem", "doing", "place", "plan", "costs")  # the rest may be left out
_WITHOUT = ("own", "others")


class Means(StrEnum):
    """How people add to the work themselves."""

    MONEY = "money"
    LABOUR = "labour"
    GOODS = "goods"


class AnswerMissing(Refusal):
    """An answer that is needed holds no words; step says which."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class NoSums(Refusal):
    """No line of the costs names a sum."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list, and the sum it ends with; 0 where it names none."""

    text: str
    amount: int


@dataclass(frozen=True, slots=True)
class Application:
    """The answers as they were written; an empty one was left out."""

    who: str = ""
    problem: str = ""
    doing: str = ""
    place: str = ""
    plan: str = ""
    costs: str = ""
    own: str = ""
    others: str = ""

    @property
    def total(self) -> int:
        """What all of it costs, in som."""
        return sum_lines(self.costs)

    @property
    def added(self) -> int:
        """What the group and others add, in som."""
        return sum_lines(self.own) + sum_lines(self.others)

    @property
    def asked(self) -> int:
        """What is asked of the budget, in som: the costs less what is added, and not below 0."""
        return max(0, self.total - self.added)

    def to_dict(self) -> dict[str, str]:
        """The form that is kept, sealed."""
        return {step: getattr(self, step) for step in STEPS if step != "photos"}


def check_answer(step: str, text: str) -> str:
    """Returns an answer as it is kept. Raises AnswerMissing, TextTooLong, and of costs NoSums."""
    text = make_storable(text).strip()
    if len(text) > LONGEST:
        raise TextTooLong(LONGEST)
    if step in NEEDED and not has_words(text):
        raise AnswerMissing(step)
    if step == "costs" and not sum_lines(text):
        raise NoSums
    return text


def check_application(application: Application) -> None:
    """Raises for the first answer that is missing or cannot be kept, as check_answer does."""
    for step in (*NEEDED, *_WITHOUT):
        check_answer(step, getattr(application, step))


_SUM = re.compile(
    r"(\d[\d .,]{0,30}(?:\s{0,3}(?:миң|мин|млн|тыс\w*|миллион\w*|million|min|ming|k|к)\b)?)"
    r"(?:\s{0,3}(?:сом\w*|som\w*|с|c))?[.;!]?$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[\n;]+|(?<=[сc][оo][мm]),")


def read_lines(text: str) -> tuple[Line, ...]:
    """Reads lines that end with a sum: «Цемент, 20 кап — 12 000». Several stand apart by a line break or a semicolon."""
    return tuple(_read_line(part.strip()) for part in _PARTS.split(text) if part.strip())


def sum_lines(text: str) -> int:
    """Sums up what the lines name, in som."""
    return sum(line.amount for line in read_lines(text))


def _read_line(line: str) -> Line:
    found = _SUM.search(line)
    if found is None:
        return Line(line, 0)
    try:
        return Line(line, parse_amount(found[1].strip(" .,")))
    except (AmountUnreadable, AmountOutOfRange, AmountOpen):
        return Line(line, 0)


_LABOUR = ("эмгек", "жумуш", "ашар", "кол ", "труд", "работ", "субботник", "адам")
# Words that mean labour only where they stand whole: «ишкана» is an enterprise.
_LABOUR_WHOLE = frozenset(
    fold("иш ишибиз иштеп иштейбиз ишти күч күчүбүз кызмат руки силы помощь услуги волонтеры").split()
)
_MONEY = ("акча", "нак", "деньг", "денеж", "налич", "взнос", "чогулт", "жыйна", "сбор")


def name_means(line: str) -> Means:
    """Tells by its words whether a line of one's own is money, labour or goods."""
    folded = f"{fold(line)} "
    if not has_words(_SUM.sub("", line)):
        return Means.MONEY  # a bare sum
    if any(fold(word) in folded for word in _LABOUR) or not _LABOUR_WHOLE.isdisjoint(folded.split()):
        return Means.LABOUR
    return Means.MONEY if any(fold(word) in folded for word in _MONEY) else Means.GOODS


def sum_by_means(lines: Iterable[Line]) -> dict[Means, int]:
    """Sums up the own contribution by its means, in som."""
    found = dict.fromkeys(Means, 0)
    for line in lines:
        found[name_means(line.text)] += line.amount
    return found
