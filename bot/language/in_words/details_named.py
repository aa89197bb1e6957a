"""A detail that is told beside a proposal: a sum, «сумма 2 млн деп кой», or one's own name."""

import re

from bot.language.kyrgyz import clean, fold
from bot.language.latin import fold_within, to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 100  # characters
_MOST_WORDS = 9
_MOST_OF_A_NAME = 4  # words
_OF_A_SUM = compile_late(
    r"(?:^| )(?:сумма|сумму|суммасы|суммасын|сумманы|суммам|бюджет|бюджети|бюджетин|баасы|баасын|наркы|стоимост|"
    r"стоимостю|цена|"
    r"цену|смета|смету|сметасы)(?= |$)"
)
_PUT_IT = compile_late(
    r"(?:^| )(?:(?:деп|дегенди|болсун|кылып) )?(?:кой|кою\w*|койгула|койчу|жаз|жазып кой\w*|жазып|жазыныз|жазгыла|"
    r"белгиле\w*|"
    r"корсот|корсотунуз|постав|поставте|напиши|напишите|укажи|укажите|запиши|запишите|впиши|впишите)(?= |$)"
)
_BESIDE_A_SUM = compile_late(
    r"(?:^| )(?:деп|дегенди|болот|болсун|будет|пуст|это|бул|нужно|надо|керек|кетет|чыгат|мне|мага|там|ага|ал|жок|нет|"
    r"не кошпо|кошпо|"
    r"пожалуйста|сураныч|эми|анда|да|ооба|на|в)(?= |$)"
)
# «Менин атым Нурдин», «меня зовут Мирлан», «аты-жөнү: Сатыбалдиева Күмүш», «имя Айгуль поставьте».
_NAMED = compile_late(
    r"\s*(?:(?:ооба|да|ну|а|и|эми|анда|жок|нет)[\s,]+)?(?:(?:менин|ме[йн]\w?|men[iı]n|mening?|меним|моё|мое|моя|м[оа]й|меня|автор(?:дун)?|"
    r"ап[аы]мдын|мамин[оа])\s+)?"
    r"(?:ат[ыи]\s*[-–—]?\s*ж[өо]н[үу]м?|ат[ыи]м|ысм[ыи]м|зовут|(?P<bare>имя|фамилия|фио)|atym|ysmym)"
    r"\s*(?P<mark>[:\-–—])?\s+(?P<name>\S.*)",
    re.IGNORECASE,
)
# «Атымды да жазып коюңуз: Нурлан молдо», «добавьте имя Гульмира»: that a name be put down, and the name.
_PUT_DOWN = compile_late(
    r"\s*(?:(?:да|ооба|и|а|ещё|еще|дагы|пожалуйста|сураныч|моё|мое|менин|тоже)[\s,]+)*"
    r"(?:(?:ат[ыи]мд[ыи]|ысм[ыи]мд[ыи]|аты-?ж[өо]н[үу]мд[үу]|имя|фамилию|фио)(?:\s+(?:моё|мое|тоже|да|дагы|ещё|еще|и|\w*(?:жаз|"
    r"кош|кой|ко[юё]|бел|впиш|напиш|добав|постав|укаж|запиш)\w*)){1,4}\s*[:\-–—,]\s*(?P<behind>\S.*)|"
    r"(?:добавь|добавьте|впиши|впишите|напиши|напишите|укажи|укажите|поставь|поставьте|запиши|запишите)\s+(?:моё\s+|мое\s+|"
    r"и\s+)?(?:имя|фамилию|фио)\s*[:\-–—]?\s+(?P<named>[A-ZА-ЯЁӨҮҢ].*))",
    re.IGNORECASE,
)
_AFTER_A_NAME = compile_late(
    r"[\s,]+(?:деп|dep|болот|болсун|бол[оа]|деген|мун[уы])?(?:\s*(?:жаз\w*|кой\w*|кою\w*|бел[гк]иле\w*|поставь\w*|"
    r"напиши\w*|укажи\w*|"
    r"запиши\w*|впиши\w*|дейт|болот|jaz\w*|koi\w*))*[\s.!]*$",
    re.IGNORECASE,
)
# A wish or a question about a name is no name.
_NO_NAME = compile_late(
    r"[?\d@]|(?:^| )(?:не|ни|без|жок|эмес|нет|жана|и|менен|кот|надо|нужно|нельзя|керек|керекпи|можно|для|чтобы|кто|"
    r"ким|кимге|"
    r"кайда|где|обязательно|сохран\w*|"
    r"вид\w*|показ\w*|покаж\w*|убер\w*|удал\w*|скро\w*|скры\w*|пиш\w*|писат|укаж\w*|указ\w*|остав\w*|мое|мой|менин|"
    r"анонимно|"
    r"корун\w*|корсот\w*|чык\w*|калб\w*|калс\w*|турб\w*|турсун|жазб\w*|жазыл\w*|жазуу\w*|жазыш\w*|айтыл\w*|айтпа\w*|"
    r"кошпо\w*|кошулб\w*|"
    r"очур\w*|жашыр\w*|билин\w*|билб\w*|болбо\w*|сакта\w*|купуя|алып|сыр|башка|туура|ката|неверно|неправилно|"
    r"озгорт\w*|\w+бу|\w+бы|"
    r"\w+ба|\w+пы|\w+пу|\w+пи|\w+би)(?= |$)"
)


def read_sum_told(text: str) -> str:
    """Returns the sum that a short text tells and nothing else: «сумма 2 млн деп кой» is «2 млн». Else it is empty."""
    read = fold_within(text, _LONGEST)
    if not read or len(read.split()) > _MOST_WORDS:
        return ""
    left = _PUT_IT.sub(" ", _OF_A_SUM.sub(" ", read))
    is_told = bool(_OF_A_SUM.search(read)) or (bool(_PUT_IT.search(read)) and "сом" in read)
    left = " ".join(_BESIDE_A_SUM.sub(" ", f" {left}").split())
    return left if is_told and re.search(r"\d|мин|милл|тыс|млн", left) else ""


_A_SUM = compile_late(r"(?=.*(?:\d|жуз|сто|двести|триста|четыре|пят|бир|эки|уч|торт|беш|алты|жети|сегиз|тогуз|он|два|две|три|"
                    r"миллион))"
                    r".*(?:мин|миллион\w*|млн|тысяч\w*|тыс|сом\w*)(?= |$).*")  # fmt: skip
_WORDS_OF_A_SUM = 5


def is_bare_sum(text: str) -> bool:
    """Whether a short text looks like a sum and nothing else; only who parses it knows: «уч жүз миң чамасында»."""
    read = fold_within(text, _LONGEST)
    return len(read.split()) <= _WORDS_OF_A_SUM and _A_SUM.fullmatch(read) is not None


def read_name_told(text: str) -> str:
    """Returns the name that a short text gives as its author's and says nothing besides; else an empty text."""
    if len(text) > _LONGEST or "\n" in text.strip():
        return ""
    return _read_name_said(text) or _read_name_put_down(text)


def _read_name_said(text: str) -> str:
    found = _NAMED.fullmatch(clean(text))
    if found is None:
        return ""
    if found["mark"] is None and found["bare"] and not found["name"][:1].isupper():
        return ""  # «имя улице дайте» names no author
    return "" if text.strip().endswith("?") else _clean_name(found["name"])


def _read_name_put_down(text: str) -> str:
    found = _PUT_DOWN.fullmatch(clean(text))
    name = (found["behind"] or found["named"]) if found is not None else ""
    return _clean_name(name) if name[:1].isupper() else ""


def _clean_name(said: str) -> str:
    name = " ".join(_AFTER_A_NAME.sub("", said).strip(" .,!«»\"'").split())
    is_name = 0 < len(name.split()) <= _MOST_OF_A_NAME and not _NO_NAME.search(fold(to_cyrillic(name)))
    return name if is_name else ""
