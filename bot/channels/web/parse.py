"""What a page posts, as an event. It is of a stranger: whatever is not as our own page writes it is refused."""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.budget.proposal import make_storable
from bot.channels.signed_choice import Mac, read_pressed
from bot.chat.message import Incoming, Kind, Media, Peer, is_table

LARGEST = 64 * 1024  # bytes of what is posted without a file
TEXT = 20_000  # characters of one message; a proposal holds fewer
KINDS = frozenset({"voice", "photo", "document"})
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_LANGUAGE = re.compile(r"[a-z]{0,3}")


class Unreadable(Exception):
    """No page of ours posts this."""


def read_posted(body: bytes, peer: Peer, *, mac: Mac) -> Incoming:
    """The event that a page posted: a start, a pressed button or a text. Raises Unreadable.

    The page makes the id, so what is posted twice is taken in once (idempotent). Nobody else's page can take it: the
    event is known by the person and that id.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(said, dict):
        raise Unreadable("no object")
    id = f"{peer.address[:24]}:{_match(_ID, said, 'id')}"
    reply_to = _read(said, "reply_to", 32)
    if "start" in said:
        language = _match(_LANGUAGE, said, "language")
        return Incoming(id, peer, Kind.START, _match(_PAYLOAD, said, "start"), language=language)
    if "choice" in said:
        pressed = read_pressed(_read(said, "choice", 200), [peer.address], mac=mac)
        return Incoming(
            id, peer, Kind.CHOICE, choice=pressed.choice, message_id=_read(said, "message", 32), stays=pressed.stays,
            question=pressed.question,
        )  # fmt: skip
    text = _read(said, "text", TEXT)
    if not text.strip():
        raise Unreadable("nothing said")
    return Incoming(id, peer, Kind.TEXT, text, own_id=id, reply_to=reply_to)


def read_file(query: Mapping[str, str], peer: Peer, *, reference: str, size: int) -> Incoming:
    """The event of a file that a page posted, and whose bytes lie under reference. Raises Unreadable."""
    kind = query.get("kind", "")
    if kind not in KINDS:
        raise Unreadable("no kind of file")
    id = f"{peer.address[:24]}:{_match(_ID, query, 'id')}"
    media = Media(kind, reference, is_table(query.get("name", "")), size)
    return Incoming(id, peer, Kind.MEDIA, _read(query, "caption", TEXT), media=(media,), own_id=id)


def _read(said: Mapping[str, Any], name: str, longest: int) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise Unreadable(name)
    return make_storable(value)  # JSON may say half a character, which no column and no page can hold


def _match(form: re.Pattern[str], said: Mapping[str, Any], name: str) -> str:
    value = _read(said, name, 200)
    if not form.fullmatch(value):
        raise Unreadable(name)
    return value
