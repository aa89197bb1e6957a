"""Words that only announce proposals, «саламатсызбы, менин үч сунушум бар:», told from what is proposed behind them."""

import re
from dataclasses import dataclass

from bot.budget.proposal import LEAST_LETTERS
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.letters import has_letters
from bot.language.meanings.late_pattern import compile_late

_READ = 200  # characters: no announcement is longer
_WORD = compile_late(r"\S+")
_HEART = compile_late(r"(?:сунуш|таклиф|пр[ие]дл[оа]жени|придложени|заявк|пикир)\w*|иде(?:я|и|й|ям|ялар\w*)")
_MANY = compile_late(r"(?:сунушт?ар\w*|сунуштар\w*|таклифлар\w*|пр[ие]дл[оа]жения|иде(?:и|ялар\w*)|заявки)")
_NUMBERS = {
    "эки": 2, "икки": 2, "два": 2, "две": 2, "уч": 3, "три": 3, "торт": 4, "турт": 4, "четыре": 4, "беш": 5, "пят": 5,
    "алты": 6, "олти": 6, "шест": 6, "жети": 7, "сем": 7, "сегиз": 8, "восем": 8, "тогуз": 9, "девят": 9, "он": 10, "десят": 10,
}  # fmt: skip
_SMALL = """
    мен менин менде мага биз биздин бизде мани менда бизда бу бул мына ушу ушул ушундай мындай мындаи томонку томондогу
    томондогудой бар эле бор эди эки жана дагы деген деп айтайын айтсам жазайын берейин берем бермекмин бере беребиз элем болчу
    я мы у меня нас мой мое мои наши наше вот это такие такое есть следующие следующее хочу хотим подат внести предложит
    предлагаю предлагаем сунуштайм сунуштайбыз сразу итак
    салам салом салем саламатсызбы саламатсыздарбы ассалому ассаламу ассалом асалому алейкум алайкум аллейкум алаикум
    здравствуйте здраствуйте здрасте добрый ден вечер утро доброе кутмандуу кун урматтуу уважаемые баарынарга всем привет
    жакшысызбы жакшысыздарбы кандайсыз
    мейли анда макул ооба болуптур жаны жанысын жазам жазайын жазып коёюн коеюн айтам айткым келет кетти баса эми мына
    братан брат братаным байке байкелер эже эжелер агай аке достор досум туугандар бот
    ладно тогда так ну вот новое новую еще ещё пишу напишу скажу слушайте значит короче мой вам вам
"""
_BESIDE = frozenset(fold(word) for word in _SMALL.split())
_EDGES = " \t\n.,;:—–-!"


@dataclass(frozen=True, slots=True)
class Announced:
    """Where the announcement ends; how many proposals it names (0: none), and whether it names several at all."""

    end: int
    n: int = 0
    many: bool = False


def read_announcement(text: str) -> Announced:
    """Reads the words at the beginning of a text that only greet or announce. end is 0 where there are none."""
    end = n = 0
    has_heart = many = is_greeted = False
    for word in _WORD.finditer(text[:_READ]):
        said = fold(to_cyrillic(word[0])).split()
        if said and not all(
            one in _BESIDE or one in _NUMBERS or one.isdecimal() or _HEART.fullmatch(one) for one in said
        ):
            break
        if said and said[0].isdecimal() and (int(said[0]) > 10 or re.match(r"\d+[.)]", word[0])):
            break  # a number of the list itself, or a quantity
        for one in said:
            n = _NUMBERS.get(one, int(one) if one.isdecimal() else n)
            has_heart, many = has_heart or _HEART.fullmatch(one) is not None, many or _MANY.fullmatch(one) is not None
        if has_heart or word[0][-1] in ",.!:":
            end, is_greeted = word.end(), True
    if not is_greeted:
        return Announced(0)
    return Announced(end, n if has_heart and 2 <= n <= 10 else 0, has_heart and (many or n > 1))


def without_lead_in(text: str) -> str:
    """Returns a text without a beginning that a colon ends, where all its words mean only «I propose».

    «Мейли. Анда жаңы сунуш жазам: …» names no proposal of its own. Several that are announced keep what announces them.
    """
    said = read_announcement(text)
    at = text.rfind(":", 0, said.end)
    rest = text[at + 1 :].strip()
    is_lead = (
        at > 0 and not said.many and text[0] != "/" and any(map(_HEART.fullmatch, fold(to_cyrillic(text[:at])).split()))
    )
    return rest if is_lead and len(rest.split()) > 1 and has_letters(rest, LEAST_LETTERS) else text


def without_announcement(text: str) -> str:
    """Returns a text without the words at its beginning that only greet or announce."""
    return text[read_announcement(text).end :].strip(_EDGES)
