"""What a form is shown again with: its fields as they were typed, and beside each what is wrong."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from bot.budget.attendance import AttendanceUnreadable
from bot.budget.hearing import InThePast, NothingChanged, PlaceMissing
from bot.budget.library.documents import TitleUnreadable, YearUnreadable
from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, TextTooLong, TextTooShort
from bot.budget.watch.watching import AnswerTooShort, LineWrong
from bot.chat.texts import Words
from bot.language.days import DayMissing, DayUnreadable, WeekdayWrong, parse_day
from bot.language.letters import WordsMissing
from bot.language.refusal import Refusal
from bot.language.times import TimeUnreadable, parse_time
from bot.office.openness.entering import PlaceMissing as PublishedNowhere
from bot.office.proposals import DayNotPossible
from bot.office.public.switch import ContactUnreadable
from bot.office.telephones import PhoneUnreadable
from bot.office.watch.watching import NotInBudget
from bot.office.years import DayOutOfOrder, DayOutOfRange
from bot.web.desk.forms import Form

LONGEST_TYPED = 60  # characters of a day or a time


@dataclass
class Typed:
    """The fields of a form by name, and what is wrong with some of them, in words."""

    values: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, names: Iterable[str]) -> "Typed":
        """What was typed into some fields."""
        return cls({name: form[name] for name in names})

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @contextmanager
    def beside(self, name: str, words: Words) -> Iterator[None]:
        """Puts what a refusal says beside a field."""
        try:
            yield
        except Refusal as refused:
            said = say_refusal(words, refused)
            if said is None:
                raise
            self.wrong[name] = said

    def read_day(self, name: str, words: Words, *, today: date) -> date | None:
        """The day that was typed or picked; what is wrong with it stands beside the field."""
        text = self[name].strip()[:LONGEST_TYPED]
        with self.beside(name, words):
            try:
                return date.fromisoformat(text)  # as a picker of the browser gives it
            except ValueError:
                return parse_day(text, today=today)
        return None

    def read_time(self, name: str, words: Words) -> tuple[int, int] | None:
        """The time that was typed or picked, hour and minute."""
        with self.beside(name, words):
            return parse_time(self[name].strip()[:LONGEST_TYPED])
        return None

    def choose(self, name: str, among: Iterable[str], words: Words) -> str | None:
        """What was chosen of a list."""
        if self[name] in set(among):
            return self[name]
        self.wrong[name] = words.say("Please choose one.")
        return None


def mark_words(composed: Mapping[str, str]) -> int:
    """What a draft is named by: words that were typed over another text are none of this one."""
    return zlib.crc32("\n".join(composed.values()).encode())


def say_refusal(words: Words, refused: Refusal) -> str | None:
    """What a field says of why it was not taken; None where a field has no words for that."""
    say: Callable[[Words, Refusal], str] | None = next((say for kind, say in _SAID if isinstance(refused, kind)), None)
    return None if say is None else say(words, refused)


def _say_too_short(words: Words, refused: Refusal) -> str:
    assert isinstance(refused, TextTooShort)
    return words.say("Please write at least {n} letters.", n=refused.least)


def _say_too_long(words: Words, refused: Refusal) -> str:
    assert isinstance(refused, TextTooLong)
    return words.say("At most {n} characters fit.", n=words.number(refused.limit))


_SAID: tuple[tuple[type[Refusal], Callable[[Words, Refusal], str]], ...] = (
    (TextTooShort, _say_too_short),
    (TextTooLong, _say_too_long),
    (WordsMissing, lambda words, _: words.say("Please write it in words.")),
    (WeekdayWrong, lambda words, _: words.say("That day is another day of the week.")),
    (DayMissing, lambda words, _: words.say("That month has no such day.")),
    (DayUnreadable, lambda words, _: words.say("I could not read that as a day, for example: 16.12.")),
    (TimeUnreadable, lambda words, _: words.say("I could not read that as a time, for example: 10:30.")),
    (DayNotPossible, lambda words, _: words.say(
        "It is a day to come, or longer ago than a year. Please write the day it was received."
    )),
    (PhoneUnreadable, lambda words, _: words.say(
        "This telephone has too few or too many digits. Please write it once more, for example 0700 123456."
    )),
    (PlaceMissing, lambda words, _: words.say("Where is it? The village, the building, the room.")),
    (ContactUnreadable, lambda words, _: words.say(
        "This telephone cannot be called. Please write it so: 0312 61 23 45."
    )),
    (PublishedNowhere, lambda words, _: words.say(
        "A place or a link of at most 300 characters is needed, or a photo."
    )),
    (InThePast, lambda words, _: words.say("That time is over. Please choose another.")),
    (NothingChanged, lambda words, _: words.say("The day, the time and the place are what they were.")),
    (AttendanceUnreadable, lambda words, _: words.say("Such a number of people cannot be.")),
    (DayOutOfOrder, lambda words, _: words.say("The results come after the hearing, and not on a day to come.")),
    (DayOutOfRange, lambda words, _: words.say("Such a day cannot be.")),
    (AmountOutOfRange, lambda words, _: words.say("A sum is between 1 and 1 000 000 000 000 som.")),
    (AmountOpen, lambda words, _: words.say("These are two sums. Please write one.")),
    (AnswerTooShort, lambda words, _: words.say("Please answer in a whole sentence.")),
    (TitleUnreadable, lambda words, _: words.say("A title has from 3 to 200 characters.")),
    (YearUnreadable, lambda words, _: words.say("That is no year. For example: 2024.")),
    (LineWrong, lambda words, _: words.say("Please name it in 3 to 120 characters.")),
    (NotInBudget, lambda words, _: words.say("No proposal with this number went into the budget of this year.")),
    (AmountUnreadable, lambda words, _: words.say("I could not read that as a sum, for example: 12 500 000.")),
)  # fmt: skip
