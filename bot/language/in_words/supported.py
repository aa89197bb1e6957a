"""Whether somebody says in words that they support the proposal of a number: «37-сунушту колдойм», «я за № 37»."""

from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import fold
from bot.language.latin import fold_within, to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 100  # characters
_MOST_WORDS = 9
_NUMBER = compile_late(r"(?:^| )0*([1-9]\d{0,5})(?:чи|чу|чы|го|ое|й|я|ну|ни|ны|га|ге|го)?(?= |$)")
_SUPPORTS = compile_late(
    r"(?:^| )(?:колдой(?:м|мун|буз)|колдоп\w*|колдогум|кошулам|кошулабыз|кошулгум|"
    r"поддерж\w+|присоедин\w+|за)(?= |$)"
)
_DENIES = compile_late(r"(?:^| )(?:не|колдобо\w*|кошулбай\w*|эмес)(?= |$)")
_BESIDE = frozenset(
    ["мен", "биз", "я", "мы", "номер", "номери", "номердеги", "номерлуу", "номеру", "сунуш", "сунушту", "сунушка", "сунушун",
     "сунушу",     "предложение", "предложению", "заявку", "это", "тоже", "да", "дагы", "эле", "хочу", "келет", "ошол",
     "ушул", "бул", "к",
     "под", "номерди", "номердин", "за", "полностью", "очень", "абдан", "толук", "турам", "жатам", "сандуу", "менин",
     "мой", "голос",
     "ооба", "тоо", "н"]
)  # fmt: skip


_JOINS = compile_late(
    r"(?:^| )(?:колдо\w*|колдоп\w*|кошул(?:ам|абыз|айын|гум|дум)|кошуп кой\w*|поддерж\w+|присоедин\w+|"
    r"(?:я|мы|тоже|и я) (?:тоже )?за|плюсую|плюс один|мен да(?: ошо\w*)?|биз да(?: ошо\w*)?)(?= |$)"
)


def says_support(text: str) -> bool:
    """Whether a short text says that what is shown is supported: «мен да ошону айткам, колдоп койгула», «я тоже за»."""
    read = fold_within(text, _LONGEST)
    return len(read.split()) <= _MOST_WORDS and bool(_JOINS.search(read)) and not _DENIES.search(read)


def read_supported(text: str) -> int | None:
    """Returns the number of the proposal that a short text supports; None where it says anything else."""
    read = fold(to_figures(to_cyrillic(text))) if len(text) <= _LONGEST else ""
    numbers = _NUMBER.findall(read)
    if len(numbers) != 1 or len(read.split()) > _MOST_WORDS or _DENIES.search(read) or not _SUPPORTS.search(read):
        return None
    left = _NUMBER.sub(" ", _SUPPORTS.sub(" ", read)).split()
    return int(numbers[0]) if set(left) <= _BESIDE else None
