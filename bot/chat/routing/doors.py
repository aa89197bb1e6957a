"""Which other door a message belongs to by its words, or by what it resembles far more than anything else."""

from typing import Any

from bot.budget.referral.doors import Door, find_door
from bot.chat.message import Incoming, Kind
from bot.chat.routing.found import Found
from bot.chat.routing.registry import Registry
from bot.language.gist.nearest import OPENS_A_DOOR, find_nearest_door
from bot.language.intents import Intent

_LEAST_OF_A_DOOR = 3  # words
ANSWERED_BY = {Intent.STATUS: Door.STATUS, Intent.HEARINGS: Door.HEARING}


def find_right_door(registry: Registry, state: str | None, incoming: Incoming) -> Found | None:
    """Finds the door that the rules tell by the words."""
    if incoming.kind not in {Kind.TEXT, Kind.MEDIA} or not incoming.text.strip():
        return None
    door = find_door(incoming.text)
    if door is None or registry.shuts(state, door):
        return None
    handler = registry.find_door_at(state, door)
    return Found(handler) if handler is not None else None


def find_near_door(registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
    """Finds the door of what resembles a question to the office, a complaint or trade far more than all else."""
    if incoming.kind is not Kind.TEXT or asked.get("free") or registry.reads_itself(state, incoming.text):
        return None
    if len(incoming.text.split()) < _LEAST_OF_A_DOOR:
        return None  # a name resembles anything
    near = find_nearest_door(incoming.text, above=OPENS_A_DOOR)
    if not near or registry.shuts(state, Door(near)):
        return None
    handler = registry.find_door_at(state, near)
    return Found(handler) if handler is not None else None


def is_answered(text: str, intent: Intent) -> bool:
    """Whether a question of that meaning is answered at once: «где мой ответ по мосту?»."""
    return ANSWERED_BY.get(intent, "") == find_door(text)
