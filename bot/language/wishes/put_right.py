"""Somebody puts right what they sent: «ой, ошиблась: не улица Ленина, а Манаса», «эскисин оңдойм». Nothing new is meant."""

from dataclasses import dataclass

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.slips import is_slip
from bot.language.spellings import spell_by_ear
from bot.language.wishes.figures import FiguresTold, put_figure_right, read_figures

_LONGEST, _MOST_WORDS = 200, 20
_MOST_NAMED = 4  # words of what is wrong, and of what is right


@dataclass(frozen=True, slots=True)
class PutRight:
    """What is put right.

    wrong and right are the words that are named, as they were typed. says_so tells of a mistake of one's own, or of
    a wish to put right. of_sent names what was sent earlier, and no new one.
    only_wished says no more than the mistake, or the wish. figures are what the text says of figures, and nothing else.
    """

    wrong: str = ""
    right: str = ""
    says_so: bool = False
    of_sent: bool = False
    only_wished: bool = False
    figures: FiguresTold | None = None

    @property
    def names_what(self) -> bool:
        """Whether it says what is to stand there."""
        return bool(self.wrong) or self.figures is not None

    def put_into(self, text: str) -> str:
        """A text put right. Empty where what is wrong does not stand there just once."""
        whole = put_figure_right(text, self.figures) if self.figures is not None else ""
        return whole or put_in_place(text, self.wrong, self.right)


_MISTAKEN = compile_late(
    r"(?:^| )(?:ошибся|ошиблас|(?:я|у меня|тут|там) \w{0,4} ?ошибк\w*|ошибк\w* (?:допустил\w?|сделал\w?|вышла|у меня)|"
    r"ошибочка\w*|опечатк\w*|опечаталс?\w*|описался|описалас|перепутал\w?|напутал\w?|обозналс\w*|"
    r"(?:не так|не туда|не (?:ту|тот|то)(?: \w+)?|неправилно|неверно|с ошибкой) (?:я )?(?:написал|указал|назвал)\w?|"
    r"(?:написал|указал|назвал)\w? (?:не так|не то|не ту|не тот|неправилно|не правилно|неверно|с ошибкой)|"
    r"(?:неправилно|неверно)(?: \w+){0,2} должно быт|"
    r"(?:там |тут |это )?(?:адрес|улица|номер|дом|село|место|сумма|цифра|имя|название)\w{0,2} не т(?:от|а|"
    r"о)(?: дом)?|не т(?:от|а|о) (?:адрес|улица|"
    r"номер|дом|село|место|сумма|название)|(?:адрес|улица|номер|сумма|название)\w{0,2} (?:неправилн|неверн|ошибочн)\w+|"
    r"(?:дареги|кочосу|номери|суммасы|аты|жери)м? (?:туура эмес|ката|башка)(?: болуп калыптыр)?|"
    r"(?:ката|жанылыш|жанылып|туура эмес) (?:жаз(?!ыл)|айт(?!ыл)|корсот|кет|кой|бас|бер)\w+|"
    r"жанылы(?:ш|п)(?:ып|ыпмын|мын|ыппыз)|жанылды[мк]|чаташтыр(?:дым|ыпмын|ып)\w*)(?= |$)"
)
_PUT_RIGHT = (
    r"(?:исправ\w*|поправ\w*|измени\w*|изменит|поменя\w*|замени\w*|перепиш\w*|переписат|отредактир\w*|"
    r"ондо(?:п|й|ю|гу|с|нуз)\w*|озгорт\w*|тузот\w*|тузат\w*|алмаштыр\w*)"
)
_WISHES = compile_late(rf"(?:^| )(?:{_PUT_RIGHT})(?= |$)")
# What is done to the earlier one by us or its author: «эскисин оңдойм». «Эскисин алмаштырса да болот» is none.
_OF_SENT = compile_late(
    r"(?:^| )(?:исправ(?:ляю|ит|те|им|лю)?|поправ(?:ляю|ит|те|им|лю)?|изменит|меняю|переписат|"
    r"(?:ондо|тузот|тузат|озгорт)(?:йм|ом|ам|йун|ойун|айын|гум|ебуз|п \w+|уп \w+|йбуз))(?= |$)"
)
_OLD = compile_late(
    r"(?:^| )(?:(?:стар|прежн|прошл|предыдущ|отправленн)\w+ (?:предложени|заявк|просб|сообщени|текст)\w*|старое|"
    r"прежнее|прошлое|предыдущее|отправленное|эски(?:син|ни|м)\w*|"
    r"(?:мурунку|мурдагы|баягы|эски|жонотулгон)(?: менин)? (?:сунуш|жаз)\w*|"
    r"(?:мурунку|мурдагы|баягы)(?:ну|сун|ны|сын|м)\w*|жонотконум\w*)(?= |$)"
)
_NOT_NEW = compile_late(
    r"(?:^| )(?:(?:это )?не нов(?:ое|ая|ую|ый)|не надо нов\w+|жаны(?:сы)?(?: сунуш\w*)? (?:эмес|керек эмес|бербейм)|"
    r"жаны эмес)(?= |$)"
)
_WORD = compile_late(r"[^\W_]+(?:[-'’][^\W_]+)*")
_STOPS = compile_late(r"[,.;:!?()\n—–]")
# Words that lead up to what is named, or follow it, and are none of it.
_SAYS_NOTHING = """
    ой ай эй ну ошибся ошиблас извините кечиресиз там тут это бул мен я ката жазыпмын жазып койупмун надо нужно должно
    быт болуш болчу болот болсун керек эле экен исправте исправ исправит исправе поправте поправ пожалуста пожалуйста деп
    жазыныз жазсаныз ондоп тузотуп койгула коюнуз койчу койунузчу бериниз бергиле оз озгортуп алмаштырып замените
    алыпмын алыптырмын алдым койдум калыпмын калдым салыпмын поменяйте измените напишите
    туурасы правилно точнее жаныл жанылышып кетиптир кетти а но бирок
"""
_BESIDE = frozenset(_SAYS_NOTHING.split())


def read_put_right(text: str) -> PutRight | None:
    """Returns what a short text puts right of what was sent; None where it puts nothing right."""
    read = fold(to_cyrillic(_STOPS.sub(" ", text))) if len(text) <= _LONGEST else ""
    if not read or len(read.split()) > _MOST_WORDS:
        return None
    wishes, not_new = _WISHES.search(read) is not None, _NOT_NEW.search(read) is not None
    of_sent = _OLD.search(read) is not None and (_OF_SENT.search(read) is not None or not_new)
    mistaken = _MISTAKEN.search(read)
    is_bare = mistaken is not None and set(_MISTAKEN.sub(" ", read).split()) <= _BESIDE
    says_so = mistaken is not None or of_sent
    wrong, right = _find_named(text)
    figures = read_figures(text)
    if not (says_so or (wrong and right) or figures is not None):
        return None
    only_wished = is_bare or (of_sent and mistaken is None and not not_new)
    return PutRight(wrong, right, says_so or (wishes and bool(wrong)), of_sent, only_wished, figures)


def _find_named(text: str) -> tuple[str, str]:
    # «не X, а Y», «X эмес, Y» and «Y, а не X», as they were typed.
    words = [(found[0], fold(to_cyrillic(found[0])), found.start(), found.end()) for found in _WORD.finditer(text)]
    read = [word for _, word, _, _ in words]
    for at, word in enumerate(read):
        if word == "не" and "а" in read[at + 2 : at + 2 + _MOST_NAMED]:
            behind = read.index("а", at + 2)
            return _cut(text, words[at + 1 : behind]), _cut(text, _until_a_stop(text, words[behind + 1 :]))
        if word == "эмес" and at and at + 1 < len(read):
            before = _until_a_stop(text, words[at - 1 :: -1], back=True)[:2][::-1]
            return _cut(text, before), _cut(text, _until_a_stop(text, words[at + 1 :]))
        if at and read[at : at + 2] == ["а", "не"]:
            before = _until_a_stop(text, words[at - 1 :: -1], back=True)[:2][::-1]
            return _cut(text, _until_a_stop(text, words[at + 2 :])), _cut(text, before)
    return "", ""


_Words = list[tuple[str, str, int, int]]


def _until_a_stop(text: str, words: _Words, *, back: bool = False) -> _Words:
    found: _Words = []
    for one in words[:_MOST_NAMED]:
        between = "" if not found else text[one[3] : found[-1][2]] if back else text[found[-1][3] : one[2]]
        if one[1] in _BESIDE or _STOPS.search(between):
            break
        found.append(one)
    return found


def _cut(text: str, words: _Words) -> str:
    left = [one for one in words if one[1] not in _BESIDE]
    return text[left[0][2] : left[-1][3]] if left else ""


def put_in_place(text: str, wrong: str, right: str) -> str:
    """Returns a text with what is right in place of what is wrong. Empty where that does not stand there just once."""
    wrong_words, right_words = wrong.split(), right.split()
    before = [fold(word) for word in wrong_words]
    if right_words and fold(right_words[0]) in before[1:]:
        wrong_words = wrong_words[before.index(fold(right_words[0]), 1) :]  # «не школы номер 5, а номер 7»
    while len(wrong_words) > 1 and len(right_words) > 1 and fold(wrong_words[0]) == fold(right_words[0]):
        wrong_words, right_words = wrong_words[1:], right_words[1:]
    before = before[: len(before) - len(wrong_words)]
    while len(wrong_words) > 1 and len(right_words) > 1 and fold(wrong_words[-1]) == fold(right_words[-1]):
        wrong_words, right_words = wrong_words[:-1], right_words[:-1]
    if len(right_words) == 1 and right_words[0].isdigit() and wrong_words[:1] and wrong_words[0].isdigit():
        wrong_words = wrong_words[:1]  # «не 40 домов, а 60»
    if not wrong_words or not right_words:
        return ""
    words = [(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]
    if len(wrong_words) == len(right_words) == 1 and _MONTHS.fullmatch(fold(wrong_words[0])):
        wrong_words, right_words = _read_month(wrong_words[0], right_words[0], [one[0] for one in words])
    looked_for, many = [fold(word) for word in wrong_words], len(wrong_words)
    places = _find_places([one[0] for one in words], looked_for, before)
    if len(places) != 1:
        return ""
    first, last = words[places[0]], words[places[0] + many - 1]
    behind = words[places[0] + many][0] if places[0] + many < len(words) else ""
    if len(right_words) > 1 and behind[:_STEM] == fold(right_words[-1])[:_STEM]:
        right_words = right_words[:-1]  # «Ленин эмес Манас көчөсү»: the street stands there already
    return f"{text[: first[1]]}{' '.join(right_words)}{text[last[2] :]}"


def _find_places(words: list[str], looked_for: list[str], before: list[str]) -> list[int]:
    # Where the words stand: as they are named, else with a slip in either. Of several places the one behind the same word.
    many = len(looked_for)
    starts = range(len(words) - many + 1)
    places = [at for at in starts if words[at : at + many] == looked_for]
    if not places:
        places = [at for at in starts if all(map(_is_like, words[at : at + many], looked_for))]
    if len(places) > 1 and before:
        places = [at for at in places if at and _is_like(words[at - 1], before[-1])]
    return places


def _is_like(word: str, named: str) -> bool:
    # No figure is like another, and no short word.
    if word == named:
        return True
    is_long = min(len(word), len(named)) >= _STEM and word.isalpha() and named.isalpha()
    return is_long and (is_slip(word, named) or is_slip(named, word) or _hear(word) == _hear(named))


def _hear(word: str) -> str:
    return spell_by_ear(word) or word


_STEM = 4  # letters
_MONTHS = compile_late(r"(?:янв|фев|март|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*")
_OF_A_MONTH = {"ь": "я", "й": "я", "т": "та"}  # «март» is «марта» behind a day


def _read_month(wrong: str, right: str, words: list[str]) -> tuple[list[str], list[str]]:
    # A month as the text writes it: «не март, а апрель» of «до 15 марта».
    stands = [word for word in words if _MONTHS.fullmatch(word) and word[:3] == fold(wrong)[:3]]
    if len(stands) != 1 or stands[0] == fold(wrong):
        return [wrong], [right]
    is_of_a_day = stands[0][-1:] in {"а", "я"} and _MONTHS.fullmatch(fold(right)) is not None
    ending = _OF_A_MONTH.get(right[-1:]) if is_of_a_day else None
    return stands, [right[:-1] + ending if ending else right]


_YES_FIRST = compile_late(r"(?:^)(?:да|ага|ооба|ова|макул|ну да|конечно|ии)(?= |$)")


def agrees_to_put_right(text: str) -> bool:
    """Whether a short text says yes to a correction, and brings no words of its own: «да, исправьте там улицу»."""
    read = fold(to_cyrillic(_STOPS.sub(" ", text))) if len(text) <= _LONGEST else ""
    is_short = len(read.split()) <= _MOST_AGREEING and not any(map(str.isdigit, read))
    return is_short and _YES_FIRST.match(read) is not None and _WISHES.search(read) is not None


_MOST_AGREEING = 6  # words
