"""Understands a typed answer to the last question: the label, in Latin letters too, a listed synonym, a sign or the digit."""

import re
from typing import Any

from bot.chat.message import BACK
from bot.chat.texts import fold_short
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic

YES = (
    "ооба", "ова", "макул", "макулмун", "да", "согласен", "согласна", "ok", "ок",
    "ooba", "oova", "ova", "makul", "makulmun", "da", "soglasen", "soglasna",
)  # fmt: skip
# A thumb of any skin, a tick or a plus that stands by itself; «+996 …» is a telephone.
_SIGNS = re.compile(
    "(?:[\U0001f44d\U0001f44c\u2705\u2714\u2611][\U0001f3fb-\U0001f3ff\ufe0e\ufe0f]*)+|(?<!\\S)\\++(?!\\S)"
)
_LATIN = re.compile("[A-Za-z]")
_LONGEST_SIGNED = 100  # characters
_WORDS_BESIDE = 3  # that may stand round a sign; who writes more says something of their own
_NOT = {"жок", "эмес", "нет", "не", "jok", "emes", "net"}
NO = ("жок", "нет", "jok", "zhok", "net")
COME = (
    "барам", "келебиз", "барабыз", "келет экем", "келет экенмин", "буду", "придем", "будем",
    "kelem", "baram", "kelebiz", "barabyz", "pridu", "budu",
)  # fmt: skip
DECLINE = (
    "бара албайм", "келбейм", "барбайм", "келбейбиз", "барбайбыз", "келе албайбыз", "бара албайбыз",
    "келе албайм окшойт", "бара албайм окшойт", "не приду", "не придем", "не сможем", "не буду",
    "kele albaym", "bara albaym", "kelbeym", "barbaym", "ne smogu", "ne pridu",
)  # fmt: skip


def understood(text: str, asked: dict[str, Any]) -> str | None:
    """Returns the id of the choice a text stands for, given what chat.message.asked() kept of the question."""
    typed = fold_short(text)
    in_latin = fold(to_cyrillic(text)) if typed and _LATIN.search(text) else ""
    choices: list[dict[str, Any]] = asked.get("choices", [])
    ways: list[dict[str, Any]] = asked.get("ways", [])
    free = bool(asked.get("free"))
    if typed == "0":
        return next((way["id"] for way in ways if way["id"] == BACK), None)
    found = _named(typed, choices, ways, free=free) if typed else None
    if found is None and in_latin:
        found = _named(in_latin, choices, ways, free=free)
    if found is None and not free and means_yes(text):
        return _named(fold(YES[0]), choices, ways, free=free)
    return found


def means_yes(text: str) -> bool:
    """Whether a text says yes by a sign, «+» or 👍, alone or with a few words round it that do not say no."""
    if len(text) > _LONGEST_SIGNED or not _SIGNS.search(text):
        return False
    beside = fold(_SIGNS.sub(" ", text)).split()
    return len(beside) <= _WORDS_BESIDE and _NOT.isdisjoint(beside) and not any(map(str.isdigit, "".join(beside)))


def _named(typed: str, choices: list[dict[str, Any]], ways: list[dict[str, Any]], *, free: bool) -> str | None:
    matching = [
        choice["id"]
        for choice in [*choices, *ways]
        if typed in {fold(title) for title in choice["titles"]}
        or (not free and typed in {fold(word) for word in choice["synonyms"]})
    ]
    if matching:
        return str(matching[0]) if len(set(matching)) == 1 else None
    numbers = {str(number): str(choice["id"]) for number, choice in enumerate(choices, 1)}
    return None if free else numbers.get(typed)
