"""Numbers in words, Kyrgyz or Russian, as figures: «он алтысында» is «16сында», «сто пятьдесят» is «150», «пятого» «5го»."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.spellings import list_keys, list_keys_of_words

_WORD = compile_late(r"[^\W\d_]+")
_BETWEEN = compile_late(r"[ \t\u00a0]+")
_LONGEST = 24  # letters of a number in one word
_REMEMBERED = 2_048  # words, the latest ones: a message is read for numbers several times

# Of each word: what it says, and below which number another may follow that is added: «жыйырма беш», «двадцать пять».
_KYRGYZ = {
    "бир": (1, 0), "эки": (2, 0), "үч": (3, 0), "төрт": (4, 0), "беш": (5, 0), "алты": (6, 0), "жети": (7, 0),
    "сегиз": (8, 0), "тогуз": (9, 0), "он": (10, 10), "жыйырма": (20, 10), "жыйрма": (20, 10), "отуз": (30, 10),
    "кырк": (40, 10), "элүү": (50, 10), "элик": (50, 10), "эллүү": (50, 10), "алтымыш": (60, 10), "жетимиш": (70,
    10), "сексен": (80, 10),
    "токсон": (90, 10), "жүз": (100, 100), "юз": (100, 100),
}  # fmt: skip
_RUSSIAN = {
    "один одна одно одну одного": (1, 0), "два две двух двум": (2, 0), "три трех трем": (3, 0),
    "четыре четырех четырем": (4, 0), "пять пяти": (5, 0), "шесть шести": (6, 0), "семь семи": (7, 0),
    "восемь восьми": (8, 0), "девять девяти": (9, 0), "десять десяти": (10, 0), "одиннадцать одиннадцати": (11, 0),
    "двенадцать двенадцати": (12, 0), "тринадцать тринадцати": (13, 0), "четырнадцать четырнадцати": (14, 0),
    "пятнадцать пятнадцати": (15, 0), "шестнадцать шестнадцати": (16, 0), "семнадцать семнадцати": (17, 0),
    "восемнадцать восемнадцати": (18, 0), "девятнадцать девятнадцати": (19, 0),
    "двадцать двадцати двацать двацет двацат": (20, 10),
    "тридцать тридцати трицать трицет трицат": (30, 10), "сорок сорока сорак": (40, 10),
    "пятьдесят пятидесяти пядесят педесят пидесят писят песят пятисят": (50, 10),
    "шестьдесят шестидесяти шесдесят шисят шейсят шесят": (60, 10),
    "семьдесят семидесяти семдисят семисят семесят семсят": (70, 10),
    "восемьдесят восьмидесяти восемдисят восемсят восимсят восимдесят": (80, 10),
    "девяносто девяноста": (90, 10), "сто ста": (100, 100), "двести двухсот": (200, 100), "триста трехсот трыста": (300, 100),
    "четыреста четырехсот": (400, 100), "пятьсот пятисот": (500, 100), "шестьсот шестисот": (600, 100),
    "семьсот семисот": (700, 100), "восемьсот восьмисот": (800, 100), "девятьсот девятисот": (900, 100),
}  # fmt: skip
_ORDINAL_STEMS = (
    "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат",
    "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат",
)  # fmt: skip
_ORDINALS = {fold(stem): number for number, stem in enumerate(_ORDINAL_STEMS, 1)} | {"тридцат": 30}
_ORDINAL = compile_late(rf"({'|'.join(_ORDINALS)})(?:ый|ий|ой|ое|ая|ого|его|ому|ему|ом|ем|ую|е|я|ю)")
# Endings of a Kyrgyz number, folded: «ондо», «алтысында», «бешке»; «алтынчы» is «6чы».
_CASES = r"[дт][аео]н?|[кг][аео]|с?[ыиу](?:н(?:[дт][аео]н?|[аео]))?"
_ENDING = compile_late(
    rf"[ыиу]?н(?P<after>ч[ыиу])(?P<more>с[ыиу](?:н(?:[дт][аео]|[аео]))?|[дт][аео])?|(?P<case>{_CASES})"
)
_ENDED_LATIN = compile_late(r"(.+?)(?P<case>[dt][aeoö]n?)")
_LATIN_CASES = str.maketrans("dtaeoön", "дтаеоон")
_NO_NUMBERS = {"бирге", "бири", "они", "оны"}  # «together», «one of them», «they»


@dataclass(frozen=True, slots=True)
class _Said:
    """A word that says a number: which, below what another may follow, and the ending that closes the number."""

    number: int
    room: int = 0
    ending: str | None = None  # None: the next word may belong to the same number
    times: bool = False  # «жүз» multiplies a number before it


def to_figures(text: str) -> str:
    """Returns a text with its number words as figures; their endings stay, so that «ондо» is «10до».

    «Миң» and «миллион» stay words. Two numbers in a row stay two: «десять тридцать» is «10 30».
    """
    parts: list[str] = []
    at, run, run_end = 0, list[_Said](), 0
    for match in _WORD.finditer(text):
        said = _read(match[0])
        if not run and fold(match[0]) in _NO_NUMBERS:
            said = None
        if run and (said is None or not _BETWEEN.fullmatch(text, run_end, match.start())):
            parts.append(_written(run))
            at, run = run_end, []
        if said is None:
            continue
        if not run:
            parts.append(text[at : match.start()])
        run.append(said)
        run_end = match.end()
    if run:
        parts.append(_written(run))
        at = run_end
    return "".join([*parts, text[at:]])


def read_ordinal_number(word: str) -> int | None:
    """Returns the number a Russian ordinal says, such as «десятого»; None for any other word."""
    match = _ORDINAL.fullmatch(fold(word)) if len(word) <= _LONGEST else None
    return _ORDINALS[match[1]] if match else None


def _written(run: list[_Said]) -> str:
    numbers: list[str] = []
    total, room, is_unit, ended = 0, 0, False, True
    for said in run:
        if not ended and said.times and is_unit:
            total, room, is_unit = total * said.number, said.room, False
        elif not ended and 0 < said.number < room:
            total, room, is_unit = total + said.number, said.room, False
        else:
            if not ended:
                numbers.append(str(total))
            total, room, is_unit = said.number, said.room, said.number < 10
        ended = said.ending is not None
        if said.ending is not None:
            numbers.append(f"{total}{said.ending}")
    if not ended:
        numbers.append(str(total))
    return " ".join(numbers)


@lru_cache(maxsize=_REMEMBERED)
def _read(word: str) -> _Said | None:
    if len(word) > _LONGEST:
        return None
    known, folded = _known(), fold(word)
    for key in list_keys(word):
        if key in known:
            return known[key]
    if (number := read_ordinal_number(word)) is not None:
        return _Said(number, ending="го")
    for cut in range(len(folded) - 1, 1, -1):
        stem, match = known.get(folded[:cut]), _ENDING.fullmatch(folded, cut)
        if stem is not None and match:
            return replace(stem, ending=match["case"] or f"{match['after']}{match['more'] or ''}")
    if match := _ENDED_LATIN.fullmatch(word.casefold()):
        for key in list_keys(match[1]):
            if key in known:
                return replace(known[key], ending=match["case"].translate(_LATIN_CASES))
    return None


@cache
def _known() -> dict[str, _Said]:
    known: dict[str, _Said] = {}
    for words, (number, room) in {**_RUSSIAN, **_KYRGYZ}.items():
        for word in words.split():
            for key in list_keys_of_words(word):
                known[key] = _Said(number, room, times=word in {"жүз", "юз"})
    return known
