"""Ways to spell a word: letters drawn out, Latin letters for Cyrillic ones, and the forms of a Kyrgyz wish."""

import unicodedata
from functools import cache

from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

_DRAWN_OUT = compile_late(r"(.)\1{2,}")
_LAST_DRAWN = compile_late(r"(.)\1+$")
_DOUBLED = compile_late(r"(.)\1+")
_LETTERS = "абвгдежзийклмнопрстуфхцчшщыэюя"
_SOUNDED = "a b v g d e j z i i k l m n o p r s t u f h c ch sh sh i e iu ia"
_SOUNDS = dict(zip(_LETTERS, _SOUNDED.split(" "), strict=True))
_LATIN = compile_late(r"[a-zà-ɏ]+")
# Digraphs of Latin spellings, in this order; a sound that several letters stand for has one sign.
# «kajtaryp», «kijin», «ja»: j may be й, behind a vowel alone or everywhere. «4to», «6kola»: digits that stand for letters.
_J_OF_VOWEL = compile_late(r"(?<=[aeiouyöüı])j(?!o)")
_DIGIT_LETTERS = (("4", "ch"), ("6", "sh"))
_WITH_DIGITS = compile_late(r"(?=.*[a-z].*[a-z])[a-z46]+")
_DIGRAPHS = (
    ("ş", "sh"), ("ç", "ch"), ("ı", "i"), ("shch", "sh"), ("sch", "sh"), ("zh", "j"), ("kh", "h"), ("x", "h"), ("ts", "c"),
    ("q", "k"), ("w", "v"), ("ng", "n"), ("yj", "i"), ("ij", "i"), ("y", "i"),
)  # fmt: skip
# By ear: what unstressed vowels, voiced consonants and «тся» sound like.
_EAR = (
    ("ts", "c"),
    ("tc", "c"),
    ("ie", "i"),
    ("ia", "a"),
    ("iu", "u"),
    ("io", "a"),
    ("sch", "sh"),
    ("j", "sh"),
    ("ch", "sh"),
)
_BY_EAR = str.maketrans("oezdbvgy", "aistpfki")
_VOWELS_ONLY = 4  # letters
_UNSTRESSED = str.maketrans("ое", "аи")
_LEAST_BY_EAR = 5  # letters; by ear a shorter word is too many others
_VOWELS = "аеёиоуыэюяөү"
_HARMONY = {**dict.fromkeys("аыя", ("ы", "а")), **dict.fromkeys("еэи", ("и", "е")), "о": ("у", "о"), "ю": ("у", "а"),
            "у": ("у", "а"), "ө": ("ү", "ө"), "ү": ("ү", "ө")}  # fmt: skip
_UNVOICED = "кптсшчхфц"
# Endings of a wish. И and А stand for the vowels that go with the stem, Г for г or к.
_AFTER_VOWEL = """
    чИ ң ңчИ ңИз ңИзчИ ңИздАр гИлА гИлАчИ сИн сИнчИ йын йИн йм ймИн йбИз йлИ йлИк п й сА сАм сАңИз сАңИзчИ гИм гИн гИнчИ
"""
_AFTER_CONSONANT = """
    чИ Иң Иңчи ИңИз ИңИзчИ ИңИздАр ИңИздАрчИ ГИлА ГИлАчИ сИн сИнчИ ИлсИн АйИн Айын Айынчы Ам АмИн АбИз АлИ АлИк АйлИ АйлИк
    ИИ Ип А сА сАм сАк сАң сАңчИ сАңИз сАңИзчИ сАңИздАр ГИм ГИн ГИнчИ
"""


def list_keys(word: str) -> frozenset[str]:
    """Returns what a typed word is looked up by: its folded spellings.

    Of a word in Latin letters it is «~» and its sounds.
    """
    folded = write_in_letters(fold(word))
    if _LATIN.fullmatch(folded):
        return frozenset(f"~{_sounds(one)}" for one in {folded, _J_OF_VOWEL.sub("y", folded), folded.replace("j", "y")})
    return frozenset(
        {folded, _LAST_DRAWN.sub(r"\1", folded), _DRAWN_OUT.sub(r"\1", folded), _DRAWN_OUT.sub(r"\1\1", folded)}
    )


def write_in_letters(word: str) -> str:
    """Returns a folded Latin word with its digits read as the letters they stand for: «4to» as «chto»."""
    if not _WITH_DIGITS.fullmatch(word):
        return word
    for digit, letters in _DIGIT_LETTERS:
        word = word.replace(digit, letters)
    return word


def spell_by_ear(key: str) -> str:
    """Returns what one key of a word sounds like, so that a word misspelled is found.

    It is empty where the word is too short.

    Of four Cyrillic letters only the unstressed vowels are heard alike: «хачу», «нада».
    """
    if len(key) == _VOWELS_ONLY and key[0] != "~" and not any(map(str.isdigit, key)):
        return f"={key.translate(_UNSTRESSED)}"
    if len(key.removeprefix("~")) < _LEAST_BY_EAR or any(map(str.isdigit, key)):
        return ""
    heard = key[1:] if key.startswith("~") else _sounds(key)
    for letters, sound in _EAR:
        heard = heard.replace(letters, sound)
    return _DOUBLED.sub(r"\1", heard.translate(_BY_EAR))


@cache
def list_keys_of_words(word: str) -> tuple[str, ...]:
    """Returns all that a word of a table is found by, in either script. Of a stem with «~» behind it all forms of a wish."""
    folded = {fold(form) for form in _wishes_of(word)}
    return tuple(
        sorted(key for form in folded for key in {form, f"~{_sounds(form)}"} if not key.isascii() or key[0] == "~")
    )


def _sounds(folded: str) -> str:
    # «jonotuu», «zhönötüü» and «жөнөтүү» are one; doubled letters count once.
    if _LATIN.fullmatch(folded):
        read = folded.removeprefix("y") if folded.startswith("ye") else folded
        for letters, sound in _DIGRAPHS:
            read = read.replace(letters, sound)
        read = "".join(sign for sign in unicodedata.normalize("NFD", read) if not unicodedata.combining(sign))
    else:
        read = "".join(_SOUNDS.get(letter, letter) for letter in folded)
    return _DOUBLED.sub(r"\1", read)


def _wishes_of(word: str) -> set[str]:
    """The word, or of a Kyrgyz stem with «~» behind it the forms in which somebody wishes it: «жөнөт», «жөнөтүңүз»."""
    if not word.endswith("~"):
        return {word}
    stem = word[:-1]
    endings = _AFTER_VOWEL if stem[-1] in _VOWELS else _AFTER_CONSONANT
    return {stem, *(_in_harmony(stem, ending) for ending in endings.split())}


def _in_harmony(stem: str, ending: str) -> str:
    """A stem with an ending whose vowels each go with the one before: «койгулачы», «койсоңузчу»."""
    form = stem
    for letter in ending:
        high, low = _HARMONY[next(before for before in reversed(form) if before in _VOWELS)]
        form += {"И": high, "А": low, "Г": "к" if form[-1] in _UNVOICED else "г"}.get(letter, letter)
    return form
