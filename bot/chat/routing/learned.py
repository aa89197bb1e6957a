"""What others meant who typed something like it where the same was asked."""

from typing import Any

from bot.budget.referral.doors import find_door
from bot.chat.at_step import SURE, Here, is_doubted, read_at_step
from bot.chat.message import Incoming, Kind
from bot.chat.routing.doors import ANSWERED_BY
from bot.chat.routing.found import Found
from bot.chat.routing.meanings import OF_AN_ANSWER
from bot.chat.routing.question import find_choice_meaning, find_choice_of
from bot.chat.routing.registry import Registry
from bot.chat.texts import is_label
from bot.language.gist.at_step import find_meant_at
from bot.language.gist.reading import find_gist
from bot.language.intents import Intent, find_meanings


def is_unread(registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> bool:
    """Whether no rule reads it, or what a rule reads is unlikely there."""
    if incoming.kind is not Kind.TEXT or registry.reads_itself(state, incoming.text):
        return False
    step, read = registry.names_step(state, asked), find_gist(incoming.text)
    return bool(step) and (not read or is_doubted(step, incoming.text, read))


def find_at_step(registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
    """Finds what others meant who typed something like it there."""
    if incoming.kind is not Kind.TEXT or registry.reads_itself(state, incoming.text) or is_label(incoming.text):
        return None
    text, free = incoming.text, bool(asked.get("free"))
    if find_door(text) in ANSWERED_BY.values():
        return None  # it is answered, and not asked about
    here = Here(
        by_meaning=lambda intent: find_choice_meaning(asked, intent),
        by_id=lambda id: find_choice_of(asked, id),
        can_do=lambda intent: registry.find_meaning_at(state, intent, free=free) is not None,
        askable=registry.askable,
        free=free,
        naming=state in registry.naming,
        arriving=state in registry.arriving,
    )
    step = registry.names_step(state, asked)
    if not step or (free and find_meanings(text)):
        return None
    read = read_at_step(
        step,
        text,
        here,
        is_about=registry.is_about(text),
        is_of_a_matter=registry.names_a_matter(text),
        says_a_need=registry.says_a_need(text),
    )
    if read is None:
        return None
    if read.own:
        return Found(registry.find_first(state, f"kind:{incoming.kind}", "kind:*"))
    if read.choice:
        return registry.find_chosen(state, read.choice)
    if read.meaning is not None and (handler := registry.find_meaning_at(state, read.meaning, free=free)) is not None:
        return Found(handler)
    if read.asked:
        return Found(registry.find_first(None, f"asked:{read.asked}"))
    if read.door is not None:
        handler = registry.find_door_at(state, read.door)
        return Found(handler) if handler is not None and not registry.shuts(state, read.door) else None
    return Found(registry.find_first(state, "near"), between=read.offered)


def order_by_step(
    registry: Registry, meant: tuple[Intent, ...], state: str | None, text: str, asked: dict[str, Any]
) -> tuple[Intent, ...]:
    """Puts the meaning first that the step surely means, of several that rules read: «не спеши, потом»."""
    step = registry.names_step(state, asked) if len(meant) > 1 else ""
    step = "" if Intent.PROPOSE in meant[:1] or not OF_AN_ANSWER.isdisjoint(meant) else step
    sure = {code for code, share in find_meant_at(step, text)[:1] if share >= SURE} if step else set()
    return tuple(sorted(meant, key=lambda one: str(one) not in sure))
