"""An application: what a group says in nine steps, and the sums its lines name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, TextTooLong, make_storable, parse_amount
from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import fold
from bot.language.letters import has_words
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

LONGEST = 2_000  # characters of one answer
MOST_PHOTOS = 5
STEPS = ("who", "problem", "doing", "place", "plan", "costs", "own", "others", "photos")
NEEDED = ("who", "problem", "doing", "place", "plan", "costs")  # the rest may be left out
_WITHOUT = ("own", "others")
OF_SUMS = ("costs", *_WITHOUT)  # a line each, with its sum


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


class SumsMixed(Refusal):
    """A line names several sums, and nothing says surely where one ends; line is that one."""

    def __init__(self, step: str, line: str) -> None:
        super().__init__(step)
        self.step, self.line = step, line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list, and the sum it ends with; 0 where it names none. is_mixed: it may hold several sums."""

    text: str
    amount: int
    is_mixed: bool = False

    @property
    def name(self) -> str:
        """What it is for, without the sum."""
        if not self.amount:
            return self.text.strip(_AROUND)
        rest = (_SUM if _SUM.search(self.text) else _WITHIN).sub("", self.text).strip(_AROUND)
        return _LEFT_OVER.sub("", rest) or rest


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
    """Returns an answer as it is kept. Raises AnswerMissing, TextTooLong, of lists SumsMixed, and of costs NoSums."""
    text = make_storable(text).strip()
    if len(text) > LONGEST:
        raise TextTooLong(LONGEST)
    if step in NEEDED and not has_words(text):
        raise AnswerMissing(step)
    if step in OF_SUMS:
        for line in read_lines(text):
            if line.is_mixed:
                raise SumsMixed(step, line.text)
    if step == "costs" and not sum_lines(text):
        raise NoSums
    return text


def check_application(application: Application) -> None:
    """Raises for the first answer that is missing or cannot be kept, as check_answer does."""
    for step in (*NEEDED, *_WITHOUT):
        check_answer(step, getattr(application, step))


# It begins at the first digit of a number: else a long row of digits would be tried from each.
_SUM = compile_late(
    r"(?<!\d)(?<!\d[ .,])(\d[\d .,]{0,30}(?:\s{0,3}(?:миң|мин|млн|тыс\w*|тыщ\w*|миллион\w*|million|min|ming|k|к)\b)?)"
    r"(?:\s{0,3}(?:сом\w*|som\w*|с|c))?[.;!]?$",
    re.IGNORECASE,
)
# «20 тысяч деньгами», «20 000 сом акча»: a sum before what it is. «20 миң кирпич» are bricks.
_WITHIN = compile_late(
    r"(?<![\w.,])(\d[\d .,]{0,30}(?:\s{0,3}(?:миң|мин|млн|тыс\w*|тыщ\w*|миллион\w*)\b)?)"
    r"(?:\s{0,3}сом\w*|(?=\s{1,3}(?:деньг|акча|налич|нак)))",
    re.IGNORECASE,
)
_AROUND = " \t-–—:=,.;"
_LEFT_OVER = compile_late(r"(?<=\w)\s+(?:на|за|по|в)$", re.IGNORECASE)  # of «труд на 20 000»
_PARTS = compile_late(r"[\n;]+")
# Between two things of one line: «Доски 20 000, гвозди 5 000». A comma in «1,5 тыс» or «12,000» is none.
_BETWEEN = compile_late(r",(?!\d)|\s(?:жана|менен|и|да|дагы|плюс)\s|\s\+\s", re.IGNORECASE)
_TIMES = compile_late(r"(?<![\w.,])(\d{1,4})\s?(?:\w{1,10}\.?\s?)?(?:[xх×*]|\sпо)\s?$", re.IGNORECASE)
_NUMBER = compile_late(r"(?<![\w.,])\d{1,3}(?:[ ]\d{3})+(?!\w)|(?<![\w.,])\d{1,12}(?!\d)")
_COUNTED = compile_late(
    r"\s?(?:кап|меш|шт|даан|тонн|машин|метр|м[23²³]?\b|кг|кило|литр|л\b|куб|адам|киши|чел|люд|кун|күн|дн|ден|день|час|саат|"
    r"рейс|мм|см|упаков|пачк|ват|вт|үй|дом|бала|дет|реб|көчөт|саженц|дерев|түп|столб|мамы|мешк|лист|баракча|год|жыл|[xх×*])",
    re.IGNORECASE,
)
_SAID_TOO = compile_late(r"(?<!\d)\s(?:миң|тыс\w*|тыщ\w*)\b", re.IGNORECASE)  # behind a word that may be a number
_LEAST_SUM = 100  # som; below it a bare number before a comma is as well a count or a house


def read_lines(text: str) -> tuple[Line, ...]:
    """Reads lines that end with a sum: «Цемент, 20 кап — 12 000». Several stand apart by a line break or a semicolon.

    Several in one line stand apart by commas or «жана», where each ends with its sum. Number words are read as figures.
    """
    return tuple(line for part in _PARTS.split(text) if part.strip() for line in _read_said(part.strip()))


def sum_lines(text: str) -> int:
    """Sums up what the lines name, in som."""
    return sum(line.amount for line in read_lines(text))


def _read_said(part: str) -> list[Line]:
    lines = _read_part(part)
    if any(line.amount or line.is_mixed for line in lines) and not _SAID_TOO.search(part):
        return lines
    in_figures = _read_part(to_figures(part))
    return in_figures if sum(map(_counts, in_figures)) > sum(map(_counts, lines)) else lines


def _counts(line: Line) -> bool:
    return line.amount > 0


def _read_part(part: str) -> list[Line]:
    lines: list[Line] = []
    begins = 0
    for ends, goes_on in [*(found.span() for found in _BETWEEN.finditer(part)), (len(part), len(part))]:
        line = _read_line(part[begins:ends].strip())
        if line.amount:
            lines.append(line)
            begins = goes_on
    rest = part[begins:].strip(" ,")
    if not lines:
        return [_read_line(part)]
    if rest and has_words(rest):
        lines.append(_read_line(rest))
    if len(lines) > 1 and any(_is_unsure(line) for line in lines):
        return [Line(part, lines[-1].amount, is_mixed=True)]
    return lines


def _is_unsure(line: Line) -> bool:
    # «Кирпич 1000, 5000»: a sum without a thing. «Көчө 5, 3 000»: a number too small to be surely a sum.
    return 0 < line.amount < _LEAST_SUM or bool(line.amount and not has_words(line.name))


def _read_line(line: str) -> Line:
    found = _SUM.search(line)
    if found is None:
        return _read_within(line)
    try:
        amount = parse_amount(found[1].strip(" .,"))
    except (AmountUnreadable, AmountOutOfRange, AmountOpen):
        return Line(line, 0)
    before = line[: found.start()]
    if (times := _TIMES.search(before)) is not None:
        return Line(line, amount * int(times[1]), is_mixed=_names_sum(before[: times.start()]))
    return Line(line, amount, is_mixed=not before.rstrip().endswith(("-", "–", "—", ":", "=")) and _names_sum(before))


def _read_within(line: str) -> Line:
    found = list(_WITHIN.finditer(line))
    if len(found) != 1 or _names_sum(line[: found[0].start()]) or _names_sum(line[found[0].end() :]):
        return Line(line, 0)
    try:
        return Line(line, parse_amount(found[0][1].strip(" .,")))
    except (AmountUnreadable, AmountOutOfRange, AmountOpen):
        return Line(line, 0)


def _names_sum(text: str) -> bool:
    # Whether a number there may be a sum. A count of bags or people is none, nor is a small one.
    return any(
        int(found[0].replace(" ", "")) >= _LEAST_SUM and not _COUNTED.match(text, found.end())
        for found in _NUMBER.finditer(text)
    )


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


def list_unpriced(text: str) -> tuple[str, ...]:
    """Lists the lines that stand in words alone: they count no som."""
    return tuple(line.text for line in read_lines(text) if not line.amount and has_words(line.text))


def sum_by_means(lines: Iterable[Line]) -> dict[Means, int]:
    """Sums up the own contribution by its means, in som."""
    found = dict.fromkeys(Means, 0)
    for line in lines:
        found[name_means(line.text)] += line.amount
    return found
