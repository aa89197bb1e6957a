"""Times of the day as people type them, in Kyrgyz or Russian: 10:00, «саат 10до», «в 3 часа дня»."""

import re

from bot.language.kyrgyz import fold
from bot.language.refusal import Refusal

LONGEST_TYPED = 100  # characters of a day and a time; what is longer says something else


class TimeUnreadable(Refusal):
    """The text is no time of a day."""


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


def parse_time(text: str) -> tuple[int, int]:
    """Reads a time as hours and minutes: 10:00, «саат 10до», «саат он жарымда», «в 3 часа дня», «1030».

    Of «10:00-12:00» it is the beginning. Raises TimeUnreadable.
    """
    if len(text) > LONGEST_TYPED:
        raise TimeUnreadable
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
