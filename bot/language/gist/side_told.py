"""Which side of the budget a short answer means that says what money does: «айылга пайда алып келет», «казна лишится»."""

from bot.language.gist.words import says_nothing_of_its_own
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 100, 9  # characters and words
_MONEY = compile_late(
    r"(?:акча|тыйын|каражат|каржы|пайда|киреше|казна|казын|бюджет|пул|ден[ье]г|копе[йе]|рубл|сом|прибыл|прибыт|доход|средств|казн)\w*"
)
_COMES = compile_late(
    r"(?:тушот|тушуп|тушсун|тушмок|келет|келип|келчу\w*|келсин|кирет|кирип|толот|толуктайт|кошулат|прид[её]т|придут|приход\w*|"
    r"поступ\w*|капа\w*|капн\w*|пополн\w*|принес\w*|принос\w*|зайд\w*|заработ\w*|прибавит\w*|прибавля\w*)"
)
_GOES = compile_late(
    r"(?:кет[еи]т\w*|кетип|чыгат|чыгып|корот\w*|коройт|жумша\w*|сарпта\w*|талап|уйд[её]т|уйдут|уход\w*|лишит\w*|потрат\w*|"
    r"потреб\w*|тратит\w*|израсход\w*|выйд[её]т|выдел\w*)"
)
_BESIDE = compile_late(
    r"(?:айыл|сел|казна|казн|окмот|мамлекет|алып|кылат|кылып|то|есть|от|из|с|в|на|у|чтоб|этого|это|этим|своих|наших|нам|бизге|"
    r"напротив|наоборот|мындан|андан|мунун|анын|да|албетте|конечно|ошондон|буга|ага|бизден|будет|наша|наш|местн)\w*"
)
_NO = compile_late(r"(?:не|нет|жок|эмес|без)")


def read_side_told(text: str) -> str:
    """Returns «revenue» or «spending»; empty where money does neither, both, or something else is said besides."""
    words = fold(to_cyrillic(text)).split() if len(text) <= _LONGEST and "?" not in text else []
    if not 1 < len(words) <= _MOST_WORDS or any(_NO.fullmatch(word) for word in words):
        return ""
    comes, goes = (any(verb.fullmatch(word) for word in words) for verb in (_COMES, _GOES))
    if comes == goes or not any(_MONEY.fullmatch(word) for word in words):
        return ""
    known = (_MONEY, _COMES, _GOES, _BESIDE)
    if not all(says_nothing_of_its_own(word) or any(one.fullmatch(word) for one in known) for word in words):
        return ""
    return "revenue" if comes else "spending"
