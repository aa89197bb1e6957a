"""What Telegram sends, as Incoming: pure, and suspicious of every field, since anybody's client may have filled it."""

from dataclasses import dataclass, replace
from typing import Any

from bot.channels.signed_choice import Mac, read_pressed
from bot.channels.telegram.words import WORDS, collect_words, find_payload, name_of, names_in, without_name
from bot.chat.json_text import to_json
from bot.chat.message import Incoming, Kind, Media, Peer, is_table

NAME = "telegram"
_LARGEST_ID = 2**62
_LONGEST_TAP = 64
LARGEST_FILE = 20 * 1024 * 1024  # bytes a bot may download
_MOSTLY_SOUND = {"video/3gpp", "video/3gpp2"}  # what many telephones call the voices they record; the bytes say which
# What Telegram writes into a chat by itself, and nobody said.
_SERVICE = {
    *("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set"),
    *("checklist_tasks_done", "checklist_tasks_added"),
    *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
    *("giveaway_created", "giveaway_completed", "refunded_payment", "users_shared", "chat_shared"),
    *("paid_message_price_changed", "direct_message_price_changed", "chat_owner_left", "chat_owner_changed"),
    *("video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited"),
    *("proximity_alert_triggered", "boost_added", "gift", "unique_gift", "successful_payment", "connected_website"),
}
_FAR_AHEAD = 10**10  # seconds since 1970; no message is from behind that
_IN, _OUT = {"member", "administrator", "creator"}, {"left", "kicked"}
_CHATS = {"private", "group", "supergroup", "channel"}


class Unreadable(ValueError):
    """An update that cannot be understood: it is kept as a dead letter."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One update: the event for us, if any; the tap that wants an answer at once; when it was written.

    at is by Telegram's clock, in milliseconds UTC; of a tap nobody says when.
    """

    incoming: Incoming | None
    tap: str = ""
    at: int | None = None


def parse(raw: object, *, account: str, username: str, mac: Mac) -> Parsed:
    """Makes an event of an update as it came. Raises Unreadable for what is none; other kinds of updates give no event.

    mac(address, choice) is what we put behind the id of a button for this address. So a forged tap reaches nobody.
    """
    update = _read_dict(raw)
    update_id = _read_int(update.get("update_id"))
    if "callback_query" in update:
        return _tap(_read_dict(update["callback_query"]), update_id, account, mac)
    if "my_chat_member" in update:
        return Parsed(_read_membership(_read_dict(update["my_chat_member"]), update_id, account))
    for name, edited in (("message", False), ("edited_message", True)):
        if name in update:
            message = _read_dict(update[name])
            said = _read_message(message, update_id, account, username, edited=edited)
            return Parsed(said, at=_read_moment(message))
    return Parsed(None)


LONGEST_RAW = 100_000  # characters of an update that are kept as it came; a usual one has a few thousand
_OURS = ("message", "reply_to_message", "quote", "external_reply", "pinned_message")  # what may carry words of the bot


def read_raw_text(raw: object) -> str:
    """The update as it came, as JSON; of messages of the bot itself, which it may carry, only the ids."""
    try:
        text = to_json(_without_our_words(raw))
    except RecursionError:
        return '"nested too deep to be kept"'
    return text if len(text) <= LONGEST_RAW else '"too long to be kept as it came"'


def _without_our_words(raw: object, *, ours: bool = False) -> object:
    # A button's update carries the whole screen it stands on: another person's words, which may be erased by then.
    if not isinstance(raw, dict):
        return raw
    sender = raw.get("from")
    if ours or (isinstance(sender, dict) and sender.get("is_bot") is True):
        return {key: value for key, value in raw.items() if key in {"message_id", "date", "chat", "from"}}
    inner = {"message", "edited_message", "callback_query", *_OURS}
    return {
        key: _without_our_words(value, ours=key == "quote") if key in inner else value for key, value in raw.items()
    }


def _tap(query: dict[str, Any], update_id: int, account: str, mac: Mac) -> Parsed:
    tap = _read_str(query.get("id"))
    if not tap.isalnum() or not tap.isascii() or len(tap) > _LONGEST_TAP:
        raise Unreadable("a tap has no id")
    message = _read_dict(query.get("message") or {})
    chat = _read_dict(message.get("chat") or query.get("from"))
    address = str(_read_int(chat.get("id")))
    pressed = read_pressed(_read_str(query.get("data") or ""), [address], mac=mac)
    incoming = Incoming(
        id=f"{update_id}:{tap}",
        peer=Peer(NAME, account, address),
        kind=Kind.CHOICE,
        choice=pressed.choice,
        message_id=str(_read_int(message["message_id"]) or "") if "message_id" in message else "",
        stays=pressed.stays,
        question=pressed.question,
    )
    return Parsed(incoming if _is_private(chat) else None, tap)


def _read_membership(change: dict[str, Any], update_id: int, account: str) -> Incoming | None:
    chat = _read_dict(change.get("chat"))
    status, address = _read_dict(change.get("new_chat_member")).get("status"), str(_read_int(chat.get("id")))
    if _is_private(chat):
        return Incoming(f"{update_id}:member", Peer(NAME, account, address), Kind.STOP) if status == "kicked" else None
    kind = Kind.GROUP_JOINED if status in _IN else Kind.GROUP_LEFT if status in _OUT else None
    by = _read_dict(change.get("from"))
    if kind is None or by.get("is_bot") is True:
        return None
    title = _read_str(chat.get("title") or "")
    return Incoming(
        f"{update_id}:member", Peer(NAME, account, str(_read_int(by.get("id")))), kind, f"{address} {title}"
    )


def _read_message(
    message: dict[str, Any], update_id: int, account: str, username: str, *, edited: bool
) -> Incoming | None:
    chat = _read_dict(message.get("chat"))
    peer = Peer(NAME, account, str(_read_int(chat.get("id"))))
    message_id = _read_int(message.get("message_id"))
    event_id = f"{update_id}:{message_id}{'e' if edited else ''}"
    text = collect_words(message)
    if not _is_private(chat):
        if "migrate_to_chat_id" in message:
            return Incoming(event_id, peer, Kind.GROUP_MOVED, str(_read_int(message["migrate_to_chat_id"])))
        addressed = _is_addressed(message, username) and not edited
        return Incoming(event_id, peer, Kind.GROUP, text) if addressed else None
    album = _read_str(message.get("media_group_id") or "")
    forwarded, origin = "forward_origin" in message, message.get("forward_origin")
    written = origin.get("date") if isinstance(origin, dict) else None
    said = Incoming(
        event_id, peer, Kind.TEXT, text, own_id=str(message_id), album=album, forwarded=forwarded,
        written_at=written * 1000 if type(written) is int and 0 < written < _FAR_AHEAD else 0,
        reply_to=_read_answered(message), answers_own=_is_own(message),
    )  # fmt: skip
    if edited:
        return _edit(message, said, username)
    if (place := _place(message)) is not None:
        where = f"{_read_degrees(place, 'latitude', 90)}, {_read_degrees(place, 'longitude', 180)}"
        return replace(said, kind=Kind.LOCATION, text=where, named=name_of(message.get("venue")))
    found = _read_file(message)
    if found is not None:
        kind, file = found
        if _is_too_large(file):
            return replace(said, kind=Kind.TOO_LARGE)
        media = Media(
            kind, _read_str(file.get("file_id")), spreadsheet=kind == "document" and is_table(file.get("file_name")),
            size=_read_bytes(file),
        )  # fmt: skip
        return replace(said, kind=Kind.MEDIA, media=(media,))
    if not WORDS & message.keys():
        return None if _SERVICE & message.keys() else replace(said, kind=Kind.UNSUPPORTED)
    payload = find_payload(text, username)
    if payload is not None:
        return replace(said, kind=Kind.START, text=payload)
    return replace(said, text=without_name(text, username))


def _edit(message: dict[str, Any], said: Incoming, username: str) -> Incoming | None:
    if _place(message) is not None:
        return None  # a place that moves with its owner, who writes nothing
    found = _read_file(message)
    kept = found is not None and not _is_too_large(found[1])
    media = (
        (Media(found[0], _read_str(found[1].get("file_id")), size=_read_bytes(found[1])),)
        if found is not None and kept
        else ()
    )
    # Read as it was when it came: else a link preview, which changes no word, would look like a change.
    is_text = found is None and bool(WORDS & message.keys())
    payload = find_payload(said.text, username) if is_text else None
    read = payload if payload is not None else without_name(said.text, username) if is_text else said.text
    return replace(said, kind=Kind.EDITED, text=read, media=media, album="")


def _place(message: dict[str, Any]) -> dict[str, Any] | None:
    # A place with a name carries its point twice: beside the name and within it.
    holder = message if "location" in message else message.get("venue")
    return _read_dict(holder["location"]) if isinstance(holder, dict) and "location" in holder else None


def _read_file(message: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    if isinstance(message.get("photo"), list) and message["photo"]:
        sizes = [_read_dict(size) for size in message["photo"]]
        return "photo", max(sizes, key=lambda size: _read_size(size.get("width")) * _read_size(size.get("height")))
    for name in ("voice", "audio"):
        if name in message:
            return "voice", _read_dict(message[name])
    if "document" in message:
        document = _read_dict(message["document"])
        mime = str(document.get("mime_type") or "").casefold()
        family = "audio" if mime in _MOSTLY_SOUND else mime.partition("/")[0]
        if family != "video":
            return {"image": "photo", "audio": "voice"}.get(family, "document"), document
    return None


def _is_too_large(file: dict[str, Any]) -> bool:
    size = file.get("file_size")
    return isinstance(size, int) and size > LARGEST_FILE


def _read_bytes(file: dict[str, Any]) -> int:
    size = file.get("file_size")
    return size if type(size) is int and 0 < size <= LARGEST_FILE else 0


def _is_addressed(message: dict[str, Any], username: str) -> bool:
    if not username:
        return False
    reply = message.get("reply_to_message")
    to_us = (
        isinstance(reply, dict) and isinstance(reply.get("from"), dict) and reply["from"].get("username") == username
    )
    return to_us or f"@{username}".casefold() in names_in(message)


def _is_own(message: dict[str, Any]) -> bool:
    reply = message.get("reply_to_message")
    author = reply.get("from") if isinstance(reply, dict) else None
    return isinstance(author, dict) and author.get("is_bot") is False


def _read_answered(message: dict[str, Any]) -> str:
    """The id of the message that somebody answers, ours or their own; empty where that cannot be read."""
    reply = message.get("reply_to_message")
    if not isinstance(reply, dict):
        return ""
    id = reply.get("message_id")
    is_id = isinstance(id, int) and not isinstance(id, bool) and 0 < id <= _LARGEST_ID
    return str(id) if is_id else ""


def _is_private(chat: dict[str, Any]) -> bool:
    kind = _read_str(chat.get("type", "private"))
    if kind not in _CHATS:
        raise Unreadable("a chat of no known kind")
    return kind == "private"


def _read_dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable("an object is missing")
    return value


def _read_int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST_ID:
        raise Unreadable("a whole number is missing")
    return value


def _read_str(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("a text is missing")
    return value


def _read_moment(message: dict[str, Any]) -> int | None:
    seconds = message.get("edit_date", message.get("date"))
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds < _LARGEST_ID // 1000:
        return None
    return seconds * 1000


def _read_size(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100_000 else 0


def _read_degrees(place: dict[str, Any], name: str, most: int) -> str:
    value = place.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise Unreadable("a place is missing")
    return f"{value:.5f}"
