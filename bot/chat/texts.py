"""The bot's sentences, dates and sums in the language of the person they are said to."""

from datetime import date

from bot.budget.kyrgyz import fold
from locales import LANGUAGES, translations

__all__ = ["LANGUAGES", "Words"]

_KY_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_KY_MONTHS_UNTIL = (
    "январына", "февралына", "мартына", "апрелине", "майына", "июнуна",
    "июлуна", "августуна", "сентябрына", "октябрына", "ноябрына", "декабрына",
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

    def day(self, day: date) -> str:
        """A day with its weekday: «16-декабрь, шаршемби», «16 декабря, среда»."""
        if self.language == "ru":
            return f"{day.day} {_RU_MONTHS[day.month - 1]}, {_RU_WEEKDAYS[day.weekday()]}"
        return f"{day.day}-{_KY_MONTHS[day.month - 1]}, {_KY_WEEKDAYS[day.weekday()]}"

    def until(self, day: date) -> str:
        """The words for «by that day», the year included: «2026-жылдын 11-декабрына чейин», «до 11 декабря 2026 г.»."""
        if self.language == "ru":
            return f"до {day.day} {_RU_MONTHS[day.month - 1]} {day.year}\u00a0г."
        return f"{day.year}-жылдын {day.day}-{_KY_MONTHS_UNTIL[day.month - 1]} чейин"

    def number(self, n: int) -> str:
        """A whole number in groups of three, with no-break spaces."""
        return f"{n:,}".replace(",", "\u00a0")

    def som(self, amount: int) -> str:
        """A sum of whole soms: «100 000 сом»."""
        return self.say("{amount} som", amount=self.number(amount))


def in_every_language(message: str) -> tuple[str, ...]:
    """Returns a label in each language, so that it can be typed in any."""
    return tuple(dict.fromkeys(Words(language).say(message) for language in LANGUAGES))


def language_of(text: str) -> str | None:
    """Returns the language whose name a text is."""
    names = {fold("Кыргызча"): "ky", fold("кыргыз"): "ky", fold("Русский"): "ru", fold("по-русски"): "ru"}
    return names.get(fold(text))
