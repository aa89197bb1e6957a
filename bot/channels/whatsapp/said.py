"""One message of a person as an event: who wrote it, and of which kind it is."""

import re
from dataclasses import replace
from typing import Any

from bot.channels.signed_choice import Mac, read_pressed
from bot.channels.whatsapp.fields import Misread, is_phone, is_scoped, read_dict, read_id, read_str, shorten_id
from bot.chat.message import Incoming, Kind, Media, Peer, is_table

NAME = "whatsapp"
OPEN = "open"  # the payload of a template's button, which lets what waits go
# Without a payload of our own: an invite, an aimak, a hearing, a code. Whoever types on Cyrillic keys writes another «a».
_START = re.compile(r"(?:/start[ \t]+)?[aаiіhlлAАIHLЛ]_[\w-]{1,62}|/start", re.IGNORECASE)
# What is done to a message and says nothing.
_NEEDS_NO_ANSWER = {"reaction", "pin", "keep_in_chat", "link_preview", "poll_update"}


_OF_FILES = {"image": "photo", "audio": "voice", "voice": "voice", "document": "document"}


def read_sender(message: dict[str, Any], contacts: list[dict[str, Any]]) -> tuple[str, str]:
    """The address of a sender, and their business-scoped id where that is another one. Raises Misread."""
    phone, scoped = message.get("from"), message.get("from_user_id")
    if is_scoped(phone):
        phone, scoped = None, phone
    mine = [one for one in contacts if _is_named(one, "wa_id", phone) or _is_named(one, "user_id", scoped)]
    known = mine if is_phone(phone) or is_scoped(scoped) else contacts  # beside theirs others may stand, or alone
    if len(known) == 1:
        phone = phone if is_phone(phone) else known[0].get("wa_id")
        scoped = scoped if is_scoped(scoped) else known[0].get("user_id")
    found = [one for one, fits in ((phone, is_phone), (scoped, is_scoped)) if fits(one)]
    if not found:
        raise Misread("nobody sent it")
    return str(found[0]), str(found[1]) if len(found) > 1 else ""


def _is_named(contact: dict[str, Any], name: str, id: object) -> bool:
    return isinstance(id, str) and contact.get(name) == id


def read_event(message: dict[str, Any], address: str, alias: str, *, account: str, mac: Mac) -> Incoming:
    """The event of a message. Raises Misread where its own fields are not what its kind says."""
    context = message.get("context")
    context = context if isinstance(context, dict) else {}
    id = read_id(message.get("id"))
    said = Incoming(
        id,
        Peer(NAME, account, address),
        Kind.UNSUPPORTED,
        own_id=id,
        reply_to=_read_answered(context),
        answers_own=_read_text(context, "from") in {address, alias} - {""},
        forwarded=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        opens_window=True,
        alias=alias,
    )
    kind = _read_text(message, "type")
    if kind == "edit":
        return _read_edit(message, said)
    if kind == "revoke":
        return replace(said, kind=Kind.DELETED, own_id=_read_original(message, "revoke", id))
    if kind in {"interactive", "button"}:
        return _read_pressed(message, said, [one for one in (address, alias) if one], mac)
    return _read_content(message, said)


def _read_content(message: dict[str, Any], said: Incoming) -> Incoming:
    kind = _read_text(message, "type")
    if kind == "text":
        text = read_str(read_dict(message.get("text")).get("body"))
        if _START.fullmatch(text.strip()):
            return replace(said, kind=Kind.START, text=text.strip().removeprefix("/start").strip())
        return replace(said, kind=Kind.TEXT, text=text)
    if kind == "request_welcome":
        return replace(said, kind=Kind.START)
    if kind == "location":
        return _read_place(read_dict(message.get("location")), said)
    if kind in _OF_FILES:
        return _read_file(read_dict(message.get(kind)), _OF_FILES[kind], said)
    inner = message.get(kind)
    if (_read_text(inner, "type") if kind == "unsupported" else kind) in _NEEDS_NO_ANSWER:
        return replace(
            said, kind=Kind.REACTION, text=_read_text(inner, "emoji"), reply_to=_read_text(inner, "message_id")
        )
    return replace(said, text=_read_text(inner, "caption"))


def _read_file(file: dict[str, Any], form: str, said: Incoming) -> Incoming:
    caption = _read_text(file, "caption")
    mime = _read_text(file, "mime_type").casefold()
    if form == "document" and mime.startswith("video/"):
        return replace(said, text=caption)
    if form == "document":
        form = {"image": "photo", "audio": "voice"}.get(mime.partition("/")[0], form)
    media = Media(form, read_id(file.get("id")), spreadsheet=form == "document" and is_table(file.get("filename")))
    return replace(said, kind=Kind.MEDIA, text=caption, media=(media,))


def _read_place(place: dict[str, Any], said: Incoming) -> Incoming:
    where = f"{_read_degrees(place, 'latitude', 90)}, {_read_degrees(place, 'longitude', 180)}"
    named = ", ".join(filter(None, (_read_text(place, name).strip() for name in ("name", "address"))))
    return replace(said, kind=Kind.LOCATION, text=where, named=named)


def _read_pressed(message: dict[str, Any], said: Incoming, addresses: list[str], mac: Mac) -> Incoming:
    if message["type"] == "button":  # below a template
        button = read_dict(message.get("button"))
        data, title = _read_text(button, "payload"), _read_text(button, "text")
        if data == OPEN:
            return replace(said, kind=Kind.OPENED)
    else:
        inner = read_dict(message.get("interactive"))
        form = _read_text(inner, "type")
        if form not in {"button_reply", "list_reply"}:
            return said
        data, title = read_str(read_dict(inner.get(form)).get("id")), ""
    pressed = read_pressed(data, addresses, mac=mac)
    if not pressed.choice and message["type"] == "button":
        return replace(said, kind=Kind.TEXT, text=title)
    return replace(
        said,
        kind=Kind.CHOICE,
        choice=pressed.choice,
        stays=pressed.stays,
        question=pressed.question,
        message_id=said.reply_to,
        reply_to="",
        answers_own=False,
    )


def _read_edit(message: dict[str, Any], said: Incoming) -> Incoming:
    inner = read_dict(read_dict(message.get("edit")).get("message"))
    now = _read_content(inner, replace(said, own_id=_read_original(message, "edit", said.id)))
    return replace(now, kind=Kind.EDITED) if now.kind in {Kind.TEXT, Kind.START, Kind.MEDIA} else now


def _read_original(message: dict[str, Any], kind: str, otherwise: str) -> str:
    return shorten_id(_read_text(message.get(kind), "original_message_id")) or otherwise


def _read_answered(context: dict[str, Any]) -> str:
    return shorten_id(_read_text(context, "id"))


def _read_text(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _read_degrees(place: dict[str, Any], name: str, most: int) -> str:
    value = place.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise Misread("a place is missing")
    return f"{value:.5f}"
