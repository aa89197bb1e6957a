"""How many people come along: a number in digits or in words, alone or in a short phrase."""

import re

from bot.language.common_speech.reading import say_commonly
from bot.language.in_words.company import count_company, names_company
from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

LONGEST_PHRASE = 6  # words; what is longer says something else
_READ_AT_MOST = 200  # characters of so few words; more digits are only more
_DIGITS = compile_late(r"\d+")
_MINUS = compile_late(r"\s*[-\u2212\u2013\u2014]\s*\d")
_EITHER = compile_late(r"(?<![\d.,])(\d{1,4})(?: ?(?:[-–—]|же|или|либо) ?| )(\d{1,4})(?![\d.,])")
_ENOUGH = 9  # digits that tell any number of people; more are only more
_NOBODY = ("жок", "эч ким", "жалгыз", "өзүм", "нет", "никого", "никто", "нөл", "ноль", "соло", "солист", "өзүм гана")
_LONE = compile_late(
    r"(?:я|мен) (?:сам|сама|один|одна|жалгыз|озум)(?: эле)?|мен (?:эле|гана) (?:барам|келем|катышам)|"
    r"(?:я )?(?:(?:приду|буду|пойду|иду) (?:один|одна)|(?:один|одна) (?:приду|буду|пойду|иду))(?: на слушани[ея])?"
)
_LONE_VERBS = {"приду", "прийду", "буду", "пойду", "иду", "приеду", "подойду", "барам", "келем", "катышам"}
_LONE_BESIDE = {"я", "нет", "жок", "но", "только", "наверно", "наверное", "скорее", "всего", "все", "таки", "же", "возможно",
                "пожалуй", "на", "слушание", "слушания", "собрание", "завтра", "да"}  # fmt: skip
_IN_WORDS = (
    ("бир", "бирөө"),
    ("эки", "экөө", "два", "две", "двое"),
    ("үч", "үчөө", "три", "трое"),
    ("төрт", "төртөө", "четыре", "четверо"),
    ("беш", "бешөө", "пять", "пятеро"),
    ("алты", "алтоо", "шесть", "шестеро"),
    ("жети", "жетөө", "семь", "семеро"),
    ("сегиз", "восемь"),
    ("тогуз", "девять"),
    ("он", "десять"),
    ("он бир", "одиннадцать"),
    ("он эки", "двенадцать"),
    ("он үч", "тринадцать"),
    ("он төрт", "четырнадцать"),
    ("он беш", "пятнадцать"),
    ("он алты", "шестнадцать"),
    ("он жети", "семнадцать"),
    ("он сегиз", "восемнадцать"),
    ("он тогуз", "девятнадцать"),
    ("жыйырма", "двадцать"),
)  # «один» is nobody to one person and somebody to another, so it is asked back
_COUNTS = {fold(word): 0 for word in _NOBODY} | {
    fold(word): count for count, words in enumerate(_IN_WORDS, 1) for word in words
}
# Words that may stand beside a number; by their beginnings where endings follow.
_BESIDE = {
    fold(word)
    for word in ("биз", "мен", "менен", "дагы", "кошо", "болуп", "үй", "жана", "эле", "көп", "окшойт", "с", "со", "и",
                 "нас", "мы", "я", "ещё", "будет", "чел", "мной", "нами", "много", "несколько", "нече",
                 "ала", "алып", "ээрчитип", "эртип", "жетелеп", "тутуп", "барат", "заявимся", "явимся", "прикатим",
                 "припрёмся", "мени",
                 "возьму", "приведу", "беру")
}  # fmt: skip
_ALL_OF_US = {fold(word) for word in ("биз", "бизден", "нас", "мы", "болобуз")}
_ALONG = {fold(word) for word in ("менен", "кошо", "дагы", "ещё", "нами", "мной", "с", "со")}
# «Жалгыз барам», «буду один»: nobody along. «Один» by itself may mean one person or nobody.
_ALONE = {fold(word) for word in ("жалгыз", "жалгызмын", "өзүм", "жалгызбыз", "сам", "сама")}
_ONLY = {
    fold(word)
    for word in ("мен", "я", "барабыз", "барармын", "бир", "гана", "только", "просто", "эле", "всего", "лишь")
}
_PERSON = {"человек", "человека", "еще"}
_ONE_MORE = {"один", "одна", "со", "мной", "будет", "придет", "и", *_PERSON}
_ONLY_ME = {fold(phrase) for phrase in ("только я", "я только", "мен эле", "мен гана", "лишь я", "просто я")}
_BESIDE_STEMS = tuple(
    fold(stem)
    for stem in ("адам", "киши", "бала", "балдар", "үйбүлө", "бүлө", "келе", "барабыз", "коңшу", "болжол", "человек",
                 "люд", "семь", "дет", "ребён", "сосед", "прид", "барам", "баргыла", "келем", "катыш", "буд")
)  # fmt: skip

_HEARD = {"адин": "один", "адна": "одна", "двоя": "двое", "троя": "трое", "четвира": "четверо", "питера": "пятеро"}
_BY_EAR = compile_late(rf"\b(?:{'|'.join(_HEARD)})\b", re.IGNORECASE)
_BEHIND_A_NO = compile_late(r"\s*(?:нет|неа|жок|йок|jok|net)[\s,.!]+(?=\w)", re.IGNORECASE)
_BUT_ME = compile_late(
    r"\b(?:ме[нм]ден|мендан|манден) (?:башка|тышкары)\b|\b(?:кроме|помимо|не считая|без) меня\b|"
    r"\b(?:мени|[өо]з[үу]мд[үу]) (?:кошпо|эсептебе|эсепке алба)\w*|\bменсиз\b",
    re.IGNORECASE,
)
_WITH_THE_SPEAKER = compile_late(
    r"[өо][өо](?:буз|бүз|лөп|лоп)\b|\bв(?:дво[её]м|тро[её]м|четвером|пятером)\b|\b(?:биз|нас|мы)\b"
)


class CompanionsUnreadable(Refusal):
    """The text does not say how many people come along."""


class CompanionsOpen(CompanionsUnreadable):
    """Two numbers are named, as in «3-4 киши»: counts are the two, of people along with whoever says it."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__("two numbers")
        self.counts = (least, most)


def parse_companions(text: str) -> int:
    """Reads how many come along, behind a no as well: «нет, трое нас будет» answers what was noted before.

    Raises CompanionsUnreadable.
    """
    text = _BY_EAR.sub(lambda found: _HEARD[found[0].casefold()], text[:_READ_AT_MOST]) + text[_READ_AT_MOST:]
    if behind := _BEHIND_A_NO.match(text[:_READ_AT_MOST]):
        try:
            return _parse(text[behind.end() :])
        except CompanionsOpen:
            raise
        except CompanionsUnreadable:
            return _parse(text)
    try:
        return _parse(text)
    except CompanionsOpen:
        raise
    except CompanionsUnreadable:
        if (first := _OF_US_ALL_FIRST.match(text[:_READ_AT_MOST])) is None:
            raise
        return _parse(first["all"])


# «Нас будет трое, со мной два фермера»: everybody is counted first, and then told apart.
_OF_US_ALL_FIRST = compile_late(
    r"\s*(?P<all>(?:нас\s+(?:будет\s+|прид[её]т\s+)?\w+|биз\s+\w+\s+(?:киши|адам)\w*|\w+(?:буз|бүз)\s+бараб\w+))\s*[,:;.—-]+\s*\S",
    re.IGNORECASE,
)


def parse_companions_told(text: str) -> int:
    """The same of a sentence where a number of people is asked for. It is read in common words, or its parts are.

    Raises CompanionsUnreadable.
    """
    without = _BY_CAR.sub(" ", text[:_READ_AT_MOST]) if len(text) <= _READ_AT_MOST else ""
    for said in dict.fromkeys((text, say_commonly(text), without, *_list_parts(text))):
        try:
            return parse_companions(said) if said else _parse("")
        except CompanionsOpen:
            raise
        except CompanionsUnreadable:
            continue
    raise CompanionsUnreadable


# «Үчөөбүз бир машинада»: by what they come counts nobody.
_BY_CAR = compile_late(
    r"\b(?:бир |өз |на (?:одной |своей )?)?(?:машина|такси|унаа|автобус|маршрутк|mashina|taksi)\w*(?: менен| menen)?",
    re.IGNORECASE,
)


def _list_parts(text: str) -> list[str]:
    # «Вшестером заявимся, считая меня! Стульев хватит?!»: one part counts, and no other has a number.
    parts = [part for part in _PARTS.split(text[:_READ_AT_MOST]) if part.strip()]
    told = [part for part in parts if _tells_a_number(part)]
    return told if len(parts) > 1 and len(told) == 1 else []


def _tells_a_number(part: str) -> bool:
    try:
        return parse_companions(part) >= 0
    except CompanionsUnreadable:
        return bool(_DIGITS.search(to_figures(part)))


_PARTS = compile_late(r"[!?.;,]+\s*")


def _parse(text: str) -> int:
    """Reads «4», «4 киши», «беш адам», «эч ким», «с мужем». Raises CompanionsUnreadable, also for a number below zero."""
    text, rest = text[:_READ_AT_MOST], text[_READ_AT_MOST:]
    if rest and not rest.isdigit():
        raise CompanionsUnreadable
    as_typed, text = text, to_cyrillic(text)
    typed = fold(text)
    if _LONE.fullmatch(typed) or _is_alone(typed.split()):
        return 0
    if typed in _COUNTS:
        return _COUNTS[typed]
    numbers, words = _DIGITS.findall(text), typed.split()
    if _names_one_more(words):
        return 1
    if typed in _ONLY_ME or _names_only_the_speaker(words):
        return 0
    if (without := _BUT_ME.sub(" ", as_typed)) != as_typed:
        # «Үчөөбүз барабыз менден башка»: whoever says it is none of the three.
        return parse_companions(without) + bool(_WITH_THE_SPEAKER.search(without.casefold()))
    if not _MINUS.match(text) and (company := count_company(as_typed)) is not None:
        return company
    _refuse_either(text, words)
    if _MINUS.match(text) or len(words) > LONGEST_PHRASE or len(numbers) > 1:
        raise CompanionsUnreadable
    others = [word for word in words if not _is_beside(word)]
    if not numbers and words and not _ALONE.isdisjoint(words) and not set(others) - _ALONE:
        return 0
    # «Биз 6 адам», «нас будет пятеро»: whoever says it is one of them.
    speaker = 1 if not _ALL_OF_US.isdisjoint(words) and _ALONG.isdisjoint(words) else 0
    if numbers and len(others) <= 1 + (numbers[0] in others):
        return max(0, int(numbers[0][:_ENOUGH]) - speaker)
    said = _COUNTS.get(" ".join(others))
    if numbers or not said:
        raise CompanionsUnreadable
    return said - speaker


def _names_one_more(words: list[str]) -> bool:
    # «Ещё один человек».
    named = set(words)
    return named <= _ONE_MORE and not named.isdisjoint(_PERSON) and not named.isdisjoint(("один", "одна"))


def _names_only_the_speaker(words: list[str]) -> bool:
    # «Бир өзүм», «только я».
    return set(words) <= _ALONE | _ONLY | _LONE_VERBS and not _ALONE.isdisjoint(words)


def _refuse_either(text: str, words: list[str]) -> None:
    # Of two numbers either may be meant, and it is asked which. Raises CompanionsOpen, CompanionsUnreadable.
    figures = to_figures(text)
    named = _EITHER.search(figures)
    if named is None or len(_DIGITS.findall(figures)) != 2 or len(words) > LONGEST_PHRASE:
        return
    each = [parse_companions(f"{figures[: named.start()]}{one}{figures[named.end() :]}") for one in named.groups()]
    raise CompanionsOpen(*each) if each[0] < each[1] else CompanionsUnreadable


def counts_company(text: str) -> bool:
    """Whether a text says only who comes and how many: «нет, впятером», «ну я сам и ещё четыре соседа»."""
    if len(text) > _READ_AT_MOST:
        return False
    behind = _BEHIND_A_NO.match(text)
    try:
        return names_company(text[behind.end() :] if behind else text) and parse_companions(text) >= 0
    except CompanionsUnreadable:
        return False


def _is_alone(words: list[str]) -> bool:
    # «Нет, наверно приду всё-таки, но один, без друзей», «күйөөмсүз барам». There is a verb of coming and somebody left
    # out, or «один». There is nobody who is not left out.
    said, is_left_out, is_without = list[str](), False, False
    for word in words:
        is_without = word == "без" or (is_without and (word in _OF_WITHOUT or names_company(word)))
        is_left_out = is_left_out or is_without or _is_without(word)
        if not is_without and not _is_without(word):
            said.append(word)
    is_said = not _LONE_VERBS.isdisjoint(said) and (is_left_out or not {"один", "одна"}.isdisjoint(said))
    return is_said and set(said) <= {*_LONE_VERBS, *_LONE_BESIDE, "один", "одна"}


_OF_WITHOUT = {"и", "или", "моего", "моей", "моих", "своего", "своей", "своих", "никого", "кого", "либо", "друзей", "мужа",
               "жены", "детей", "сопровождения", "подруг", "подруги", "друга", "семьи", "мамы", "папы", "сына", "дочери",
               "ребенка", "брата", "сестры", "соседа", "соседки", "супруга", "супруги", "матери", "отца"}  # fmt: skip
_WITHOUT = compile_late(r"(?P<who>\w{3,}?)(?:сыз|сиз|суз)")


def _is_without(word: str) -> bool:
    found = _WITHOUT.fullmatch(word)
    return found is not None and (names_company(found["who"]) or found["who"] in {"ким", "куйоо", "аял", "бала"})


def speaks_of_people(text: str) -> bool:
    """Whether a text says who comes along without a number, such as «үй-бүлөм менен», rather than anything else."""
    if len(text) > _READ_AT_MOST:
        return False
    words = fold(to_cyrillic(text)).split()
    is_short = len(words) <= LONGEST_PHRASE and sum(not _is_beside(word) for word in words) <= 1
    return is_short or names_company(text)


def _is_beside(word: str) -> bool:
    return word in _BESIDE or (word.startswith(_BESIDE_STEMS) and word not in _COUNTS)
