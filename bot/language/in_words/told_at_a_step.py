"""What a short text tells at one step: a wish for notices, no coming, letters at random."""

from bot.language.gist.endings import spell_by_vowels
from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 120  # characters
_MOST_WORDS = 7
# «Пиши когда будет», «айтып турсаңар болот»: notices are wanted.
_TELL = compile_late(
    r"(?:^| )(?:пиши|пишите|напиши|напишите|сообщай|сообщайте|сообщи|сообщите|говори|говорите|присылай|присылайте|шлите|"
    r"дай знат|дайте знат|держи в курсе|держите в курсе|предупреди|предупредите|предупреждайте|"
    r"(?:жазып|айтып|билдирип|кабарлап|эскертип|жонотуп|чалып) (?:тур\w*|кой\w*|бер\w*)|кабарла\w*|билдир\w*|"
    r"жазгыла|жазыныз|айткыла|айтыныз|эскерт\w*)(?= |$)"
)
_NOT = compile_late(r"(?:^| )(?:не|нет|жок|эмес|\w+(?:ба|бе|бо)(?:гыла|гула|ныз|нуз|й)?)(?= |$)")
_BESIDE_TELLING = """
    да ооба ага ок макул болот мага мне нам бизге когда качан будет будут болсо болсун болгондо дайыма всегда об этом
    и а ну тоже пожалуйста сураныч если что кабар угуу угууну собрание слушание слушания про эле анда го уж када болгон
    сайын хорошо давай давайте пуст конечно албетте эми жыйын жыйынды начнется башталса башталганда день дату күнүн кунун
    жакшы болмок болор турсанар турсаныз
"""
_SMALL = frozenset(_BESIDE_TELLING.split())
_LEAST_HEARD = 5  # letters of a word that is spelt by ear: «сабрание»
_HEARD = frozenset(spell_by_vowels(one) for one in _SMALL if len(one) >= _LEAST_HEARD)


def wants_telling(text: str) -> bool:
    """Whether a short text says only that its author wants to be told: «пишите когда будет», «жазып тургула»."""
    read = _read(text)
    beside = _TELL.sub(" ", read).split()
    is_small = all(one in _SMALL or spell_by_vowels(one) in _HEARD for one in beside)
    return not _NOT.search(read) and bool(_TELL.search(read)) and is_small


_NO_FIRST = compile_late(r"(?:ой |э )?(?:жок|йок|нет|неа)(?= |$)")
_ASKS_OR_BUTS = compile_late(
    r"(?:^| )(?:кто|кому|где|когда|зачем|почему|как|что|ким\w*|кайда\w*|качан|эмне\w*|кантип|но|а|бирок|лучше|жакшысы|"
    r"ответ\w*|жооп\w*|сунуш\w*|предложени\w*|\w{3,}(?:бы|бу|пы|пу))(?= |$)"
)


def says_no_and_why(text: str) -> bool:
    """Whether a short text begins with a no, and only says why: «нет спасибо, и так много сообщений»."""
    read = _read(text)
    return _NO_FIRST.match(read) is not None and "?" not in text and not _ASKS_OR_BUTS.search(read)


_CANNOT = compile_late(
    r"(?:катышал|келал|баралал|барал|жетал)(?:байм|бай калам|баймын|бай калабыз)\w*$|"
    r"(?:^| )(?:кантип|кайдан|как|каким образом) (?:мен |я )?(?:барам|келем|жетем|барайын|приду|приеду|доберус)$|"
    r"(?:бара|келе|кете|чыга|катыша|жете) (?:албайм\w*|албайбыз|албасам керек|албай кала\w+)$|"
    r"(?:^| )не на кого (?:\w+ ){0,2}(?:остав\w+|брос\w+)|(?:^| )(?:остав\w+|брос\w+) (?:\w+ ){0,2}не на кого|"
    r"(?:^| )не (?:отпуска\w+|отпустят|отпросит\w*|вырват\w*|выбрат\w*)(?= |$)|"
    r"(?:^| )(?:бошой|бошоно|суранып чыга) албай(?:м\w*|быз)(?= |$)"
)


def says_cannot_come(text: str) -> bool:
    """Whether a short text says that its author cannot leave what they do: «дүкөндү таштап бара албайм»."""
    return _CANNOT.search(_read(text)) is not None


_URGES = compile_late(
    r"(?:^| )(?:быстр\w+|скорее|скорей|побыстр\w+|поскор\w+|живее|поживее|шустрее|поторопи\w*|торопи\w*|"
    r"сколко (?:можно|нужно|надо)|"
    r"сколко раз|тезирээк|тез|ылдам\w*|тезде\w*|шашыл\w*|канча (?:айт|жаз|кут)\w*|нечен жолу|канча жолу)(?= |$)"
)
_BESIDE_URGING = """
    давай давайте ну уже уж же ж эми бол болчу болгула болунуз анда да ооба пожалуйста сураныч а и бот можно ждат ждать
    писат писать говорит говорить повторят повторять вам я мы биз мен надо керек айтыш айтам айтабыз айтайын жазыш
    жазам жазабыз эле го раз одно тоже самое бир нерсени болот быстро отправ отправляй отправляйте жонот
"""
_SMALL_URGING = frozenset(_BESIDE_URGING.split())


def urges(text: str) -> bool:
    """Whether a short text only urges, or complains of having to say it again: «быстрее», «сколько можно писать»."""
    read = _read(text)
    return bool(_URGES.search(read)) and set(_URGES.sub(" ", read).split()) <= _SMALL_URGING


_UNSENT = compile_late(
    r"(?:^| )(?:жонотулбо\w*|жиберилбе\w*|(?:жонотуло|жибериле) элек\w*|жонотпогон\w*|неотправл\w*|не отправл\w*)(?= |$)"
)
_BESIDE_UNSENT = """
    очур очуруп сал салыныз кой коюнуз очурунуз очургула очурсон удали удалите сотри сотрите убери уберите покажи покажите
    корсот корсоткула корсотунуз ач ачып бер менин сунуш сунушум сунушту сунушумду сунуштар сунуштарым мои моё мое
    предложение предложения где кана кайда муну ошол ошону все баарын тизме список
"""
_SMALL_UNSENT = frozenset(_BESIDE_UNSENT.split())


def names_the_unsent(text: str) -> bool:
    """Whether a short text names what was written and not sent: «жөнөтүлбөгөндү өчүр», «покажи неотправленные»."""
    read = _read(text)
    return bool(_UNSENT.search(read)) and set(_UNSENT.sub(" ", read).split()) <= _SMALL_UNSENT


_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбюё", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LEAST_OF_A_RUN = 4  # letters


def is_at_random(text: str) -> bool:
    """Whether every word of a short text is a run along the keyboard, or one letter again and again."""
    words = text.casefold().split()
    return 0 < len(words) <= _MOST_WORDS and len(text) <= _LONGEST and all(map(_is_a_run, words))


def _is_a_run(word: str) -> bool:
    letters = word.strip(".,!?…")
    if len(letters) < _LEAST_OF_A_RUN or not letters.isalpha():
        return False
    if len(set(letters)) == 1:
        return True
    steps = [_is_a_step(one, other) for one, other in zip(letters, letters[1:], strict=False)]
    return sum(steps) >= len(steps) - 1 and (len(letters) > _LEAST_OF_A_RUN or all(steps))


def _is_a_step(one: str, other: str) -> bool:
    return any(one in row and other in row and abs(row.index(one) - row.index(other)) == 1 for row in _ROWS)


def _read(text: str) -> str:
    read = fold_within(text, _LONGEST)
    return read if len(read.split()) <= _MOST_WORDS else ""
