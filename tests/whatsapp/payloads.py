"""Webhooks in the shapes that Meta documents, and the few people who are in them."""

import json
from typing import Any

from bot.channels.signed_choice import sign

NUMBER = "106540352242922"  # the id of our number
SECOND = "106540352242933"  # that of another one of ours, in a test of several
OURS = "996312555000"
AIGUL, SCOPED = "996555000111", "KG.13491208655302741918"
BAKYT = "996700000333"
WAMID = "wamid.HBgMOTk2NTU1MDAwMTExFQIAEhgUM0E0QTY1OTlBRUUwMzgxMDE0NEYA"
SENT = "wamid.HBgMOTk2NTU1MDAwMTExFQIAERgSODFCRUVENUFBNUM4MUM5ODcxAA=="

Json = dict[str, Any]


def mac(address: str, signed: str) -> str:
    """What stands behind a button here."""
    return f"{address[-4:]}{len(signed):04}"


def tap(choice: str = "send:", address: str = AIGUL, *, stays: bool = False, question: str = "7f") -> str:
    """The id of a button of ours."""
    return sign(choice, address, stays=stays, question=question, mac=mac)


def value(*messages: Json, contacts: list[Json] | None = None, **more: Any) -> Json:
    """What a change carries."""
    about = {"display_phone_number": OURS, "phone_number_id": NUMBER}
    made: Json = {"messaging_product": "whatsapp", "metadata": about, **more}
    if messages:
        made["messages"] = list(messages)
        made["contacts"] = [{"profile": {"name": "Айгүл"}, "wa_id": AIGUL}] if contacts is None else contacts
    return made


def webhook(*values: Json, field: str = "messages") -> bytes:
    """A POST with a change for each value."""
    changes = [{"value": one, "field": field} for one in values]
    entry = {"id": "102290129340398", "changes": changes}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def message(kind: str, content: Any = None, **more: Any) -> Json:
    """A message of Aigul's."""
    inner = {} if content is None else {kind: content}
    return {"from": AIGUL, "id": WAMID, "timestamp": "1779416383", "type": kind, **inner, **more}


def status(state: str, **more: Any) -> Json:
    """What became of a message of ours."""
    return {"id": SENT, "status": state, "timestamp": "1779416390", "recipient_id": AIGUL, **more}
