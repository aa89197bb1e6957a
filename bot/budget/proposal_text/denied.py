"""Whether somebody says in a sentence of their own that what they wrote is no proposal."""

import re

from bot.language.kyrgyz import fold
from bot.language.latin import fold_within, to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 300  # characters
_MOST_WORDS = 14
_NONE = compile_late(
    r"(?:^| )(?:не (?:мо[ей] |наше )?предложени\w*|не заявк\w*|не сунуш|сунуш\w*(?: деле| такыр)? эмес\w*)(?= |$)"
)
# «Нет, …» and «жок, …»; «нет света», «жарык жок» say what is missing.
_NO_FIRST = compile_late(r"\s*(?:да\s+)?(?:нет|не|неа|жок|йок|jok|joq|zhok|net)\s*[,.!;:–—-]", re.IGNORECASE)
_NO_OF_THEM = compile_late(
    r"(?:да )?(?:нет|жок|йок) (?:я|мы|мне|нам|это|ничего|просто|мен|биз|мага|бул|эч|жон|жон эле|сураган\w*)(?= |$)"
)
_WISH = compile_late(
    r"(?:^| )(?:керек|зарыл|нуж\w*|надо|необходим\w*|прош\w*|просим|предлага\w*|хотел\w* бы|сунушта\w*|"
    r"\w+(?:гыла|гиле|гула|кыла|киле|кула|ыңыз|иңиз|ыныз|иниз))(?= |$)"
)
_NO_WISH = compile_late(
    r"(?:не|ничего не|эч нерсе|эчтеке|эч нерсенин) (?:надо|нужно|керек)|не предлага\w*|кереги жок|керек эмес"
)


# «Нет, не добавлять», «добавлять не надо», «кошпоңуз», «кошуунун кереги жок».
# Only as it is said to the bot: «не добавляют нам автобус», «бюджетке кошпой жатат» tell of others.
_ADD = (
    r"(?:добав|прибав|встав|дополн|присоедин|допис|дописыв|припис|приписыв)"
    r"(?:ля|я|а|и)?(?:т|й|йте|ю|ем|м|те)?"
)
_NOT = "(?:не|ни|ненадо|ненужно|незачем|нельзя)"
_NO_ADDING = compile_late(
    rf"(?:^| )(?:{_NOT}(?: \w+){{0,3}} {_ADD}|{_ADD}(?: \w+){{0,2}} {_NOT}|"
    r"(?:кошпо|кошумчалаба)(?:[нң]уз|[нң]ыз|гула|гыла|йм|йбуз|йлу|йлук|юн)?(?:ч[уы])?|кошулбасын|"
    r"кошк[уы]м (?:келбе\w*|жок)|кошо албайм\w*|кошкубуз (?:келбе\w*|жок)|"
    r"кошпой (?:эле )?(?:кой|кою|тур)\w*|кош\w*(?: \w+){0,2} (?:эмес|кереги жок|кажети жок))(?= |$)"
)
_WORDS_OF_AN_ANSWER = 8  # «не добавляйте соль на дорогу у школы …» is more than an answer


def says_none(text: str) -> bool:
    """Whether a short text says in so many words that something is no proposal: «это не предложение», «сунуш эмес»."""
    read = fold_within(text, _LONGEST)
    return bool(_NONE.search(read)) and not _WISH.search(_NO_WISH.sub(" ", read))


def refuses_adding(text: str) -> bool:
    """Whether a short text says that something shall not be added: «не надо добавлять», «кошпоңуз»."""
    read = fold_within(text, _LONGEST)
    return len(read.split()) <= _WORDS_OF_AN_ANSWER and bool(_NO_ADDING.search(read))


# «Жок баары бир китепкана калсын», «нет, пусть останется как было», «оставьте как было».
_AS_IT_WAS = compile_late(
    r"(?:^| )(?:калсын\w*|кала берсин|ошол бойдон|ошондой эле калсын|мурунку\w*|мурдагы\w*|остав\w*|остан\w*|остаётся|"
    r"как было|как есть|прежн\w*|передумал\w*|айныдым|айнып калдым|"
    r"(?:ушундай|ушул|ушу|ошондой)(?: эле)? (?:болсун|болот|боло берсин|турсун|калса болот)|"
    r"пуст (?:все |всё |уж )?(?:так|это)(?: и| уж)?(?: все)? буд\w*|так и (?:буд\w*|надо|оставл\w*)|"
    r"(?:не надо|не нужно|не|ничего не) (?:менят|меняй|меняйте|трогат|трогай|трогайте|измен\w*|исправл\w*)|"
    r"(?:озгортпо|алмаштырба|тийбе|ондобо)(?:й (?:эле )?кой\w*|нуз|ныз|гула|гыла|гиле)?)(?= |$)"
)
_JOINS = compile_late(
    r"(?:^| )(?:кош\w*|бириктир\w*|добав\w*|ордун\w*|вместо|замен\w*|ула\w*|жалга\w*|жабыштыр\w*|"
    r"тирке\w*|припиш\w*|присоедин\w*|тигини\w*|ташта\w*|кетсин|суруп|жаныс\w*|экинчи\w*|акыркы\w*|нов\w*|втор\w*|"
    r"выкин\w*|выброс\w*|убер\w*|убра\w*)(?= |$)"
)
_FIRST_NO = compile_late(r"(?:ой |э )?(?:жок|йок|нет|не|неа)(?= )")


def leaves_as_it_was(text: str) -> bool:
    """Whether a short text wishes that what was written stays as it is: «жок, китепкана калсын», «оставьте как было»."""
    read = fold_within(text, _LONGEST)
    if not read or len(read.split()) > _WORDS_OF_AN_ANSWER or not _AS_IT_WAS.search(read):
        return False
    if _JOINS.search(read) and not _NO_ADDING.search(read):
        return False  # «мурунку текстке кошулсун», «мурункусунун ордуна болсун»
    return bool(_FIRST_NO.match(read)) or not _WISH.search(read)


def keeps_it_so(text: str) -> bool:
    """Whether it says so behind a no, or in words that name nothing else: «жок, калсын ушундай», «так и будет»."""
    read = fold_within(text, _LONGEST)
    return leaves_as_it_was(text) and (bool(_FIRST_NO.match(read)) or set(_AS_IT_WAS.sub(" ", read).split()) <= _SMALL)


_SMALL = frozenset(
    ["так", "ушундай", "ошондой", "ушул", "ушу", "эле", "го", "эми", "анда", "баары", "бир", "мейли", "бойдон", "ну", "все",
     "уж", "и", "же", "пуст", "лучше", "пожалуйста", "сураныч", "да", "ооба", "хорошо", "жакшы", "текст", "сунуш", "сунушум",
     "это", "бул", "его", "мое", "мой", "менин", "ладно", "предложение", "болот"]
)  # fmt: skip


def denies(text: str) -> bool:
    """Whether a text answers «is this a proposal?» with a no of several words, and wishes nothing itself.

    What else it speaks of is not looked at. «Нет, дорога плохая» begins with a no as well, and names a matter.
    """
    if len(text) > _LONGEST:
        return False
    read = fold(to_cyrillic(text))
    if not read or len(read.split()) > _MOST_WORDS or _WISH.search(_NO_WISH.sub(" ", read)):
        return False
    return bool(_NONE.search(read) or _NO_FIRST.match(text) or _NO_OF_THEM.match(read))


_PUTS_OFF = compile_late(
    r"(?:^| )(?:билбейм|билбеймин|айта албайм|не знаю|не помню|кийин|кийинчерээк|азыр эмес|потом|позже|попозже|убактым жок|"
    r"санап|сурап|ойлонуп|тактап|карап|билип|келип|посчитаю|подумаю|гляну|посмотрю|"
    r"уточню|узнаю|спрошу|эртен|завтра|вечером|кечинде|колум тийбей|некогда)(?= |$)"
)
_WILL_SAY = compile_late(
    r"(?:^| )(?:жазам|жазайын|айтам|айтайын|билдирем|кабарлайм|жооп берем|жиберем|напишу|допишу|впишу|скажу|отвечу|сообщу|"
    r"отпишусь|дам знать|"
    r"сурап корой\w*|сурап (?:жазам|айтам|берем)|спрошу|уточню|узнаю)"
    r"(?= (?:адрес\w*|дарег\w*|жерин\w*|аты\w*|имя|фамили\w+|название|аны|муну|это|сизге|вам|силерге|"
    r"завтра|потом|позже|эртен|кийин|анан)$|$)"
)


_CANNOT_SAY_NOW = compile_late(
    r"(?:азыр|азырынча|сейчас|щас|пока)(?: \w+)? (?:айта албайм\w*|билбейм\w*|не знаю|не скажу|не помню)"
)


def puts_off(text: str) -> bool:
    """Whether a short text says that its author does not know yet and will say: «азыр билбейм, санап көрүп жазам»."""
    read = fold_within(text, _LONGEST)
    says_so = _PUTS_OFF.search(read) and (_WILL_SAY.search(read) or _CANNOT_SAY_NOW.fullmatch(read))
    return len(read.split()) <= _WORDS_OF_AN_ANSWER and bool(says_so)


_OF_A_SUM = """
    не столько такая та то правильно верно это нет жок ооба эмес сумма сумманы суммасы башка башкача ката кате туура көп
    аз көбүрөөк азыраак көбүрөк кем ашык меньше больше другая другую другое неверная неверно неправильная неправильно
    ошибка ошиблись ошибся ошиблась ошончо ушунча андай мындай бул менин мен айткан сан санды жаңылыш кеттиңиз много мало
    эле болчу слишком вы совсем такыр дегем
"""
_OF_ANOTHER = """
    башка башкача ката кате эмес көп аз көбүрөөк азыраак көбүрөк кем ашык меньше больше другая другую другое не неверная
    неверно неправильная неправильно ошибка ошиблись жаңылыш много мало
"""
_ANOTHER_SUM, _SAYS_ANOTHER = (frozenset(map(fold, listed.split())) for listed in (_OF_A_SUM, _OF_ANOTHER))


def names_another_sum(text: str) -> bool:
    """Whether a short text says only that a sum was not read rightly: «башка сумма», «не столько», «меньше»."""
    words = set(fold(to_cyrillic(text)).split()) if len(text) <= _LONGEST else set()
    return words <= _ANOTHER_SUM and not words.isdisjoint(_SAYS_ANOTHER)


_DANGER = compile_late(r"(?:^| )(?:орт|пожар\w*|гор[ия]т|авари\w*|коркунуч\w*|опасн\w+|чп|тез жардам|скор\w+)(?= |$)")
_NO = compile_late(r"(?:^| )(?:не|нет|эмес|жок|никто|ничего)(?= |$)")


def denies_danger(text: str) -> bool:
    """Whether a short text says that what was read as a danger is none: «өрт эмес, көпүрө чирик дейм»."""
    read = fold_within(text, _LONGEST)
    return len(read.split()) <= _MOST_WORDS and bool(_DANGER.search(read) and _NO.search(read))
