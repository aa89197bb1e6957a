"""What a text means whose words no table has together: it opens what only shows something, all else is asked."""

from dataclasses import replace
from typing import Any

from bot.chat.message import Choice, Incoming, Kind
from bot.chat.routing.doors import find_right_door, is_answered
from bot.chat.routing.found import Found
from bot.chat.routing.learned import find_at_step, order_by_step
from bot.chat.routing.meanings import COURTESIES, OF_THE_BOT, SHOWS, SIDES
from bot.chat.routing.question import find_choice_meaning
from bot.chat.routing.registry import Registry
from bot.chat.routing.resembling import LEADS_UNREAD, MOST_NEAR, find_near
from bot.chat.routing.typed import find_named
from bot.chat.texts import is_label
from bot.chat.typed import understand
from bot.language.common_speech.reading import say_commonly
from bot.language.gist.nearest import find_nearest_meanings, is_far_nearer
from bot.language.gist.reading import denies, find_gist, find_near_gist
from bot.language.intents import Intent


def find_by_gist(registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
    """Reads a text whose words no table has together. What only shows something opens, the rest is asked about.

    The label of a button is no such text, also where it stands on another page.
    """
    if incoming.kind is not Kind.TEXT or registry.reads_itself(state, incoming.text) or is_label(incoming.text):
        return None
    free, meant = bool(asked.get("free")), _by_likeness(incoming.text, find_gist(incoming.text))
    if not meant and not free:
        return find_agreed(registry, state, incoming.text, asked)
    meant = order_by_step(registry, _by_buttons(meant, asked), state, incoming.text, asked)
    if meant and is_far_nearer(incoming.text, meant[0]):
        near = find_near(registry, state, incoming, asked)
        if near is not None:
            return near  # two readers do not agree: it is asked
    for intent in meant:
        choice, handler = find_choice_meaning(asked, intent), registry.find_meaning_at(state, intent, free=free)
        # Who reads it is asked of the bot, whatever is being written.
        opens = intent in OF_THE_BOT or (not free and (intent in SHOWS or (choice is not None and intent in SIDES)))
        if choice is not None and opens:
            return registry.find_chosen(state, choice.id)
        if handler is not None and opens:
            return Found(handler)
        if choice or handler:
            offered = choice or Choice(f"meant:{intent}", "")
            near = find_at_step(registry, state, incoming, asked)
            if near is not None and not near.between:
                agreed = registry.find_chosen(state, choice.id) if choice is not None else None
                if intent in COURTESIES or near == agreed:
                    return near  # both readers agree on it; a courtesy may be a text of one's own as well
            near = near if near is not None and near.between else find_near(registry, state, incoming, asked)
            others = [one for one in (near.between if near is not None else ()) if one.id != offered.id]
            return Found(registry.find_first(state, "near"), between=(offered, *others[: MOST_NEAR - 1]))
    return None


def find_agreed(registry: Registry, state: str | None, text: str, asked: dict[str, Any]) -> Found | None:
    """Finds what both readers agree on where a word is unknown, to ask about it: «хочу внести предложение по селу»."""
    read, near = find_near_gist(text), find_nearest_meanings(text, above=LEADS_UNREAD)
    meant = near[:1]
    if not meant or meant[0] not in (read if state in registry.naming else read[:1]):
        return None
    if is_answered(text, meant[0]) or registry.says_a_need(text):
        return None
    choice = find_choice_meaning(asked, meant[0])
    if choice is None and meant[0] in registry.askable and registry.find_meaning_at(state, meant[0], free=False):
        choice = Choice(f"meant:{meant[0]}", "")
    return Found(registry.find_first(state, "near"), between=(choice,)) if choice is not None else None


def find_said_commonly(
    registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]
) -> Found | None:
    """Reads the same in common words, of what is typed in a dialect or parted by a dictation."""
    common = say_in_common_words(incoming)
    if common is None:
        return None
    if (door := find_right_door(registry, state, common)) is not None:
        return door
    if registry.reads_itself(state, common.text) or registry.names_a_matter(incoming.text):
        return None
    free = bool(asked.get("free"))
    choice = understand(common.text, asked, naming=state in registry.naming)
    if choice is not None:
        return registry.find_chosen(state, choice)
    return find_named(registry, state, common.text, free=free, takes=False) or find_by_gist(
        registry, state, common, asked
    )


def _by_likeness(text: str, meant: tuple[Intent, ...]) -> tuple[Intent, ...]:
    # What rules read, first what it resembles as well; a no counts as the rules read it.
    near = find_nearest_meanings(text)
    if len(meant) < 2 or denies(text) or meant[0] in OF_THE_BOT:
        return meant
    return tuple(sorted(meant, key=lambda one: near.index(one) if one in near else len(near)))


def _by_buttons(meant: tuple[Intent, ...], asked: dict[str, Any]) -> tuple[Intent, ...]:
    # Of several meanings that rules read, the one that is a button of the question.
    if Intent.SEND in meant and Intent.LATER not in meant and find_choice_meaning(asked, Intent.SEND) is not None:
        return (Intent.SEND,)  # «сунушту жөнөтөм» is no wish to begin another where one is to be sent
    if Intent.QUEUE in meant and find_choice_meaning(asked, Intent.QUEUE) is not None:
        return (Intent.QUEUE,)  # «жооп берилбегендери» of an office are no proposals of its own
    if Intent.UNSURE in meant and find_choice_meaning(asked, Intent.UNSURE) is not None:
        meant = tuple(sorted(meant, key=lambda one: one is Intent.UNCLEAR))  # «хз, не понимаю в этом»
    sides = tuple(one for one in meant if one in SIDES and find_choice_meaning(asked, one) is not None)
    # «Кирешеси бар сунуш» names the side of what is being proposed.
    return sides if sides and Intent.PROPOSE in meant else meant


def say_in_common_words(incoming: Incoming) -> Incoming | None:
    """Returns the message in common words; None where it is in these."""
    common = say_commonly(incoming.text) if incoming.kind is Kind.TEXT else ""
    return replace(incoming, text=common) if common else None
