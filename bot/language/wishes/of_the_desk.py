"""What a clerk wishes of the desk in their own words: a screen, an answer, a search, a count.

«выгрузи все в эксель», «угууну кантип жарыялайм?», «покажи все про воду», «өткөн аптада канча сунуш келди».
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.wishes.desk_screens import ALONE, ASKS_HOW, LEADS_UP, list_screens, whole

_LONGEST, _MOST_WORDS = 120, 14  # characters and words of a wish; what is longer is a text
_MOST_SEARCHED = 4  # words


class OfDesk(StrEnum):
    """What is wished."""

    SCREEN = "screen"  # one that is named by what it is for
    HOW = "how"  # how something is done: the same screen, and that it is there
    ANSWER = "answer"  # something about a proposal's answer, by its number
    SEARCH = "search"
    CAME = "came"  # how many proposals came
    ANSWERED = "answered"  # how many were answered


class Period(StrEnum):
    """Since when something is counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DeskWish:
    """A wish, and what belongs to it: the screen's choice (id), a proposal's number, words to look for, a period."""

    wish: OfDesk
    screen: str = ""
    number: int = 0
    words: str = ""
    period: Period | None = None


_NUMBER = compile_late(r"(?<!\S)(?:номери?|номер\w*|ном)?\s*(\d{1,5})(?:\s?инчи)?(?!\S)")
_SIGN = compile_late(r"[№#]")
_OF_ANSWER = whole(r"отве[тч]\w* жооп\w* жоб\w* жооб\w* решени\w* чечим\w* javob\w* жавоб\w*")
_ON_ANSWER = whole(
    r"поменя\w* измен\w* исправ\w* перепи\w* переде\w* обнов\w* озгорт\w* ондо\w* тузот\w* тузат\w* алмаштыр\w* кайра "
    r"дай\w* дат ответ\w* напиш\w* написат напис\w* бер\w* жаз\w* покаж\w* открой\w* корсот\w* ач\w* отмен\w* отозв\w* "
    r"кайтар\w* хочу надо нужно керек на"
)
_HOW_MANY = whole(r"сколко скока канча нечта неча количество саны")
_PROPOSALS = whole(
    r"предложени\w* предложк\w* заяв[ок]\w* заявлени\w* обращени\w* сунуш\w* кайрылуу\w* арыз\w* таклиф\w* жител\w* тургун\w*"
)
_CAME = whole(
    r"пришл\w* пришел поступил\w* поступает подал\w* подан\w* написал\w* прислал\w* получил\w* получен\w* приш\w* "
    r"кел\w+ туш\w+ тушту жазыл\w* берилген жиберил\w* жонотул\w* катталды катталган болду болгон новых новые жаны"
)
_WERE_ANSWERED = whole(r"ответил\w* отвечен\w* закрыл\w* жооп берил\w* жооп бер\w* жооптуу отвечено")
_IN_WORDS = whole(r"жооп берди\w* берилди берилген бердик")
_PERIODS = (
    (Period.DAY, whole(r"сегодня вчера ден сутки бугун кечээ кеч\w* кундо кунду сутка")),
    (Period.WEEK, whole(r"недел\w* апта\w* жума\w* хафта\w*")),
    (Period.MONTH, whole(r"месяц\w* месяс\w* ай айда айдын айы айынын айга айы[мн]\w* ойда")),
    (Period.YEAR, whole(r"год году года жыл\w* быйыл йил\w*")),
)
_BESIDE_COUNT = whole(
    r"за в во на с со у от по к нас вас нам бизге бизде биздин мы уже всего вообще прошл\w* этот этой этом эту эти последн\w* "
    r"текущ\w* откон былтыр ушул бул ушу ошол азыркы бугунку кечээки жалпы жалпысынан баары баардыгы болуп чейин бери "
    r"ичинде новых новые жаны их они людей киши адам бир биз эмне ли а и же эле экен кайсы посл\w* нече таптакыр "
    r"акыркы ошондо кунунде тушту жооп ответов ответ жоопту бар"
)
_LOOKING = (
    r"покаж\w* показат найди\w* найти ищи ищу поищи\w* искат выведи\w* корсот\w* тап тапчы таап табыныз изде\w* издеп "
    r"топси\w* курсат\w* кана"
)
_WRITING = (
    r"просил\w* просит просят попросил\w* писал\w* написал\w* пишут пишет жаловал\w* жалуе?т\w* предлагал\w* предложил\w* "
    r"предлагае?т предлагают сурага\w* сурады сурап жазга\w* жазды жазып сунуштага\w* сунуштады айтты айткан\w*"
)
_TOPIC = (
    r"про о об насчет относително поводу теме касателно жонундо жонундогу тууралуу туралуу тууралу боюнча жайлуу хакида"
)
_SHOWS, _WHO_WROTE, _ABOUT = whole(_LOOKING), whole(_WRITING), whole(_TOPIC)
_WHO = whole(r"кто ким\w* эмне что чего")
_ASKS_ABOUT = compile_late(r"^(?:есть|ест|были|бар|барбы|борми)\b|\b(?:барбы|бар бы|бекен|ли|борми)\b")
# What is looked for in no proposal.
_NO_WORDS = whole(
    rf"{_LOOKING} {_WRITING} {_TOPIC} по кто ким кимдер открой\w* дай дайте чыгар\w* ачып ач аччы "
    r"все всё весь вся баары баарын баардык "
    r"бардык бардыгын бардыгы мне мага нам бизге из от с со до у в во и а на что чтобы нибуд какие какой какое есть ли ест "
    r"бар барбы барбы бекен предложени\w* предложк\w* заявк\w* обращени\w* сунуш\w* кайрылуу\w* арыз\w* пожалуйста пж плиз "
    r"можно хочу надо нужно керек берчи бер бериниз чы эле жител\w* тургун\w* люди людей наши наших адам\w* киши\w* те тех "
    r"которые которых кайсы кайсыл эмне деп деген дегендерди келген\w* келгендер\w* жатат жатышат жазышкан жазышат список "
    r"тизме\w* атап айт\w* кайра туш\w* тушкон\w* пришл\w* поступ\w* был были было болсо болгон где кайда кайсынысы болобу"
)


def read_desk_wish(text: str) -> DeskWish | None:
    """Returns what a whole short text wishes of the office's desk. None: it wishes nothing that is known here."""
    if not text or text.startswith("/") or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return None
    read = fold(to_cyrillic(_SIGN.sub(" ", text)))
    if not read:
        return None
    return _read_answer(read, text) or _read_screen(read) or _read_count(read) or _read_search(read, text)


def _read_answer(read: str, text: str) -> DeskWish | None:
    numbers = _NUMBER.findall(read)
    if len(numbers) != 1 or _HOW_MANY.search(read) or not _OF_ANSWER.search(read):
        return None
    is_whole = "№" in text or "#" in text or "номер" in read or numbers[0].startswith("0") or len(numbers[0]) > 2
    rest = _PROPOSALS.sub(" ", _ON_ANSWER.sub(" ", _OF_ANSWER.sub(" ", _NUMBER.sub(" ", read))))
    if not is_whole or LEADS_UP.sub(" ", rest).strip():
        return None
    return DeskWish(OfDesk.ANSWER, number=int(numbers[0]))


def _read_screen(read: str) -> DeskWish | None:
    if len(read.split()) == 1 and not ALONE.search(read):
        return None
    for screen, ways in list_screens():
        for needed, beside in ways:
            if not all(part.search(read) for part in needed):
                continue
            rest = read
            for part in (*needed, beside, ASKS_HOW, LEADS_UP):
                rest = part.sub(" ", rest)
            if not rest.strip():
                return DeskWish(OfDesk.HOW if ASKS_HOW.search(read) else OfDesk.SCREEN, screen=screen)
    return None


def _read_count(read: str) -> DeskWish | None:
    if not _HOW_MANY.search(read):
        return None
    period = next((period for period, words in _PERIODS if words.search(read)), None)
    answered = _WERE_ANSWERED.search(read) or _IN_WORDS.search(read)
    if not answered and not (_CAME.search(read) and (_PROPOSALS.search(read) or period)):
        return None
    rest = read
    for part in (_HOW_MANY, _PROPOSALS, _CAME, _WERE_ANSWERED, _IN_WORDS, *(words for _, words in _PERIODS)):
        rest = part.sub(" ", rest)
    if LEADS_UP.sub(" ", _BESIDE_COUNT.sub(" ", rest)).strip():
        return None
    return DeskWish(OfDesk.ANSWERED if answered else OfDesk.CAME, period=period)


def _read_search(read: str, text: str) -> DeskWish | None:
    is_asked = _SHOWS.search(read) or (
        _WHO_WROTE.search(read) and re.search(r"(?<!\S)(?:кто|ким\w*|эмне|что|чего)(?!\S)", read)
    )
    if not (is_asked or (_ABOUT.search(read) and (_PROPOSALS.search(read) or _ASKS_ABOUT.search(read)))):
        return None
    left = [word for word in text.split() if _NO_WORDS.sub(" ", fold(to_cyrillic(word))).strip()]
    if not 0 < len(left) <= _MOST_SEARCHED:
        return None
    return DeskWish(OfDesk.SEARCH, words=" ".join(left).strip(' ?!.,;:«»"'))
