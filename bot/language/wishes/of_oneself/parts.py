"""Somebody wants one part of what is theirs erased: «удалите мой номер телефона», «атымды өчүрүңүз»."""

from enum import StrEnum

from bot.language.wishes.of_oneself.whole import Wish, list_readings, words


class Part(StrEnum):
    """Which part."""

    NAME = "name"
    CONTACT = "contact"  # a telephone, an account, an address in a messenger
    PHOTO = "photo"  # or another file
    ANY_PHOTO = "any photo"  # the same, and nobody's is named: it is meant where there is one


_ERASE = words(
    r"""
    очур(?!б|м[оу])\w*(?: (?:сал|кой|бер|ташта)\w*)? | алып (?:сал|таш|кой)(?!б)\w* | жок кыл(?!б)\w* | удал\w+ |
    сотр\w+ | сотрит\w* | стер\w+ | убер\w+ | убрат | убирай\w* | сними\w* | забуд\w+ | унут(?!п)\w* | учир\w* |
    корсотпо\w* | сактаба\w* | жашыр\w* | скр\w+ | спряч\w+ | не (?:храни\w*|показыва\w*|сохраня\w*)
    """
)
_MINE = words(r"мо[йеяюи]\w{0,2} | мое | свое | свою | свой | менин | мени | меники | озумдун | менинг")
_NAME = words(
    r"""
    им(?:я|ени) | фамили\w+ | фио | имя (?:и )?фамили\w+ | ат(?:ым|ымды|ым жонумду) | аты жону\w* | фамилиям\w* |
    исмим\w* | ысымым\w*
    """
)
_CONTACT = words(
    r"""
    (?:номер\w*|телефон\w*)(?: (?:телефон\w*|номер\w*))? | контакт\w* | аккаунт\w* | адрес\w* | дарег\w* | вот?сап\w* |
    ватсап\w* | телеграм\w* | байланыш\w* | чалуу\w* | тел
    """
)
_PHOTO = words(r"фото\w* | снимок | снимк\w+ | картинк\w+ | суро?т\w* | расм\w* | документ\w* | файл\w* | видео\w*")
_BESIDE = words(
    r"""
    из | с | со | от | под | предложени\w+ | сунуш\w* | базы | базадан | боттон | отсюда | ко[йи]\w* | бер\w* | керек |
    хочу | надо | можно | пожалуйста | болобу | бул | это\w* | тут | там | мен | мага | жерден | системы | системадан |
    каалайм | сал\w* | только | эле | гана | и | анан | жана | бар | мо[йеяюи]\w{0,2} | мое | свое | свою | свой | менин |
    мени
    """
)
_WISHES = (
    (Part.NAME, Wish((_ERASE, _NAME), _BESIDE)),
    (Part.CONTACT, Wish((_ERASE, _MINE, _CONTACT), _BESIDE)),
    (Part.PHOTO, Wish((_ERASE, _MINE, _PHOTO), _BESIDE)),
)
_OWN_CONTACT = words(r"(?:телефон )?номери?м\w* | телефонум\w* | дареги?м\w* | аккаунтум\w* | контакт\w*м\w*")
_OWN_PHOTO = words(r"суротум\w* | суротторум\w* | документим\w* | видеом\w* | файлым\w*")
# A Kyrgyz word says by its ending whose it is: «номеримди», «сүрөтүмдү».
_OWN_WISHES = (
    (Part.CONTACT, Wish((_ERASE, _OWN_CONTACT), _BESIDE)),
    (Part.PHOTO, Wish((_ERASE, _OWN_PHOTO), _BESIDE)),
)

_TAKEN_OFF = words(
    r"""
    очур(?!б|м[оу])\w*(?: (?:сал|кой|бер|ташта)\w*)? | алып (?:сал|таш|кой)(?!б)\w* | жок кыл(?!б)\w* | удал\w+ |
    сотр\w+ | стер\w+ | убер\w+ | убрат | убирай\w* | учир\w* | кереги жок | керек эмес | не надо | не нужно | не нужна
    """
)
_WITHOUT = words(r"без (?:фото\w*|снимка|картинки|видео|документа) | суро?тсуз | видеосуз | документсиз | фотосуз")
_ANY_WISHES = (Wish((_TAKEN_OFF, _PHOTO), _BESIDE), Wish((_WITHOUT,), _BESIDE))


def read_part_erased(text: str) -> Part | None:
    """Returns which one part a whole short text wants erased. None: it wants no such thing, or all of it."""
    for read in list_readings(text):
        found = next((part for part, wish in (*_WISHES, *_OWN_WISHES) if wish.fits(read)), None)
        if found is not None:
            return found
        if any(wish.fits(read) for wish in _ANY_WISHES):
            return Part.ANY_PHOTO
    return None
