"""Somebody asks what became of something that is no proposal: a request for information, an initiative, a report."""

import re
from enum import StrEnum

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 120, 12


class Sent(StrEnum):
    """What is asked after."""

    REQUEST = "request"
    INITIATIVE = "initiative"
    REPORT = "report"


_OF = {
    Sent.REQUEST: r"запрос\w*|запрас\w*|суроо талаб\w*|берген талаб\w*|"
    r"(?:маалымат|копия|кочурмо|документ|кагаз)\w* сура(?:ган|ды|п)\w*|"
    r"сурап жазган\w* маалымат\w*|сураган (?:маалымат|кочурмо|документ|кагаз)\w*|"
    r"запрошенн\w+|(?:ответ\w*|жооп|жооб\w*) (?:на |по )?запрос\w*",
    Sent.INITIATIVE: r"инициатив\w*|инцатив\w*|иницатив\w*|демилге\w*",
    Sent.REPORT: r"отчет\w*|отчот\w*|кабарлаган(?:ым|ыбыз)\w*|байкоо\w* (?:кабарым|жазган)\w*|мониторинг\w*",
}
_SAYS = {sent: compile_late(rf"(?:^| )(?:{words})(?= |$)") for sent, words in _OF.items()}
_OWN = compile_late(
    r"(?:^| )(?:мо[йеяюи]\w{0,2}|наш\w*|менин|меники|биздин|я|мен|\w{4,}(?:м|быз|биз|буз)(?:а|ды|ду|дын|дун|га|го|дан)?)(?= |$)"
)
_ASKS = compile_late(
    r"(?:^| )(?:что|чего|где|када|когда|скол(?:ко|ка)|как|статус\w*|готов\w*|дошел|дошла|дошло|приш[ле]\w*|рассмотр\w*|"
    r"ответил\w*|будет|жд[ау]т\w*|"
    r"кайда\w*|каерде|качан|канча|кандай|эмне\w*|барбы|болду\w*|кара\w+(?:бы|бу|пы)|\w{3,}(?:ды|ди|ду|ты|ти|ту|ган|кан)(?:бы|би|бу)|"
    r"келеби|жетти\w*|жооп|жооб\w*|ответ\w*|абалы)(?= |$)"
)
_BEGINS = compile_late(
    r"(?:^| )(?:хочу|хотим|хотел\w*|подат|отправит|сделат|сделаю|написат|напишу|запросит|предлага\w*|предлож\w*|"
    r"беремин|берем|берейин|жазам|жазайын|сурайм|сурагым|сунушта\w*|кошом|керек|кантип|"
    r"как (?:подат|сделат|написат|отправит))(?= |$)"
)
_NUMBER = compile_late(r"\b[МM]\s?-?\s?0*(\d{1,4})\b", re.IGNORECASE)


def read_asked_after(text: str) -> Sent | None:
    """Returns what a short text asks after; None where it asks after a proposal, after nothing, or begins something."""
    read = fold_within(text, _LONGEST)
    if not read or len(read.split()) > _MOST_WORDS or _BEGINS.search(read):
        return None
    if read_request_number(text) is not None:
        return Sent.REQUEST
    is_asked = "?" in text or _ASKS.search(read) is not None
    sent = next((sent for sent, said in _SAYS.items() if said.search(read)), None)
    # A report or an initiative is asked after in general too: only one's own is meant.
    return sent if is_asked and (sent is Sent.REQUEST or _OWN.search(read)) else None


def read_request_number(text: str) -> int | None:
    """Returns the number of a request that a short text names, «М-001 кайда?»; None where it names none."""
    found = _NUMBER.search(text) if len(text) <= _LONGEST else None
    return int(found[1]) if found is not None and len(text.split()) <= _MOST_WORDS // 2 else None
