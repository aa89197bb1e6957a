"""Which survey somebody asks for in a few words: the priorities poll, the trust survey, or either of them."""

from enum import StrEnum

from bot.budget.polls.named import count_slips
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.matter.stems import list_stems

_LONGEST = 80  # characters
_LEAST_MISSPELT = 5  # letters of a word that is known with a slip


class Survey(StrEnum):
    """What is asked for."""

    TRUST = "trust"
    POLL = "poll"
    EITHER = "either"


_WORDS = {
    Survey.TRUST: "доверие доверия доверии доверию ишеним ишенүү ишенич ишенем ишенесизби ишеничтүүлүк",
    Survey.POLL: "добуш добушум голосование голосовать проголосовать голосую артыкчылык артыкчылыктар приоритет приоритеты",
    Survey.EITHER: "сурамжылоо сурамжылоосу сурамжылоого сурамжылоону сурамжылама опрос опроса опросе опросы анкета анкетасы",
}
_BESIDE_WORDS = """
    о об по про к на в для за и мне мен мага бар барбы качан кана кайда кайсы ушул боюнча жөнүндө тууралуу эмес ач ачып
    ачкыла көрсөт көрсөтчү керек жооп берем берүү берейин бергим келет катышам катышайын катышуу өтөм өтүү өткүм
    хочу можно пройти открой открыть открыт где есть ли участвовать принять участие ответить жителей элдин айылга
    айыл өкмөтүнө өкмөтү окмоту ак пожалуйста сураныч үч три вопроса суроо 3
"""
_OF = {fold(word): survey for survey, words in _WORDS.items() for word in words.split()}
_BESIDE = frozenset(map(fold, _BESIDE_WORDS.split()))
_STEMS = {stem: survey for word, survey in _OF.items() for stem in list_stems(word) if len(stem) >= _LEAST_MISSPELT}


def read_survey_asked(text: str) -> Survey | None:
    """Returns the survey that all words of a short text ask for, also misspelt; None of any other text."""
    if len(text) > _LONGEST:
        return None
    found = [_find(word) for word in fold(to_cyrillic(text)).split() if word not in _BESIDE]
    if not found or None in found:
        return None
    exact = {one for one in found if one is not Survey.EITHER}
    return (exact.pop() if len(exact) == 1 else None) if exact else Survey.EITHER


def _find(word: str) -> Survey | None:
    if (known := _OF.get(word)) is not None:
        return known
    near = {_STEMS[stem] for stem in list_stems(word) if stem in _STEMS}
    if not near and len(word) >= _LEAST_MISSPELT:
        near = {
            of
            for other, of in _OF.items()
            if _begin_alike(word, other) and count_slips(word, other, most=1) is not None
        }
    return near.pop() if len(near) == 1 else None


def _begin_alike(word: str, other: str) -> bool:
    # «Вопрос» is no «опрос» with a slip; «апрос» is. Five letters or more.
    return len(other) >= _LEAST_MISSPELT and (word[0] == other[0] or {word[0], other[0]} == {"о", "а"})
