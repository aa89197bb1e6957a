"""A figure is put right in few words: «нет не 500, 350 тыс», «12 эмес 15 үй», «жок, 20-апрель». So are counts and dates."""

import re
from dataclasses import dataclass, replace

from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 80, 10  # of what puts it right
_MOST_OF_A_NUMBER = 4  # words: «жүз жыйырма беш»
_STEM = 3  # letters by which a unit is the same: «үй» and «үйгө», «марта» and «март»
_LEAST_ALONE = 10  # a lower number that names no unit may be that of a choice
_TOKEN = compile_late(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|%")
_NUMBER = compile_late(r"\d+(?:[.,:]\d+)*")
_THOUSANDS = compile_late(r"\d{3}")
_SCALES = (
    (compile_late(r"тыс\w*|тысяч\w*|тысеч\w*|тыщ\w*|мин|минд\w*|минг|к"), 1_000),
    (compile_late(r"млн|миллион\w*|лям\w*"), 1_000_000),
    (compile_late(r"млрд|миллиард\w*"), 1_000_000_000),
)
_UNITS = compile_late(
    r"сом\w*|рубл\w*|метр\w*|м|км|километр\w*|чакырым\w*|см|сантиметр\w*|га|гектар\w*|сот(?:их|ык)\w*|кв|квадрат\w*|"
    r"литр\w*|л|тонн\w*|т|кг|кило\w*|куб\w*|шт|штук\w*|даана\w*|уй\w*|дом\w*|двор\w*|короо\w*|тутун\w*|семей\w*|семи\w*|"
    r"уйбуло\w*|адам\w*|киши\w*|человек\w*|чел|люд\w*|бала\w*|дет\w*|ребен\w*|ребят\w*|окуучу\w*|ученик\w*|фонар\w*|"
    r"столб\w*|мамы\w*|чырак\w*|лампоч\w*|скамейк\w*|отургуч\w*|камер\w*|урн\w*|бак\w*|контейнер\w*|дарак\w*|дерев\w*|"
    r"кошот\w*|саженц\w*|этаж\w*|кабат\w*|класс\w*|парт\w*|орун\w*|мест\w*|год\w*|лет|жыл\w*|жаш\w*|ай|айга|айлык|месяц\w*|"
    r"недел\w*|апта\w*|жума\w*|кун\w*|дн\w*|ден|день|сутк\w*|саат\w*|час\w*|мунот\w*|минут\w*|раз\w*|жолу|процент\w*|пайыз\w*|%|"
    r"янв\w*|фев\w*|март\w*|апрел\w*|май|мая|майда\w*|июн\w*|июл\w*|авг\w*|сент\w*|окт\w*|ноя\w*|дек\w*|числ\w*"
)
_DENIES = frozenset(["не", "эмес", "вместо", "ордуна", "неправилно", "неверно", "ката", "лишнее"])
_SAYS_NO_WORDS = "нет неа жок йок точнее вернее тагыраагы тагыраак туурасы правилно ошибся ошиблас опечатка"
_SAYS_NO = frozenset(_SAYS_NO_WORDS.split())
# They say what it is to be, also without a no: «суммасы 350 миң болчу».
_SAYS_WHICH_WORDS = "сумма сумму суммасы суммасын баасы саны срок мооноту болчу должно правилнее"
_SAYS_WHICH = frozenset(_SAYS_WHICH_WORDS.split())
_BESIDE_WORDS = """
    ой ай ну а и да же это бул там тут ал анда там надо нужно керек должно быт болуш болот болчу болсун эле экен
    исправте исправ исправит поправте замените поменяйте озгортуп ондоп койгула коюнуз койчу койунузчу деп
    жазыныз жазып напишите пожалуйста сумма сумму суммасы суммасын баасы саны срок число мооноту извините кечиресиз
    я мен мы биз у нас бизде хотел хотела сказат айтайын дегем дедим жазыпмын написал написала эми на в до за к около
    примерно болжол менен жакын всего баары го деген так ошибочно случайно
"""
_BESIDE = frozenset(_BESIDE_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of a text with its scale (1 000 for «миң») and unit, and where each ends."""

    number: float
    scale: int
    unit: str
    begins: int
    number_ends: int
    scale_ends: int
    ends: int

    @property
    def value(self) -> float:
        return self.number * self.scale

    @property
    def is_money(self) -> bool:
        return self.scale > 1 or self.unit.startswith("сом")


@dataclass(frozen=True, slots=True)
class FiguresTold:
    """Which figure is right by a short text, and which is wrong; that may be left unsaid."""

    text: str
    right: _Figure
    wrong: _Figure | None = None
    is_either: bool = False  # «500 не 350»: which one is wrong, the text tells

    @property
    def som(self) -> int | None:
        """The right sum; None where it is no sum."""
        return round(self.right.value) if self.right.is_money else None

    def was(self, value: float | None) -> bool:
        """Whether a sum that was given apart, in som, is the one that is wrong."""
        if value is None or not (self.right.is_money or (self.wrong is not None and self.wrong.is_money)):
            return False
        return self.wrong is None or value in {self.wrong.value, self.wrong.number * self.right.scale}


def read_figures(text: str) -> FiguresTold | None:
    """Returns the figures a short text puts right, and nothing else in it; None for any other text."""
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return None
    figures, left = _find_figures(text, known_units=True)
    words = [word for word, _ in left]
    is_said = all(word in _DENIES | _SAYS_NO | _SAYS_WHICH | _BESIDE or _UNITS.fullmatch(word) for word in words)
    if not is_said or not 0 < len(figures) < 3:
        return None
    if len(figures) == 1:
        (only,) = figures
        is_plain = only.number >= _LEAST_ALONE or only.scale > 1 or bool(only.unit)
        says_so = bool(words) and (words[0] in _SAYS_NO or not _SAYS_WHICH.isdisjoint(words))
        return FiguresTold(text, only) if is_plain and says_so else None
    first, second = figures
    denied = _find_denied(first, second, left)
    if denied is None:
        return None
    if second.scale == 1 < first.scale and not second.unit:
        second = replace(second, scale=first.scale)  # «не 500 тысяч, а 350»
    if denied is first:
        return FiguresTold(text, second, first)
    is_either = text[first.ends : second.begins].split() == ["не"]
    return FiguresTold(text, first, second, is_either)


def _find_denied(first: _Figure, second: _Figure, left: list[tuple[str, int]]) -> _Figure | None:
    between = [word for word, at in left if first.ends <= at < second.begins]
    before = [word for word, at in left if at < first.begins]
    behind = [word for word, at in left if at >= second.ends]
    if "эмес" in behind or "ордуна" in behind or {"не", "вместо"} & set(between[-2:]):
        return second
    if {"не", "вместо"} & set(before) or {"эмес", "ордуна"} & set(between[:1]):
        return first
    return first if _DENIES & {*before, *between} else None


def put_figure_right(text: str, told: FiguresTold) -> str:
    """Returns a text with the right figure in place of the wrong one. Empty where it does not stand there just once."""
    figures, _ = _find_figures(text, known_units=False)
    if told.is_either and told.wrong is not None and not any(_is_meant(one, told) for one in figures):
        return put_figure_right(text, FiguresTold(told.text, told.wrong, told.right))
    meant = [one for one in figures if _is_meant(one, told)]
    if len(meant) != 1:
        return ""
    (wrong,), right = meant, told.right
    number = told.text[right.begins : right.number_ends]
    ends = wrong.number_ends
    if right.scale > 1 and right.scale != wrong.scale:
        number, ends = told.text[right.begins : right.scale_ends], wrong.scale_ends
        if right.scale_ends == right.number_ends and told.wrong is not None:
            number += told.text[told.wrong.number_ends : told.wrong.scale_ends]
    is_other_unit = bool(right.unit and wrong.unit) and not _is_same_unit(right.unit, wrong.unit)
    if is_other_unit and _UNITS.fullmatch(wrong.unit):
        number, ends = told.text[right.begins : right.ends], wrong.ends
    whole = f"{text[: wrong.begins]}{number}{text[ends:]}"
    return whole if whole != text else ""


def _is_meant(figure: _Figure, told: FiguresTold) -> bool:
    wrong, right = told.wrong, told.right
    if wrong is not None:
        by_scale = figure.value in {wrong.value, wrong.number * right.scale}
        is_same = by_scale or (figure.number == wrong.number and wrong.scale == 1)
        return is_same and (not wrong.unit or not figure.unit or _is_same_unit(wrong.unit, figure.unit))
    if right.is_money:
        return figure.is_money
    return not right.unit or _is_same_unit(figure.unit, right.unit)


def _is_same_unit(one: str, other: str) -> bool:
    short, long = sorted((one[:_STEM], other[:_STEM]), key=len)
    return bool(short) and long.startswith(short)


def _find_figures(text: str, *, known_units: bool) -> tuple[list[_Figure], list[tuple[str, int]]]:
    # The figures of a text, and its other words with where they begin.
    tokens = [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
    words = [fold(to_cyrillic(token)) or token for token, _, _ in tokens]
    figures, left = list[_Figure](), list[tuple[str, int]]()
    at = 0
    while at < len(tokens):
        number, behind = _read_number(tokens, text, at)
        if number is None:
            left.append((words[at], tokens[at][1]))
            at += 1
            continue
        number_ends = scale_ends = ends = tokens[behind - 1][2]
        scale, unit, begins = 1, "", tokens[at][1]
        if behind < len(words) and (found := _find_scale(words[behind])):
            scale, scale_ends, behind = found, tokens[behind][2], behind + 1
            ends = scale_ends
        is_near = behind < len(words) and not re.search(r"[,.;:!?\n]", text[ends : tokens[behind][1]])
        if is_near and words[behind] not in _DENIES | _SAYS_NO and _may_be_unit(words[behind], known_units):
            unit, ends, behind = words[behind], tokens[behind][2], behind + 1
        figures.append(_Figure(number, scale, unit, begins, number_ends, scale_ends, ends))
        at = behind
    return figures, left


def _may_be_unit(word: str, known_units: bool) -> bool:
    return not known_units or _UNITS.fullmatch(word) is not None


def _find_scale(word: str) -> int:
    return next((scale for pattern, scale in _SCALES if pattern.fullmatch(word)), 0)


def _read_number(tokens: list[tuple[str, int, int]], text: str, at: int) -> tuple[float | None, int]:
    # The number that begins at a word, and which word comes behind it.
    typed = tokens[at][0]
    if _NUMBER.fullmatch(typed):
        behind = at + 1
        while behind < len(tokens) and _THOUSANDS.fullmatch(tokens[behind][0]) and len(typed) <= 3 * (behind - at):
            if not text[tokens[behind - 1][2] : tokens[behind][1]].isspace():
                break
            behind += 1
        return _to_number("".join(token for token, _, _ in tokens[at:behind])), behind
    for behind in range(min(len(tokens), at + _MOST_OF_A_NUMBER), at, -1):
        said = to_figures(text[tokens[at][1] : tokens[behind - 1][2]])
        if said.isdecimal():
            return float(said), behind
    return None, at


def _to_number(typed: str) -> float | None:
    if ":" in typed:
        hours, _, minutes = typed.partition(":")
        return float(hours) + float(minutes) / 60 if hours.isdecimal() and minutes.isdecimal() else None
    parts = re.split("[.,]", typed)
    if len(parts) > 1 and all(_THOUSANDS.fullmatch(part) for part in parts[1:]):
        return float("".join(parts))
    return float(".".join(parts)) if len(parts) < 3 else None
