"""Somebody asks why, or when, the ayil okmotu joins the bot: «биздин айыл өкмөтү качан кошулат?»."""

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 140, 14
_OFFICE = compile_late(
    r"(?:^| )(?:айылн?ы?й? окмот\w*|а[йи]?ыл окмот\w*|ай[ыи]л окмат\w*|окмот\w*|окмат\w*|ао|алар|аларды|они|администраци\w*|"
    r"кызматкер\w*|сотрудник\w*|биздин айыл\w*|наш\w* (?:село|аил\w*|айыл\w*))(?= |$)"
)
_JOINS = compile_late(
    r"(?:^| )(?:подключ\w*|подсоедин\w*|присоедин\w*|зарегистрир\w*|регистрир\w*|появ\w*|ботто (?:жок|эмес)|"
    r"боттон (?:жок|тыш)|нет в боте|"
    r"кошул\w*|катталд?\w*|каттал\w*|туташ\w*|кирет|кир[еб]\w*|жок болсо)(?= |$)"
)
_ASKS = compile_late(
    r"(?:^| )(?:почему|пачему|поч|зачем|когда|кагда|скоро|эмнеге|эмне учун|эмнеден|неге|качан|каш?ан|кантип|как|"
    r"чего|будет ли|"
    r"кошулабы|кошулдубу|подключ\w* ли)(?= |$)"
)
_OF_SOMETHING_ELSE = compile_late(
    r"(?:^| )(?:свет\w*|газ\w*|вод\w*|интернет\w*|суу\w*|жарык\w*|электр\w*|сет\w*|чогул\w*|собрани\w*|слушани\w*|"
    r"угуу\w*|меня|мени|"
    r"мне|как мне|дом\w*|уй\w*|сунуш\w*|предложени\w*|бюджет\w*)(?= |$)"
)


def asks_when_joined(text: str) -> bool:
    """Whether a short text asks why the ayil okmotu is not in the bot, or when it will be."""
    read = fold_within(text, _LONGEST)
    is_short = 0 < len(read.split()) <= _MOST_WORDS
    is_asked = is_short and _OFFICE.search(read) is not None and _JOINS.search(read) is not None
    return is_asked and _ASKS.search(read) is not None and _OF_SOMETHING_ELSE.search(read) is None
