"""The words of the papers: a hearing's in one language, and a sentence in all at once. So one sheet serves the hall."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.budget.proposal import Side
from bot.chat.texts import Words
from bot.export.facts import HearingFacts

Lines = tuple[str, ...]  # one a language, in the order of the languages

T = TypeVar("T")


class Both:
    """Says things in several languages; a value that is a function is asked for its words in each."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.words = tuple(Words(language) for language in dict.fromkeys(languages))

    def say(self, message: str, **values: object) -> Lines:
        """Returns the sentence in each language; languages that say the same are said once."""
        return tuple(dict.fromkeys(words.say(message, **_in(words, values)) for words in self.words))

    def say_n(self, one: str, many: str, n: int, **values: object) -> Lines:
        """Returns the sentence in each language, in the form that goes with a number."""
        return tuple(dict.fromkeys(words.say_n(one, many, n, **_in(words, values)) for words in self.words))


def _in(words: Words, values: dict[str, object]) -> dict[str, object]:
    return {name: value(words) if callable(value) else value for name, value in values.items()}


def join_inline(lines: Lines) -> str:
    """The languages on one line."""
    return " / ".join(lines)


def say_side_count(say_n: Callable[[str, str, int], T], side: Side, n: int) -> T:
    """How many proposals there are on a side, said by the say_n of Words or of Both."""
    if side is Side.REVENUE:
        return say_n("Revenue side: {n} proposal", "Revenue side: {n} proposals", n)
    if side is Side.SPENDING:
        return say_n("Spending side: {n} proposal", "Spending side: {n} proposals", n)
    return say_n("Side not chosen yet: {n} proposal", "Side not chosen yet: {n} proposals", n)


def say_hearing_title(words: Words, facts: HearingFacts) -> str:
    """What a hearing is about, in one line."""
    match facts.kind:
        case "draft":
            return words.say("Public hearing on the draft budget for {year}", year=facts.budget_year)
        case "execution":
            return words.say("Public hearing on the execution of the budget of {year}", year=facts.budget_year)
        case _:
            return words.say("Public hearing of the ayil okmotu")


def say_hearing_moment(words: Words, facts: HearingFacts) -> str:
    """The date with its year, the weekday and the time in Bishkek."""
    weekday = words.day(facts.day).partition(", ")[2]
    return words.say("{date}, {weekday}, at {time}", date=words.long_day(facts.day), weekday=weekday, time=facts.time)
