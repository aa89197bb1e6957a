"""Somebody asks how many proposals of theirs there are: «сколько у меня предложений», «канча сунуш бердим?»."""

from bot.language.wishes.of_oneself.whole import Wish, list_readings, words

_HOW_MANY = words(r"сколко | скока | скоко | канча\w* | нече\w* | неччи | какое количество")
_PROPOSALS = words(r"пр[ие]дл[оа]жени\w+ | заявок | обращений | сунуш\w* | кайрылуу\w*")
_OWN = words(
    r"""
    у меня | мо[ихе]\w? | мной | мною | я | мен | менин | менде | меники\w* | озум\w* | бергем | бердим | бериптирмин | жаздым |
    жазгам | жазыптырмын | жонотком | жоноттум | жонотуптурмун | сунушум | сунуштарым | отправил\w? | подал\w? | написал\w?
    """
)
_BESIDE = words(
    r"всего | уже | тут | здесь | было | ушул жерде | ушул\w* | бар | ест | болду | жалпы | болуп | же | го | ботто | вам"
)
_WISH = Wish((_HOW_MANY, _PROPOSALS, _OWN), _BESIDE)


def asks_how_many_sent(text: str) -> bool:
    """Whether a whole short text asks how many proposals of its author there are."""
    return any(_WISH.fits(read) for read in list_readings(text))
