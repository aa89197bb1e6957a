"""What may stand in a message: its HTML, its length, and the buttons under it (reply markup)."""

import re
from typing import Any

from tests.telegram.fake.refusals import Refusal, bad

TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline"}
TAGS |= {"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre"}
TAGS |= {"a": "text_link", "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote"}
TAG = re.compile(r"<(/?)([^\s>/]*)([^>]*)>")
CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def units(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parsed(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and the entities of HTML, or what is wrong with it."""
    parts: list[str] = []
    entities: list[dict[str, Any]] = []
    opened: list[tuple[str, int, str]] = []
    at = length = 0

    def wrong(said: str) -> Refusal:
        return bad(f"can't parse entities: {said}")

    while at < len(html):
        offset = len(html[:at].encode())
        piece, step = html[at], 1
        if piece == "&" and (found := CHARACTER.match(html, at)):
            name, decimal, hexadecimal = found.groups()
            piece = NAMED[name] if name else chr(int(decimal or hexadecimal, 10 if decimal else 16))
            step = len(found[0])
        elif piece == "<":
            tag = TAG.match(html, at)
            if tag is None:
                raise wrong(f"Unclosed start tag at byte offset {offset}")
            closing, name, rest = tag[1], tag[2].lower(), tag[3]
            if closing:
                if not opened:
                    raise wrong(f"Unexpected end tag at byte offset {offset}")
                begun, start, link = opened.pop()
                if name != begun:
                    raise wrong(f'Unmatched end tag at byte offset {offset}, expected "</{begun}>", found "</{name}>"')
                if length > start:
                    entity = {"type": TAGS[name], "offset": start, "length": length - start}
                    entities.append(entity | ({"url": link} if link else {}))
            elif name not in TAGS:
                raise wrong(f'Unsupported start tag "{name}" at byte offset {offset}')
            else:
                address = re.search(r"href\s*=\s*[\"']([^\"']*)", rest)
                opened.append((name, length, address[1] if address else ""))
            piece, step = "", len(tag[0])
        parts.append(piece)
        length += units(piece) if piece else 0
        at += step
    if opened:
        raise wrong(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return "".join(parts), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def checked_markup(markup: Any, *, inline_only: bool = False) -> dict[str, Any] | None:
    """The buttons under a message if Telegram takes them."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = markup["inline_keyboard"]
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
        for row in rows:
            for button in row:
                _check_button(button)
        _check_size(rows, 100)
        return {"inline_keyboard": rows} if any(rows) else None
    if inline_only:
        raise bad("inline keyboard expected")
    if "keyboard" in markup:
        for row in markup["keyboard"]:
            for button in row:
                if not (button if isinstance(button, str) else button.get("text")):
                    raise bad("can't parse keyboard button: text must be non-empty")
        _check_size(markup["keyboard"], 300)
        return markup
    if "remove_keyboard" in markup or "force_reply" in markup:
        return markup
    raise bad("can't parse reply keyboard markup JSON object")


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if not isinstance(button["text"], str) or not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
    elif "url" in button:
        if not re.match(r"(https?|tg|tel|mailto):", str(button["url"])):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Unsupported URL protocol")
    elif not {"switch_inline_query", "switch_inline_query_current_chat", "copy_text", "web_app"} & set(button):
        raise bad("text buttons are unallowed in the inline keyboard")


def _check_size(rows: list[list[Any]], most: int) -> None:
    if sum(map(len, rows)) > most:
        raise bad("REPLY_MARKUP_TOO_LONG")
    if max(map(len, rows), default=0) > (8 if most == 100 else 12):
        raise bad("REPLY_MARKUP_ROW_TOO_LONG")


def titles(markup: dict[str, Any] | None) -> list[list[str]]:
    """The words on the buttons, row by row."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [[button if isinstance(button, str) else button["text"] for button in row] for row in rows]
