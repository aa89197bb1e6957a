"""A promise to answer or to write later, in words that no table has: «сверюсь с документами и отвечу позднее»."""

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 120, 9  # characters and words
_I_WILL = (
    r"отвечу|отпишус|отпишу|допишу|дополню|доделаю|доложу|"
    r"сообщу|напишу|скажу|расскажу|укажу|заполню|закончу|вернус|продолжу|"
    r"перезвоню|отправлю|пришлю|скину|дам ответ"
)
_FIRST = (
    r"позже|позднее|попозже|потом|тогда|завтра|вечером|утром|после|как толко|когда|на днях|чут погодя|"
    r"уточню|узнаю|сверюс|проверю|спрошу|посмотрю|выясню|найду|посоветуюс|подумаю|посчитаю|разузнаю|соберу"
)
_MEN = (
    r"(?:айт|жаз|бил|жооп бер|кабарла|толукта|толтур|бутур|улант|жонот|жибер)"
    r"(?:[аеоу]?м|[ае]йин|[ао]йын|ой[уо]н|орм[уы]н|[ае]рмин)|"
    r"(?:айтып|жазып|билдирип|жонотуп) (?:берем|коем|берейин|коеюн|коёюн|жиберем)|"
    r"берем|беребиз|айтабыз|жазабыз|(?:кайра )?(?:кирем|кирейин|улантам|улайм|бутором)"
)
_ADEGENDE = (
    r"кийин\w*|анан|эртен\w*|кечинде|кечкисин|жумадан|сура(?:п|штырып)|такта(?:п|ган)\w*|билип|карап|коруп|текшерип|ойлонуп|"
    r"чогултуп|эсептеп|кенешип|таап|табылганда|барганда|келгенде|болгондо"
)
_PROMISES = tuple(
    compile_late(rf"(?=.*(?:^| )(?:{first})(?= |$))(?=.*(?:^| )(?:{will})(?= |$))")
    for first, will in ((_FIRST, _I_WILL), (_ADEGENDE, _MEN))
)


def promises_later(text: str) -> bool:
    """Whether a short text promises that its writer answers or goes on later; a number or a question is none."""
    read = fold(to_cyrillic(text)) if len(text) <= _LONGEST and "?" not in text else ""
    if not 1 < len(read.split()) <= _MOST_WORDS or any(map(str.isdigit, read)):
        return False
    return any(promise.match(read) for promise in _PROMISES)
