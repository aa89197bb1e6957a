"""A post or place that an office typed, as its reader sees it: the half in their language, or quoted."""

import re

from bot.chat.texts import LANGUAGES, Words
from bot.language.in_words.which import guess_language
from bot.language.kyrgyz import clean, put_in_quotes
from bot.language.meanings.late_pattern import compile_late

_BOTH = compile_late(r"\s+/\s+")
_OF_BOTH = compile_late(r"\bбюджет\b", re.IGNORECASE)  # a word of either language: «бюджет адиси»

# In a post or a place of a few words; «бухгалтер», «клуб» and «этаж» are words of both languages.
_KYRGYZ = compile_late(r"\b(?:\w*(?:адис|башчы|катчы|орун басар|башкы|жооптуу)\w*|жер|салык)\b", re.IGNORECASE)
_RUSSIAN = compile_late(
    r"\b(?:глава|специалист|заместитель|начальник|заведующ\w+|главн\w+|ведущий|старший|ответственный|сельск\w+|здание|"
    r"большой|малый|дом культуры|ул|улица|школы|мэрия)\b",
    re.IGNORECASE,
)
_PLACES = tuple(
    compile_late(rf"\b(?:{names})", re.IGNORECASE)
    for names in (
        "ул\\b|улиц|проспект|переул|көч",
        "мектеп|мектеб|школ",
        "клуб|маданият|дом культуры|дома культуры",
        "өкмөт|окмот|управ|мэри",
        "бала бакча|детск|садик",
        "китепкана|библиот",
        "оорукана|больниц|фап|фельдшер",
    )
)


def show_as_written(words: Words, text: str) -> str:
    """Returns a text of the office for one reader.

    Of «бюджет адиси / специалист по бюджету» they read the half in their language. One half must be plainly Kyrgyz and
    the other plainly Russian; two streets or two posts are shown whole. What is plainly in the other language stands in
    quotation marks: it must not pass for a sentence of ours.
    """
    shown = clean(text).strip()
    halves = _BOTH.split(shown)
    spoken = [_plainly(half) for half in halves]
    if sorted(filter(None, spoken)) == sorted(LANGUAGES) and len({_named(half) for half in halves}) == 1:
        return halves[spoken.index(words.language)]
    written = _find_language(shown)
    is_foreign = written is not None and written != words.language
    return put_in_quotes(shown) if is_foreign and not {"«", "»"} & set(shown) else shown


def _plainly(half: str) -> str | None:
    # «Глава айыл окмоту» is Russian by its first word, whatever the other words are.
    is_kyrgyz, is_russian = bool(_KYRGYZ.search(half)), bool(_RUSSIAN.search(half))
    if is_kyrgyz != is_russian:
        return "ky" if is_kyrgyz else "ru"
    return _find_language(half)


def _named(half: str) -> tuple[object, ...]:
    # Translations of one another name the same numbers and the same kinds of places.
    return (*sorted(re.findall(r"\d+", half)), *(bool(place.search(half)) for place in _PLACES))


def _find_language(text: str) -> str | None:
    return guess_language(_OF_BOTH.sub(" ", text))
