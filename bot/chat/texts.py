"""The bot's sentences in the language of the person they are said to."""

import re
from datetime import date
from functools import cache, lru_cache

from bot.chat.numbers_and_dates import NumbersAndDates
from bot.language.kyrgyz import fold, turn_inner_marks
from bot.language.meanings.late_pattern import compile_late
from locales import LANGUAGES, sentences, translations

__all__ = ["LANGUAGES", "Words"]

LABEL = 20  # characters of a button at the most
_LONGEST_PHRASE = 200  # characters of a label or a set phrase, however it is spaced
_ON_ONE_LINE = 100  # characters of a sentence and its translation


_CLOSED = compile_late(r"\{(?P<name>\w+)\}(?P<mark>»?)\.(?!\w)")
_ENDS = (".", "!", "?", "…")
_QUOTED = compile_late(r"«[^«»]*»")
_NAMED = compile_late(r"\{(\w+)\}")


def _put_in(sentence: str, values: dict[str, object]) -> str:
    # What is quoted and ends with a mark of its own needs no full stop of ours: «… жарык керек.» and no more.
    # A list that breaks off («№ 0001, …») needs none either.
    def close(found: re.Match[str]) -> str:
        value = f"{values.get(found['name'], '')}{found['mark']}"
        has_end = value.endswith(", …") or (value.endswith("»") and value[:-1].endswith(_ENDS))
        return found[0][:-1] if has_end else found[0]

    for name in _list_quoted(sentence) & values.keys():
        if isinstance(value := values[name], str):
            values = {**values, name: turn_inner_marks(value)}
    return _CLOSED.sub(close, sentence).format(**values)


@lru_cache(2_000)  # sentences of ours, said again and again
def _list_quoted(sentence: str) -> frozenset[str]:
    # What is put in between «»: the quotation marks in it are turned.
    return frozenset(name for quoted in _QUOTED.findall(sentence) for name in _NAMED.findall(quoted))


class Words(NumbersAndDates):
    """Says things in one language. Messages are whole English sentences in the code, Kyrgyz and Russian in locales/."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._translations = translations(self.language)

    def say(self, message: str, **values: object) -> str:
        """Returns the sentence with its values put in; the values are never read as sentences themselves."""
        return _put_in(self._translations.gettext(message), values)

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """Returns the sentence in the form that goes with a number, which it may show as {n}."""
        return _put_in(self._translations.ngettext(one, many, n), {"n": self.number(n), **values})

    def title(self, message: str) -> str:
        """Returns what stands on a button."""
        return self.say(message)

    def moment(self, day: date, hour: int, minute: int) -> str:
        """A day as full_day says it, and the time: «2026-жылдын 16-декабры, шаршемби, саат 10:00»."""
        return self.say("{day}, at {time}", day=self.full_day(day), time=f"{hour:02}:{minute:02}")

    def som(self, amount: int) -> str:
        """A sum of whole soms: «100 000 сом», «100 000 сомов»."""
        return self.say_n("{n} som", "{n} soms", amount)


class _InEach(str):
    """A sentence in every language, that knows its parts: put into another one, each part goes into its own language."""

    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: tuple[str, ...]) -> "_InEach":
        different = tuple(dict.fromkeys(parts))
        joined = " ".join(different)
        said = cls(joined if len(joined) <= _ON_ONE_LINE else "\n".join(different))
        said.parts = parts
        return said


class InEveryLanguage(Words):
    """Says everything in each language, to whoever has not chosen one; dates and numbers are said in the first."""

    def __init__(self, first: str = "") -> None:
        """Begins with a language, or with the first there is."""
        ordered = sorted(LANGUAGES, key=lambda language: language != first)
        super().__init__(ordered[0])
        self._each = [Words(language) for language in ordered]

    def say(self, message: str, **values: object) -> str:
        """Returns the sentence in each language."""
        said = (words.say(message, **_make_parts(values, at)) for at, words in enumerate(self._each))
        return _InEach.of(tuple(said))

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """Returns the sentence in each language, in the form that goes with a number."""
        said = (words.say_n(one, many, n, **_make_parts(values, at)) for at, words in enumerate(self._each))
        return _InEach.of(tuple(said))

    def title(self, message: str) -> str:
        """Returns both titles where a button has room for them, else the first."""
        titles = say_in_every_language(message)
        both = " / ".join(titles)
        return both if len(both) <= LABEL else titles[0]


def _make_parts(values: dict[str, object], at: int) -> dict[str, object]:
    return {name: value.parts[at] if isinstance(value, _InEach) else value for name, value in values.items()}


@cache
def find_words(language: str | None) -> Words:
    """The sentences for a person: in their language, in every one until they have chosen."""
    return Words(language) if language else InEveryLanguage()


@lru_cache(1000)  # of the labels, which are the same with every screen
def say_in_every_language(message: str) -> tuple[str, ...]:
    """Returns a label in each language, so that it can be typed in any."""
    return tuple(dict.fromkeys(Words(language).say(message) for language in LANGUAGES))


def fold_short(text: str) -> str:
    """The fold of what may be a label or a set phrase. Longer texts than any of them give an empty string."""
    return fold(text) if len(text) <= _LONGEST_PHRASE else ""


def is_label(text: str) -> bool:
    """Whether a text is the title of one of the bot's buttons, in either language."""
    return fold_short(text) in _list_labels()


def asks_by_label(text: str) -> bool:
    """Whether a text is the title of a button with a question mark behind it, such as «Качан?»: a question of its own."""
    return text.rstrip().endswith("?") and is_label(text)


@cache
def _list_labels() -> frozenset[str]:
    short = {form for language in LANGUAGES for form in sentences(language) if len(form) <= LABEL}
    return frozenset(fold(form) for form in short if not set(form) & set("{}.?!"))
