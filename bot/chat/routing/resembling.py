"""What a text resembles, asked about before anything is done."""

from collections.abc import Collection
from typing import Any

from bot.chat.at_step import goes_on
from bot.chat.message import Choice, Incoming, Kind
from bot.chat.routing.doors import is_answered
from bot.chat.routing.found import Found
from bot.chat.routing.meanings import (
    ANSWERED_AT_ONCE,
    ANSWERED_ON_ARRIVAL,
    COURTESIES,
    OF_A_BUTTON,
    OF_AN_ANSWER,
)
from bot.chat.routing.question import find_choice_meaning
from bot.chat.routing.registry import Registry
from bot.chat.texts import is_label
from bot.language.gist.nearest import find_nearest_meanings
from bot.language.gist.parts import find_meant_by_parts
from bot.language.gist.reading import is_spoken_of
from bot.language.intents import NO_FIRST, Intent, find_meanings
from bot.language.kyrgyz import fold

MOST_NEAR = 2  # meanings that a text resembles and is asked about by
# By how much they must lead where a text of one's own is awaited, and where a name is. No table knows names.
_LEADS_WORDS, _LEADS_A_NAME = 5.0, 14.0
_LEADS_ON_SCREEN = 12.0  # where the text names a matter, and the screen offers the meaning
LEADS_UNREAD = 20.0  # where a word says nothing to the rules


def find_near(registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
    """Finds what a text resembles, to ask about it. What is said back to a courtesy is said at once."""
    if incoming.kind is not Kind.TEXT or registry.reads_itself(state, incoming.text) or is_label(incoming.text):
        return None
    free, offered = bool(asked.get("free")), dict[str, Choice]()
    if state in registry.arriving:
        return _find_near_on_arrival(registry, state, incoming.text)
    near = _find_nearest(registry, state, incoming.text, asked, free=free)
    if not near or (not free and is_answered(incoming.text, near[0])):
        return None
    for intent in _rank(near, incoming.text, asked, free=free):
        if not is_spoken_of(incoming.text, intent):
            continue  # «все?» erases nothing, and who speaks of no coming is told of no hearing
        choice, handler = find_choice_meaning(asked, intent), registry.find_meaning_at(state, intent, free=free)
        if choice is None and intent in OF_A_BUTTON:
            continue
        choice = choice or _find_refusal(asked, intent)
        if handler is not None and intent in ANSWERED_AT_ONCE and not free and not offered:
            return Found(handler)
        if choice is None and handler is not None and intent in registry.askable:
            choice = Choice(f"meant:{intent}", "")
        if free and intent in OF_AN_ANSWER and choice is None and handler is None:
            break  # it is about an answer, and a text of one's own is not asked about for less
        if choice is not None:
            offered.setdefault(choice.id, choice)
    return _ask_between(registry, state, offered)


def _find_nearest(
    registry: Registry, state: str | None, text: str, asked: dict[str, Any], *, free: bool
) -> list[Intent]:
    # What a rule has read is not guessed to be anything else. A text of one's own is then not guessed at all.
    read = find_meanings(text)
    if free and read:
        return []
    reads_words = free or state in registry.idle or registry.look_up(state or "", f"kind:{Kind.TEXT}") is not None
    least = _LEADS_A_NAME if state in registry.naming else _LEADS_WORDS if reads_words else 0.0
    near = _list_near(text, least, read)
    return _leave_out_beside_a_matter(registry, near, text, asked, free=free) if reads_words else near


def _find_near_on_arrival(registry: Registry, state: str | None, text: str) -> Found | None:
    # Names and words that are kept come there. What is plainly asked of the bot is answered, and nothing is done.
    if registry.names_a_matter(text):
        return None
    asked = [
        *find_nearest_meanings(text, above=LEADS_UNREAD)[:1],
        *(find_meant_by_parts(text) if "!" in text or "?" in text or "," in text else ()),
    ]
    # «Assalomu alaykum! …» greets, and goes on: what goes on is kept.
    shut = COURTESIES if goes_on(text) else frozenset[Intent]()
    intent = next((one for one in asked if one in ANSWERED_ON_ARRIVAL - shut), None)
    handler = registry.find_meaning_at(state, intent, free=False) if intent is not None else None
    return Found(handler) if handler is not None else None


def _leave_out_beside_a_matter(
    registry: Registry, near: list[Intent], text: str, asked: dict[str, Any], *, free: bool
) -> list[Intent]:
    # What the question itself offers is likelier than a matter that is named beside it; nothing else is.
    if near and registry.speaks_of_a_matter(text):
        # Words on an answer that speak of something besides are held, and both are offered there.
        near = [one for one in near if one not in OF_AN_ANSWER or find_choice_meaning(asked, one) is not None]
    if not near or not registry.names_a_matter(text):
        return near
    far = () if free or registry.says_a_need(text) else find_nearest_meanings(text, above=_LEADS_ON_SCREEN)
    return [one for one in far if one is not Intent.PROPOSE and find_choice_meaning(asked, one) is not None]


def find_by_parts(registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
    """Reads a text part by part: «Я за рулём, некогда буквы тыкать! Соедините с человеком!».

    One part is a wish, the others only lead up to it.
    """
    if incoming.kind is not Kind.TEXT or state in registry.arriving or state in registry.naming:
        return None
    if registry.reads_itself(state, incoming.text) or registry.names_a_matter(incoming.text) or is_label(incoming.text):
        return None
    free, offered = bool(asked.get("free")), dict[str, Choice]()
    meant = _leave_out_beside_a_matter(
        registry, list(find_meant_by_parts(incoming.text)), incoming.text, asked, free=free
    )
    if free:
        near = find_nearest_meanings(incoming.text, above=_LEADS_WORDS)
        meant = [one for one in meant if one in near]
    for intent in meant:
        choice = find_choice_meaning(asked, intent) or _find_refusal(asked, intent)
        if choice is None and intent in registry.askable and intent not in OF_A_BUTTON:
            handler = registry.find_meaning_at(state, intent, free=free)
            choice = Choice(f"meant:{intent}", "") if handler is not None else None
        if choice is not None:
            offered.setdefault(choice.id, choice)
    return _ask_between(registry, state, offered)


def _find_refusal(asked: dict[str, Any], intent: Intent) -> Choice | None:
    # Who refuses says no to what is asked.
    return find_choice_meaning(asked, Intent.NO) if intent is Intent.REFUSE else None


def _ask_between(registry: Registry, state: str | None, offered: dict[str, Choice]) -> Found | None:
    # Asks which of the first choices is meant; None where there is none.
    between = tuple(offered.values())[:MOST_NEAR]
    return Found(registry.find_first(state, "near"), between=between) if between else None


def _list_near(text: str, least: float, read: Collection[Intent]) -> list[Intent]:
    # One that leads far enough is asked about beside the next likeliest.
    is_near = bool(find_nearest_meanings(text, above=least))
    shut = COURTESIES if goes_on(text) else frozenset[Intent]()
    return (
        [one for one in find_nearest_meanings(text) if (not read or one in read) and one not in shut] if is_near else []
    )


def _rank(near: list[Intent], text: str, asked: dict[str, Any], *, free: bool) -> list[Intent]:
    # What the question itself offers is likelier than what leads elsewhere; of «нет, забудьте» the no answers first.
    ranked = near if free else sorted(near, key=lambda one: find_choice_meaning(asked, one) is None)
    if fold(text).split(" ")[0] in NO_FIRST and find_choice_meaning(asked, Intent.NO) is not None:
        return [Intent.NO, *ranked]
    return ranked
