"""A post or a place that an office typed, as a reader of either language sees it: the half in their language, or quoted."""

import re

from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean
from bot.language.spoken.which import language_of

_BOTH = re.compile(r"\s+/\s+")
_OF_BOTH = re.compile(r"\bбюджет\b", re.IGNORECASE)  # a word of either language: «бюджет адиси»


def as_written(words: Words, text: str) -> str:
    """Returns a text of the office for one reader.

    Of «бюджет адиси / специалист по бюджету» they read the half in their language. What is plainly in the other one stands
    in quotation marks, so that it does not pass for a sentence of ours.
    """
    shown = clean(text).strip()
    halves = _BOTH.split(shown)
    if len(halves) == len(LANGUAGES) and all(halves):
        return _half(words.language, halves)
    written = _language_of(shown)
    is_foreign = written is not None and written != words.language
    return f"«{shown}»" if is_foreign and not {"«", "»"} & set(shown) else shown


def _half(language: str, halves: list[str]) -> str:
    spoken = [_language_of(half) for half in halves]
    if language in spoken:
        return halves[spoken.index(language)]
    # Kyrgyz first where neither is plain, and not the half that is plainly in the other language.
    others = [half for half, one in zip(halves, spoken, strict=True) if one is None]
    return others[0] if len(others) == 1 else halves[LANGUAGES.index(language)]


def _language_of(text: str) -> str | None:
    return language_of(_OF_BOTH.sub(" ", text))
