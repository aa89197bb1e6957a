"""Which part of a proposal a short answer names where it is asked what to change: «атымды», «суммасын кошоюн», «адрес»."""

from collections.abc import Iterator
from functools import cache

from bot.language.common_speech.reading import say_commonly
from bot.language.gist import endings
from bot.language.gist.words import says_nothing_of_its_own
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

_MOST_WORDS = 5
_LONGEST = 160  # characters of a sentence
# Of each part its Kyrgyz stems and its Russian ones; the endings are those of the gist.
_STEMS = {
    "text": ("жазуу текст сүйлөм сунуш сөз мазмун жазган жазылган", "текст предложени слов содержан описани написан"),
    "side": ("тарап тараб киреше чыгаша чыгым даромад", "сторон доход расход"),
    "category": ("түр категория бөлүм багыт тема", "категори вид раздел тип тем"),
    "amount": ("сумма акча баа наркы нарх каражат сом канча", "сумм деньг денег денеж стоимост цен стоит сколк"),
    "village": ("айыл кыштак", "сел деревн"),
    "place": ("жер жайгаш дарек көчө адрес орду орун турган", "мест адрес улиц локаци местоположен расположен"),
    "photo": ("сүрөт фото документ файл видео", "фото фотк фотограф картин снимок снимк документ файл"),
    "name": ("ат ысым фамилия аты жөн", "им имен фамили отчеств фио"),
}
# What is done with a part, and the words that stand beside it.
_DONE = (
    "кош оңдо түзөт өзгөрт алмаштыр кой жаз тирке жүктө сал танда көрсөт айт белгиле так",
    "добав исправ поправ измен меня мен поменя помен замен смен укаж указ прикреп прилож загруз встав впиш напис напиш "
    "перепис перепиш постав выб сам друг нов",
)
_WRONG = frozenset(map(fold, ("туура", "эмес", "ката", "кате", "неверно", "неправильно", "не", "та", "то", "тот", "так",
                   "башка",
                             "другой", "другая", "другое", "другую", "тема", "тему")))  # fmt: skip
_MISTAKEN = ("жаг", "неправилн", "неверн", "ошиб", "ката", "катт", "жаныл")
_NOT = frozenset(("не", "эмес", "нет"))
_ALL_RIGHT = frozenset(
    map(fold, ("туура", "жакшы", "правильно", "верно", "хорошо", "нормально", "норм", "все", "жарайт", "болот"))
)
_NONE = frozenset(
    map(
        fold,
        (
            "ничего",
            "эчтеке",
            "эчнерсе",
            "эчтемке",
            "ничо",
            "ниче",
            "эч",
            "эчтекени",
            "нерсесин",
            "эчтекесин",
            "нерсени",
            "нерсе",
            "ничё",
        ),
    )
)


def find_part_named(text: str) -> str:
    """Returns the one part (a key of what can be changed) that a text of at most five words names. Else it is empty.

    Every other word says only what is done with it, or nothing of its own.
    """
    words = [endings.write_in_cyrillic(word) for word in fold(text).split()]
    if 0 < len(words) <= _WORDS_OF_A_PART_LEFT_OUT and any(map(_LEFT_OUT.match, words)):
        return _find_part_left_out(words)
    if not 0 < len(words) <= _MOST_WORDS:
        return ""
    parts, others = set[str](), list[str]()
    for word in words:
        named = set(_parts_of(word))
        parts |= named
        others += [] if named else [word]
    done = _stems(*_DONE)
    is_beside = all(
        word in _WRONG or word.startswith(_MISTAKEN) or says_nothing_of_its_own(word) or any(_ended(word, done))
        for word in others
    )
    return parts.pop() if len(parts) == 1 and is_beside else ""


# «Сумму забыл указать», «канча сом кетерин жазбай калыптырмын».
_LEFT_OUT = compile_late(r"забыл\w*|пропустил\w*|жазба(?:й|п)\w*|корсотпо(?:й|п)\w*|унут\w*|кошпо(?:й|п)\w*")
_WORDS_OF_A_PART_LEFT_OUT = 7
_COUNTED = frozenset(("сом", "сомго", "сомду", "сколко"))


def _find_part_left_out(words: list[str]) -> str:
    parts = {part for word in words for part in _parts_of(word)} - {"text"}
    parts |= {"amount"} if not _COUNTED.isdisjoint(words) else set()
    return parts.pop() if len(parts) == 1 else ""


def list_parts_named(text: str) -> set[str]:
    """Returns every part that the words of a text name, whatever else they say."""
    words = [endings.write_in_cyrillic(word) for word in fold(text[:_LONGEST]).split()]
    parts = {part for word in words for part in _parts_of(word)}
    return parts | ({"amount"} if not _COUNTED.isdisjoint(words) else set())


# «Эч нерсе өзгөртпөйм, жөн эле басып алыптырмын», «ничего менять не буду, случайно нажал».
_NOTHING = compile_late(
    r"(?:^| )(?:эч (?:нерсе\w*|теке\w*)|эчтеке\w*|эчнерсе\w*) (?:озгор|озгорт|ондо|тузот|алмаштыр)(?:п|б|мо)\w*|"
    r"(?:^| )(?:отставит|отмена|без|не надо|не нужно) (?:правк\w*|правок|изменени\w*)(?= |$)|"
    r"(?:^| )передумал\w* (?:менят|править|правит|исправлят|изменят)(?= |$)|(?:^| )и так сойд[её]т(?= |$)|"
    r"(?:^| )(?:ничего|ниче|ничо) (?:не )?(?:менят|исправлят|меняю|меняй|меняйте|трогат|трогай|править)(?= |$)"
)


def names_no_part(text: str) -> bool:
    """Whether a short answer says that nothing is to be changed: «ничего», «эчтеке өзгөртпөйм», «баары туура»."""
    if len(text) <= _LONGEST and _NOTHING.search(fold(say_commonly(text) or text)):
        return True
    words = [endings.write_in_cyrillic(word) for word in fold(text).split()]
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if (_NONE | _ALL_RIGHT).isdisjoint(words) or not _NOT.isdisjoint(words):
        return _changes_nothing(words)
    done = _stems(*_DONE)
    return all(
        word in _NONE or word in _ALL_RIGHT or says_nothing_of_its_own(word) or any(_ended(word, done))
        for word in words
    )


_CHANGES = frozenset(map(fold, ("менять", "изменять", "исправлять", "править", "трогать", "переделывать", "меняю", "меняйте",
                               "меняем", "поменяю", "изменю", "исправлю")))  # fmt: skip
_NEEDLESS = compile_late(
    r"(?:жок )?(?:озгорт|ондо|тузот)(?:п[оу]й\w*|б[оу]й\w*|(?:уу|оо)(?:нун|ну)? (?:кереги жок|керек эмес|кажети жок))|"
    r"(?:озгортуу|ондоо|тузотуу)с[уы]з(?: эле)? калсын\w*|азыр эмес|азырынча жок"
)
_BESIDE_NOTHING = frozenset(
    ("не", "надо", "нужно", "буду", "хочу", "стоит", "ничего", "будем", "уже", "пока", "я", "мы", "нет")
)
_AS_IT_IS = frozenset(
    map(
        fold,
        (
            "баары",
            "бары",
            "жайында",
            "орду",
            "ордунда",
            "все",
            "всё",
            "порядке",
            "в",
            "норм",
            "нормально",
            "устраивает",
            "так",
            "оставьте",
            "оставь",
            "оставить",
            "как",
            "есть",
            "калсын",
            "кала",
            "берсин",
            "ошол",
            "турсун",
            "коёюн",
            "эле",
            "өзгөртпөй",
            "тура",
            "бойдон",
            "өзгөрбөсүн",
            "өзгөртпө",
            "өзгөртпөңүз",
            "өзгөртпөйм",
        ),
    )
)


def _changes_nothing(words: list[str]) -> bool:
    # «Ничего не надо менять», «не буду менять», «баары жайында», «оставьте как есть».
    is_kept = not _CHANGES.isdisjoint(words) and "не" in words and set(words) <= _CHANGES | _BESIDE_NOTHING
    is_kept = is_kept or bool(_NEEDLESS.fullmatch(" ".join(words)))
    return is_kept or (len(words) > 1 and set(words) <= _AS_IT_IS)


def _parts_of(word: str) -> Iterator[str]:
    for part, listed in _STEMS.items():
        if any(_ended(word, _stems(*listed))):
            yield part


def _ended(word: str, stems: tuple[tuple[str, bool], ...]) -> Iterator[str]:
    # The stems that a word is a form of. In a long stem some letters may be misspelt by ones that sound alike.
    for stem, is_russian in stems:
        letters, rest = word[: len(stem)], word[len(stem) :]
        if endings.spell_by_ear(letters) != endings.spell_by_ear(stem) or not endings.is_near(stem, letters):
            continue
        if endings.spell_by_ear(rest) in endings.list_russian_endings() if is_russian else endings.read_chain(rest)[0]:
            yield stem


@cache
def _stems(ky: str, ru: str) -> tuple[tuple[str, bool], ...]:
    return (*((fold(one), False) for one in ky.split()), *((fold(one), True) for one in ru.split()))
