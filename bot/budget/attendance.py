"""Who came to a hearing, read from one typed line or number."""

import re

from bot.budget.share_of_women import Attendance
from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

MOST_PEOPLE = 100_000
LONGEST_TYPED = 200  # characters of a line that says who came


class AttendanceUnreadable(Refusal):
    """The text does not say how many women and how many men came."""


class AttendanceDiffers(AttendanceUnreadable):
    """The total that is written is not the sum of the women and the men."""

    def __init__(self, total: int, counted: int) -> None:
        super().__init__(f"{total} is written, women and men together are {counted}")
        self.total = total
        self.counted = counted


def parse_people(text: str) -> int:
    """Returns a number of people written alone: «90», «1 200 киши», «он беш». Raises AttendanceUnreadable."""
    counted = _ALONE.fullmatch(to_figures(text).strip()) if len(text) <= _LONGEST_COUNT else None
    people = int(counted[1].replace("\u00a0", "").replace(" ", "")) if counted else 0
    if not 0 < people <= MOST_PEOPLE:
        raise AttendanceUnreadable
    return people


_WOMEN = ("аял", "кыз", "келин", "айым", "женщин", "жен", "ж", "а", "zhen", "ayal")
_MEN = ("эркек", "мужчин", "муж", "м", "э", "erkek", "мырза")
_LONGEST_COUNT = 60  # characters
_COUNTED = compile_late(r"([a-zа-я]+) ?(\d{1,6})")
_COUNTED_BEFORE = compile_late(r"(\d{1,6}) ?([a-zа-я]+)")
_ALL = r"(?:баары|баардыгы|бардыгы|барлыгы|жалпы|жалпысынан|всего|итого|baary|vsego|itogo)"
_PEOPLE = r"(?:киши|адам|катышуучу|человек|чел|участников)"
_TOTALS = (
    compile_late(rf"\b{_ALL}(?: болуп)?(?: {_PEOPLE})? ?(\d{{1,6}})(?: ?{_PEOPLE})?\b"),
    compile_late(rf"\b(\d{{1,6}}) ?(?:{_ALL}|{_PEOPLE}|[дт][аео]н)\b"),
)
_ALONE = compile_late(
    rf"([0-9]{{1,3}}(?:[ \u00a0][0-9]{{3}})+|[0-9]{{1,9}})\s*(?:{_PEOPLE}\w*|люд\w*)?[.!]?", re.IGNORECASE
)
_OF_A_NUMBER = compile_late(r"(?<=\d)(?: ?с?[ыиу])\b(?! ?\d)")  # «41и аял»: forty-one of them
_CAME = compile_late(r"\b(?:келди|келишти|келген|катышты|катышкан|болду|пришл[оиа]|было|присутствовал[ои])\b")
_PAIR = compile_late(r"\s*(\d{1,6})\s*[/\\]\s*(\d{1,6})\s*")
_OF_THEM = compile_late(r"\b(?:из них|из которых|в том числе|анын ичинде|ичинен)\b")


def parse_attendance(text: str) -> Attendance:
    """Reads who came: «аял 41 эркек 49», «женщин 41, мужчин 49, всего 90», «90 киши, 41и аял», «ж41 м49».

    Of «41/49» the women stand first, as in the question; whoever typed it reads at once how it was taken.

    Raises AttendanceUnreadable, AttendanceDiffers where a total is written that is not the sum.
    """
    if len(text) > LONGEST_TYPED:
        raise AttendanceUnreadable
    if pair := _PAIR.fullmatch(text):
        return parse_attendance(f"аял {pair[1]} эркек {pair[2]}")
    typed, total = _without_total(_OF_A_NUMBER.sub("", _CAME.sub(" ", fold(text))).strip())
    found = _COUNTED.findall(typed)
    if not found or typed[:1].isdigit():
        found = [(word, number) for number, word in _COUNTED_BEFORE.findall(typed)]
    counted: dict[str, int] = {}
    for word, number in found:
        sex = _read_sex(word)
        if sex is None or sex in counted:
            raise AttendanceUnreadable
        counted[sex] = int(number)
    if total is not None and len(counted) == 1:
        counted |= _count_the_others(typed, counted, total)
    if set(counted) != {"women", "men"} or sum(counted.values()) > MOST_PEOPLE or not sum(counted.values()):
        raise AttendanceUnreadable
    came = Attendance(counted["women"], counted["men"])
    if total is not None and total != came.people:
        raise AttendanceDiffers(total, came.people)
    return came


def _count_the_others(typed: str, counted: dict[str, int], total: int) -> dict[str, int]:
    # «аял 49 киши, эркек 41»: there the number of people is no total.
    ((sex, number),) = counted.items()
    other = "men" if sex == "women" else "women"
    named = {_read_sex(word) for word in re.findall("[a-zа-я]+", typed)}
    return {other: total - number} if other not in named and number <= total else {}


def _without_total(typed: str) -> tuple[str, int | None]:
    for pattern in _TOTALS:
        if match := pattern.search(typed):
            return _OF_THEM.sub(" ", f"{typed[: match.start()]} {typed[match.end() :]}").strip(), int(match[1])
    return typed, None


def _read_sex(word: str) -> str | None:
    # «аялдар», «женщины»: endings follow the whole words; a single letter stands alone.
    for sex, names in (("women", _WOMEN), ("men", _MEN)):
        if any(word == fold(name) or (len(name) > 2 and word.startswith(fold(name))) for name in names):
            return sex
    return None
