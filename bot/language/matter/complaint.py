"""A text that only announces a complaint or a bribe, and tells nothing yet: «жалоба бар»."""

from functools import cache

from bot.language.gist.endings import write_in_cyrillic
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.spellings import spell_by_ear

_APOSTROPHES = compile_late(r"(?<=\w)['`´‘’ʼʻ](?=\w|\b|\s|$)")
_LONGEST = 160  # characters
_MOST_WORDS = 14
_CLAUSE = compile_late(r"[,:;.!\n]|\s[-–—]\s")
_COMPLAINT = compile_late(
    r"(?:жалоб\w*|пожалова\w+|жалова\w+|взятк\w*|взяточ\w*|корр?упц\w*|вымогат\w*|вымогал\w*|побор\w{0,3}|кумовств\w*|"
    r"хамств\w*|воровств\w*|хищени\w*|произвол\w*|злоупотреблени\w*|мошенничеств\w*|"
    r"даттан\w*|арыз\w*|паракор\w*|жемкор\w*|порахор\w*|шикоят\w*|шикаят\w*)"
)
# «Пара» is a bribe in Kyrgyz, «пора» in Uzbek, and neither in Russian. A word beside it tells.
_BRIBE = compile_late(r"п[ао]р(?:а|ага|аны|анын|ани|анинг)")
_OF_A_BRIBE = compile_late(
    r"(?:жонундо|тууралуу|боюнча|сура\w+|сурооч?\w*|алат\w*|алд[ыи]\w*|алган\w*|алыш\w*|алуу\w*|берд\w+|берүү|беруу|берген|"
    r"талап|бериш\w*|айт\w+|сора\w+|ол(?:д[иы]\w*|ади\w*|ишди\w*|япти\w*)|хакида)"
)
_TOLD = compile_late(r"(?:сура\w+|сора\w+|ал(?:ат|ды|ышат|ышты|ган|ышкан|ып)|ол(?:ади|ди)\w*|берди\w*)")
_WISHES_TO_TELL = compile_late(r"(?:айт\w+|жаз\w+|билдир\w+|кабарла\w+|арыз\w*|даттан\w*|ёз\w+)")
_PERSON = compile_late(
    r"(?:глав[аеуыо]\w{0,2}|директор\w*|депутат\w*|чинов?ник\w*|сотрудни\w*|работни\w*|начал?ни\w*|специалист\w*|учител\w*|"
    r"воспитател\w*|врач\w*|доктор\w*|милиц\w*|полиц\w*|участков\w*|председател\w*|секретар\w*|сосед\w*|человек\w*|люде[йи]|"
    r"люди|кого|кое|кто|администраци\w*|управ[аеуы]|окмот\w*|айыл\w*|кенеш\w*|власт\w*|бухгалтер\w*|завуч\w*|инспектор\w*|"
    r"башчы\w*|башкарма\w*|башлык\w*|адам\w*|киши\w*|кызматкер\w*|кызматчы\w*|адис\w*|мугалим\w*|дарыгер\w*|кошуна\w*|"
    r"коншу\w*|биро[оa]\w*|аким\w*|мэр\w*|прокурор\w*|судья\w*|судьи|судью|жетекчи\w*|раис\w*|хоким\w*)"
)
# What may stand beside it: who speaks, the wish to tell, where one goes with it.
_SMALL = """
    тогда теперь так правилно анда хачу хачим хатела я мы мне нам у меня нас мой моя моё мое
    наш наша вам вас бы же ж то и а но ну вот тут здесь это эта этот не на о об обо про
    по за от к с в во из насчет поводу против один одну одно одна одного одной пара случай случае факт факте факты историю
    есть был была было хочу хочется хотим хотел хотела хотелос хотелос надо нужно можно могу буду подам пишу
    сообщит сообщаю сообщим рассказат расскажу написат напишу подат оставит заявит заявляю сказат скажу говорит поговорит
    доложит донести поделится обратится обращаюс передат отправит анонимно как куда кому где можно ли просто тоже еще уже
    предложение предложения вопрос другое делу дело дела пожалуйста школы болницы садика милиции поликлиники
    здравствуйте здраствуйте здрасте добрый ден вечер утро салам салем саламатсызбы саламатсыздарбы ассалому ассаламу алейкум
    алаикум алайкум
    мен мага менде менин менден биз бизде бизге бизден бул бу ушу ушул ал анын бир бар эле бардык го да дагы эми деги деп деген
    дегем дедим эмес сунуш сунушум жазам жазгым жазайын жазсам жазабыз жазмакмын айткым айтайын айтам айтсам айтсак айтуу айтыш
    айтып берем берейин бергим берсем беребиз кылам кылгым кылайын кылсам келет келем келип калды жатат жатам турам элем
    тууралуу жонундо боюнча устунон устунан устунду каршы болот болобу болсо кантип кайда кайсы кимге каякка керек
    сурап сурады сурашты сурашат сурашууда сурашып сураган сурашкан сурайт алат алды алып алышат алышты алган алышкан бер берип
    бердим берди берген талап кылышты кылып кылды кылат кылышат кылышкан жатышат жаткан жерге жерде окуя билдирем билдиргим
    билдирейин билдирсем кабарлагым кабарлайм кабарлайын мектептин оорукананын бакчанын айтмакчымын айтмакмын
    бор мендан сорашди сорашяпти сорашаяпти олади олишди менда бизда
    керак кимга ака опа килмокчиман килмокчи ёзмокчиман айтмокчиман устидан хакида буйича
"""
# Stems of the complaint that are spelt by ear: «пажаловаца», «zhaloba».
_HEARD_COMPLAINT = (
    "жалоб",
    "пожалова",
    "жалова",
    "взятк",
    "коррупц",
    "вымогат",
    "даттан",
    "паракор",
    "жемкор",
    "шикоят",
)
_LEAST_HEARD = 5  # letters


def announces_complaint(text: str) -> bool:
    """Whether a text only announces a complaint or a bribe. «Башчы пара алат» tells it already, and announces nothing."""
    words = _read(text) if len(text) <= _LONGEST else []
    is_told = any(map(_TOLD.fullmatch, words)) and not any(map(_WISHES_TO_TELL.fullmatch, words))
    return _is_of_a_complaint(words) and not is_told


def speaks_only_of_complaint(text: str) -> bool:
    """Whether every word of a text is of a complaint or a bribe, names somebody, or asks where one goes."""
    return len(text) <= _LONGEST and _is_of_a_complaint(_read(text))


def begins_with_complaint(text: str) -> bool:
    """Whether the first clause of a text announces a complaint, whatever is told behind it."""
    first, *rest = _CLAUSE.split(text.strip(), maxsplit=1)
    return bool(rest and rest[0].strip()) and announces_complaint(first)


def _read(text: str) -> list[str]:
    return [write_in_cyrillic(word) for word in fold(_APOSTROPHES.sub("", text)).split()]


def _is_of_a_complaint(words: list[str]) -> bool:
    if not 1 <= len(words) <= _MOST_WORDS:
        return False
    is_bribe = any(map(_BRIBE.fullmatch, words)) and any(map(_OF_A_BRIBE.fullmatch, words))
    if not is_bribe and not any(map(_is_complaint, words)):
        return False
    return all(_may_stand(word) or (is_bribe and _BRIBE.fullmatch(word)) for word in words)


def _may_stand(word: str) -> bool:
    is_known = word in _beside() or _is_complaint(word) or _PERSON.fullmatch(word) is not None
    return is_known or (len(word) >= _LEAST_HEARD and spell_by_ear(word) in _beside_by_ear())


def _is_complaint(word: str) -> bool:
    return _COMPLAINT.fullmatch(word) is not None or (
        len(word) >= _LEAST_HEARD and spell_by_ear(word).startswith(_complaint_by_ear())
    )


@cache
def _beside() -> frozenset[str]:
    return frozenset(fold(word) for word in _SMALL.split())


@cache
def _beside_by_ear() -> frozenset[str]:
    return frozenset(spell_by_ear(word) for word in _beside() if len(word) >= _LEAST_HEARD)


@cache
def _complaint_by_ear() -> tuple[str, ...]:
    return tuple(map(spell_by_ear, _HEARD_COMPLAINT))
