"""Understands a typed answer to the last question: the digit, the whole label, or a listed synonym; never a guess."""

from typing import Any

from bot.budget.kyrgyz import fold
from bot.chat.message import BACK

YES = ("ооба", "ова", "макул", "макулмун", "да", "согласен", "согласна", "ok", "ок")
NO = ("жок", "нет")


def understood(text: str, asked: dict[str, Any]) -> str | None:
    """Returns the id of the choice a text stands for, given what chat.message.asked() kept of the question."""
    typed = fold(text)
    choices: list[dict[str, Any]] = asked.get("choices", [])
    ways: list[dict[str, Any]] = asked.get("ways", [])
    free = bool(asked.get("free"))
    if typed == "0":
        return next((way["id"] for way in ways if way["id"] == BACK), None)
    if not free and typed.isascii() and typed.isdigit():
        number = int(typed[:6])
        return str(choices[number - 1]["id"]) if 1 <= number <= len(choices) else None
    matching = [
        choice["id"]
        for choice in [*choices, *ways]
        if typed in {fold(title) for title in choice["titles"]}
        or (not free and typed in {fold(word) for word in choice["synonyms"]})
    ]
    return matching[0] if len(set(matching)) == 1 else None
