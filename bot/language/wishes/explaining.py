"""Few words that wish a thing explained, «түшүндүрүү», «поясните», or one more thing added, «дагы бирөө кош»."""

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 80, 7
_EXPLAINS = (
    r"(?:тушундур\w*|поясни\w*|пояснен\w*|обясни\w*|обяснен\w*|разясни\w*|разяснен\w*|расшифруй\w*|растолку\w*|"
    r"жонокойлот\w*|чечмеле\w*)"
)
_MEANS = (
    r"(?:что (?:это )?(?:значит|означает)|(?:это )?что значит|(?:бул )?эмне деген(?:и|дик)?|"
    r"эмнени билдирет|как (?:это )?понят)"
)
_BESIDE = (
    r"(?:пожалуста|пожалуйста|мне|мага|бизге|бул|муну|мунун|ушуну|это\w*|этот|эту|ответ\w*|жооп\w*|жооб\w*|слушани\w*|угуу\w*|угу\w*|"
    r"решени\w*|чечим\w*|бер|берчи|берсениз|бериниз\w*|бергиле\w*|койгула\w*|айтып|керек|надо|нужно|хочу|можно|можете|болобу|"
    r"суранам|сураныч|подробнее|попроще|проще|простыми|словами|жонокой|менен|тил\w*|а|ну|и|же|эми|анан|дагы|еще|раз|кайра|деп|эмне|"
    r"не понял\w*|не понятно|тушунбодум|тушунгон жокмун|как|кантип|за|что)"
)
_EXPLAINED = compile_late(rf"(?:{_BESIDE} )*(?:{_EXPLAINS}|{_MEANS})(?: (?:{_BESIDE}|{_EXPLAINS}))*")
_ONE = r"(?:1|один|одно|одну|одна|бир(?:оо|ди|ин|оону|еени)?|1 ?(?:ди|ин|оо|не)|нерсе|кое что)"
_MORE = (
    r"(?:еще|ищо|дагы|жана|и|да|можно|хочу|надо|керек|предложени\w*|сунуш\w*|пункт\w*|строк\w*|болобу|сюда|"
    r"бул жерге|мага|мен|я)"
)
_ADDS = (
    r"(?:добав\w*|дабав\w*|допол\w*|дописат|допиши\w*|кош(?:ом|ойун|оюн|оин|айын|олу|собу|сом|сок|кула|ула|унуз\w*|уп|ууга|уу|кум|"
    r"албыз|обуз|о|чу)?)"
)
_ONE_MORE = compile_late(
    rf"(?:{_MORE} )*(?:{_ADDS} (?:{_MORE} )*{_ONE}|(?:{_ONE} )(?:{_MORE} )*{_ADDS}|{_MORE} {_ADDS}|{_ADDS} еще)"
    rf"(?: (?:{_MORE}|кой\w*|бер\w*|келет|{_ONE}))*"
)


def _read(text: str) -> str:
    read = fold_within(text, _LONGEST)
    return read if len(read.split()) <= _MOST_WORDS else ""


def asks_to_explain(text: str) -> bool:
    """Whether a short text only wishes what stands there explained."""
    return _EXPLAINED.fullmatch(_read(text)) is not None


def wants_one_more(text: str) -> bool:
    """Whether a short text only says that something more is to be added, and not yet what."""
    return _ONE_MORE.fullmatch(_read(text)) is not None
