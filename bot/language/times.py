"""Times of the day as people type them, in Kyrgyz or Russian: 10:00, «саат 10до», «в 3 часа дня»."""

import re
from functools import cache

from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal
from bot.language.spellings import list_keys, list_keys_of_words

LONGEST_TYPED = 100  # characters of a day and a time; what is longer says something else


class TimeUnreadable(Refusal):
    """The text is no time of a day."""


class TimeVague(TimeUnreadable):
    """The text names a part of the day and no hour; example is an hour in it."""

    def __init__(self, example: int) -> None:
        super().__init__("a part of the day without an hour")
        self.example = example


_TIME = compile_late(r"([01]?[0-9]|2[0-3])(?:[:.\- ]([0-5][0-9]))?")
_AROUND = compile_late(
    r"\b(?:саатта|саат|чак|так|в|во|к|с|ровно|эртен менен|эртен мененки|танкы|танга|тушто|тушко чейин|туштон кийин|"
    r"туштон кийинки|кечинде|кечки|кечкурун|кундуз|кундузгу|тунку|тундо|ночи|утра|утром|дня|днем|вечера|вечером|"
    r"после обеда|до обеда|часов|часам|часа|час|ч|минуты|минут|минута|мин|мунотто|мунот|баштап|saat|да|де|до|та|те|то|"
    r"ге|га|го|ке|ка|ко|ден|дан|дон|тан|тен|тон)\b"
)
_AFTERNOON = compile_late(
    r"\b(?:туштон кийин|туштон кийинки|кечинде|кечки|кечкурун|кундуз|кундузгу|дня|днем|вечера|вечером|после обеда)\b"
)
_EVENING = compile_late(r"\b(?:кечинде|кечки|кечкурун|вечера|вечером)\b")
_AT_NIGHT = compile_late(r"\b(?:тунку|тундо|ночи)\b")
_MORNING = compile_late(
    r"\b(?:эртен менен|эртен мененки|танкы|танга|утра|утром|тушко чейин|до обеда|тунку|тундо|ночи)\b|\bтан (?=\d|саат)"
)
_NOON = compile_late(r"(?:чак |так |саат |в )?(?:тушто|полден|полдня|тал тушто)")
_OF_24 = compile_late(r"\D*0[1-9]")  # an hour as a clock of 24 hours shows it
_LATEST_MORNING = 7  # «in 3» of a hearing is an afternoon
_LATEST_EVENING = 22
_IN_ONE = compile_late(r"([01][0-9]|2[0-3])([0-5][05])")  # «1030», while 2026 is a year
_FROM_TO = compile_late(r"([0-9]{1,2}[:.][0-5][05]) ?[-–—] ?([0-9]{1,2}[:.][0-5][05])")
_HALF = compile_late(r"(\d) +жарым(?:да|га)?\b")
_HALF_TO = compile_late(r"\b(?:половин[аеу]|пол) (\d{1,2}) го\b")
_QUARTER_PAST = compile_late(r"\bчетверт (\d{1,2}) го\b")
_PAST = compile_late(r"\b(\d{1,2})(?: минут[ыу]?)? (\d{1,2}) го\b")
_PAST_KYRGYZ = compile_late(r"\b(\d{1,2}) [дт][аео]н (\d{1,2})(?: мунот)? (?:отконд[ое]|отуп)\b")
_TO = compile_late(r"\bбез (?:(четверти)|(\d{1,2}))(?: минут[ыу]?)? (\d{1,2})\b")
_TO_KYRGYZ = compile_late(r"\b(\d{1,2}) [гк][аео] (\d{1,2})(?: мунот)? (?:калганда|калып)\b")
_SPAN = compile_late(r"\d (?:до|дон|дан|ден|тан|тен|тон) \d")  # «с 10 до 12» is no time, and not 10:12 at all
_LATIN = compile_late("[A-Za-z\u00c0-\u024f]+")
_LATIN_CASES = str.maketrans("dtgkaeoön", "дтгкаеоон")
_WORDS = (
    "саат чак эртең менен мененки таңкы таңга таң түштө түшкө чейин түштөн кийин кийинки кечинде кечки кечкурун күндүз "
    "күндүзгү түнкү түндө жарым жарымда баштап мүнөт утра утром дня днём вечера вечером часов часа час полдень в к с"
)
_TWICE = compile_late(r"\b([а-я]+) \1$")
_ON_THE_HOUR = compile_late(r"\b(?:ноль[ -]ноль|нөл[ -]нөл)\b", re.IGNORECASE)
_HALF_IN_ONE = compile_late(r"\bпол(?=[а-яё]{3,}(?:ого|его)\b)", re.IGNORECASE)  # «полдесятого»


def names_hour(text: str, hour: int) -> bool:
    """Whether a text names the hour: «10:00», «10.00» or only «10». Whoever leaves it out has most likely forgotten it."""
    return re.search(rf"(?<!\d)0?{hour}(?!\d)", text) is not None


def parse_time(text: str) -> tuple[int, int]:
    """Reads a time as hours and minutes: 10:00, «саат ондо», «он жарым», «полдень», «половина десятого», «1030».

    Of «10:00-12:00» it is the beginning. Raises TimeUnreadable, TimeVague for «кечинде» alone.
    """
    if len(text) > LONGEST_TYPED:
        raise TimeUnreadable
    if span := _FROM_TO.fullmatch(text.strip()):
        begins, ends = parse_time(span[1]), parse_time(span[2])
        if begins >= ends:
            raise TimeUnreadable
        return begins
    said = _HALF_IN_ONE.sub("пол ", _ON_THE_HOUR.sub("00", _LATIN.sub(_write_in_cyrillic, text)))
    figures = to_figures(said)
    folded = fold(re.sub(r"(?<=\d)[.:\-](?=\d)", " ", figures))
    if _NOON.fullmatch(folded):
        return 12, 0
    # In Russian «он» alone is «he»; a word said twice is no hour with its minutes.
    if fold(said) == "он" or _TWICE.search(fold(said)):
        raise TimeUnreadable
    if not any(map(str.isdigit, folded)):
        folded = re.sub(r"\bчас\b", "1 час", folded)
    typed = _write_by_the_clock(re.sub(r"(?<=\d)(?=[а-я])|(?<=[а-я])(?=\d)", " ", folded))
    bare = " ".join(_AROUND.sub(" ", typed).split())
    found = _TIME.fullmatch(bare) or _IN_ONE.fullmatch(bare)
    if found is None or _SPAN.search(typed):
        raise TimeVague(_find_example(typed)) if not bare and _find_example(typed) else TimeUnreadable
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour < 12 and _AFTERNOON.search(typed):
        hour += 12
    return 0 if hour == 12 and _AT_NIGHT.search(typed) else hour, minute


def _write_in_cyrillic(latin: re.Match[str]) -> str:
    # Numbers in Latin letters are read by to_figures, endings behind a figure here.
    word = latin[0].casefold()
    if latin.start() and latin.string[latin.start() - 1].isdigit() and re.fullmatch("[dtgk][aeoö]n?", word):
        return word.translate(_LATIN_CASES)
    return next((_known()[key] for key in list_keys(word) if key in _known()), latin[0])


@cache
def _known() -> dict[str, str]:
    return {key: word for word in _WORDS.split() for key in list_keys_of_words(word)}


def _write_by_the_clock(typed: str) -> str:
    """Writes in figures a time that is said by a near hour.

    Such are «10 жарым», «половина 10 го», «без 15 10», «5 ке 10 мунот калганда».
    """

    def before(hour: str, minutes: int) -> str:
        return f"{(int(hour) - 2) % 12 + 1} {60 - minutes:02}" if 0 < minutes < 60 else "-"

    def after(hour: str, minutes: str) -> str:
        return f"{hour} {int(minutes):02}"

    typed = _HALF.sub(r"\1 30", typed)
    typed = _HALF_TO.sub(lambda found: before(found[1], 30), typed)
    typed = _QUARTER_PAST.sub(lambda found: before(found[1], 45), typed)
    typed = _PAST.sub(lambda found: before(found[2], 60 - int(found[1])), typed)
    typed = _PAST_KYRGYZ.sub(lambda found: after(found[1], found[2]), typed)
    typed = _TO.sub(lambda found: before(found[3], 15 if found[1] else int(found[2])), typed)
    return _TO_KYRGYZ.sub(lambda found: before(found[1], int(found[2])), typed)


def _find_example(typed: str) -> int:
    if _EVENING.search(typed):
        return 18
    return 14 if _AFTERNOON.search(typed) else 10 if _MORNING.search(typed) else 0


def in_the_day(hour: int, text: str) -> int:
    """The hour of a hearing: «2» is in the afternoon. «6:30 утра» and «06:30» name the morning, so they stay."""
    is_early = 0 < hour < _LATEST_MORNING and not (_MORNING.search(fold(text)) or _OF_24.match(text))
    return hour + 12 if is_early else hour


def parse_hearing_time(text: str) -> tuple[int, int]:
    """Reads the time of a hearing: as parse_time does, but «2» is 14:00. Raises TimeUnreadable."""
    hour, minute = parse_time(text)
    return in_the_day(hour, text), minute


def is_at_night(hour: int) -> bool:
    """Whether nobody would come to a hearing at this hour."""
    return not _LATEST_MORNING <= hour < _LATEST_EVENING
