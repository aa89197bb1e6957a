"""Words that only lead up to an addition, «хочу добавить: …», «кошумчалайм: …», told from what is added."""

import re

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _READ, _MOST_WORDS = 4_000, 160, 12  # characters of a message, of a lead-in; its words
_STUCK = compile_late(r"(?<=[^\W\d_])([:—–])(?=\S)")
_ADDS = (
    r"добав(?:ит|лю|ляю|им|ляем|те|лте|ление|ка|очка)?|доба+вте|дополн(?:ит|ю|яю|им|ение|ителн\w*)|допи(?:сат|шу|шите|сываю)|"
    r"прибав(?:ит|лю|те)|кошумча(?:м|лайм|лайын|ласам|лап|лоо|лайбыз)?|толукта(?:йм|йын|п|сам|оо)|толуктоо|кошойун|"
    r"кошоюн|кошом|"
    r"кошкум|кошуп|кошсом|кошулсун"
)
_TO_MINE = (
    r"сунушума|сунушубузга|сунушка|сунушуна|сунушума|моему|своему|нашему|предложению|предложени\w|заявке|тексту|текстим\w*|"
    r"обращению"
)
_BESIDE = (
    r"я|мы|хочю|[hх][оа]чу|ксочу|мен|биз|мага|а|и|да|ну|ой|ок|ещё|еще|есче|исчо|ище|щас|сейчас|туда|сюда|к|ко|в|по|"
    r"из|хочу|хотим|хотел\w*|бы|надо|нужно|можно|могу|забыл\w?|"
    r"забыла|пожалуйста|что|вот|это|этому|тому|же|прежнему|прошлому|последнему|первому|старому|нему|нее|ней|от|себя|одно|"
    r"дагы|тагы|эми|жана|бир|нерсе|нерсени|баса|ошол|ошо|ушул|ушу|тиги|тигиге|ага|буга|мурунку|мурдагы|баягы|жанагы|"
    r"алдынкы|акыркы|"
    r"келет|келди|коёюн|коеюн|коюн|кояйын|койгула|коюнуз\w*|коюшсун|кетейин|айтам|айтайын|айтсам|айтарым|жазам|"
    r"жазайын|жазсам|"
    r"унут\w*|калып\w*|элем|эле|дегем|дедим|менин|биздин|сураныч|салам|саламатсызбы|здравствуйте|извините|кечиресиз|"
    r"болобу|кереги|"
    r"катары|дополнительно|дополнение"
)
_LEADS = compile_late(rf"(?:(?:{_ADDS}|{_TO_MINE}|{_BESIDE})(?: |$))+")
_HAS = compile_late(rf"(?:^| )(?:{_ADDS})(?= |$)")
_OF_MINE = compile_late(
    r"(?:^| )(?:сунушума|сунушубузга|(?:к )?(?:моему|своему|нашему) (?:\w+ )?(?:предложению|заявке|тексту|обращению)|"
    r"(?:этому|тому|прежнему|прошлому|последнему) предложению)(?= |$)"
)
# «Ага кошумча, чатыр керек» is a sentence of the addition itself.
_NOUNS = compile_late(r"(?:^| )(?:кошумча|дополнение|дополнительн\w*|добавление|добавк\w*)(?= |$)")
_MARKS, _LEAST_OF_A_REST = ":—–-", 3  # letters


def read_addition(text: str) -> str:
    """Returns what is added, in its author's spelling. It is empty where a text does not say that it adds anything.

    A mark has to end the lead-in, unless it names a proposal of one's own: «фонари добавить» is a wish.
    """
    said = _STUCK.sub(r"\1 ", text.strip()) if len(text) <= _LONGEST else ""
    words = [(found[0], found.end()) for found in re.finditer(r"\S+", said[:_READ])][:_MOST_WORDS]
    read = ""
    for at, (word, end) in enumerate(words):
        read = f"{read} {_fold(word)}".strip()
        if read and not _LEADS.fullmatch(f"{read} "):
            return _without(said, words[at - 1][1], read.rpartition(" ")[0]) if at else ""
        if word[-1] in _MARKS and (_HAS.search(read) or _OF_MINE.search(read)):
            return _rest(said[end:])
    return ""


def _without(said: str, end: int, lead: str) -> str:
    # No mark: what is one's own proposal has to be named, and that it is added to.
    is_added = _OF_MINE.search(lead) is not None and (
        _HAS.search(lead) is not None or said[:end].rstrip()[-1:] in ",.;"
    )
    is_told = _HAS.search(_NOUNS.sub(" ", lead)) is not None and (
        lead.endswith(" что") or said[:end].rstrip().endswith(",")
    )
    return _rest(said[end:]) if is_added or is_told else ""


def _rest(rest: str) -> str:
    left = rest.strip(" \t\n,.;:—–-")
    return rest.strip(" \t\n,;:—–-") if sum(map(str.isalpha, left)) >= _LEAST_OF_A_REST else ""


def _fold(word: str) -> str:
    return fold(to_cyrillic(word))
