"""The blanks of an answer's template (number, village, year, sum): how a clerk writes them, and how they are filled."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

LEAST_QUOTED = 4  # words in a row that an answer and a proposal share, so that they may be the author's own


class Blank(StrEnum):
    """What differs from one proposal to the next; a template keeps it as «{number}»."""

    NUMBER = "number"
    VILLAGE = "village"
    YEAR = "year"
    SUM = "sum"


class UnknownBlank(Refusal):
    """Braces stand around a word that is none of the four blanks."""

    def __init__(self, name: str) -> None:
        super().__init__("no such blank")
        self.name = name


_NAMES = {
    Blank.NUMBER: {"ky": "номер", "ru": "номер"},
    Blank.VILLAGE: {"ky": "айыл", "ru": "село"},
    Blank.YEAR: {"ky": "жыл", "ru": "год"},
    Blank.SUM: {"ky": "сумма", "ru": "сумма"},
}
_READ = {fold(name): blank for blank, names in _NAMES.items() for name in (blank.value, *names.values())}
_IN_BRACES = compile_late(r"\{([^{}\n]{1,30})\}|\[([^\[\]\n]{1,30})\]")
_KEPT = compile_late(r"\{(number|village|year|sum)\}")
_SOM = r"(?:[ \u00a0\u202f]?сом(?:ов|а)?(?!\w))?"
# Endings of a case behind the name of a village, in either language.
_ENDING = r"-?(?:[дтнгк][аеоөыиуү](?:н|гы|ги)?|[аеуыию]|ом|ой)?"
_PHONE = compile_late(r"(?<!\d)(?:\+?996|0)(?:[ \u00a0()-]{0,2}\d){9}(?!\d)")


def name_blank(blank: Blank, language: str) -> str:
    """How a blank is written in a language, with its braces: «{айыл}»."""
    return f"{{{_NAMES[blank].get(language, blank.value)}}}"


def read_blanks(text: str) -> str:
    """Returns a text with its blanks as they are kept, whichever language named them; square brackets do as well.

    Raises UnknownBlank for other words in braces. Other words in square brackets stay as they are.
    """

    def read(match: re.Match[str]) -> str:
        named = match[1] or match[2]
        blank = _READ.get(fold(named))
        if blank is None and match[1]:
            raise UnknownBlank(named)
        return match[0] if blank is None else f"{{{blank}}}"

    return _IN_BRACES.sub(read, text)


def show_blanks(text: str, language: str) -> str:
    """Returns a kept text with its blanks named in a language."""
    return _KEPT.sub(lambda match: name_blank(Blank(match[1]), language), text)


def list_blanks(text: str) -> frozenset[Blank]:
    """The blanks that stand in a kept text."""
    return frozenset(map(Blank, _KEPT.findall(text)))


def fill_blanks(text: str, values: Mapping[Blank, str]) -> str:
    """Returns a kept text with its blanks filled; values holds every one of them (list_blanks)."""
    return _KEPT.sub(lambda match: values[Blank(match[1])], text)


def make_blanks(text: str, *, number: int, villages: Collection[str], year: int, amount: int | None) -> str:
    """Returns the sentence of an answer with blanks where it names its proposal, village, budget year or sum (som).

    Only what stands as a whole word becomes a blank: a blank cannot carry the ending of a case.
    """
    text = re.sub(rf"№ ?0*{number}(?!\w)", "№ {number}", text)
    for name in sorted(filter(None, villages), key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", "{village}", text)
    if amount is not None:
        digits = f"{amount:,}".replace(",", "[ .,\u00a0\u202f]?")
        # «150 000 сомго» stays: the word of the blank is «сом» already.
        text = re.sub(
            rf"(?<![\w.,])(?<!\d[ \u00a0\u202f]){digits}{_SOM}(?![\w]|[.,]\d|[ \u00a0\u202f]?(?:сом|\d))", "{sum}", text
        )
    return re.sub(rf"(?<![\w.,{{]){year}(?!\w|[.,]\d)", "{year}", text)


def renumber(text: str, *, number: int, label: str) -> str:
    """Returns a sentence that names one proposal by its number with the number of another in its place."""
    return re.sub(rf"№ ?0*{number}(?!\w)", f"№ {label}", text)


def leave_out_blanks(text: str, *, number: int, villages: Collection[str], year: int, amount: int | None) -> str:
    """Returns a sentence without all that a template would fill in. Sentences that differ only in that become equal.

    Blanks that were left unfilled go as well. So does the name of a village in any case, and the number with zeros
    before it.
    """
    text = _IN_BRACES.sub(lambda match: "" if fold(match[1] or match[2]) in _READ else match[0], text)
    text = make_blanks(text, number=number, villages=(), year=year, amount=amount)
    text = re.sub(rf"(?<![\w.,])0+{number}(?![\w]|[.,]\d)", "", text)
    names = "|".join(map(re.escape, sorted(filter(None, villages), key=len, reverse=True)))
    if names:
        text = re.sub(rf"(?<![\w-])(?:{names}){_ENDING}(?![\w-])", "", text, flags=re.IGNORECASE)
    return re.sub(r"№ ?(?=\W|$)", "", _KEPT.sub("", text))


def find_persons_words(text: str, proposal: str, names: Collection[str] = ()) -> list[str]:
    """Lists the words of a text that may be a resident's.

    They are four words in a row of the proposal, names, telephone numbers.
    """
    written = _words(text)
    runs = _runs(_words(proposal))
    found, end = list[str](), 0
    for at in range(len(written) - LEAST_QUOTED + 1):
        if at >= end and tuple(fold(word) for word in written[at : at + LEAST_QUOTED]) in runs:
            end = at + LEAST_QUOTED
            while end < len(written) and tuple(map(fold, written[end - LEAST_QUOTED + 1 : end + 1])) in runs:
                end += 1
            found.append(" ".join(written[at:end]))
    folded = {fold(word): word for word in written}
    named = {word for name in names for word in fold(name).split() if len(word) > 2}
    found += [folded[word] for word in sorted(named & set(folded))]
    return [*found, *(match[0] for match in _PHONE.finditer(text))]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    folded = [fold(word) for word in words]
    return {tuple(folded[at : at + LEAST_QUOTED]) for at in range(len(folded) - LEAST_QUOTED + 1)}
