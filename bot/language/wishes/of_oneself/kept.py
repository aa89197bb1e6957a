"""Somebody asks what is kept of them, or left once they were erased: «менден эмне калды?», «что обо мне хранится?»."""

from enum import StrEnum

from bot.language.wishes.of_oneself.whole import Wish, list_readings, words


class Kept(StrEnum):
    """What is asked."""

    LEFT = "left"  # what stays once all is erased
    KEPT = "kept"  # what there is now


_DATA = (
    r"(?:персоналн\w+ |личн\w+ )?(?:данн\w+|даны\w+|инф\w+|информац\w+|сведени\w*|сообщени\w+|текст\w*|запис\w+|фото\w*|"
    r"голос\w*|контакт\w*|номер\w*|телефон\w*|им(?:я|е|ени)|адрес\w*)"
)
_DATA_KY = (
    r"(?:жеке |озум\w* )?(?:маалымат\w*|малымат\w*|малумат\w*|маълумот\w*|дайын\w*|дареги?м\w*|номери?м\w*|телефонум\w*|"
    r"атым\w*|суротум\w*|суротторум\w*|жазгандарым\w*|жазганым\w*|текстим\w*|аккаунтум\w*)"
)
_ME = words(
    rf"""
    обо? мне | про меня | на меня | от меня | по мне | меня | мо[ийеяюх]\w{{0,2}} {_DATA} |
    {_DATA} (?:обо? мне|про меня) | моего | меен | менден\w* | менде | мендан | мани\w* | мен |
    мен (?:жонундо|жонумдо|тууралуу|тууралу|туралуу|боюнча|тууралы|жайлуу) | мени (?:хакимда|хакымда|тогримда) |
    хакимда | озум (?:жонундо|тууралуу) | меники | (?:менин )?{_DATA_KY} |
    (?:мен (?:жонундо|тууралуу) )(?:маалымат\w*|малымат\w*)
"""
)
_STAYING = words(
    r"""
    остал\w* | осталс\w* | остает\w* | останет\w* | останут\w* | остан\w* | остатк\w* | сохранилос\w* |
    кал(?:ды|ат|ган|ганы?|дыбы|абы|ганбы|ып|атбы|ганын|ыптыр|гандар\w*) | колди\w* | колади\w* | колган\w*
"""
)
_KEEPING = words(
    r"""
    хран\w* | сохран\w* | знае\w* | знаеш | ест | имеет\w* | лежит | числит\w* | записан\w* | собира\w* | собрал\w* |
    держите | накопил\w* | сакта\w* | сактал\w* | бил(?:есиз\w*|есин\w*|есин|ет\w*) | бар(?:бы)? | турат\w* |
    жаты?р?\w* | чогулт\w* | жазылган\w* | катталган | жыйна\w* | сакланади | бор(?:ми)?
"""
)
_ASKED = words(
    rf"""
    эмне(?:лер|лерди|ни|си|леринер\w*)? | эмине | эмне маалымат\w* | нима\w* | кайсы\w* | кандай\w* | канча\w* |
    качанга чейин | канча (?:убакыт\w*|жыл\w*|кун\w*) | что | че | чего | что то | что нибуд | какие?\w* | какая |
    какой | каких | ли | сколко | как долго | не | (?:какие|какая|что за|какую|какой) {_DATA} | бирор нерсе |
    бир нерсе | эч нерсе | эчтеке | \w+(?:бы|бу|би) | \w+ми | \?
"""
)
_AFTERWARDS = words(
    r"""
    (?:баарын |маалымат\w* |мени )?(?:очур\w+)(?: (?:сон|кийин|сон дагы))? | (?:сон|кийин) | от |
    после(?: (?:удалени\w+|стирани\w+|этого|того))? |
    (?:когда|если|как|раз) (?:я )?(?:\w+ )?(?:удал\w+|стер\w*|стерл\w*) | удал\w+ | удаленн\w+ | стер\w* | учир\w* |
    удалени\w*
"""
)
_BESIDE = words(
    r"""
    у вас | у тебя | в (?:базе|системе|боте|чате) | на (?:сервере|базе) | базада\w* | ботто | системада\w* | еще |
    все | всё | баары\w* | до сих пор | али | али да | уже | о | об | вы | ты | тут | бул жерде | мында |
    ушул жерде | силерде\w* | сизде\w* | я | мен | маалымат\w* | инф\w+ | данн\w+ | информац\w+ | или | либо |
    что то | обо мне | же | нет | жок | ничего | хали\w* | из | моего | моих | мои | мое | мой | менин | жонундо |
    тууралуу | болгон | кайсыл\w* | хранит\w* | сизларда | хам | тоже | надо | каерде | кайда | где | как | бойдон |
    калып | калган | тур\w* | жат\w* | болот | долго | чейин | убакыт\w* | бол\w+
"""
)
_ERASED = words(
    r"""
    очур(?:дун|дунуз|улду|улган|гон)\w* | очту\w* | очкон\w* | жок (?:кыл|бол)\w* | удалил\w* | удален\w* |
    стерт\w* | стерли | стерлос | исчезл\w* | учирил\w*
"""
)
_WHOLE = words(
    rf"""
    все | баары\w* | полностю | меня | мени | мо[иейя] {_DATA} | (?:менин )?{_DATA_KY} | все обо мне
"""
)
_LEFT = (
    Wish((_STAYING, _ME, _ASKED), _BESIDE),
    Wish((_STAYING, _AFTERWARDS, _ASKED), _BESIDE),
    Wish((_STAYING, _AFTERWARDS, _ME, _ASKED), _BESIDE),
    Wish((_KEEPING, _AFTERWARDS, _ME, _ASKED), _BESIDE),
    Wish((_KEEPING, _STAYING, _ME, _ASKED), _BESIDE),
    Wish((_ERASED, _WHOLE, _ASKED), _BESIDE),
    Wish((_ERASED, _STAYING, _ASKED), _BESIDE),
    Wish((_ERASED, _STAYING, _ME, _ASKED), _BESIDE),
)
_IS_KEPT = (Wish((_KEEPING, _ME, _ASKED), _BESIDE),)
_WANTS_ERASED = words(
    r"""
    удали(?:те)? | удалит | удаляй\w* | сотри\w* | стереть | стерет | убери\w* | забуд\w* | очисти\w* |
    очур(?:унуз\w*|ундор\w*|гула\w*|гуло\w*|чу|уп (?:сал|кой|бер|таш)\w*|гум|гун)? | учиринг\w*
"""
)
_ANY_LEFT = Wish((_STAYING, _ASKED), _BESIDE)


def read_asked_kept(text: str) -> Kept | None:
    """Returns what a whole short text asks of what is kept of its author. None: it asks no such thing."""
    for read in list_readings(text):
        if _WANTS_ERASED.search(read):
            return None
        if any(wish.fits(read) for wish in _LEFT):
            return Kept.LEFT
        if any(wish.fits(read) for wish in _IS_KEPT):
            return Kept.KEPT
    return None


def asks_what_stays(text: str) -> bool:
    """Whether a whole short text asks what stays, where that can only be of what is being erased."""
    return any(_ANY_LEFT.fits(read) for read in list_readings(text))
