"""A message as the bodies of requests to the Graph API: pure. Numbers stand in the text, whatever can be pressed as well.

Up to three short titles are buttons, and up to ten rows a list. Of more choices people type the numbers or words. A
message has one interactive kind. So an address to open is a button only where nothing else can be pressed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.contract import Capabilities
from bot.channels.fitting import count_units, list_buttons, shorten, split
from bot.channels.signed_choice import Mac, sign
from bot.channels.whatsapp.fields import is_phone
from bot.channels.whatsapp.said import NAME, OPEN
from bot.chat.message import BACK, Hints, Message
from bot.chat.texts import Words
from bot.office.window.templates import WINDOW_HOURS

TEXT = 4096  # characters of a text
BODY = 1024  # characters of what has buttons
BUTTONS, TITLE = 3, 20
ROWS, ROW_TITLE, ROW_HINT = 10, 24, 72
CAPTION = 1024
TEMPLATE_LANGUAGES = {"ky": "ky_KG", "ru": "ru"}
CAPABILITIES = Capabilities(
    edits=False,
    buttons=True,
    most_buttons=ROWS,
    text=TEXT,
    text_with_buttons=BODY,
    title=ROW_TITLE,
    caption=CAPTION,
    reports_delivery=True,
    window_hours=WINDOW_HOURS[NAME],
)

Body = dict[str, Any]


def build(message: Message, address: str, *, words: Words, mac: Mac) -> list[Body]:
    """The requests of a message without a file, in their order; only the last carries what can be pressed."""
    if message.template is not None:
        return _mark([_make_template(message.template, words)], address, name_row(message.hints))
    if message.pin:
        return _mark([_place(message)], address, name_row(message.hints))
    shown, interactive = _make_interactive(message, address, words, mac)
    *before, last = _split(shown, BODY if interactive else TEXT)
    bodies = [_text(part) for part in before]
    if interactive is None:
        bodies.append(_text(last))
    else:
        bodies.append({"type": "interactive", "interactive": {**interactive, "body": {"text": last}}})
    return _mark(bodies, address, name_row(message.hints))


def as_words(body: Body, message: Message) -> Body | None:
    """What can be pressed, or a place, as words alone: its numbers and ways can be typed. None of any other body."""
    if message.pin:
        text = "\n".join(part for part in (message.text, ", ".join(f"{one:.5f}" for one in message.pin)) if part)
    elif "interactive" in body:
        links = [
            f"{title}: {opened}" for opened, title in message.links if opened not in body["interactive"]["body"]["text"]
        ]
        ways = "" if (said := _list_ways(message)) in body["interactive"]["body"]["text"] else said
        text = "\n".join(part for part in (body["interactive"]["body"]["text"], *links, ways) if part)
    else:
        return None
    head = {name: said for name, said in body.items() if name not in {"type", "interactive", "location"}}
    return {**head, **_text(text)}


def name_row(hints: Hints) -> str:
    """How each status says which row of ours it is of; empty where it is of none."""
    return f"{hints.letter}.{hints.made}" if hints.letter else ""


def build_text(text: str, address: str, row: str) -> list[Body]:
    """The requests of words that stand before a file."""
    return [
        {**one, "biz_opaque_callback_data": f"{row}.part"} for one in _mark(map(_text, split(text, TEXT)), address, row)
    ]


def build_file(form: str, media_id: str, address: str, row: str, *, caption: str, name: str) -> Body:
    """The request of a file that was uploaded: image, audio or document. A voice has no caption."""
    file: Body = {"id": media_id}
    if caption and form != "audio":
        file["caption"] = caption
    if form == "document":
        file["filename"] = name
    return _mark([{"type": form, form: file}], address, row)[0]


def _mark(bodies: Iterable[Body], address: str, row: str) -> list[Body]:
    """Says to whom they go, and which row of ours each status is of."""
    to = {"to": address} if is_phone(address) else {"recipient": address}
    head = {"messaging_product": "whatsapp", "recipient_type": "individual", **to}
    made = [{**head, **body} for body in bodies]
    if row:
        for body in made[:-1]:
            body["biz_opaque_callback_data"] = f"{row}.part"
        made[-1]["biz_opaque_callback_data"] = row
    return made


def _make_template(template: Mapping[str, Any], words: Words) -> Body:
    """A template of ours, filled; its button says that its reader wants what waits."""
    values = [{"type": "text", "text": value} for value in template["values"]]
    button = {
        "type": "button",
        "sub_type": "quick_reply",
        "index": "0",
        "parameters": [{"type": "payload", "payload": OPEN}],
    }
    filled = [{"type": "body", "parameters": values}] if values else []
    language = {"code": TEMPLATE_LANGUAGES[words.language]}
    return {
        "type": "template",
        "template": {"name": template["name"], "language": language, "components": [*filled, button]},
    }


def _text(text: str) -> Body:
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _place(message: Message) -> Body:
    latitude, longitude = message.pin or (0, 0)
    name, _, rest = message.text.partition("\n")
    named = {"name": shorten(name, BODY), "address": shorten(rest or name, BODY)} if name else {}
    return {"type": "location", "location": {"latitude": latitude, "longitude": longitude, **named}}


def _make_interactive(message: Message, address: str, words: Words, mac: Mac) -> tuple[str, Body | None]:
    """The text, and what is pressed below it; None where nothing is."""
    text = message.numbered()
    if len(message.links) == 1 and not message.choices and not message.ways:
        opened, title = message.links[0]
        action = {"name": "cta_url", "parameters": {"display_text": shorten(title, TITLE), "url": opened}}
        return text, {"type": "cta_url", "action": action}
    text = _with_links(message)
    pressed = [(id, title) for id, title in [*message.choices, *message.ways]]
    if not pressed:
        return text, None
    if len(pressed) > ROWS:
        # All stands in the text. What fits is pressed, unless that would take one message more.
        text = "\n".join(part for part in (text, _list_ways(message)) if part)
        if count_units(text) > BODY:
            return text, None
        message = _take_first(message)
        pressed = pressed[:ROWS]

    def make_id(id: str) -> str:
        return sign(id, address, stays=message.stays, question=message.question, mac=mac)

    titles = [title for _, title in pressed]
    fits = all(0 < count_units(title) <= TITLE for title in titles) and len(set(titles)) == len(titles)
    if len(pressed) <= BUTTONS and fits:
        replies = [{"type": "reply", "reply": {"id": make_id(id), "title": title}} for id, title in pressed]
        return text, {"type": "button", "action": {"buttons": replies}}
    hints = [*(message.lines or [""] * len(message.choices)), *[""] * len(message.ways)]
    rows = []
    for (id, title), (_, whole), hint in zip(list_buttons(message, CAPABILITIES), pressed, hints, strict=True):
        said = hint if hint and hint != title else whole if whole != title else ""
        rows.append({"id": make_id(id), "title": title, **({"description": shorten(said, ROW_HINT)} if said else {})})
    return text, {"type": "list", "action": {"button": words.say("Choose"), "sections": [{"rows": rows}]}}


def _take_first(message: Message) -> Message:
    left = max(0, ROWS - len(message.choices))
    return replace(
        message, choices=message.choices[:ROWS], lines=(message.lines or [])[:ROWS], ways=message.ways[:left]
    )


def _with_links(message: Message) -> str:
    return "\n".join([message.numbered(), *(f"{title}: {opened}" for opened, title in message.links)])


def _list_ways(message: Message) -> str:
    return "  ".join(f"[0 — {title}]" if id == BACK else f"[{title}]" for id, title in message.ways)


def _split(text: str, last: int) -> list[str]:
    """Cuts a text into whole parts, as few as possible since each is paid. The last has at most so many characters."""
    *before, rest = split(text, TEXT)
    if count_units(rest) <= last:
        return [*before, rest]
    begins = rest.encode("utf-16-le", "surrogatepass")[-2 * last :].decode("utf-16-le", "ignore")
    at = len(rest) - len(begins)
    cuts = [found + 1 for mark in ("\n", " ") if 0 < (found := rest.find(mark, at)) < len(rest) - 1]
    cut = cuts[0] if cuts else at
    return [*before, rest[:cut].rstrip() or rest[:cut], rest[cut:].lstrip("\n ") or rest[cut:]]
