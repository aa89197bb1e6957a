"""How numbers, shares and dates are written in Kyrgyz and in Russian."""

from datetime import date

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


class NumbersAndDates:
    """Writes numbers and dates in one language; sums and moments, which need a sentence, are written by Words."""

    language: str

    def day(self, day: date) -> str:
        """A day with its weekday: «16-декабрь, шаршемби», «16 декабря, среда»."""
        if self.language == "ru":
            return f"{day.day} {_RU_MONTHS[day.month - 1]}, {_RU_WEEKDAYS[day.weekday()]}"
        return f"{day.day}-{_KY_MONTHS[day.month - 1]}, {_KY_WEEKDAYS[day.weekday()]}"

    def day_of_month(self, month: int, day: int) -> str:
        """A day of whatever year: «15-июль», «15 июля»."""
        return f"{day} {_RU_MONTHS[month - 1]}" if self.language == "ru" else f"{day}-{_KY_MONTHS[month - 1]}"

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
