"""What is written is not wanted, or not what was meant: «жок, бул керек эмес», «ой не то». A whole short text says it."""

from enum import StrEnum

from bot.language.wishes.of_oneself.whole import Wish, list_readings, words


class NotThis(StrEnum):
    """What is said of what was written."""

    UNWANTED = "unwanted"  # it is not needed, whatever it is
    TEXT_UNWANTED = "text unwanted"  # the proposal is named
    MISTAKE = "mistake"  # something else was meant, and it was written: no step is answered by that
    FOR_ANOTHER = "for another"  # it was written to somebody else: «ой, бул сизге эмес»
    NOT_SO = "not so"  # the same in so few words that they may answer a step


_NOT_NEEDED = words(
    r"""
    кере(?:ги|гы) жок(?:тур)? | керек эмес\w* | керекпей\w* | кажет\w* (?:жок|эмес) | зарыл эмес | керексиз |
    керек болбой калды | (?:не|ни) (?:надо|нужн\w+|хочу|буду|хочется|требует\w*|стану|хотим|будем) | ненадо | ненужн\w* |
    нехочу | передумал\w? | раздумал\w? | расхотел\w* | айн(?:ы|ып)\w* | (?:оюмдан|оюмдан да) кайт\w* | баш тарт\w* |
    отказ\w+ | незачем | ни к чему | каалаба\w+ | (?:жазбай|бербей|жонотпой|жибербей)(?: эле)? ко\w+ | бербейм | жонотпойм |
    жазбайм | керакмас | керак эмас | керек эмас | хохламайман | хожати йок | ни ?надо
    """
)
_TEXT = words(
    r"""
    сунуш\w* | пр[ие]дл[оа]жени\w* | текст\w* | жазган\w* | написан\w+ | заявк\w* | кайрылуу\w* | таклиф\w* | черновик\w*
    """
)
_BESIDE = words(
    r"""
    бул | мына бул | муну | мунун | буга | булар | ушул\w* | ушу | ушуну\w* | мага | мен | менин | бизге | жок | йок | ек |
    нет | неа | не | это\w* | эта | эту | такое | мне | мо[еяюй] | мое | свое | я | нам | отправля\w* | отправит | подават |
    писат | послат | посылат | делат | сохранят | хранит | продолжат | жонот\w* | жибер\w* | болше | вообще | уже | совсем |
    все | всё | баары\w* | эч | нерсе\w* | ничего | экен\w* | калды | болду | стоп | отмена | такыр | таптакыр | ойлонуп |
    кордум | калдым | кеттим | бу | шу | буни | да | ооба | макул | ладно | просто | жон | эле
    """
)
_NOT_NOW = words(r"азыр\w* | пока | сейчас | кийин\w* | эртен\w* | потом | позже | хозир\w* | бугун | сегодня")
_EXCLAIMED = words(
    r"""
    ой(?: ой)* | ойбой | ойей | упс\w* | оп | опа\w* | опс | ох | эх | блин | кой\w* | капрай | капырай | вай | тьфу | тфу |
    пардон | извин\w+ | сорри | кечир\w*(?: кой\w*)? | стоп | стой\w* | токто\w* | подожди\w* | погоди\w* | ай | ия | аа+
    """
)
_WRONG = words(
    r"""
    (?:это )?не (?:то|так|туда|та|тот|ту|это|правилно|верно) | не то совсем | неправилно | неверно | ошибка\w* |
    ошибочк\w* | ошибс\w* | ошиблас\w* | ошибся | опечат\w* | туура эмес\w* | (?:андай|мындай|ал|бул) эмес | ката\w* |
    жанылы\w* | жанылд\w* | башка(?: нерсе\w*|ны|сын|сы) | нотогри | хато | бошкача | адашт\w* | чаташ\w*
    """
)
_WROTE = words(
    r"""
    (?:жаз|айт|бас|жонот|кирг[иы]з|тер)(?:ып|уп|ип)(?: (?:ал|кой|сал|ий|жибер)(?:дым|дум|дим|[ыуи]п\w*))? |
    (?:жаз|айт|бас|жонот|тер)(?:ыптырмын|уптурмун|дым|дум|ганым|конум|ыпмын|упмун) | кетти | кетип калды | кетиптир |
    калды | (?:на)?писал\w? | (?:на)?писат | ввел\w? | набрал\w? | сказал\w? | отправил\w? | нажал\w? | вышло | получилос |
    указал\w? | ушло | вставил\w? | скопировал\w? | йозибман | йоздим | болуп калды
    """
)
_BESIDE_A_MISTAKE = words(
    r"""
    я | мен | бул | муну | ушул\w* | это\w* | тут | там | текст\w* | сунуш\w* | предложени\w* | сообщени\w* | экен\w* |
    болду | го | бир | нерсе\w* | что то | чето | в | у | меня | совсем | вообще | все | баары\w* | менде | хотел\w? |
    имел\w? | виду | дегем | дедим | деп | жок | нет | мое | менин | да | не | туда | тексти\w* | соз\w* | слово | слова |
    жаза | алыпмын | по | ошибке | случайно | байкабай
    """
)
_ELSEWHERE = words(
    r"""
    (?:это )?(?:\w+ )?не (?:вам|тебе|сюда|вас касается|для вас|боту|в тот чат|в ту группу|тому|той) |
    (?:сизге|силерге|сизлерге|сага|ботко|буга|бул жакка|бул жерге|мында|бул чатка) эмес\w* | другому(?: человеку)? |
    другой(?: чат|у)? | башка (?:адамга|кишиге|бироого|бирөөгө|чатка|жакка|группага) | башкага | бироого | соседу |
    соседке | подруге | другу | мужу | жене | маме | брату | сестре | кошунама | досума | куйоомо | аялыма | эжеме | апама |
    агама | байкеме | курбума | не ему | не ей
    """
)
_BESIDE_ELSEWHERE = words(
    r"""
    я | мен | бул\w* | это\w* | эту | то | было | болчу | эле | экен\w* | го | писал\w? | пишу | отправил\w? |
    отправлял\w? | хотел\w? | отправит | написат | жаз\w+ | жиберген\w* | жонот\w+ | жибер\w+ | ойлоп | ойлогом | деп |
    адашып | жаңылып | жанылып | случайно | по ошибке | ошиблас | ошибся | ошиблась | байкабай | кетти | кетип | калды |
    калыптыр | калыптырмын | ушло | улетело | а | да | нет | жок | моей | моему | своей | своему | озумдун | менин |
    сообщение | сообщени\w* | текст | кат
    """
)
_FOR_ANOTHER = (Wish((_EXCLAIMED, _ELSEWHERE), _BESIDE_ELSEWHERE), Wish((_ELSEWHERE, _WROTE), _BESIDE_ELSEWHERE))
_BARE_ELSEWHERE = words(r"(?:это )?не (?:вам|тебе|сюда|боту) | (?:сизге|силерге|сага|ботко) эмес\w*")
_BARE_FOR_ANOTHER = Wish((_BARE_ELSEWHERE,), _BESIDE_ELSEWHERE)
_UNWANTED = Wish((_NOT_NEEDED,), _BESIDE)
_TEXT_UNWANTED = Wish((_NOT_NEEDED, _TEXT), _BESIDE)
_MISTAKEN = (
    Wish((_EXCLAIMED, _WRONG), _BESIDE_A_MISTAKE),
    Wish((_WRONG, _WROTE), _BESIDE_A_MISTAKE),
    Wish((_EXCLAIMED, _WRONG, _WROTE), _BESIDE_A_MISTAKE),
)
_NOT_SO = Wish((_WRONG,), _BESIDE_A_MISTAKE)


def read_not_this(text: str) -> NotThis | None:
    """Returns what a whole short text says against what was written. None: it says no such thing, or asks."""
    if text.rstrip().endswith("?"):
        return None
    for read in list_readings(text):
        if any(wish.fits(read) for wish in _FOR_ANOTHER) or _BARE_FOR_ANOTHER.fits(read):
            return NotThis.FOR_ANOTHER
        if any(wish.fits(read) for wish in _MISTAKEN):
            return NotThis.MISTAKE
        if _NOT_SO.fits(read):
            return NotThis.NOT_SO
        if _NOT_NOW.search(read):
            continue
        if _TEXT_UNWANTED.fits(read):
            return NotThis.TEXT_UNWANTED
        if _UNWANTED.fits(read):
            return NotThis.UNWANTED
    return None
