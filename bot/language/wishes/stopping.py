"""A wish for no more notices with something behind it: «токтот кабарды, бирок жооп келсин», «хватит слать, только ответ»."""

import re
from enum import StrEnum

from bot.language.kyrgyz import fold
from bot.language.latin import fold_within, to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.wishes.of_oneself.whole import Wish, words

_LONGEST, _MOST_WORDS = 200, 18


class Stopping(StrEnum):
    """What is wished."""

    NOTICES = "notices"  # none of them any more; answers come as they do
    EVERYTHING = "everything"  # «больше ничего не надо, отпишите от всего»: whatever there is
    UNSURE = "unsure"  # some notices, and which of them has to be asked
    NOTHING = "nothing"  # «жоопту токтотпо»: that answers go on


_STOPS = compile_late(r"[,.;:!\n—–]| - ")
_STOP = "стт"
_NOTICES = (
    r"(?:кабар(?:ы|ын|ды|дын|лар\w*|лама\w*|лоо\w*)?|кабарынар\w*|кабарыныз\w*|билдир[уюм]\w*|эскерт(?:уу|ме)\w*|рассыл\w*|"
    r"уведом\w*|увидом\w*|оповещ\w*|извещ\w*|напомин\w*|новост\w*|сообщени\w*|саабщени\w*|смс\w*|спам\w*)"
)
_HEARINGS = r"(?:угуу?(?:лар)?(?:су|ну|нун|га|дан)?|угу\w*|жыйын\w*|чогулуш\w*|слушан\w*|собран\w*|сходк\w*)"
_NO_MORE = (
    r"(?:токтот(?!по)\w*|токтосун|токтоткула|токто|тыйыл\w*|тыйгыла|отуп кет\w*|"
    r"(?:жибер|жонот|жаз|айт|бер|кел)(?:бе|ба|по|пе|бо)(?:й (?:эле )?(?:кой\w*|тур\w*)|гила|гиле|гыла|гула|низ|нуз|ныз|син|сын|"
    r"сун|сен\w*)?(?:чи)?|келбесин\w*|албайм\w*|алгым (?:келбей\w*|жок)|(?:мага )?(?:кереги жок|керек эмес|керексиз|"
    r"керекпей\w*|кажети жок|зарыл эмес)|стоп|прекрат\w*|перестан\w*|останов\w*|хватит|довольно|отключ\w*|выключ\w*|"
    r"отпи(?:ш\w*|сат\w*|сыв\w*)|убери\w*|убрать|отмен\w*|(?:болше )?(?:не|ничего не|ни чего не) (?:надо|нужн\w+|шли\w*|"
    r"слат\w*|присыл\w*|отправля\w*|пиши\w*|писат\w*|приход\w*|хочу|интерес\w*|беспокой\w*|напомин\w*|сообщай\w*|уведомля\w*)|ненадо|ненужн\w*)"
)
_ANSWERS = r"(?:жооп\w*|жооб\w*|ответ\w*|атвет\w*|сунуш\w*|предложени\w*|заявк\w*)"
_GOES_ON = (
    r"(?:токтотпо\w*|токтобо\w*|(?:токтот|кой)\w* (?:керек эмес|кереги жок)|не (?:останав\w*|прекращ\w*|отключ\w*|убира\w*|"
    r"отменя\w*))"
)
_BUT = r"(?:бирок|пирок|но|а|только|толко|тока|лишь|лиш|кроме|помимо|зато|ал эми|эле|гана|болгону|башкасы|остальн\w*)"
# What is no message of ours: «кабар тактасы», «сообщение с районом» (a road).
_OF_ELSE = compile_late(
    r"(?:^| )(?:такта\w*|доск\w*|гезит\w*|газет\w*|радио\w*|автобус\w*|маршрут\w*|транспорт\w*|свет\w*|суу\w*|воды|воду|"
    r"школ\w*|мектеп\w*|орнот\w*|постав\w*|установ\w*|кург\w*|построй\w*)(?= |$)"
)


def _has(pattern: str) -> re.Pattern[str]:
    return compile_late(rf"(?:^| ){pattern}(?= |$)")


_SAYS_NOTICES, _SAYS_HEARINGS, _SAYS_NO_MORE = _has(_NOTICES), _has(_HEARINGS), _has(_NO_MORE)
_SAYS_ANSWERS, _SAYS_GOES_ON, _SAYS_BUT = _has(_ANSWERS), _has(_GOES_ON), _has(_BUT)
_LACKS = _has(r"(?:жок|нет|нету|\w+ген жок|бербе\w*|келбе\w*|албай\w*|не (?:было|дали|пришел|пришло|получил\w*))")
_OF_A_THEME = _has(r"\w+ (?:боюнча|тууралуу|жонундо)|(?:про|о|по) \w+")
_FEW = 3  # words
# Where no notices are named: «токтот, бирок жооп келсин», «хватит, только ответ пришлите».
_STOPS_ALL = _has(
    r"(?:токтот\w*|токтосун|токтоткула|токто|стоп|хватит|довольно|прекрат\w*|перестан\w*|жазбагыла|жибербегиле|жонотпогула|"
    r"(?:болше |ничего )*не (?:шли\w*|пиши\w*|присыл\w*|отправля\w*|сообщай\w*))"
)
_WANTS = _has(
    r"(?:келсин|келе берсин|келип турсун|бергиле\w*|берини\w*|берсе\w*|айткыла\w*|жазгыла\w*|жибергиле\w*|жонот\w*|"
    r"кутом|кутуп\w*|пуст|пришл\w*|присыл\w*|ответ(?:те|тэ|ь|ьте|ит)|жду|ждем|нужен|оставте|только|толко|тока|лишь|кроме|эле|гана)"
)
_NOTHING_BUT = _has(r"(?:болше )?(?:не|ничего не) \w+ (?:болше |мне )?(?:ничего )?(?:кроме|помимо)")

_MOST_OF_LEAVING = 6  # words
_LEAVE_ME = _has(
    r"(?:отстан\w*|отвяжи\w*|оставте? (?:меня|нас)(?: в покое)?|не (?:беспокой\w*|тревож\w*|надоедай\w*|доставай\w*)|"
    r"надоели|(?:мени |бизди )?тынч кой\w*|тынчымды алба\w*|тажатпа\w*|тажаттын\w*|(?:мени )?убара кылба\w*)"
)

# A stop in a long form: whatever it says, each of its words belongs to the stop or to «everything».
_EVERYTHING = Wish(
    (
        words(
            r"""
            токтот(?!по)\w* | токтосун | стоп | прекрат\w* | прекращай\w* | хватит | перестан\w* | отпи(?:ш|сат|сыв)\w* |
            отключ\w* | выключ\w* | не (?:шли|пиши|присылай|отправляй|беспокой|звони)\w* |
            не (?:надо|нужно) (?:болше )?(?:слат|писат|присылат) | (?:жиберб|жонотп|жазб|айтпа|кабарлаба)\w* |
            отмени\w* подписк\w* | тизмеден (?:чыгар|очур)\w* |
            (?:уберите|удалите|исключите|вычеркните) меня (?:из|отовсюду|со) (?:\w+ )?(?:списк\w*|рассыл\w*|подпис\w*) |
            отсоедин\w*
            """
        ),
        words(
            r"""
            баар[ыа]\w* | бардыг\w* | бардык | эч (?:нерсе|кандай|бир)\w* | эчтеке\w* | эчтемке\w* | эчнерсе\w* | все |
            всех | всего | ничего | ниче | ничегошенки | никаки\w+ | вообще | такыр | таптакыр | совсем | полностю |
            отовсюду | болше | башка | мындан ары
            """
        ),
    ),
    words(
        r"""
        кере(?:ги|к) (?:жок|эмес)\w* | кереги да жок | керексиз | кажет\w* (?:жок|эмес) | ненадо |
        не (?:надо|нужн\w+|хочу|интересно) | мага | мне | меня | мени | менин | бизге | нам | нас | от | из | на | со |
        и | да | жана | эми | уже | бол(?:ду|уптур|гула)? | баса | подписк\w* | рассылк\w* | кабар\w* | уведомлени\w* |
        эле | го | чи | пожалуста | сураныч | сообщени\w* | писат | слат | жаз\w{0,4} | кой(?:гула|унуз|ункулачы)? |
        нерсе\w* | ек | жок | нет | ни | о | чем | чего | ваш\w{0,3} | силердин | бот\w* | надоел\w* | тажадым |
        чарчадым | алгым келбейт
        """
    ),
)


def names_notices(text: str) -> bool:
    """Whether a stop names the notices or the hearings: «кабардын кереги жок». «Мага башка жазба» means everything."""
    read = fold_within(text, _LONGEST)
    return bool(_SAYS_NOTICES.search(read) or _SAYS_HEARINGS.search(read))


def read_stopping(text: str) -> Stopping | None:
    """Returns what a text wishes of notices, whatever it says besides. None: it wishes no such thing."""
    if len(text) > _LONGEST or "?" in text:
        return None
    read = fold(to_cyrillic(_STOPS.sub(f" {_STOP} ", text)))
    said = read.replace(f" {_STOP}", "")
    if len(said.split()) <= _MOST_OF_LEAVING and _LEAVE_ME.search(said):
        return Stopping.NOTICES
    if _EVERYTHING.fits(said):
        return Stopping.EVERYTHING
    if not said or len(said.split()) > _MOST_WORDS or _OF_ELSE.search(_OF_A_THEME.sub(" ", said)):
        return None
    if _SAYS_GOES_ON.search(said):
        of_answers = _SAYS_ANSWERS.search(said) and not _SAYS_NOTICES.search(said)
        return Stopping.NOTHING if of_answers and not _SAYS_NO_MORE.search(_SAYS_GOES_ON.sub(" ", said)) else None
    return _read_parts(read)


def _read_parts(read: str) -> Stopping | None:
    stopped, other = _part(read)
    if not _SAYS_NO_MORE.search(stopped):
        return None
    of_notices = bool(_SAYS_NOTICES.search(stopped) or _SAYS_HEARINGS.search(stopped))
    of_answers = bool(_SAYS_ANSWERS.search(stopped))
    if of_answers and not of_notices:
        return None  # an answer that is not wanted, or a proposal that is withdrawn
    wants_answers = bool(_SAYS_ANSWERS.search(other)) and not _LACKS.search(other)
    if _SAYS_NOTICES.search(other) or _SAYS_HEARINGS.search(other):
        is_bare = len(stopped.split()) <= _FEW and bool(_SAYS_HEARINGS.search(other) and _SAYS_NOTICES.search(other))
        return Stopping.UNSURE if of_notices or is_bare else None
    if of_notices:
        return Stopping.NOTICES if wants_answers or not other else None
    is_plain = _STOPS_ALL.search(stopped) is not None and _WANTS.search(f"{stopped} {other}") is not None
    return Stopping.NOTICES if wants_answers and is_plain else None


def _part(read: str) -> tuple[str, str]:
    # What is to stop, and what is said beside it.
    if found := _NOTHING_BUT.search(read):
        return read[: found.end()], read[found.end() :]
    parts = [part.strip() for one in read.split(_STOP) for part in _cut_at_but(one) if part.strip()]
    stopped = [part for part in parts if _SAYS_NO_MORE.search(part)]
    other = [part for part in parts if part not in stopped]
    if len(parts) == 1:
        return _cut_behind_the_stop(parts[0])
    # «Кабар керек эмес» may stand in two parts: «кабар, керек эмес».
    named = [part for part in other if _SAYS_NOTICES.fullmatch(part) or _SAYS_HEARINGS.fullmatch(part)]
    return " ".join([*named, *stopped]), " ".join(part for part in other if part not in named)


def _cut_at_but(part: str) -> list[str]:
    found = _SAYS_BUT.search(part)
    if found is None:
        return [part]
    word = found[0].strip()
    if word in {"эле", "гана"}:  # it stands behind what is wanted: «жооп эле келсин»
        return [part]
    return [part[: found.start()], part[found.end() :]]


def _cut_behind_the_stop(part: str) -> tuple[str, str]:
    # «Угу кабары келбесин жооп келе берсин»: no stop and no «but» between the two. «Уберите последнее предложение»
    # names no notice, and wishes a proposal changed.
    found = _SAYS_NO_MORE.search(part)
    if found is None:
        return "", part
    before, behind = part[: found.end()], part[found.end() :]
    of_notices = _SAYS_NOTICES.search(before) or _SAYS_HEARINGS.search(before)
    is_other = bool(of_notices and _SAYS_ANSWERS.search(behind)) and not _SAYS_NOTICES.search(behind)
    return (part[: found.end()], behind.strip()) if is_other else (part, "")
