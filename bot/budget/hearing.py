"""A public budget hearing: its kinds and states, its reminders, the quiet hours, and who came."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bot.budget.kyrgyz import fold
from bot.budget.proposal import Refusal
from bot.budget.workdays import BISHKEK, day_of

HOUR = 60 * 60 * 1000  # milliseconds
DAY = 24 * HOUR
NOTICE_DAYS = 10  # calendar days before a hearing; a setting that warns and never blocks
WOMEN_PERCENT = 30  # of those who came, at least; criterion 2 of the contest
LONGEST_PLACE = 200
LONGEST_AGENDA = 1000
MOST_PEOPLE = 100_000
_HALF_YEAR = 6  # until this month the year before is what was carried out


class HearingKind(StrEnum):
    """What is heard: the draft of the next budget, how the last one was carried out, something else."""

    DRAFT = "draft"
    EXECUTION = "execution"
    OTHER = "other"


class HearingState(StrEnum):
    """Where a hearing stands; one that was moved is scheduled in a later revision."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    HELD = "held"
    PUBLISHED = "published"


class Paper(StrEnum):
    """What is handed out with a hearing."""

    CITIZENS_BUDGET = "citizens"
    BRIEF = "brief"
    PRESENTATION = "slides"
    MINUTES = "minutes"


class NotPossibleNow(Refusal):
    """The hearing stands elsewhere: what is over cannot be moved, what was not held has no results."""


class InThePast(Refusal):
    """A hearing is announced for a time to come."""


class NothingChanged(Refusal):
    """The day, the time and the place are what they were."""


class PlaceMissing(Refusal):
    """A notice says where the hearing is."""


class AttendanceUnreadable(Refusal):
    """The text does not say how many women and how many men came."""


class AttendanceDiffers(AttendanceUnreadable):
    """The total that is written is not the sum of the women and the men."""

    def __init__(self, total: int, counted: int) -> None:
        super().__init__(f"{total} is written, women and men together are {counted}")
        self.total = total
        self.counted = counted


class TimeUnreadable(Refusal):
    """The text is no time of a day."""


def year_heard(kind: HearingKind, *, on: date, current: int) -> int:
    """The budget year a hearing is about: the one that is drafted now, or the one that was carried out by then."""
    if kind is not HearingKind.EXECUTION:
        return current
    return on.year - 1 if on.month <= _HALF_YEAR else on.year


@dataclass(frozen=True, slots=True)
class Terms:
    """When and where, and about what; starts_at in milliseconds UTC, the point as latitude and longitude."""

    starts_at: int
    place: str
    agenda: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of the Bishkek day in which nobody is woken: from the first, at night, to the second, in the morning."""

    start: int = 22
    end: int = 8

    def covers(self, moment: int) -> bool:
        """Whether a moment is one of them."""
        hour = _bishkek(moment).hour
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def after(self, moment: int) -> int:
        """The moment itself, or the end of the quiet hours it lies in."""
        if not self.covers(moment):
            return moment
        then = _bishkek(moment)
        morning = then.replace(hour=self.end, minute=0, second=0, microsecond=0)
        return ms(morning if morning > then else morning + timedelta(1))


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: how long before the hearing, when it is said, and until when that still makes sense."""

    lead: str
    at: int
    until: int


LEADS = {"7d": 7 * DAY, "1d": DAY, "2h": 2 * HOUR}
DOOR = "2h"  # the reminder for those who said they come
_SOON = 12 * HOUR  # a notice this fresh needs no reminder


def reminders(starts_at: int, *, now: int, quiet: QuietHours) -> list[Reminder]:
    """The reminders of a hearing that are still ahead; none in quiet hours, none soon after the notice itself."""
    moments = [(lead, quiet.after(starts_at - before)) for lead, before in LEADS.items()]
    ends = [min(moment, starts_at) for _, moment in moments[1:]] + [starts_at]
    return [
        Reminder(lead, moment, until)
        for (lead, moment), until in zip(moments, ends, strict=True)
        if moment < until and moment > now + (0 if lead == DOOR else _SOON)
    ]


def days_ahead(noticed_at: int, starts_at: int) -> int:
    """How many calendar days lie between a notice and its hearing."""
    return (day_of(starts_at) - day_of(noticed_at)).days


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many came."""

    women: int
    men: int

    @property
    def people(self) -> int:
        """Everybody."""
        return self.women + self.men

    @property
    def percent_women(self) -> float:
        """The share of women in per cent, 0 where nobody came; below the goal it never rounds up to it."""
        share = 100 * self.women / self.people if self.people else 0.0
        return math.floor(share * 10) / 10 if share < WOMEN_PERCENT else share


def women_needed(attendance: Attendance) -> int:
    """How many more women would make their share 30 %, if nobody else came."""
    lacking = WOMEN_PERCENT * attendance.people - 100 * attendance.women
    return max(0, -(-lacking // (100 - WOMEN_PERCENT)))


_WOMEN = ("аял", "кыз", "келин", "айым", "женщин", "жен", "ж", "а", "zhen", "ayal")
_MEN = ("эркек", "мужчин", "муж", "м", "э", "erkek", "мырза")
_COUNTED = re.compile(r"([a-zа-я]+) ?(\d{1,6})")
_COUNTED_BEFORE = re.compile(r"(\d{1,6}) ?([a-zа-я]+)")
_ALL = r"(?:баары|баардыгы|бардыгы|барлыгы|жалпы|жалпысынан|всего|итого|baary|vsego|itogo)"
_PEOPLE = r"(?:киши|адам|катышуучу|человек|чел|участников)"
_TOTALS = (
    re.compile(rf"\b{_ALL}(?: болуп)?(?: {_PEOPLE})? ?(\d{{1,6}})(?: ?{_PEOPLE})?\b"),
    re.compile(rf"\b(\d{{1,6}}) ?(?:{_ALL}|{_PEOPLE})\b"),
)
_OF_THEM = re.compile(r"\b(?:из них|из которых|в том числе|анын ичинде|ичинен)\b")


def parse_attendance(text: str) -> Attendance:
    """Reads «аял 41 эркек 49», «женщин 41, мужчин 49, всего 90», «жалпы 90, аял 41», «41 аял, 49 эркек», «ж41 м49».

    Raises AttendanceUnreadable, AttendanceDiffers where a total is written that is not the sum.
    """
    typed, total = _without_total(fold(text))
    found = _COUNTED.findall(typed)
    if not found or typed[:1].isdigit():
        found = [(word, number) for number, word in _COUNTED_BEFORE.findall(typed)]
    counted: dict[str, int] = {}
    for word, number in found:
        sex = _sex(word)
        if sex is None or sex in counted:
            raise AttendanceUnreadable
        counted[sex] = int(number)
    if total is not None and len(counted) == 1:
        counted |= _the_others(typed, counted, total)
    if set(counted) != {"women", "men"} or sum(counted.values()) > MOST_PEOPLE or not sum(counted.values()):
        raise AttendanceUnreadable
    came = Attendance(counted["women"], counted["men"])
    if total is not None and total != came.people:
        raise AttendanceDiffers(total, came.people)
    return came


def _the_others(typed: str, counted: dict[str, int], total: int) -> dict[str, int]:
    # «аял 49 киши, эркек 41»: there the number of people is no total.
    ((sex, number),) = counted.items()
    other = "men" if sex == "women" else "women"
    named = {_sex(word) for word in re.findall("[a-zа-я]+", typed)}
    return {other: total - number} if other not in named and number <= total else {}


def _without_total(typed: str) -> tuple[str, int | None]:
    for pattern in _TOTALS:
        if match := pattern.search(typed):
            return _OF_THEM.sub(" ", f"{typed[: match.start()]} {typed[match.end() :]}").strip(), int(match[1])
    return typed, None


def _sex(word: str) -> str | None:
    # «аялдар», «женщины»: endings follow the whole words; a single letter stands alone.
    for sex, names in (("women", _WOMEN), ("men", _MEN)):
        if any(word == fold(name) or (len(name) > 2 and word.startswith(fold(name))) for name in names):
            return sex
    return None


_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.\- ]([0-5][0-9]))?")
_AROUND = re.compile(
    r"\b(?:саат|чак|в|во|к|с|эртен менен|эртен мененки|танкы|танга|тушто|тушко чейин|туштон кийин|туштон кийинки|"
    r"кечинде|кечки|кечкурун|утра|утром|дня|днем|вечера|вечером|часов|часа|час|ч|минуты|минут|минута|мин|"
    r"мунотто|мунот|баштап|saat|да|де|до|та|те|то|ден|дан|дон|тан|тен|тон)\b"
)
_AFTERNOON = re.compile(r"\b(?:туштон кийин|туштон кийинки|кечинде|кечки|кечкурун|дня|днем|вечера|вечером)\b")
_MORNING = re.compile(r"\b(?:эртен менен|эртен мененки|танкы|танга|утра|утром|тушко чейин)\b|\bтан (?=\d|саат)")
_LATEST_MORNING = 7  # «in 3» of a hearing is an afternoon
_LATEST_EVENING = 22
_IN_ONE = re.compile(r"([01][0-9]|2[0-3])([0-5][05])")  # «1030», while 2026 is a year
_FROM_TO = re.compile(r"([0-9]{1,2}[:.][0-5][05]) ?[-–—] ?([0-9]{1,2}[:.][0-5][05])")
_UNITS = {"бир": 1, "эки": 2, "уч": 3, "торт": 4, "беш": 5, "алты": 6, "жети": 7, "сегиз": 8, "тогуз": 9}
_IN_WORDS = re.compile(rf"\bсаат (?:(он) )?({'|'.join(_UNITS)})(?=[дт][аео]н?\b|\b)|\bсаат (он)(?=до(?:н)?\b|\b)")
_HALF = re.compile(r"(\d) +жарым(?:да)?\b")
_SPAN = re.compile(r"\d (?:до|дон|дан|ден|тан|тен|тон) \d")  # «с 10 до 12» is no time, and not 10:12 at all


def names_hour(text: str, hour: int) -> bool:
    """Whether a text names the hour: «10:00», «10.00» or only «10»; who leaves it out has most likely forgotten it."""
    return re.search(rf"(?<!\d)0?{hour}(?!\d)", text) is not None


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[ -]\d{1,2}[ -]\d{4}")
_PHONE = re.compile(r"(?<![\d.:])\+?\(?\d(?:[ ()-]{0,2}\d){4,}(?![.:]?\d)")


def names_phone(text: str) -> bool:
    """Whether a text has a telephone number, of whomever: five digits or more that are no date and no time."""
    return _PHONE.search(_DATE.sub(" ", text)) is not None


_EVERYWHERE = ("айыл", "аймак", "сел", "улиц", "коч")  # folded; such words name no place by themselves
_STEM = 4  # letters by which a word is known whatever its ending


def names_place(text: str, place: str, *, aimak: str = "") -> bool:
    """Whether a text has a word of the place, whatever its ending; the name of the aimak alone is not enough."""
    words = [word[:_STEM] for word in fold(place).split() if len(word) >= 3 and word.isalpha()]
    known = [word[:_STEM] for word in fold(aimak).split()]
    own = [word for word in words if word not in known and not word.startswith(_EVERYWHERE)]
    written = fold(text).split()
    return any(word.startswith(stem) for word in written for stem in own or words) or not words


def parse_time(text: str) -> tuple[int, int]:
    """Reads a time of the day as hours and minutes: 10:00, «саат 10до», «саат он жарымда», «в 3 часа дня», «1030».

    Of «10:00-12:00» it is the beginning. Raises TimeUnreadable.
    """
    if span := _FROM_TO.fullmatch(text.strip()):
        begins, ends = parse_time(span[1]), parse_time(span[2])
        if begins >= ends:
            raise TimeUnreadable
        return begins
    folded = _IN_WORDS.sub(_in_figures, fold(re.sub(r"(?<=\d)[.:\-](?=\d)", " ", text)))
    typed = _HALF.sub(r"\1 30", re.sub(r"(?<=\d)(?=[а-я])|(?<=[а-я])(?=\d)", " ", folded))
    bare = " ".join(_AROUND.sub(" ", typed).split())
    found = _TIME.fullmatch(bare) or _IN_ONE.fullmatch(bare)
    if found is None or _SPAN.search(typed):
        raise TimeUnreadable
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour < 12 and _AFTERNOON.search(typed):
        hour += 12
    return hour, minute


def _in_figures(match: re.Match[str]) -> str:
    ten, unit, ten_alone = match.groups()
    return f"саат {10 if ten_alone else (10 if ten else 0) + _UNITS[unit]} "


def in_the_day(hour: int, text: str) -> int:
    """The hour a hearing is at: «2» is in the afternoon, unless the text names the morning, as «6:30 утра» does."""
    is_early = 0 < hour < _LATEST_MORNING and not _MORNING.search(fold(text))
    return hour + 12 if is_early else hour


def parse_hearing_time(text: str) -> tuple[int, int]:
    """Reads the time of a hearing: as parse_time does, but «2» is 14:00. Raises TimeUnreadable."""
    hour, minute = parse_time(text)
    return in_the_day(hour, text), minute


def is_at_night(hour: int) -> bool:
    """Whether nobody would come to a hearing at this hour."""
    return not _LATEST_MORNING <= hour < _LATEST_EVENING


def at_the_hour(day: date, hour: int, minute: int) -> int:
    """A time of a Bishkek day, in milliseconds UTC."""
    return ms(datetime(day.year, day.month, day.day, hour, minute, tzinfo=BISHKEK))


def ms(moment: datetime) -> int:
    """A moment in integer milliseconds UTC."""
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def bishkek(moment: int) -> datetime:
    """A moment, given in milliseconds UTC, as the clock in Bishkek shows it."""
    return _bishkek(moment)


def _bishkek(moment: int) -> datetime:
    return (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=moment)).astimezone(BISHKEK)
