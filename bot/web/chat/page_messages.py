"""Messages as a page gets them: plain values, whose texts the page never reads as HTML."""

import json
from collections.abc import Iterable
from typing import Any

import orjson

from bot.budget.proposal import make_storable
from bot.channels.signed_choice import Mac, sign
from bot.chat.message import Message
from bot.web.chat.commands import find_commands
from storage.conversations.events import Said
from storage.queue.letters import ShownAt

_BUTTONS = frozenset({"choices", "ways", "links"})
_MOMENTS = frozenset({"at", "begun"})  # when it was said last, and first where it was written over
RECEIPT = "added:"  # a reply to such a message adds to the proposal that it acknowledges


def show(id: str, message: Message, *, address: str, language: str, mac: Mac) -> dict[str, Any]:
    """A message of ours. Its buttons are signed for the one who reads them, as on other messengers."""

    def button(pair: list[str]) -> list[str]:
        choice, title = pair
        return [sign(choice, address, stays=message.stays, question=message.question, mac=mac), title]

    shown: dict[str, Any] = {"id": id, "text": message.text, "lang": language}
    if commands := find_commands(message.text):
        shown["commands"] = commands
    for name, pairs in (("choices", message.choices), ("ways", message.ways)):
        if pairs:
            shown[name] = [button(pair) for pair in pairs]
    if message.lines:
        shown["lines"] = [line or title for line, (_, title) in zip(message.lines, message.choices, strict=True)]
    if message.links:
        shown["links"] = message.links
    if message.pin:
        shown["pin"] = message.pin
    if message.hints.clears:
        shown["clears"] = message.hints.clears
    if message.about.startswith(RECEIPT):
        shown["receipt"] = True
    if message.document:
        shown["file"] = str(message.document.get("form") or "document")
    return shown


def show_again(row: ShownAt, message: Message, *, address: str, mac: Mac) -> dict[str, Any] | None:
    """A message that was sent before; None where nothing is left of it."""
    if not message.is_shown or not row.id:
        return None
    return show(row.id, message, address=address, language=row.language, mac=mac) | {"at": row.at}


def find_transcript(
    ours: Iterable[tuple[str, dict[str, Any] | None]], said: Iterable[Said], *, since: int, most: int
) -> dict[str, Any]:
    """What both sides said in its order, at most so many each, and the last moment of it (ms UTC).

    ours are messages as they were shown, each with the id of the one whose buttons it ended. A screen that was written
    over stands once, where it was first, with what it says last. Its buttons are there only where they still hold.
    """
    standing = dict[str, dict[str, Any]]()
    for clears, one in ours:
        if clears in standing:
            standing[clears] = without_buttons(standing[clears])
        if one is not None:
            before = standing.get(one["id"], one)
            begun = before.get("begun", before["at"])
            standing[one["id"]] = one | {"begun": begun} if begun != one["at"] else one
    sides = [list(standing.values()), [one for one in map(show_own, said) if one is not None]]
    # Where a side is cut off, so is what the other one said before.
    first = max((_find_place(side[-most]) for side in sides if len(side) > most), default=0)
    found = [one for side in sides for one in side[-most:] if _find_place(one) >= first]
    found.sort(key=lambda one: (_find_place(one), not one.get("own")))
    return {"messages": found, "at": max((one["at"] for one in found), default=since)}


def _find_place(one: dict[str, Any]) -> int:
    place: int = one.get("begun", one["at"])
    return place


def without_buttons(one: dict[str, Any]) -> dict[str, Any]:
    """A message whose buttons are over."""
    return {name: value for name, value in one.items() if name not in _BUTTONS}


def without_moments(one: dict[str, Any]) -> dict[str, Any]:
    """What a message says, whenever it was said."""
    return {name: value for name, value in one.items() if name not in _MOMENTS}


def show_own(said: Said) -> dict[str, Any] | None:
    """What the person said, as the page had written it; None for what is shown by nothing."""
    try:
        raw = json.loads(said.raw)
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    text = raw.get("text") or raw.get("caption") or ""
    kind = raw.get("kind", "")
    if not text and not kind:
        return None
    return {"id": said.id.partition(":")[2], "own": True, "text": str(text), "kind": str(kind), "at": said.at}


def write_json(shown: Any) -> bytes:
    """What a page is shown, as JSON. Half a character that was stored once is left out: nothing else is lost by it."""
    try:
        return orjson.dumps(shown)
    except orjson.JSONEncodeError:
        return make_storable(json.dumps(shown, ensure_ascii=False)).encode()
