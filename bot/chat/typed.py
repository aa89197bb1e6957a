"""Understands a typed answer to the last question: the whole label, a listed synonym or the digit; never a guess."""

from typing import Any

from bot.chat.message import BACK
from bot.language.kyrgyz import fold

YES = (
    "ооба", "ова", "макул", "макулмун", "да", "согласен", "согласна", "ok", "ок",
    "ooba", "oova", "ova", "makul", "makulmun", "da", "soglasen", "soglasna",
)  # fmt: skip
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
    typed = fold(text)
    choices: list[dict[str, Any]] = asked.get("choices", [])
    ways: list[dict[str, Any]] = asked.get("ways", [])
    free = bool(asked.get("free"))
    if not typed:
        return None
    if typed == "0":
        return next((way["id"] for way in ways if way["id"] == BACK), None)
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
