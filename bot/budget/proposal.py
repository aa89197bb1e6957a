"""The words of a proposal and of its answer, and what is refused."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.language.in_words.sums import read_spoken_range, read_spoken_sum
from bot.language.kyrgyz import clean
from bot.language.letters import count_letters, has_letters, has_words
from bot.language.refusal import Refusal

LEAST_LETTERS = 5
MOST_CHARACTERS = 8_000  # of the text itself; what is written beyond goes along as a file
_A_WORD = 200  # characters before the end in which a gap between two words is looked for
MOST_SOM = 10**12
LEAST_SENTENCE = 20


class Side(StrEnum):
    """The side of the budget a proposal speaks of; UNSURE where neither its author nor its words say which."""

    REVENUE = "revenue"
    SPENDING = "spending"
    UNSURE = "unsure"


SIDES = (Side.REVENUE, Side.SPENDING)  # those a budget has, between which an office chooses for its author


class Decision(StrEnum):
    """What the office decided about the draft budget."""

    INCLUDED = "included"
    PARTLY = "partly"
    NOT_INCLUDED = "not_included"
    DEFERRED = "deferred"
    REDIRECTED = "redirected"


class Source(StrEnum):
    """Where a proposal was heard: channels that we know by name, then what staff take down by hand.

    A row has the channel's own name, so that another messenger needs no word here.
    """

    TERMINAL = "terminal"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    WEB = "web"
    PAPER = "paper"
    HEARING = "hearing"
    KURULTAI = "kurultai"
    SURVEY = "survey"
    PHONE = "phone"
    SOCIAL = "social"
    BOOK = "book"  # the office's book of claims
    GATHERING = "gathering"
    FORWARDED = "forwarded"  # from the clerk's own WhatsApp or Telegram


BY_HAND = frozenset(
    {
        Source.PAPER, Source.HEARING, Source.KURULTAI, Source.SURVEY, Source.PHONE, Source.SOCIAL, Source.BOOK,
        Source.GATHERING, Source.FORWARDED,
    }
)  # fmt: skip


class Reason(StrEnum):
    """The catalogue of reasons; each answer adds a sentence of the clerk's own."""

    NO_MONEY = "no_money"
    NOT_OURS = "not_ours"
    NEEDS_KENESH = "needs_kenesh"
    AGAINST_LAW = "against_law"
    FIXED_BY_NORM = "fixed_by_norm"
    NEEDS_STUDY = "needs_study"
    NEEDS_COFINANCING = "needs_cofinancing"
    PHASED = "phased"
    ALREADY_PLANNED = "already_planned"
    DONE_ALREADY = "done_already"


class TextTooShort(Refusal):
    """The text has fewer letters and digits than `least`."""

    def __init__(self, least: int = LEAST_LETTERS) -> None:
        super().__init__(f"fewer than {least} letters or digits")
        self.least = least


class TextTooLong(Refusal):
    """The text has more characters than `limit`."""

    def __init__(self, limit: int = MOST_CHARACTERS) -> None:
        super().__init__(f"more than {limit} characters")
        self.limit = limit


class AmountUnreadable(Refusal):
    """The text is no sum of money."""


class AmountOpen(AmountUnreadable):
    """A text names two sums (som) of which one is to be chosen."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__("two sums")
        self.least = least
        self.most = most


class AmountOutOfRange(Refusal):
    """The sum is zero, negative or above `most` som."""

    def __init__(self, most: int = MOST_SOM) -> None:
        super().__init__(f"not between 1 and {most} som")
        self.most = most


class AlreadyAnswered(Refusal):
    """The proposal has been answered, so its author can no longer change or withdraw it."""


class AlreadyWithdrawn(Refusal):
    """The author has withdrawn the proposal."""


class NotYours(Refusal):
    """The proposal belongs to somebody else."""


class ReasonMissing(Refusal):
    """A proposal that was not included whole must be given a reason from the catalogue."""


class SentenceTooShort(Refusal):
    """The clerk's own sentence has fewer characters than `least`."""

    def __init__(self, least: int = LEAST_SENTENCE) -> None:
        super().__init__(f"fewer than {least} characters")
        self.least = least


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def make_storable(text: str) -> str:
    """Returns text without what no database can store: NUL and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def split_text(text: str) -> tuple[str, str]:
    """Returns what stands in a proposal, at most 8 000 characters, and the rest. It is cut between words where it can be."""
    text = text.strip()
    if len(text) <= MOST_CHARACTERS:
        return text, ""
    gap = max(text.rfind(mark, MOST_CHARACTERS - _A_WORD, MOST_CHARACTERS + 1) for mark in " \n")
    end = gap if gap > 0 else MOST_CHARACTERS
    return text[:end].rstrip(), text[end:].lstrip()


def check_text(text: str) -> str:
    """Returns the author's text untouched but for outer white space and what cannot be stored (NUL, lone surrogates).

    Refuses fewer than 5 letters and digits, or digits alone (TextTooShort), and more than 8 000 characters (TextTooLong).
    """
    text = _UNSTORABLE.sub("", text).strip()
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong
    if not has_letters(text, LEAST_LETTERS) or not has_words(text):
        raise TextTooShort
    return text


_LONGEST_SUM = 120  # characters; in words a sum is longer than in figures
_NUMBER = r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*"
_AMOUNT = re.compile(
    rf"(?P<minus>[-−–] ?)?"
    rf"(?:(?P<billions>{_NUMBER}) ?(?:млрд|миллиард|mlrd|milliard|billion)[а-я]{{0,3}}\.? ?)?"
    rf"(?:(?P<millions>{_NUMBER}) ?(?:млн|миллион|mln|million)[а-я]{{0,3}}\.? ?)?"
    rf"(?:(?P<thousands>{_NUMBER}) ?(?:мин(?:ге|дей)?|тысяч[аи]?|тысеч[аи]?|тыщ[аи]?|тыс|т|к|ming?|tysyach[ai]?|tys|k)\b\.? ?)?"
    rf"(?P<ones>{_NUMBER})?"
    rf" ?(?:[сc][оo][мm](?:[а-я]{{0,5}}|s)|som[a-z]{{0,3}}|kgs|с|c|⃀)?[.!]?"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_TYIYN = re.compile(r"[0-9 ]+[.,][0-9]{2}")
_SCALES = {"billions": 10**9, "millions": 10**6, "thousands": 10**3}


def parse_amount(text: str) -> int:
    """Returns the whole som (tyiyn are rounded half up) that a person typed: «150 000», «жүз миң», «1,9 млн».

    Refuses what is no sum (AmountUnreadable), zero, negative sums and sums above 10**12 som (AmountOutOfRange). What
    names two sums, «100-150 миң», is to be asked back (AmountOpen).
    """
    if len(text) > _LONGEST_SUM:
        raise AmountUnreadable
    match = _AMOUNT.fullmatch(read_spoken_sum(text))
    if match is None and (both := read_spoken_range(text)) is not None:
        least, most = map(parse_amount, both)
        raise AmountOpen(least, most) if least < most else AmountUnreadable
    if match is None or not any(match[part] for part in (*_SCALES, "ones")):
        raise AmountUnreadable
    parts = [_read_decimal(match[part]) * scale for part, scale in _SCALES.items() if match[part]]
    parts += [_read_som(match["ones"])] if match["ones"] else []
    som = int(sum(parts, Decimal()).to_integral_value(ROUND_HALF_UP))
    if match["minus"] or not 0 < som <= MOST_SOM:
        raise AmountOutOfRange
    return som


def _read_decimal(number: str) -> Decimal:
    """Reads a number that stands before «миң» or «млн»: a point or a comma parts the fraction."""
    number = number.replace(" ", "").replace(",", ".")
    if number.count(".") > 1:
        raise AmountUnreadable
    return Decimal(number)


def _read_som(number: str) -> Decimal:
    """Reads a number of som. A point or comma parts thousands before three digits, and tyiyn before two."""
    if _GROUPED.fullmatch(number):
        return Decimal(re.sub("[.,]", "", number))
    if "." in number or "," in number:
        if not _TYIYN.fullmatch(number):
            raise AmountUnreadable
        return _read_decimal(number)
    return Decimal(number.replace(" ", ""))


def write_number(n: int) -> str:
    """Returns the number that is dictated: four digits, more past 9 999; refuses numbers below 1 (ValueError)."""
    if n < 1:
        raise ValueError("numbers begin at 1")
    return f"{n:04}"


def find_default_budget_year(day: date) -> int:
    """Returns the budget year for a proposal of a Bishkek day: the next, or before 1 March the current one."""
    return day.year + (day.month >= 3)


@dataclass(frozen=True)
class Answer:
    """A decision about one proposal, its reason, the clerk's own sentence, the sum in som and the budget line.

    other is the same sentence in the other language, other_in its code («ky», «ru»). Both are empty where it has none.
    files are the voices, photos and documents (rows of media, ids) that go beside it: they replace no written word.
    """

    decision: Decision
    reason_code: Reason | None = None
    sentence: str = ""
    amount: int | None = None
    budget_line: str | None = None
    other: str = ""
    other_in: str = ""
    files: tuple[int, ...] = ()

    def choose_sentence(self, language: str) -> str:
        """The sentence for somebody who reads a language: in it where it is written, else the one there is."""
        return self.other if self.other and self.other_in == language else self.sentence

    def checked(self) -> "Answer":
        """Returns the answer with outer white space gone and an empty budget line as None.

        Unless included, refuses a missing reason (ReasonMissing) and a sentence under 20 characters (SentenceTooShort).
        Refuses a sum outside 1…10**12 som (AmountOutOfRange). Source: criterion 6, part R.
        """
        other = _UNSTORABLE.sub("", self.other).strip()
        answer = replace(
            self,
            sentence=_UNSTORABLE.sub("", self.sentence).strip(),
            other=other,
            other_in=self.other_in if other else "",
            budget_line=_UNSTORABLE.sub("", self.budget_line or "").strip().rstrip(" .;,") or None,
        )
        if answer.amount is not None and not 0 < answer.amount <= MOST_SOM:
            raise AmountOutOfRange
        if answer.decision is not Decision.INCLUDED:
            if answer.reason_code is None:
                raise ReasonMissing
            if not answer._has_sentence:
                raise SentenceTooShort
        return answer

    @property
    def is_reasoned(self) -> bool:
        """Criterion 6, part R: included wants a sum or a budget line, the others a reason and a full sentence."""
        if self.decision is Decision.INCLUDED:
            return self.amount is not None or bool((self.budget_line or "").strip())
        return self.reason_code is not None and self._has_sentence

    @property
    def _has_sentence(self) -> bool:
        seen = len(" ".join(clean(self.sentence).split()))
        return seen >= LEAST_SENTENCE and count_letters(self.sentence) >= LEAST_SENTENCE // 2
