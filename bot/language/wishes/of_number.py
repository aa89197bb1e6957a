"""A wish about one's own proposal, named by its number: «№ 3 алып салгыла», «к номеру 2 добавьте: …»."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 1_000  # characters
_MOST_WORDS = 14  # of a wish that brings no words of its own


class OfNumber(StrEnum):
    """What is wished of a proposal."""

    WITHDRAW = "withdraw"
    ADD = "add"
    CHANGE = "change"
    SEE = "see"


@dataclass(frozen=True, slots=True)
class NumberWish:
    """The number that is named, what is wished of it, and the words that stand beside the wish."""

    number: int
    wish: OfNumber
    beside: str = ""


_SIGN = compile_late(r"[№#]|\b[Nn](?=[o°]?\s{0,2}\d)")
_DASH = compile_late(r"(?<=\d)-(?=[^\W\d_])")
_STOPS = compile_late(r"[,.;:!?()\n—–]| - ")
_STOP, _TH = "стт", "инчи"  # how a stop and the hyphen of «2-сунуш» are read among words
_ENDING = r"(?:г[аео]|к[аео]|н[аиыу]|[дт][иыу]|[дтн][иыу]н|[дт][ае]н?|й|е|я|го|му|ое|ая|ую|ий|ей)"
_OWN = r"(?:сунуш\w*|предложен\w*|предложк\w*|заявк\w*|таклиф\w*|кайрылуу\w*)"
_CALLED = r"(?:номер(?!де)\w*|ном[иу]р\w*|намер\w*|нумер\w*)"
_NUMBERS = tuple(
    compile_late(rf"(?:^| ){one}(?= |$)")
    for one in (
        rf"(?:{_OWN} )?(?:под )?{_CALLED} (?P<n>\d{{1,6}})(?: {_TH})?(?: ?{_ENDING})?(?: {_OWN})?",
        rf"(?P<n>\d{{1,6}})(?: {_TH})? ?{_CALLED}(?: {_OWN})?",
        rf"(?:{_OWN} )?(?P<n>0\d{{2,5}})(?: {_TH})?(?: ?{_ENDING})?(?: {_OWN})?",
        rf"(?P<n>\d{{1,6}}) ?(?:{_TH}|инчы|ое|е|го|му|ому)(?: {_ENDING})? {_OWN}",
        rf"предложени[еюи] (?P<n>\d{{1,6}})(?: {_ENDING})?",
        rf"(?P<n>\d{{1,2}}) {_TH} ?(?:син|сын|сун)\w{{0,3}}",  # «2-сине», of those that stand in a list
    )
)
# Things that have numbers of their own: «№ 7 мектеп», «5 номердеги автобус».
_THINGS = compile_late(
    r"(?:мектеп|школ|бакча|садик|детсад|дом|уй|кочо|улиц|квартал|квартир|участ|класс|автобус|маршрут|больниц|оорукана|фап|"
    r"кабинет|палат|насос|скважин|кудук|трансформатор|тп|столб|мамы|канал|арык|микрорайон|отдел|почт|бригад|автомат)\w*$"
)
_WISHES: tuple[tuple[OfNumber, re.Pattern[str]], ...] = tuple(
    (wish, compile_late(rf"(?:^| )(?:{words})(?= |$)"))
    for wish, words in (
        (
            OfNumber.CHANGE,
            r"оңдо\w*|ондо(?:й|п|гу|ну|ю)\w*(?: (?:бер|кой|сал)\w*)?|ондоо\w*|озгорт\w*|тузот\w*|тузат\w*|алмаштыр\w*|"
            r"ката(?:сы)?(?: (?:бар|кет\w*|жаз\w*))?|жанылыш\w*|туура эмес|исправ\w*|изме[нт]\w*|поправ\w*|поменя\w*|"
            r"замени\w*|перепи[шс]\w*|отредактир\w*|ошиб\w*|опечат\w*",
        ),
        (
            OfNumber.ADD,
            r"кош(?:уп|уу|ом|ойун|оюн|ою|улс\w*|улат|умча\w*|кула|кыла|гула|унуз\w*|юн|ам|айын|айн|ындар\w*|унчу|чу)?"
            r"(?: (?:бер|кой|сал)\w*)?|толукта\w*|добав\w*|дабав\w*|дополн\w*|допис\w*|допиш\w*|прибав\w*|присоедин\w*|"
            r"включи\w*|внес\w* дополн\w*",
        ),
        (
            OfNumber.WITHDRAW,
            r"кайт[ау]р(?:ып|уп|ам|айын|гыла|ыныз)?(?: (?:ал|бер|сал)\w*)?|ал[ыу]п (?:сал|таш|кой)\w*|алсал\w*|"
            r"[оу]ч[уи]р\w*(?: (?:сал|таш|кой|бер)\w*)?|жок кыл\w*|токтот\w*|(?:мага )?(?:кереги жок|керек эмес|керексиз)|"
            r"отз[ыо]в\w*|отозв\w*|убер\w*|убрат|убирай\w*|удали\w*|удаля\w*|сотр\w*|сними\w*|снят|забер\w*|забир\w*|"
            r"забрат|отмен\w*|аннулир\w*|(?:уже |болше )?(?:не (?:нужн\w+|надо|актуал\w*)|ненужн\w*|ненадо)",
        ),
        (
            OfNumber.SEE,
            r"качан|кана|эмне болду|кандай болду|абал[ыа]\w*|моонот\w*|корсот\w*|ачып (?:бер|кой)\w*|ач(?:чы|кыла)|"
            r"карал\w+(?:бы|бу|пы)|кор(?:ойун|гум|со болобу)\w*|жоо[пб]\w* (?:барбы|келдиби|болдубу|берилдиби|чыктыбы)|"
            r"когда|срок\w*|статус\w*|покаж\w*|показат|открой\w*|что с|что там|как там|где|скол(?:ко|ка) (?:еще )?жд\w*|"
            r"рассмотрели|ответили|посмотрет|(?:ест|пришел|готов) (?:ли )?ответ|ответ (?:ест|пришел|готов)",
        ),
    )
)
_DENIED = compile_late(
    r"(?:^| )(?:не (?:надо |нужно |стоит |хочу )?(?:отзыв|удал|убир|убер|сним|отмен|добав|исправ|меня|замен)\w*|"
    r"кайтарба\w*|кайтарып алба\w*|алып салба\w*|очурбо\w*|кошпо\w*|ондобо\w*|озгортпо\w*)(?= |$)"
)
_MOST_BESIDE = {OfNumber.WITHDRAW: _MOST_WORDS // 2, OfNumber.SEE: 4}  # words
# What is said of an answer asks after nothing: «0001 жооп түшүнүктүү», «по 0001 не согласна».
_REACTS = compile_late(
    r"(?:^| )(?:рахмат|спасибо|тушунуктуу|тушундум|понят\w*|понял\w?|ясно|макул\w*|соглас\w*|каршы\w*|рази|разы|нааразы\w*|"
    r"возраж\w*)(?= |$)"
)
_OF_A_REQUEST = compile_late(r"\b[МM]\s?-\s?\d", re.IGNORECASE)
# What may stand at the edges of a wish and says nothing of its own.
_SAYS_NOTHING = """
    менин мен меники мага мне мой мое моё мою мои моему моем мой я хочу хотел хотела прошу пожалуйста пж бул бу
    муну мунун это эту его ее её ага аны ошол ошо ошону ушул ушуну дагы да еще ещё тоже бир нерсе нерсени нерсем
    эми анан азыр сураныч суранам жок нет не эмес калып калды унутуп к ко в во на до с со из по что чтобы деп
    деген дегенди и а но ну же эле го гой болсо болсун бар надо нужно можно керек келет кетти кетиптир передумал
    передумала айныдым инчи стт номер сунуш сунушум сунушума сунушумду сунушту сунушка сунушумдан предложение
    предложению предложения предложении заявку заявке боюнча тууралуу жонундо
"""
_BESIDE = frozenset(_SAYS_NOTHING.split())


def read_number_wish(text: str) -> NumberWish | None:
    """Returns which proposal a text names by its number, and what it wishes. None: it wishes no such thing."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)) or _OF_A_REQUEST.search(text):
        return None
    read = _read(text)
    found = next((match for one in _NUMBERS if (match := one.search(read)) is not None), None)
    if found is None or _DENIED.search(read) or _names_a_thing(read, found):
        return None
    rest = f"{read[: found.start()]} {_STOP} {read[found.end() :]}"
    wish = next((wish for wish, words in _WISHES if words.search(rest)), None)
    if wish is OfNumber.SEE and _REACTS.search(read):
        return None
    beside = _leave_out(text, wish) if wish is not None else ""
    if wish is None or (wish is not OfNumber.ADD and len(read.replace(_STOP, " ").split()) > _MOST_WORDS):
        return None
    if wish in {OfNumber.WITHDRAW, OfNumber.SEE} and len(beside.split()) > _MOST_BESIDE[wish]:
        return None
    return NumberWish(int(found["n"]), wish, beside)


def _read(text: str) -> str:
    signed = _DASH.sub(f" {_TH} ", _SIGN.sub(" номер ", text))
    return fold(to_cyrillic(_STOPS.sub(f" {_STOP} ", signed)))


def _names_a_thing(read: str, found: re.Match[str]) -> bool:
    # A number of four digits with zeros is a proposal's alone; of a telephone it is a part.
    before, behind = read[: found.start()].split()[-1:], read[found.end() :].split()[:1]
    if any(map(str.isdigit, "".join(before))):
        return True
    if found["n"].startswith("00"):
        return False
    if any(_THINGS.match(word) for word in (*before, *behind)):
        return True
    is_free = not behind or behind[0] in _BESIDE or any(words.match(" ".join(behind)) for _, words in _WISHES)
    return not is_free and not _begins_a_wish(read[found.end() :])


def _begins_a_wish(behind: str) -> bool:
    return any((match := words.search(behind)) is not None and match.start() == 0 for _, words in _WISHES)


def _leave_out(text: str, wish: OfNumber) -> str:
    # The words of the text without the number, the wish and what only leads up to them.
    kept = [part for one in _CLAUSES.split(text) if (part := _strip_clause(one, wish))]
    return _LEADS_UP.sub("", ", ".join(kept))


_LEADS_UP = compile_late(r"^(?:что|чтобы|деп)\s+", re.IGNORECASE)


_CLAUSES = compile_late(r"\s*(?:[,;:!?\n—–]|\.(?!\d)| - )\s*")


def _strip_clause(clause: str, wish: OfNumber) -> str:
    read = _read(clause)
    found = next((match for one in _NUMBERS if (match := one.search(read)) is not None), None)
    words = next(words for one, words in _WISHES if one is wish)
    gone = set[str]() if found is None else set(found[0].split())
    said = words.search(read)
    if said is None and found is None:
        return clause.strip() if set(read.split()) - _BESIDE else ""
    gone |= set() if said is None else set(said[0].split())
    left = [word for word in clause.split() if not set(_read(word).split()) <= gone]
    while left and set(_read(left[0]).split()) <= _BESIDE:
        left.pop(0)
    while left and set(_read(left[-1]).split()) <= _BESIDE:
        left.pop()
    return " ".join(left).strip(" -—–")
