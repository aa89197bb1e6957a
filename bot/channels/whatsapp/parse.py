"""What a webhook of WhatsApp's carries, item by item: pure, never an exception, and suspicious of every field.

One POST may hold several entries, changes, messages and statuses. What cannot be read is set aside by itself: the items
beside it are not.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.intake import Became, DeliveryReport, LimitNews
from bot.channels.signed_choice import Mac
from bot.channels.whatsapp.failures import read_report_code
from bot.channels.whatsapp.fields import (
    Misread,
    is_phone,
    is_scoped,
    list_dicts,
    read_dict,
    read_id,
    read_moment,
    read_str,
)
from bot.channels.whatsapp.news import OF_LIMITS, read_limit
from bot.channels.whatsapp.said import NAME, read_event, read_sender
from bot.chat.json_text import to_json
from bot.chat.message import Incoming, Kind, Peer

_STATES = {
    "sent": Became.TAKEN, "delivered": Became.DELIVERED, "read": Became.READ, "played": Became.READ, "failed": Became.FAILED,
}  # fmt: skip
_PARTS = ("messages", "statuses", "errors")
_NOTHING_NEW = {"accepted", "deleted", "warning"}
_ROW = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})(\.part)?")
_OF_TEMPLATES = "message_template_status_update"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody did: the event, when (UTC ms), and as it came."""

    incoming: Incoming
    at: int | None
    raw: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a message of ours."""

    report: DeliveryReport


@dataclass(frozen=True, slots=True)
class TemplateState:
    """Meta has looked at one of our templates: APPROVED, REJECTED, PAUSED and the like."""

    id: str
    name: str
    language: str
    state: str
    why: str
    raw: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """What cannot be read, or is for nobody here: it is kept as a dead letter."""

    id: str
    raw: str
    why: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """How many people a day Meta lets us ask by a template."""

    news: LimitNews


Item = Written | Reported | TemplateState | Allowed | SetAside


def parse(body: bytes, *, account: str, mac: Mac) -> list[Item]:
    """Every item of a signed body, in its order. account is the id of our number; mac is what stands behind our buttons."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        text = body.decode("utf-8", "replace")
        return [SetAside(_name(text), text, "no JSON")]
    try:
        return [*_list_items(read_dict(found), account, mac)]
    except Misread as misread:
        return [_set_aside(found, str(misread))]


def share_out(body: bytes, *, called: str, numbers: Mapping[str, str]) -> dict[str, bytes]:
    """Sorts the changes of a signed body by number, since one app calls for all of its own.

    numbers gives the business of each. What is about a business goes to all of its numbers. Anything else goes to the
    called, which sets aside what cannot be read.
    """
    if len(numbers) < 2:
        return {called: body}
    try:
        payload = read_dict(json.loads(body))
    except (ValueError, RecursionError, Misread):
        return {called: body}
    shares: dict[str, list[object]] = {}
    entries = payload.get("entry")
    for entry in entries if isinstance(entries, list) else []:
        changes = entry.get("changes") if isinstance(entry, dict) else None
        if not isinstance(changes, list) or not changes:
            shares.setdefault(called, []).append(entry)
            continue
        for change in changes:
            for number in _find_meant(change, entry.get("id"), called, numbers):
                shares.setdefault(number, []).append({**entry, "changes": [change]})
    if not shares or shares.keys() == {called}:
        return {called: body}
    try:
        return {number: to_json({**payload, "entry": entries}).encode() for number, entries in shares.items()}
    except (ValueError, RecursionError, TypeError):
        return {called: body}


def _find_meant(change: object, business: object, called: str, numbers: Mapping[str, str]) -> list[str]:
    if not isinstance(change, dict):
        return [called]
    value = change.get("value")
    about = value.get("metadata") if isinstance(value, dict) else None
    meant = about.get("phone_number_id") if isinstance(about, dict) else None
    if change.get("field") == "messages":
        return [meant if isinstance(meant, str) and meant in numbers else called]
    return [number for number, of in numbers.items() if of == business] or [called]


def _list_items(payload: dict[str, Any], account: str, mac: Mac) -> Iterator[Item]:
    entries = payload.get("entry")
    entries = entries if isinstance(entries, list) else []
    if payload.get("object") != "whatsapp_business_account" or not any(isinstance(one, dict) for one in entries):
        yield _set_aside(payload, "no webhook of WhatsApp's")
    for entry in entries:
        if not isinstance(entry, dict):
            yield _set_aside(entry, "an entry that is no object")
            continue
        changes = entry.get("changes")
        if not isinstance(changes, list) or not changes:
            yield _set_aside(entry, "an entry without changes")
            continue
        for change in changes:
            if not isinstance(change, dict) or not isinstance(change.get("value"), dict):
                yield _set_aside(change, "a change without a value")
                continue
            yield from _read_change(change, account, mac)


def _read_change(change: dict[str, Any], account: str, mac: Mac) -> Iterator[Item]:
    value, field = change["value"], change.get("field")
    if field == _OF_TEMPLATES:
        yield _read_template(change)
        return
    if isinstance(field, str) and field in OF_LIMITS and (limit := read_limit(value)) is not None:
        yield Allowed(limit)
        return
    if field != "messages":
        yield _set_aside(change, f"nobody takes «{field if isinstance(field, str) else '?'}»"[:60])
        return
    about = value.get("metadata")
    if not isinstance(about, dict) or about.get("phone_number_id") != account:
        yield _set_aside(change, "for another number")
        return
    parts = {name: value[name] for name in _PARTS if isinstance(value.get(name), list)}
    if not any(parts.values()):
        yield _set_aside(change, "nothing in it")
    else:
        for name in _PARTS:  # what is no list loses none of the lists beside it
            if value.get(name) and name not in parts:
                yield _set_aside({name: value[name]}, f"{name} are no list")
    contacts = list_dicts(value.get("contacts"))
    for message in parts.get("messages", ()):
        yield _read_message(message, contacts, account, mac)
    for status in parts.get("statuses", ()):
        yield from _read_status(status)
    for error in parts.get("errors", ()):
        yield _set_aside(error, f"error {error.get('code') if isinstance(error, dict) else '?'}"[:60])


def _read_message(raw: object, contacts: list[dict[str, Any]], account: str, mac: Mac) -> Item:
    try:
        message = read_dict(raw)
        if "group_id" in message:
            raise Misread("from a group")
        if message.get("type") == "system":
            return _read_system(message, account)
        address, alias = read_sender(message, contacts)
        event = read_event(message, address, alias, account=account, mac=mac)
        return Written(event, read_moment(message.get("timestamp")), _write(message))
    except Misread as misread:
        return _set_aside(raw, str(misread))


def write_waiting(written: Written) -> str:
    """An item as it waits for its turn: the message, and who sent it, which stood beside it."""
    return (
        f'{{"message":{written.raw},"from":{to_json([written.incoming.peer.address, written.incoming.alias or ""])}}}'
    )


def read_waiting(as_it_came: str, *, account: str, mac: Mac) -> Written | None:
    """The item that waited; None where it cannot be read."""
    try:
        kept = read_dict(json.loads(as_it_came))
        message, (address, alias) = read_dict(kept.get("message")), kept["from"]
    except (ValueError, RecursionError, Misread, LookupError, TypeError):
        return None
    ids = [one for one in (address, alias) if isinstance(one, str)]
    contact = {"wa_id": next(filter(is_phone, ids), None), "user_id": next(filter(is_scoped, ids), None)}
    item = _read_message(message, [contact], account, mac)
    return item if isinstance(item, Written) else None


def _read_system(message: dict[str, Any], account: str) -> Item:
    # A person has another phone, another business-scoped id, or both.
    changed = read_dict(message.get("system"))
    if changed.get("type") not in ("user_changed_number", "user_changed_user_id"):  # no set: anything may stand there
        raise Misread("a word of the messenger's own")
    before = [message.get("from"), message.get("from_user_id"), changed.get("previous_user_id")]
    after = [changed.get("wa_id"), changed.get("user_id")]
    old, new = (tuple(dict.fromkeys(one for one in ids if isinstance(one, str) and one)) for ids in (before, after))
    old = tuple(one for one in old if one not in new)
    if not old or not new:
        raise Misread("somebody moved from nowhere, or to nowhere")
    # A new id beside a phone that stays moves nobody.
    there = new[0] if is_phone(new[0]) or not is_phone(old[0]) else ""
    # The new id is theirs from now on, so that the new number is no stranger's.
    alias = " ".join([*old[1:], *(one for one in new if is_scoped(one))])
    moved = Incoming(read_id(message.get("id")), Peer(NAME, account, old[0]), Kind.MOVED, there, alias=alias)
    return Written(moved, read_moment(message.get("timestamp")), _write(message))


def _read_status(raw: object) -> Iterator[Item]:
    try:
        status = read_dict(raw)
        state = read_str(status.get("status"))
        if state in _NOTHING_NEW:
            return
        if state not in _STATES:
            raise Misread("a status that nobody knows")
        became = _STATES[state]
        row, made, part = _read_row(status.get("biz_opaque_callback_data"))
        if part and became is not Became.FAILED:
            return  # the last part of a long text says that all of it arrived
        code = read_report_code(list_dicts(status.get("errors"))) if became is Became.FAILED else "rejected"
        message_id = "" if part else read_id(status.get("id"))  # the row keeps the id of its last part
        yield Reported(DeliveryReport(became, message_id, row, code, made=made))
    except Misread as misread:
        yield _set_aside(raw, str(misread))


def _read_row(given: object) -> tuple[int, int, bool]:
    # «17.1779416380000»: a row and when it was made, with «.part» behind it of a part before the last.
    found = _ROW.fullmatch(given) if isinstance(given, str) else None
    return (0, 0, False) if found is None else (int(found[1]), int(found[2]), bool(found[3]))


def _read_template(change: dict[str, Any]) -> Item:
    value = change["value"]
    try:
        name, language, state = (
            read_str(value.get(key)) for key in ("message_template_name", "message_template_language", "event")
        )
    except Misread as misread:
        return _set_aside(change, str(misread))
    why = value.get("reason")
    written = _write(change)
    return TemplateState(_name(written), name, language, state, why if isinstance(why, str) else "", written)


def _set_aside(raw: object, why: str) -> SetAside:
    written = _write(raw)
    return SetAside(_name(written), written, why)


def _write(raw: object) -> str:
    try:
        return to_json(raw)
    except RecursionError:
        return '"nested too deep to be kept"'


def _name(written: str) -> str:
    # The same each time it comes: what is kept once is kept.
    return f"sha256:{hashlib.sha256(written.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
