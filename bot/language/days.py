"""Reads a day as people type it, in Kyrgyz or Russian: 05.07.2026, 5-июль, «среда, 16 декабря».

In a text it may have a time.
"""

import re
from datetime import date, timedelta

from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal
from bot.language.times import LONGEST_TYPED, TimeUnreadable, parse_time


class DayUnreadable(Refusal):
    """The text is no day of the calendar."""


class WeekdayWrong(DayUnreadable):
    """The day of the week that was named is not that of the day."""

    def __init__(self, day: date) -> None:
        super().__init__("another day of the week")
        self.day = day


class DayMissing(DayUnreadable):
    """The month that was named has no such day; last is the day it ends with."""

    def __init__(self, last: date) -> None:
        super().__init__("no such day in that month")
        self.last = last


_STEMS = (
    ("январ", "yanvar"), ("феврал", "fevral"), ("март", "mart"), ("апрел", "aprel"), ("май", "мая", "мае", "may"),
    ("июн", "iyun"), ("июл", "iyul"), ("август", "avgust"), ("сентябр", "sentyabr", "sentabr"),
    ("октябр", "oktyabr", "oktabr"), ("ноябр", "noyabr"), ("декабр", "dekabr"),
)  # fmt: skip
_SHORT = (
    ("янв", "yan"), ("фев", "февр", "fev"), ("мар", "mar"), ("апр", "apr"), (), (), (), ("авг", "avg"),
    ("сен", "сент", "sen", "sent"), ("окт", "okt"), ("ноя", "нояб", "noy"), ("дек", "dek"),
)  # fmt: skip
_WEEKDAYS = (
    ("дүйшөмбү", "понедельник", "пн", "düyshömbü", "duyshombu", "ponedelnik"),
    ("шейшемби", "вторник", "вт", "sheyshembi", "vtornik"),
    ("шаршемби", "среда", "среду", "ср", "sharshembi", "sreda"),
    ("бейшемби", "четверг", "чт", "beyshembi", "chetverg"),
    ("жума", "пятница", "пятницу", "пт", "juma", "pyatnitsa"),
    ("ишемби", "суббота", "субботу", "сб", "ishembi", "subbota"),
    ("жекшемби", "воскресенье", "воскресенья", "вс", "jekshembi", "voskresenye"),
)
# Folded endings «on», «to» and «of»: «шаршембиде», «жумага», «шаршембинин».
_CASE_ENDS = (
    ("да", "де", "до", "га", "ге", "го", "ке", "ка", "ко", "нин", "нын", "нун", "ны", "ни", "ну"),
    ("da", "de", "do", "ga", "ge", "go"),
)
_OTHER_CASES = (
    "понедельнику понедельника", "вторнику вторника", "среде среды средой", "четвергу четверга", "пятнице пятницы",
    "субботе субботы", "воскресенью воскресение",
)  # fmt: skip
_WEEKDAY = {fold(name): n for n, names in enumerate(_WEEKDAYS) for name in names}
_WEEKDAY |= {
    f"{name}{end}": day for name, day in _WEEKDAY.items() if len(name) > 3 for end in _CASE_ENDS[name[0].isascii()]
}
_WEEKDAY |= {fold(form): n for n, forms in enumerate(_OTHER_CASES) for form in forms.split()}
_IDLE = {
    "",
    "в",
    "во",
    "на",
    "к",
    "ко",
    "куну",
    "кунго",
    "кунку",
    "кун",
    "ден",
    "дню",
    "kunu",
}  # beside a day of the week: «в среду»

_COMMA = compile_late(r"(?<!\d),|,(?!\d)")  # in «16,12» it parts the day from the month
_ISO = compile_late(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTS = compile_late(r"([0-9]{1,2})[./,-]([0-9]{1,2})(?:[./,-]([0-9]{4}|[0-9]{2}))?(?:[ -]?[гж])?\.?")
_SPACES = compile_late(r"([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{4})")
_WORDS = compile_late(
    r"(?:([0-9]{4}) ?(?:жылдын|жылы|жыл)? )?([0-9]{1,2})(?: ?го| ?ч[ыиу])? ?([а-яa-z]{2,10})(?: ([0-9]{4}))?"
    r"(?: ?(?:г|год|года|жыл|ж))?"
)
_ENDING = r"(?: ?ч[ыиу])?(?:[ыиу]| ?с[ыиу]| ?с?[ыиу]н(?:да|де|до|а|е|о)?)"  # «16сы», «16сында», «5инде», «10унда»
_MONTH_FIRST = compile_late(
    rf"(?:([0-9]{{4}}) ?(?:жылдын|жылы|жыл) )?([а-яa-z]{{3,12}}н|[а-я]{{3,8}} айынын) ([0-9]{{1,2}}){_ENDING}"
)
_OF_WHICH = r"(?:(?P<which>ушул|бул|кийинки|келерки|эмки) )?айдын (?P<in_it>[0-9]{1,2})"
_OF_THE_MONTH = compile_late(
    rf"([0-9]{{1,2}})(?:{_ENDING}| ?ч[ыиу]| ?го(?: числа| число)?| ?чис(?:ла|ло|лого|лодо|лосу|лосунда))"
    rf"(?: (?P<month>этого|следующего) месяца)?|{_OF_WHICH}(?:{_ENDING}|ге|га|го|ке|ка|де|да|до| ?чис(?:ло|лосунда|лодо))?"
)
_AFTER = compile_late(
    r"через (?:([0-9]{1,3}) )?(недел[юи]|недел|дня|дней|месяца?|месяцев)|"
    r"(?:([0-9]{1,3}) )?(жумадан|аптадан|кундон|айдан) (?:кийин|сон)|"
    r"([0-9]{1,3}) (недели|недел|дня|дней) спустя"
)
_NEXT = {"келерки", "эмки", "кийинки", "следующий", "следующую", "следующее"}
_THIS = {"ушул", "ближайший", "ближайшую", "ближайшее"}

_COMING = {
    0: ("бүгүн", "бүгүнкү", "бүгүнгө", "сегодня", "сегодняшний", "bugun", "segodnya"),
    1: ("эртең", "эртеңки", "эртеңге", "эртеңкиге", "эртеси", "завтра", "завтрашний", "erten", "zavtra"),
    2: (
        "бүрсүгүнү",
        "бүрсүгүнкү",
        "бүрсүгүнгө",
        "бирсигүнү",
        "послезавтра",
        "послезавтрашний",
        "bursugunu",
        "poslezavtra",
    ),
}
_COMING_NAMES = {fold(name): days for days, names in _COMING.items() for name in names}
_LONGEST_MONTH = 31  # days
_HORIZON = timedelta(120)  # a day without a year is the one nearest to four months from now


def parse_day(text: str, *, today: date) -> date:
    """Returns the day a text names; without a year the one nearest to today.

    Raises DayUnreadable. Raises WeekdayWrong where a day of the week is named that does not fit. Raises DayMissing for
    29.02 in a year without one.
    """
    typed, weekday = _without_weekday(to_figures(text))
    day = _read(typed, today)
    if weekday is not None and day.weekday() != weekday:
        raise WeekdayWrong(day)
    return day


def _without_weekday(text: str) -> tuple[str, int | None]:
    if len(text) > LONGEST_TYPED:
        raise DayUnreadable
    words = [word.strip(",;") for word in text.split()]
    folded = [fold(word) for word in words]
    named = {_WEEKDAY[word] for word in folded if word in _WEEKDAY}
    if len(named) > 1:
        raise DayUnreadable
    left = [word for word, bare in zip(words, folded, strict=True) if bare not in _WEEKDAY and bare not in _IDLE]
    return " ".join(left), named.pop() if named else None


def _read(typed: str, today: date) -> date:
    if match := _ISO.fullmatch(typed):
        return _find_near(int(match[1]), int(match[2]), int(match[3]), today)
    if match := _DOTS.fullmatch(typed):
        year = int(match[3]) if match[3] else None
        return _find_near(year + 2000 if year is not None and year < 100 else year, int(match[2]), int(match[1]), today)
    if match := _SPACES.fullmatch(typed):
        return _find_near(int(match[3]), int(match[2]), int(match[1]), today)
    if match := _WORDS.fullmatch(fold(typed)):
        named = match[1] or match[4]
        return _find_near(int(named) if named else None, _find_month(match[3]), int(match[2]), today)
    if match := _MONTH_FIRST.fullmatch(fold(typed)):
        return _find_near(int(match[1]) if match[1] else None, _find_month(match[2].split()[0]), int(match[3]), today)
    raise DayUnreadable


def parse_coming_day(text: str, *, today: date) -> date:
    """Returns the day a text names of a time to come: «эртең», «в среду», «16сында», «через неделю» too.

    A day just past stays the one it is. What may mean two days, such as «next Wednesday» said on a Monday, is refused.
    Raises DayUnreadable, WeekdayWrong.
    """
    if len(text) > LONGEST_TYPED:
        raise DayUnreadable
    text = to_figures(text)
    named = [word for word in fold(text).split() if word not in _IDLE]
    if len(named) == 1 and named[0] in _COMING_NAMES:
        return today + timedelta(_COMING_NAMES[named[0]])
    return _from_today(text, today) or parse_day(text, today=today + _HORIZON)


def _from_today(text: str, today: date) -> date | None:
    """The day a text names without a month, counted from today."""
    if match := _AFTER.fullmatch(fold(text)):
        return _move_ahead(match, today)
    typed, weekday = _without_weekday(text)
    words = set(fold(typed).split())
    if weekday is not None and words <= _NEXT | _THIS and len(words) < 2:
        return _find_weekday_after(today, weekday, is_next=bool(words & _NEXT))
    if match := _OF_THE_MONTH.fullmatch(fold(typed)):
        which = match["which"] or match["month"]
        day = _find_coming(int(match[1] or match["in_it"]), today, which=which)
        if weekday is not None and day.weekday() != weekday:
            raise WeekdayWrong(day)
        return day
    return None


def _find_weekday_after(today: date, weekday: int, *, is_next: bool) -> date:
    ahead = (weekday - today.weekday()) % 7
    if not ahead or (is_next and weekday > today.weekday()):
        raise DayUnreadable
    return today + timedelta(ahead)


def _move_ahead(match: re.Match[str], today: date) -> date:
    # «Через неделю», «үч күндөн кийин», «через месяц»; «through a day» and «after the day» count nothing.
    number, unit = match[1] or match[3] or match[5], match[2] or match[4] or match[6]
    if number is None and not unit.startswith(("недел", "жума", "апта", "месяц", "ай")):
        raise DayUnreadable
    count = int(number or 1)
    if unit.startswith(("месяц", "айдан")):
        months = today.month - 1 + count
        last = _find_last_of_month(today.year + months // 12, months % 12 + 1)
        if last is None:
            raise DayUnreadable
        return last.replace(day=min(today.day, last.day))
    return today + timedelta(count * (1 if unit.startswith(("дн", "кун")) else 7))


def _find_coming(day: int, today: date, *, which: str | None = None) -> date:
    after = (today.replace(day=1) + timedelta(31)).replace(day=1)
    months = {None: (today, after), "ушул": (today,), "бул": (today,), "этого": (today,)}.get(which, (after,))
    for month in months:
        found = _make_day(month.year, month.month, day)
        if found is not None and found >= today:
            return found
    raise DayUnreadable


def parse_moment(text: str, *, today: date) -> tuple[date, tuple[int, int]]:
    """Returns the day and the time a text names: «эртең 9:00», «16-декабрь, саат 9да». Raises DayUnreadable, WeekdayWrong."""
    if len(text) > LONGEST_TYPED:
        raise DayUnreadable
    words = _COMMA.sub(" ", to_figures(text)).split()
    refused = DayUnreadable()
    for cut in range(len(words) - 1, 0, -1):
        try:
            return _split(" ".join(words[:cut]), " ".join(words[cut:]), today)
        except (WeekdayWrong, DayMissing) as wrong:
            refused = wrong
        except (DayUnreadable, TimeUnreadable):
            continue
    raise refused


def _split(day: str, time: str, today: date) -> tuple[date, tuple[int, int]]:
    # «16.12 2026» is a year, and in «среда 16» the number may be the day of the month.
    if time.isdigit() and (len(time) > 2 or _from_today(day, today) is not None):
        raise TimeUnreadable
    return parse_coming_day(day, today=today), parse_time(time)


def names_day(text: str, day: date) -> bool:
    """Whether a text names a day with its month: «16-декабрь», «декабрдын 16сында», «16-го декабря», 16.12, 2026-12-16."""
    short = [rf"{word}\b" for word in _SHORT[day.month - 1]]
    month, number = "|".join((*_STEMS[day.month - 1], *short)), rf"(?<!\d)0?{day.day}"
    in_words = rf"{number} ?(?:го |числа )?(?:{month})|\b(?:{month})\w* 0?{day.day}(?!\d)"
    in_figures = rf"{number}[./-] ?0?{day.month}(?!\d)|-0?{day.month}-0?{day.day}(?!\d)"
    return bool(re.search(in_words, fold(text)) or re.search(in_figures, text))


def _find_month(word: str) -> int:
    for n, (stems, short) in enumerate(zip(_STEMS, _SHORT, strict=True), 1):
        if word in short or any(word.startswith(stem) and len(word) - len(stem) <= 4 for stem in stems):
            return n
    raise DayUnreadable


def _find_near(year: int | None, month: int, day: int, today: date) -> date:
    if not 1 <= day <= _LONGEST_MONTH:
        raise DayUnreadable
    years = [year] if year is not None else [today.year - 1, today.year, today.year + 1]
    # The month decides which year is meant: 29.02 is never quietly that of a leap year further away.
    ends = [
        (last, min(day, last.day)) for last in (_find_last_of_month(one, month) for one in years) if last is not None
    ]
    if not ends:
        raise DayUnreadable
    last, nearest = min(ends, key=lambda end: abs(end[0].replace(day=end[1]) - today))
    if nearest != day:
        raise DayMissing(last)
    return last.replace(day=day)


def _find_last_of_month(year: int, month: int) -> date | None:
    for day in range(_LONGEST_MONTH, 27, -1):
        if (found := _make_day(year, month, day)) is not None:
            return found
    return None


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
