"""The bot's sentences, dates and sums in the language of the person they are said to."""

from datetime import date
from functools import cache

from bot.language.kyrgyz import fold
from locales import LANGUAGES, sentences, translations

__all__ = ["LANGUAGES", "Words"]

LABEL = 20  # characters of a button at the most
_LONGEST_PHRASE = 200  # characters of a label or a set phrase, however it is spaced
_ON_ONE_LINE = 100  # characters of a sentence and its translation

_KY_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_KY_MONTHS_UNTIL = (
    "январына", "февралына", "мартына", "апрелине", "майына", "июнуна",
    "июлуна", "августуна", "сентябрына", "октябрына", "ноябрына", "декабрына",
)  # fmt: skip
_KY_MONTHS_OF = (
    "январы", "февралы", "марты", "апрели", "майы", "июну",
    "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры",
)  # fmt: skip
_KY_WEEKDAYS = ("дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби", "жекшемби")
_RU_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_RU_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


class Words:
    """Says things in one language. Messages are whole English sentences in the code, Kyrgyz and Russian in locales/."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._translations = translations(self.language)

    def say(self, message: str, **values: object) -> str:
        """Returns the sentence with its values put in; the values are never read as sentences themselves."""
        return self._translations.gettext(message).format(**values)

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """Returns the sentence in the form that goes with a number, which it may show as {n}."""
        return self._translations.ngettext(one, many, n).format(n=self.number(n), **values)

    def title(self, message: str) -> str:
        """Returns what stands on a button."""
        return self.say(message)

    def day(self, day: date) -> str:
        """A day with its weekday: «16-декабрь, шаршемби», «16 декабря, среда»."""
        if self.language == "ru":
            return f"{day.day} {_RU_MONTHS[day.month - 1]}, {_RU_WEEKDAYS[day.weekday()]}"
        return f"{day.day}-{_KY_MONTHS[day.month - 1]}, {_KY_WEEKDAYS[day.weekday()]}"

    def long_day(self, day: date) -> str:
        """A day with its year: «2026-жылдын 22-ноябры», «22 ноября 2026 года»."""
        if self.language == "ru":
            return f"{day.day} {_RU_MONTHS[day.month - 1]} {day.year} года"
        return f"{day.year}-жылдын {day.day}-{_KY_MONTHS_OF[day.month - 1]}"

    def full_day(self, day: date) -> str:
        """A day with its weekday and its year: «2026-жылдын 16-декабры, шаршемби», «среда, 16 декабря 2026 года»."""
        if self.language == "ru":
            return f"{_RU_WEEKDAYS[day.weekday()]}, {self.long_day(day)}"
        return f"{self.long_day(day)}, {_KY_WEEKDAYS[day.weekday()]}"

    def month(self, day: date) -> str:
        """The month of a day: «декабрь 2026», the same in both languages."""
        return f"{_KY_MONTHS[day.month - 1]} {day.year}"

    def weekday(self, day: date) -> str:
        """The day of the week: «шаршемби», «среда»."""
        return (_RU_WEEKDAYS if self.language == "ru" else _KY_WEEKDAYS)[day.weekday()]

    def moment(self, day: date, hour: int, minute: int) -> str:
        """A day as full_day says it, and the time: «2026-жылдын 16-декабры, шаршемби, саат 10:00»."""
        return self.say("{day}, at {time}", day=self.full_day(day), time=f"{hour:02}:{minute:02}")

    def until(self, day: date) -> str:
        """The words for «by that day», the year included: «2026-жылдын 11-декабрына чейин», «до 11 декабря 2026 года»."""
        if self.language == "ru":
            return f"до {day.day} {_RU_MONTHS[day.month - 1]} {day.year} года"
        return f"{day.year}-жылдын {day.day}-{_KY_MONTHS_UNTIL[day.month - 1]} чейин"

    def number(self, n: int) -> str:
        """A whole number in groups of three, with no-break spaces."""
        return f"{n:,}".replace(",", "\u00a0")

    def percent(self, share: float) -> str:
        """A share in per cent with one decimal, without the sign: «45,6»."""
        return f"{share:.1f}".replace(".", ",")

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
        said = (words.say(message, **_parts(values, at)) for at, words in enumerate(self._each))
        return _InEach.of(tuple(said))

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """Returns the sentence in each language, in the form that goes with a number."""
        said = (words.say_n(one, many, n, **_parts(values, at)) for at, words in enumerate(self._each))
        return _InEach.of(tuple(said))

    def title(self, message: str) -> str:
        """Returns both titles where a button has room for them, else the first."""
        titles = in_every_language(message)
        both = " / ".join(titles)
        return both if len(both) <= LABEL else titles[0]


def _parts(values: dict[str, object], at: int) -> dict[str, object]:
    return {name: value.parts[at] if isinstance(value, _InEach) else value for name, value in values.items()}


@cache
def words_for(language: str | None) -> Words:
    """The sentences for a person: in their language, in every one until they have chosen."""
    return Words(language) if language else InEveryLanguage()


def in_every_language(message: str) -> tuple[str, ...]:
    """Returns a label in each language, so that it can be typed in any."""
    return tuple(dict.fromkeys(Words(language).say(message) for language in LANGUAGES))


def fold_short(text: str) -> str:
    """The fold of what may be a label or a set phrase; empty for what is longer than any of them."""
    return fold(text) if len(text) <= _LONGEST_PHRASE else ""


def is_label(text: str) -> bool:
    """Whether a text is the title of one of the bot's buttons, in either language."""
    return fold_short(text) in _labels()


@cache
def _labels() -> frozenset[str]:
    short = {form for language in LANGUAGES for form in sentences(language) if len(form) <= LABEL}
    return frozenset(fold(form) for form in short if not set(form) & set("{}.?!"))
