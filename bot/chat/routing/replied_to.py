"""What words mean that answer an earlier message of ours by a swipe."""

from typing import Any

from bot.budget.referral.doors import Door, find_door
from bot.chat.message import Incoming, Kind
from bot.chat.routing.doors import find_right_door
from bot.chat.routing.found import Found
from bot.chat.routing.meanings import OF_A_HEARING
from bot.chat.routing.question import is_of_the_question
from bot.chat.routing.registry import Registry
from bot.chat.screens import Answered
from bot.chat.typed import understand
from bot.language.intents import find_meanings
from bot.language.wishes.of_oneself.one_text import read_text_erased

ERASING = "erase_about"  # the choice that takes a wish to have erased what a message of ours is about
_OF_PROPOSALS = frozenset({"added", "reply", "question"})  # messages about a proposal, to its author


def _wants_it_erased(registry: Registry, incoming: Incoming, answered: Answered) -> bool:
    if incoming.kind is not Kind.TEXT or answered.about.partition(":")[0] not in _OF_PROPOSALS:
        return False
    return read_text_erased(incoming.text) is not None and registry.look_up("*", f"choice:{ERASING}") is not None


def find_answered(
    registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any], answered: Answered
) -> Found | None:
    """Finds who takes it: the message that is answered is meant.

    Where that has nothing to do with words, this is not the text that is awaited.
    """
    is_asked_now = is_of_the_question(answered, asked)
    if incoming.kind not in {Kind.TEXT, Kind.MEDIA} or (is_asked_now and not answered.about):
        return None
    if _wants_it_erased(registry, incoming, answered):
        return registry.find_taking(state, f"{ERASING}:{answered.about}")
    if is_asked_now and incoming.kind is Kind.TEXT and understand(incoming.text, asked) is not None:
        return None
    if answered.asks and incoming.kind is Kind.TEXT:
        chosen = understand(incoming.text, {**answered.asks, "free": bool(answered.asks.get("takes"))})
        if chosen is not None:
            return registry.find_chosen(state, chosen)
    is_command = incoming.kind is Kind.TEXT and bool(find_meanings(incoming.text) & registry.commands - OF_A_HEARING)
    if answered.about and not is_command:
        to_office = not answered.about.startswith("answer_words:")  # a clerk may name a prosecutor
        is_first = find_door(incoming.text) in {Door.EMERGENCY, *([Door.COMPLAINT] if to_office else [])}
        if is_first and (door := find_right_door(registry, state, incoming)) is not None:
            return door
        return registry.find_taking(state, answered.about)
    if state in registry.asking_freely and not is_command:
        return Found(registry.find_first(None, f"kind:{incoming.kind}"))
    return None
