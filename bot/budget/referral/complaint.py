"""Whether a message is a complaint about somebody: a bribe, a misdeed, a demand that they be punished."""

from bot.budget.referral.question import WORDS_OF_A_QUESTION
from bot.budget.referral.wished import wishes_in_the_third_person
from bot.budget.referral.words import blame, wishes
from bot.language.kyrgyz import fold
from bot.language.matter.keywords import Words
from bot.language.meanings.late_pattern import compile_late

# A sum beside it is no word here: only letters are looked at.
_PRICE_OF_A_PAPER = compile_late(
    r"(?:тыс\w*|тыщ\w*|сом\w*|доллар\w*|денег|денги) за (?:справк|подпис|документ|печат|выписк|земл|участ|ордер)"
    r"|(?:сом|мин|доллар|акча)\w* (?:алды|алат|алып|сурады|сурап|сурайт|талап)(?: \w+){0,2} (?:менден|бизден)"
    r"|(?:менден|бизден)(?: \w+){0,3} (?:сом|мин|доллар|акча)\w* (?:алды|алат|алып|сурады|сурап|сурайт|талап)"
)
_CRIMINAL_ENDINGS = compile_late("(?:[лдт][аео]р|с[ыиу]н(?:[аео]р)?|с[ыиу]з)$")
_WORDS_OF_AN_ACCUSATION = 5
_WE = compile_late("(?:[аеоөйы]б[ыиуү]з|[аеоөй]йм|мын|мин|йын|йин|йлы|йли|[дт][ыиуү][км]|с[ае][км])$")
_TO = compile_late("(?<!ист)[гк][аеоө]$|на$|не$")


def is_complaint(said: Words, *, is_asked: bool = False) -> bool:
    """Whether somebody is accused, or it is asked where one complains. With is_asked a few words accuse nobody."""
    if said.hold(blame.BRIBE) or (said.hold(blame.BRIBE_ITSELF) and said.hold(blame.TAKES)):
        return not said.hold(wishes.WISHED)
    if len(said.words) <= WORDS_OF_A_QUESTION and said.hold(blame.COMPLAINS):
        return not said.hold(wishes.WISHED | blame.WORKS) and not wishes_in_the_third_person(said)
    if said.hold(blame.SOMEBODY) and said.hold(blame.TAKES) and _tells_a_price(said):
        return not said.hold(wishes.WISHED)
    if said.hold(blame.POCKETS) and (said.hold(blame.SOMEBODY) or said.hold(blame.OFFICE)):
        return not said.hold(wishes.WISHED)
    if said.hold(blame.SOMEBODY) and said.hold(blame.PUNISHED):
        return not said.hold(blame.WORKS | blame.OF_A_STAFF)  # what is wished is that somebody answers for it
    if said.hold(blame.SOMEBODY) and said.hold(blame.TAKEN):
        return not said.hold(wishes.WISHED)
    if _presses(said):
        return not said.hold(wishes.WISHED)
    return (_tells_a_misdeed(said) and said.hold(blame.SOMEBODY) and not said.hold(wishes.WISHED)) or (
        not is_asked and _accuses(said)
    )


def is_about_somebody(said: Words) -> bool:
    """Whether it is told of a person, and no work is wished."""
    # «Жалоба бар, башчыбыз жерди сатып жиберди»: what is told behind it is of a person, and no work is wished.
    return said.hold(blame.SOMEBODY) and not said.hold(blame.WORKS) and not said.hold(wishes.WISHED)


_OFFICIAL = (
    r"(?:соц\w*|налог\w*|салык\w*|инспектор\w*|аким\w*|башкармалык\w*|кызматкер\w*|башчы\w*|чиновник\w*|депутат\w*|"
    r"милиц\w*|полиц\w*|участков\w*|жер бол\w+|землеустро\w*|бухгалтер\w*|катчы\w*|секретар\w*|окмот\w*|директор\w*|врач\w*)"
)
_PRESSED = (
    r"(?:(?:пара|акча|сом|мин|миллион|жарым\w*|мал|кой|доллар)\w*(?: \w+){0,2} (?:бербесе\w*|бербейинче|бермейинче|"
    r"бол[уо]п бер де\w+|бер де[йшд]\w*|"
    r"сура(?:ган|ды|йт|шат|п (?:жат|атат|тур)\w*)|талап кыл\w*)|"
    r"(?:пока не дашь|пока не заплатишь|не дашь|не заплатишь|без денег)(?: \w+){0,3} (?:не|закро\w*|отберу|отним\w*)|"
    r"ичип (?:алып )?(?:\w+ ){0,2}(?:сог\w+|бакыр\w+|урушат|кекет\w*)|(?:адам|киши|ки[сш]ини адам) катары (?:\w+ )?корб\w+)"
)
_PRESSES = compile_late(rf"(?=.*(?:^| ){_OFFICIAL}(?= |$))(?=.*(?:^| ){_PRESSED}(?= |$))")


def _presses(said: Words) -> bool:
    """Whether somebody of an office wants money or goods for what is due, or is rude: «акча бербесең жабам деди»."""
    return _PRESSES.match(" ".join(fold(word.letters) for word in said.words)) is not None


def _tells_a_price(said: Words) -> bool:
    """Whether money goes for a paper or from the writer: «попросил 20 тыщ за справку», «50 миң сом алды менден»."""
    words = " ".join(fold(word.letters) for word in said.words)
    return _PRICE_OF_A_PAPER.search(words) is not None


def _accuses(said: Words) -> bool:
    """Whether a few words only call somebody a thief or the like: «Асанов вор», «баарыңар ууру», «воры вы все»."""
    if (
        not 1 <= len(said.words) <= _WORDS_OF_AN_ACCUSATION
        or said.hold(wishes.WISHED)
        or said.hold(blame.WORKS | blame.BEASTS)
    ):
        return False
    words = [fold(word.letters) for word in said.words]
    return _is_criminal(words[-1]) or (_is_criminal(words[0]) and blame.THEY.issuperset(words[1:]))


def _is_criminal(word: str) -> bool:
    stem = word
    while stem not in blame.CRIMINALS and (shorter := _CRIMINAL_ENDINGS.sub("", stem)) != stem:
        stem = shorter
    return stem in blame.CRIMINALS


def _tells_a_misdeed(said: Words) -> bool:
    # «Акча сурайбыз», and money asked for the benefit of somebody, «тренерге акча сурап», tell of no misdeed.
    places = said.places(blame.MISDEED)
    asked = said.places(blame.ASKED_FOR_MONEY)
    if (
        asked
        and said.hold(blame.SOMEBODY)
        and all(_TO.search(said.words[at].letters) for at in said.places(blame.SOMEBODY))
    ):
        places -= asked
    return any(not _is_ours(said, at, at in asked) for at in places)


def _is_ours(said: Words, at: int, asks: bool) -> bool:
    """Whether the writers tell it of themselves: «сурап жатабыз». The verb, or the one it leans on, ends in «we» or «I»."""
    words = [word.letters for word in said.words[at : at + 3]]
    verb = words[1:] if asks else words[:2]
    if not verb:
        return False
    last = verb[1] if len(verb) > 1 and verb[0].endswith("п") else verb[0]
    return bool(_WE.search(last))
