"""Fits a message into what a messenger takes: long texts go in parts, buttons within their number and their length."""

from bot.channels.contract import Capabilities
from bot.chat.message import Message


def split_parts(message: Message, takes: Capabilities) -> list[str]:
    """The text with its numbered choices, in parts of which the last may carry the buttons."""
    has_buttons = takes.buttons and bool(message.choices or message.ways or message.links)
    return split(message.numbered(), takes.text_with_buttons if has_buttons else takes.text)


def list_buttons(message: Message, takes: Capabilities) -> list[tuple[str, str]]:
    """Pairs of id and title that fit, choices before ways. What has no button is typed: its number or its words."""
    if not takes.buttons:
        return []
    pairs = [(id, title) for id, title in [*message.choices, *message.ways]]
    return [(id, shorten(title, takes.title)) for id, title in pairs[: takes.most_buttons]]


def shorten(title: str, limit: int | None) -> str:
    """A title of at most limit UTF-16 units, with «…» where it was cut."""
    return title if limit is None or count_units(title) <= limit else f"{_begin(title, limit - 1).rstrip()}…"


def split(text: str, limit: int | None) -> list[str]:
    """Cuts a text into parts of at most limit UTF-16 units, between lines or words where it can."""
    if limit is None:
        return [text]
    parts = []
    while len(text) > limit or count_units(text) > limit:
        end = len(_begin(text[:limit], limit))
        at = max(text.rfind("\n", end // 2, end), text.rfind(" ", end // 2, end))
        cut = at if at > 0 else end
        parts.append(text[:cut].rstrip() or text[:cut])
        text = text[cut:].lstrip("\n ") if at > 0 else text[cut:]
    return [*parts, text]


def count_units(text: str) -> int:
    """The length of a text as messengers count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _begin(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")
