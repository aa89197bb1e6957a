"""What a message means that names no button: its readers in their order, up to a text of its own."""

from typing import Any

from bot.chat.message import Incoming, Kind
from bot.chat.routing.doors import find_near_door, find_right_door
from bot.chat.routing.found import Found
from bot.chat.routing.gist import find_agreed, find_by_gist, find_said_commonly, say_in_common_words
from bot.chat.routing.learned import find_at_step, is_unread
from bot.chat.routing.question import add_notice
from bot.chat.routing.registry import Registry
from bot.chat.routing.resembling import find_by_parts, find_near
from bot.chat.texts import is_label
from bot.language.kyrgyz import fold


def find_unnamed(
    registry: Registry,
    state: str | None,
    incoming: Incoming,
    asked: dict[str, Any],
    notice: dict[str, Any] | None,
    *,
    yields: bool,
) -> Found:
    """Finds who takes it: a door, a meaning it comes near to, a notice, or who takes any text."""
    takes_words = bool(notice and notice.get("takes"))
    if (door := find_right_door(registry, state, incoming)) is not None:
        return door
    with_notice = add_notice(asked, notice)
    if not takes_words and (read := _find_read(registry, state, incoming, asked, with_notice)) is not None:
        return read
    if notice and takes_words and _is_said(incoming) and not _is_button_of_work(registry, incoming, notice):
        if yields:
            return registry.find_taking(state, notice["takes"])
        if state in registry.interrupted:
            return Found(registry.find_first(None, f"kind:{incoming.kind}"))
    if not takes_words and (near := _find_resembling(registry, state, incoming, with_notice)) is not None:
        return near
    return Found(registry.find_first(state, f"kind:{incoming.kind}", "kind:*"))


def _find_read(
    registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any], with_notice: dict[str, Any]
) -> Found | None:
    # What rules read in it. What no rule reads, or a rule that is doubted, is taken for what it means at the step.
    if is_unread(registry, state, incoming, with_notice):
        at_step = find_at_step(registry, state, incoming, with_notice)
        if at_step is not None:
            # No table knows names: what both readers take for a wish to the bot is asked about.
            is_name = state in registry.naming and at_step == Found(registry.find_first(state, f"kind:{incoming.kind}"))
            agreed = find_agreed(registry, state, incoming.text, asked) if is_name else None
            return agreed or at_step
    return find_by_gist(registry, state, incoming, asked) or find_said_commonly(registry, state, incoming, asked)


def _find_resembling(registry: Registry, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
    found = (
        find_at_step(registry, state, incoming, asked)
        or find_near_door(registry, state, incoming, asked)
        or find_near(registry, state, incoming, asked)
        or find_by_parts(registry, state, incoming, asked)
    )
    common = say_in_common_words(incoming) if found is None else None
    return found if common is None else find_near(registry, state, common, asked)


def _is_button_of_work(registry: Registry, incoming: Incoming, notice: dict[str, Any]) -> bool:
    # A clerk who types a label of another page wants that page: it explains nothing to an author.
    is_work = str(notice["takes"]).partition(":")[0] in registry.takes_no_label
    return is_work and incoming.kind is Kind.TEXT and is_label(incoming.text)


def _is_said(incoming: Incoming) -> bool:
    # A bare number is a choice or the number of a proposal, never somebody's words.
    return incoming.kind is Kind.MEDIA or (incoming.kind is Kind.TEXT and not fold(incoming.text).isdigit())
