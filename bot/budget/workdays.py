"""Working days of an office, and the Bishkek day an instant falls on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property

BISHKEK = timezone(timedelta(hours=6), "Asia/Bishkek")

SOON_DAYS = 3  # calendar days before the due date in which an answer is due soon

_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Monday to Friday are worked, less `days_off`; `working_days` are worked whatever else they are."""

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tells whether the office works on that day."""
        if day in self.working_days:
            return True
        return _is_weekday(day) and day not in self.days_off

    def add(self, day: date, n: int) -> date:
        """Returns the n-th working day after day, itself not counted; 0 gives day back, a negative n is refused.

        Source: appeals law № 67 of 04.05.2007, the term of an answer.
        """
        if n < 0:
            raise ValueError("working days are counted forwards only")
        while n > 0:
            day += timedelta(1)
            n -= self.is_working(day)
        return day

    def count_between(self, first: date, last: date) -> int:
        """Counts the working days after first up to and including last; 0 where last is not after first."""
        days = (last - first).days
        if days <= 0:
            return 0
        weeks, rest = divmod(days, 7)
        weekdays = 5 * weeks + sum(_is_weekday(first + timedelta(n)) for n in range(1, rest + 1))
        return weekdays + sum(more for day, more in self._exceptions if first < day <= last)

    def list_exceptions(self, first: date, last: date) -> list[tuple[date, bool]]:
        """Lists the days from first to last that are not what their weekday says: each, and whether it is worked."""
        return sorted((day, more > 0) for day, more in self._exceptions if first <= day <= last)

    @cached_property
    def _exceptions(self) -> list[tuple[date, int]]:
        """The days that are not what their weekday says: 1 for a worked weekend day, -1 for a weekday off."""
        changes = ((day, self.is_working(day) - _is_weekday(day)) for day in self.days_off | self.working_days)
        return [(day, more) for day, more in changes if more]


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


def find_day(ms: int) -> date:
    """Returns the Bishkek day of an instant given in integer milliseconds UTC."""
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=ms)).astimezone(BISHKEK).date()


def start_of(day: date) -> int:
    """Returns the Bishkek midnight at which day begins, in integer milliseconds UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=BISHKEK)
    return (midnight - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def find_month(day: date) -> tuple[int, int]:
    """When the calendar month of a day in Bishkek begins, and the next one (ms UTC)."""
    first = day.replace(day=1)
    following = first.replace(year=day.year + 1, month=1) if day.month == 12 else first.replace(month=day.month + 1)
    return start_of(first), start_of(following)


def make_moment(day: date, hour: int, minute: int) -> int:
    """A time of a Bishkek day, in milliseconds UTC."""
    return ms(datetime(day.year, day.month, day.day, hour, minute, tzinfo=BISHKEK))


def ms(moment: datetime) -> int:
    """A moment in integer milliseconds UTC."""
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def move_to_bishkek(moment: int) -> datetime:
    """A moment, given in milliseconds UTC, as the clock in Bishkek shows it."""
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=moment)).astimezone(BISHKEK)
