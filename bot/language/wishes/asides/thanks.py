"""Somebody is content and says thanks in their own words, «рахмат уулум, жакшы болду»: it answers no question."""

from bot.language.kyrgyz import fold
from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 120, 10
_THANKS = compile_late(
    r"(?:^| )(?:р[ае][hх]?мат\w*|ырахмат\w*|рахмед|спасиб\w*|спс|благодар\w*|ырааз(?:ымын|ыбыз|ычылык\w*)|алкыш\w*|"
    r"кудай жалгасын|"
    r"аман бол\w*|бар бол\w*|саг бол\w*|сау бол\w*|баракелде)(?= |$)"
)
_PRAISE = """
    уулум кызым балам садага эже эжеке байке байкем ава агай апа братан брат дорогой дорогая дружок бот жан жаным
    жакшы якшы якши джакшы болду болуптур экен абдан аябай чон сонун эн мыкты керемет азаматсын азамат азаматсынар
    молодец молодцы умница баары тушунуктуу сага сизге силерге сизлерге мен менден баарынарга вам тебе всем я мы за
    помощь помощ помог помогли помогла ответ жооп бергенинизге жардам жардамынар жардамыныз жардамынызга учун хорошо
    отлично супер очень большое огромное все всё получилось понятно ну вот и эми ушул эле го ой да ладно дай бог
    здоровья ден соолук каалайм удачи ийгилик иш коп
"""
_BESIDE = frozenset(fold(word) for word in _PRAISE.split())


def only_thanks(text: str) -> bool:
    """Whether a short text of several words says thanks and praise, and nothing else."""
    read = fold_within(text, _LONGEST)
    if not 1 < len(read.split()) <= _MOST_WORDS or "?" in text:
        return False
    return _THANKS.search(read) is not None and set(_THANKS.sub(" ", read).split()) <= _BESIDE
