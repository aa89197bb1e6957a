"""A Bot API of our own on loopback: strict where Telegram is strict, with its words, and faulty when asked.

Inside a test it is an object in the same loop (`TelegramServer`); as a process of its own (`TelegramProcess`, or
`python tests/telegram/server.py --port 0 --books FILE.jsonl`) it outlives a bot that is killed. Both are steered by
the same names: what is marked `@control` is a method here and `POST /control/<name>` there.
"""

import argparse
import asyncio
import base64
import copy
import hashlib
import http.client
import inspect
import json
import math
import random
import re
import signal
import subprocess
import sys
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

TOKEN = "7012345678:AAF-a-token-for-the-tests_of-35-signs00"
HOST = "127.0.0.1"
DAY = 86_400
QUERY_LIVES = 150
PATH_LIVES = 3_600
MEGABYTE = 2**20
VENUE = 255  # characters of a venue's title or address; not in the manual, and more than any name of ours may have
LOST_QUERY = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
PHRASES = {400: "Bad Request", 403: "Forbidden", 429: "Too Many Requests", 500: "Internal Server Error"}
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
STATES = {
    "blocked": "bot was blocked by the user",
    "deactivated": "user is deactivated",
    "kicked": "bot was kicked from the {type} chat",
    "not started": "bot can't initiate conversation with a user",
}
FAULTS = ("throttle", "html", "refuse", "cut before", "cut after", "hang before", "hang after", "slow")
ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}  # come only when they are asked for
ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
SENT = (
    " chat_id reply_markup disable_notification protect_content reply_parameters message_thread_id message_effect_id"
    " allow_paid_broadcast business_connection_id direct_messages_topic_id suggested_post_parameters"
)
CAPTION = " caption parse_mode caption_entities show_caption_above_media"
PARAMETERS = {
    "getMe": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "sendMessage": "text parse_mode entities link_preview_options" + SENT,
    "sendDocument": "document thumbnail disable_content_type_detection" + CAPTION + SENT,
    "sendVoice": "voice duration" + CAPTION + SENT,
    "sendPhoto": "photo has_spoiler" + CAPTION + SENT,
    "sendLocation": "latitude longitude horizontal_accuracy live_period heading proximity_alert_radius" + SENT,
    "sendVenue": "latitude longitude title address foursquare_id foursquare_type google_place_id google_place_type"
    + SENT,
    "editMessageText": "chat_id message_id inline_message_id text parse_mode entities link_preview_options reply_markup"
    " business_connection_id",
    "editMessageReplyMarkup": "chat_id message_id inline_message_id reply_markup business_connection_id",
    "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
    "sendChatAction": "chat_id action message_thread_id business_connection_id",
    "getFile": "file_id",
    "setMyCommands": "commands scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
}
KNOWN = {method: frozenset(names.split()) for method, names in PARAMETERS.items()}
BY_LOWER = {method.lower(): method for method in PARAMETERS}
PACED = {"sendMessage", "sendDocument", "sendVoice", "sendPhoto", "sendLocation", "sendVenue", "editMessageText"}
PACED |= {"editMessageReplyMarkup"}

# Kind of file: the start of its id, its folder and its ending on the server.
FILES = {
    "photo": ("AgACAgIAAxkBAA", "photos", "jpg"),
    "voice": ("AwACAgIAAxkBAA", "voice", "oga"),
    "document": ("BQACAgIAAxkBAA", "documents", "file"),
    "video": ("BAACAgIAAxkBAA", "videos", "mp4"),
    "video_note": ("DQACAgIAAxkBAA", "video_notes", "mp4"),
    "sticker": ("CAACAgIAAxkBAA", "stickers", "webp"),
}
IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM")
TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline"}
TAGS |= {"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre"}
TAGS |= {"a": "text_link", "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote"}
TAG = re.compile(r"<(/?)([^\s>/]*)([^>]*)>")
CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class Refusal(Exception):
    """What Telegram would not do, in its words."""

    def __init__(self, code: int, said: str, **parameters: int) -> None:
        super().__init__(said)
        self.code = code
        self.said = f"{PHRASES[code]}: {said}" if code in PHRASES else said
        self.parameters = parameters


def bad(said: str, **parameters: int) -> Refusal:
    """A refusal of the usual kind."""
    return Refusal(400, said, **parameters)


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


class Ask:
    """The parameters of one call, however they were sent."""

    def __init__(self, values: dict[str, Any], files: dict[str, tuple[str, str, bytes]]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.files = files

    def text(self, name: str) -> str:
        """A string, empty if it is not there."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            raise bad(f"can't parse {name}: Integer expected") from None

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return str(self.values.get(name, "")).lower() in {"true", "yes", "1"}

    def thing(self, name: str) -> Any:
        """An object or a list, which forms carry as JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


async def _read(request: web.Request) -> Ask:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, str, bytes]] = {}
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            raise bad("can't parse JSON object") from None
        values |= body
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.content_type, value.file.read())
            else:
                values[name] = value
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return Ask(values, files)


@dataclass
class Queue:
    """The updates nobody has confirmed, as Telegram's own queue keeps them."""

    next_id: int
    ids: list[int] = field(default_factory=list)
    waiting: list[tuple[dict[str, Any], float]] = field(default_factory=list)

    def put(self, update: dict[str, Any], until: float, update_id: int | None = None) -> int:
        """Puts an update where its id belongs, by default at the end."""
        own = self.next_id if update_id is None else update_id
        self.next_id = max(self.next_id, own + 1)
        place = bisect_left(self.ids, own)
        self.ids.insert(place, own)
        self.waiting.insert(place, ({"update_id": own, **update}, until))
        return own

    def take(self, offset: int, limit: int, now: float) -> list[dict[str, Any]]:
        """What is waiting from an offset on, which drops what is below it; an offset from the future means nothing."""
        if offset < 0:
            self._drop(max(0, len(self.ids) + offset))
        elif 0 < offset <= self.next_id + 10:
            self._drop(bisect_left(self.ids, offset))
        if any(until <= now for _, until in self.waiting[:limit]):
            kept = [each for each in self.waiting if each[1] > now]
            self.waiting, self.ids = kept, [update["update_id"] for update, _ in kept]
        return [update for update, _ in self.waiting[:limit]]

    def _drop(self, number: int) -> None:
        del self.ids[:number], self.waiting[:number]


@dataclass
class Chat:
    """A chat as the bot sees it."""

    info: dict[str, Any]
    state: str = "open"
    migrated_to: int | None = None
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)  # whoever wrote them, as the API gives them
    sent: dict[int, dict[str, Any]] = field(default_factory=dict)  # the bot's own, as the books keep them
    events: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Fault:
    """Something that goes wrong for some calls."""

    kind: str
    method: str
    chat: int | None
    times: int | None
    chance: float
    dice: random.Random
    retry_after: int
    seconds: float
    status: int
    text: str

    def strikes(self, method: str, chat: int | None) -> bool:
        """Whether this call is one of those; uses up one of the times."""
        if self.times == 0 or self.method not in {"*", method} or self.chat not in {None, chat}:
            return False
        if self.dice.random() >= self.chance:
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass
class Pace:
    """The speed Telegram allows: a bucket for all, one a chat, and the pauses it has asked for."""

    on: bool = False
    full: dict[Any, float] = field(default_factory=dict)  # when each bucket is full again
    pauses: dict[Any, float] = field(default_factory=dict)

    def pause(self, chat: int, now: float) -> float:
        """How long a chat, or everything, still has to be silent."""
        left = max(self.pauses.get(scope, 0.0) - now for scope in ("all", chat))
        return left if left > 1e-6 else 0.0

    def take(self, chat: int, now: float) -> int:
        """Takes a place in every bucket; otherwise the seconds to wait, which begin a pause."""
        buckets: list[tuple[Any, float, int, Any]] = [("all", 1 / 30, 30, "all"), (chat, 1.0, 3, chat)]
        if chat < 0:
            buckets.append((("minute", chat), 3.0, 20, chat))
        for name, interval, size, scope in buckets:
            wait = max(self.full.get(name, 0.0), now) + interval - now - size * interval
            if wait > 1e-6:
                seconds = math.ceil(wait - 1e-6)
                self.pauses[scope] = now + seconds
                return seconds
        for name, interval, _, _ in buckets:
            self.full[name] = max(self.full.get(name, 0.0), now) + interval
        return 0


@dataclass
class File:
    """A file that somebody uploaded."""

    content: bytes
    kind: str
    name: str
    mime: str
    size: int
    unique: str
    number: int


CONTROL: set[str] = set()
Method = TypeVar("Method", bound=Callable[..., Any])


def control(method: Method) -> Method:
    """Marks what a test may do, from inside and over HTTP."""
    CONTROL.add(method.__name__)
    return method


class TelegramServer:
    """Telegram, one bot and all its chats; an async context manager."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "sunush_test_bot",
        first_update: int = 880_000_001,
        books: Path | None = None,
        port: int = 0,
        control_port: int | None = None,
    ) -> None:
        self.token = token
        self.port, self.control_port = port, control_port
        self.me = {
            **{"id": int(token.split(":", maxsplit=1)[0]), "is_bot": True, "first_name": "Сунуш", "username": username},
            **{"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False},
        }
        self._queue = Queue(first_update)
        self._allowed: set[str] | None = None
        self._asked = (-1, 0.0)  # the offset of the last poll and when it came
        self._webhook = ""
        self._local = ""
        self._chats: dict[int, Chat] = {}
        self._files: dict[str, File] = {}
        self._paths: dict[str, tuple[str, float]] = {}
        self._queries: dict[str, tuple[int, float]] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._menus: dict[tuple[str, str], list[dict[str, str]]] = {}
        self._pace = Pace()
        self._faults: list[Fault] = []
        self._calls: list[dict[str, Any]] = []
        self._errors: list[dict[str, Any]] = []
        self._answers: dict[str, dict[str, Any]] = {}
        self._counted: dict[str, int] = defaultdict(int)
        self._numbers, self._message_ids = count(1), count(101)
        self._shift = 0.0
        self._stands_at: float | None = None
        self._books = books.open("a", encoding="utf-8", errors="backslashreplace") if books else None
        self._watching: dict[Any, list[asyncio.Future[None]]] = defaultdict(list)
        self._poll: asyncio.Future[str] | None = None
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._control_runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    # Being there.

    @property
    def url(self) -> str:
        """Where the bot finds it."""
        return f"http://{HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes for its methods."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes for its files."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * MEGABYTE)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.+}", self._downloaded)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        await self.up()
        if self.control_port is not None:
            desk = web.Application(client_max_size=64 * MEGABYTE)
            desk.router.add_post("/control/{name}", self._controlled)
            self._control_runner = web.AppRunner(desk, access_log=None, shutdown_timeout=0.2)
            await self._control_runner.setup()
            site = web.TCPSite(self._control_runner, HOST, self.control_port)
            await site.start()
            self.control_port = _port_of(self._control_runner)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        if self._poll and not self._poll.done():
            self._poll.set_result("closing")
        for runner in (self._runner, self._control_runner):
            if runner:
                await runner.cleanup()
        if self._books:
            self._books.close()

    @control
    async def up(self) -> None:
        """Listens, on the port it had before."""
        if self._site is None:
            assert self._runner is not None
            self._site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
            await self._site.start()
            self.port = _port_of(self._runner)

    @control
    async def down(self) -> None:
        """Refuses connections and cuts those that are open, until `up`."""
        if self._site is not None:
            assert self._runner is not None
            assert self._runner.server is not None
            site, self._site = self._site, None
            await site.stop()
            for connection in self._runner.server.connections:
                if connection.transport is not None:
                    connection.transport.abort()

    # The clock.

    def now(self) -> float:
        """Its own time, in seconds."""
        return (time.time() if self._stands_at is None else self._stands_at) + self._shift

    @control
    def later(self, seconds: float) -> None:
        """Moves its clock on."""
        self._shift += seconds

    @control
    def stand_still(self) -> None:
        """Stops its clock, which only `later` moves from now on."""
        self._stands_at = time.time()

    # Updates.

    @control
    def push(self, update: dict[str, Any], update_id: int | None = None) -> int | None:
        """Queues an update as it is, with the next id or the one given; none if the bot did not ask for its kind."""
        kind = next((name for name in update if name != "update_id"), "")
        if kind in ON_DEMAND and self._allowed is None:
            return None
        if self._allowed is not None and kind not in self._allowed and kind in ALL_KINDS:
            return None
        lives = QUERY_LIVES if kind == "callback_query" else DAY
        own = self._queue.put(update, self.now() + lives, update_id)
        if self._poll and not self._poll.done():
            self._poll.set_result("new")
        return own

    @control
    def push_many(self, updates: list[dict[str, Any]]) -> list[int | None]:
        """Queues many updates at once."""
        return [self.push(update) for update in updates]

    @control
    def jump(self, by: int = 0, to: int | None = None) -> None:
        """Leaves update ids out, or goes on from another, as after a silent week."""
        next_id = self._queue.next_id + by if to is None else to
        assert next_id >= self._queue.next_id or not self._queue.ids, "ids start lower only when nothing waits"
        self._queue.next_id = next_id

    @control
    def pending(self) -> list[dict[str, Any]]:
        """The updates that wait to be confirmed."""
        return [update for update, _ in self._queue.waiting]

    @control
    def rival(self) -> bool:
        """Another bot with the same token polls: the poll that waits ends with 409; false if none waits."""
        if self._poll is None or self._poll.done():
            return False
        self._poll.set_result("conflict")
        return True

    @control
    def webhook(self, url: str) -> None:
        """Sets a webhook from elsewhere, so that polling meets 409; empty removes it."""
        self._webhook = url

    @control
    def local(self, folder: str) -> None:
        """Becomes a server that runs with --local: files are left in a folder and named by their whole path."""
        self._local = folder

    # What people do.

    @control
    def deliver(self, message: dict[str, Any], kind: str = "message") -> dict[str, Any]:
        """A person's message arrives; gets its id and time, and opens the chat. Returns the update."""
        sender, info = message.get("from", {}), message["chat"]
        chat = self._meet(info)
        if info["type"] == "private":
            chat.state = "open"
        elif sender and sender["id"] not in self._chats:
            private = {"id": sender["id"], "type": "private", "first_name": sender["first_name"]}
            self._chats[sender["id"]] = Chat(private, state="not started")
        whole = {"message_id": message.get("message_id") or self._message_id(chat), **message}
        whole.setdefault("date", chat.messages.get(whole["message_id"], {}).get("date", int(self.now())))
        if kind == "edited_message":
            whole.setdefault("edit_date", int(self.now()))
        chat.messages[whole["message_id"]] = whole
        return self._update(kind, whole)

    @control
    def press(self, sender: dict[str, Any], chat_id: int, message_id: int, data: str) -> dict[str, Any]:
        """Somebody presses a button that carries this data. Returns the update."""
        chat = self._chats[chat_id]
        if message := chat.messages.get(message_id):
            shown = copy.deepcopy(message)
        else:
            shown = {"message_id": message_id, "date": 0, "chat": chat.info}
        own = str((int(sender["id"]) << 32) + next(self._numbers))
        self._queries[own] = (chat_id, self.now() + QUERY_LIVES)
        query = {"id": own, "from": sender, "message": shown, "chat_instance": str(-chat_id * 7919), "data": data}
        return self._update("callback_query", query)

    @control
    def member(self, sender: dict[str, Any], info: dict[str, Any], old: str, new: str) -> dict[str, Any]:
        """The bot's place in a chat changes; `kicked` blocks it. Returns the update."""
        chat = self._meet(info)
        chat.state = "open"
        if new in {"kicked", "left"}:
            chat.state = "blocked" if info["type"] == "private" else "kicked"
        bot = {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}
        change = {"chat": info, "from": sender, "date": int(self.now())}
        for name, status in (("old_chat_member", old), ("new_chat_member", new)):
            change[name] = {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        return self._update("my_chat_member", change)

    @control
    def set_state(self, chat_id: int, state: str) -> None:
        """Makes a chat open, blocked, deactivated, kicked or not started without a word to the bot."""
        assert state in {"open", *STATES}, state
        chat = self._chats.setdefault(chat_id, Chat({"id": chat_id, "type": "private", "first_name": "?"}))
        chat.state = state

    @control
    def migrate(self, chat_id: int) -> int:
        """A group becomes a supergroup with another id; both sides are told."""
        chat = self._chats[chat_id]
        new = int(f"-100{abs(chat_id) + 1_000_000_000}")
        chat.migrated_to = new
        info = {"id": new, "title": chat.info["title"], "type": "supergroup"}
        sender = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        self.deliver({"from": sender, "chat": chat.info, "migrate_to_chat_id": new})
        self.deliver({"from": sender, "chat": info, "migrate_from_chat_id": chat_id})
        return new

    @control
    def upload(
        self, content: str, kind: str = "document", name: str = "", mime: str = "", size: int | None = None
    ) -> dict[str, Any]:
        """Keeps a file (base64); a size given may be a lie, for limits."""
        return self._keep(base64.b64decode(content), kind, name, mime, size)

    @control
    def download(self, file_id: str) -> str:
        """The content of a file, in base64."""
        return base64.b64encode(self._files[file_id].content).decode()

    # What goes wrong.

    @control
    def fault(
        self,
        kind: str,
        method: str = "*",
        *,
        chat: int | None = None,
        times: int | None = 1,
        chance: float = 1.0,
        seed: int = 0,
        retry_after: int = 1,
        seconds: float = 0.05,
        status: int = 502,
        text: str = "",
    ) -> None:
        """Lets the next calls of a method (`download` for files) go wrong; `times=None` is for ever."""
        assert kind in FAULTS, kind
        dice = random.Random(seed)
        self._faults.append(Fault(kind, method, chat, times, chance, dice, retry_after, seconds, status, text))

    @control
    def calm(self) -> None:
        """Ends all faults and pauses."""
        self._faults.clear()
        self._pace.pauses.clear()

    @control
    def limits(self, on: bool) -> None:
        """Turns Telegram's speed limits on: 30 a second, 1 a second a chat after a burst of 3, 20 a minute a group."""
        self._pace = Pace(on)

    # The books.

    @control
    def messages(self, chat: int) -> list[dict[str, Any]]:
        """What the bot sent to a chat, in order, as it stands now, with what stood there before under `edits`."""
        return [dict(entry) for entry in self._chats[chat].sent.values()] if chat in self._chats else []

    @control
    def texts(self, chat: int) -> list[str]:
        """The texts of a chat as they stand now."""
        return [message["text"] for message in self.messages(chat)]

    @control
    def screen(self, chat: int) -> dict[str, Any] | None:
        """The last message of the bot as it is shown now; `buttons` are the words on them, row by row."""
        messages = self.messages(chat)
        return messages[-1] | {"buttons": titles(messages[-1]["reply_markup"])} if messages else None

    @control
    def count(self, chat: int, text: str) -> int:
        """How many messages of a chat say this or said it once."""
        return sum(
            any(text in version["text"] for version in (message, *message["edits"])) for message in self.messages(chat)
        )

    @control
    def calls(self, method: str | None = None, since: int = 0) -> list[dict[str, Any]]:
        """Every call: method, chat, whether it was accepted, the code and words of the answer, pause, fault, time."""
        return [call for call in self._calls[since:] if method in {None, call["method"]}]

    @control
    def errors(self) -> list[dict[str, Any]]:
        """What Telegram would have let pass but nobody should send: unknown parameters and methods."""
        return list(self._errors)

    @control
    def answers(self) -> dict[str, dict[str, Any]]:
        """The answers to presses, by the id of the press."""
        return dict(self._answers)

    @control
    def menus(self) -> list[dict[str, Any]]:
        """The command menus that stand, with scope and language."""
        return [
            {"scope": json.loads(scope), "language_code": language, "commands": commands}
            for (scope, language), commands in self._menus.items()
        ]

    @control
    def names(self) -> dict[str, str]:
        """Names and descriptions that stand, as `name:ky`, `description:`, `short_description:ru`."""
        return {f"{name}:{language}": text for (name, language), text in self._texts.items() if text}

    @control
    async def heard(self, chat: int, after: int = 0, within: float = 5.0) -> list[dict[str, Any]]:
        """What happened in a chat after the events already seen, waiting for something to happen."""
        await self._until(("chat", chat), lambda: len(self._events(chat)) > after, within)
        return self._events(chat)[after:]

    @control
    async def answered(self, query_id: str, within: float = 5.0) -> dict[str, Any]:
        """The answer to a press, waiting for it."""
        await self._until(("query", query_id), lambda: query_id in self._answers, within)
        return self._answers[query_id]

    @control
    async def called(self, method: str, times: int = 1, within: float = 5.0) -> None:
        """Waits until a method has been called so many times in all, however it ended."""
        await self._until(("method", method), lambda: self._counted[method] >= times, within)

    @control
    async def polled(self, within: float = 5.0) -> None:
        """Waits until a poll waits for updates."""
        await self._until(("poll", 0), lambda: self._poll is not None and not self._poll.done(), within)

    # Within.

    def _meet(self, info: dict[str, Any]) -> Chat:
        chat = self._chats.setdefault(info["id"], Chat(info))
        chat.info = info
        return chat

    def _message_id(self, chat: Chat) -> int:
        # Private chats and groups share one row of numbers, a supergroup has its own.
        if chat.info["type"] == "supergroup":
            return max(chat.messages, default=0) + 1
        return next(self._message_ids)

    def _update(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"update_id": self.push({kind: copy.deepcopy(body)}), kind: body}

    def _events(self, chat: int) -> list[dict[str, Any]]:
        return self._chats[chat].events if chat in self._chats else []

    async def _until(self, key: tuple[str, Any], there: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within):
            while not there():
                future = asyncio.get_running_loop().create_future()
                self._watching[key].append(future)
                await future

    def _wake(self, *key: Any) -> None:
        for future in self._watching.pop(key, []):
            if not future.done():
                future.set_result(None)

    def _write(self, what: str, entry: dict[str, Any]) -> None:
        if self._books:
            self._books.write(json.dumps({"what": what, **entry}, ensure_ascii=False) + "\n")
            self._books.flush()

    def _keep(self, content: bytes, kind: str, name: str, mime: str, size: int | None = None) -> dict[str, Any]:
        number = next(self._numbers)
        digest = base64.urlsafe_b64encode(hashlib.sha256(f"{kind} {number}".encode()).digest()).decode()
        file_id, unique = FILES[kind][0] + digest[:40], "AgAD" + digest[:11]
        self._files[file_id] = File(content, kind, name, mime, len(content) if size is None else size, unique, number)
        return self._described(file_id)

    def _described(self, file_id: str) -> dict[str, Any]:
        file = self._files[file_id]
        described = {"file_id": file_id, "file_unique_id": file.unique, "file_size": file.size}
        described |= {"file_name": file.name} if file.name and file.kind == "document" else {}
        return described | ({"mime_type": file.mime} if file.mime else {})

    # One call.

    async def _called(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}", token):
            return _reply(404, "Not Found")
        if token != self.token:
            return _reply(401, "Unauthorized")
        name = request.match_info["method"]
        method = BY_LOWER.get(name.lower())
        call: dict[str, Any] = {"method": method or name, "chat_id": None, "at": self.now(), "accepted": False}
        call |= {"code": None, "said": "", "in_pause": False, "fault": None, "params": {}}
        if method is None:
            self._fail("unknown method", call)
            return self._close(call, _reply(404, "Not Found"))
        try:
            ask = await _read(request)
        except Refusal as refusal:
            return self._close(call, _refused(refusal))
        except web.HTTPRequestEntityTooLarge:
            return self._close(call, _reply(413, "Request Entity Too Large"))
        call["params"] = ask.values | {name: f"<{len(file[2])} bytes>" for name, file in ask.files.items()}
        with suppress(TypeError, ValueError):
            call["chat_id"] = int(ask.values.get("chat_id", ""))
        unknown = set(ask.values) - KNOWN[method]
        if unknown:
            self._fail(f"unknown parameters: {', '.join(sorted(unknown))}", call)
        return await self._with_faults(request, method, ask, call)

    async def _with_faults(
        self, request: web.Request, method: str, ask: Ask, call: dict[str, Any]
    ) -> web.StreamResponse:
        fault = next((each for each in self._faults if each.strikes(method, call["chat_id"])), None)
        call["fault"] = kind = fault.kind if fault else None
        if method in PACED and call["chat_id"] is not None:
            call["in_pause"] = self._pace.pause(call["chat_id"], self.now()) > 0
        if fault and kind not in {"cut after", "hang after", "slow"}:
            return await self._struck(request, fault, method, call)
        try:
            result = await self._done(method, ask, call)
        except Refusal as refusal:
            answer = _refused(refusal)
        else:
            call["accepted"] = True
            answer = web.json_response({"ok": True, "result": result})
        if fault is None:
            return self._close(call, answer)
        if kind == "slow":
            await asyncio.sleep(fault.seconds)
            return self._close(call, answer)
        return await self._struck(request, fault, method, call)

    async def _struck(
        self, request: web.Request, fault: Fault, method: str, call: dict[str, Any]
    ) -> web.StreamResponse:
        if fault.kind == "throttle":
            chat = call["chat_id"]
            scope = chat if fault.chat is not None else "all"
            self._pace.pauses[scope] = max(self._pace.pauses.get(scope, 0.0), self.now() + fault.retry_after)
            return self._close(call, _refused(_too_many(fault.retry_after)))
        if fault.kind == "refuse":
            return self._close(call, _reply(fault.status, fault.text))
        if fault.kind == "html":
            page = web.Response(status=fault.status, text=fault.text or BAD_GATEWAY, content_type="text/html")
            return self._close(call, page)
        self._close(call, None)
        if fault.kind.startswith("hang"):
            await self._closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _close(self, call: dict[str, Any], answer: web.Response | None) -> web.StreamResponse:
        if answer is not None:
            call["code"] = answer.status
            if answer.status != 200 and answer.content_type == "application/json":
                call["said"] = json.loads(answer.text or "{}")["description"]
        self._calls.append(call)
        self._write("call", call)
        self._counted[call["method"]] += 1
        self._wake("method", call["method"])
        return answer or web.Response()

    def _fail(self, wrong: str, call: dict[str, Any]) -> None:
        error = {"wrong": wrong, "method": call["method"], "params": call["params"]}
        self._errors.append(error)
        self._write("error", error)

    async def _done(self, method: str, ask: Ask, call: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await self._updates(ask)
        if method in PACED and self._pace.on and call["chat_id"] is not None:
            chat, now = call["chat_id"], self.now()
            pause = self._pace.pause(chat, now)
            wait = math.ceil(pause - 1e-6) if pause else self._pace.take(chat, now)
            if wait:
                raise _too_many(wait)
        return DOES[method](self, ask)

    async def _downloaded(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        call: dict[str, Any] = {"method": "download", "chat_id": None, "at": self.now(), "accepted": False}
        call |= {"code": None, "said": "", "in_pause": False, "fault": None, "params": {"path": path}}
        if request.match_info["token"] != self.token:
            return _reply(401, "Unauthorized")
        fault = next((each for each in self._faults if each.strikes("download", None)), None)
        if fault and fault.kind != "slow":
            call["fault"] = fault.kind
            return await self._struck(request, fault, "download", call)
        if fault:
            await asyncio.sleep(fault.seconds)
        file_id, until = self._paths.get(path, ("", 0.0))
        if until <= self.now():
            return self._close(call, _reply(404, "Not Found"))
        call["accepted"] = True
        body = web.Response(body=self._files[file_id].content, content_type="application/octet-stream")
        return self._close(call, body)

    # The methods.

    async def _updates(self, ask: Ask) -> list[dict[str, Any]]:
        if self._webhook:
            raise Refusal(409, WEBHOOK)
        offset = ask.whole("offset")
        limit, timeout = min(max(ask.whole("limit", 100), 1), 100), min(max(ask.whole("timeout"), 0), 50)
        if self._pace.on:
            limit, timeout = self._unhurried(offset, limit, timeout)
        allowed = ask.thing("allowed_updates")
        if allowed is not None:
            self._allowed = set(allowed) & ALL_KINDS or None
        found = self._queue.take(offset, limit, self.now())
        if found or not timeout:
            return found
        self.rival()
        self._poll = poll = asyncio.get_running_loop().create_future()
        self._wake("poll", 0)
        try:
            async with asyncio.timeout(timeout):
                ended = await poll
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None
        if ended == "conflict":
            raise Refusal(409, CONFLICT)
        return self._queue.take(offset, limit, self.now())

    def _unhurried(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        # Telegram slows down those who ask again and again from one offset.
        (before, at), now = self._asked, self.now()
        self._asked = (offset, now)
        if offset != before:
            return limit, timeout
        return (1 if now < at + 0.5 else limit), (max(timeout, 3) if now < at + 3 else timeout)

    def _chat(self, ask: Ask) -> Chat:
        if "chat_id" not in ask.values:
            raise bad("chat_id is empty")
        try:
            chat = self._chats.get(int(ask.values["chat_id"]))
        except (TypeError, ValueError):
            chat = None
        if chat is None:
            raise bad("chat not found")
        if chat.migrated_to:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.state != "open":
            raise Refusal(403, STATES[chat.state].format(type=chat.info["type"]))
        return chat

    def _words(self, ask: Ask, name: str, *, most: int) -> tuple[str, list[dict[str, Any]]]:
        text, entities = ask.text(name), ask.thing("entities" if name == "text" else "caption_entities") or []
        mode = ask.text("parse_mode").lower()
        if mode == "html":
            text, entities = parsed(text)
        elif mode:
            raise bad("unsupported parse_mode")
        if name == "text" and not ask.text(name):
            raise bad("message text is empty")
        lead = units(text) - units(text.lstrip())
        text = text.strip()
        if name == "text" and not text:
            raise bad("text must be non-empty")
        if units(text) > most:
            raise bad("message is too long" if name == "text" else "message caption is too long")
        return text, [entity | {"offset": max(0, entity["offset"] - lead)} for entity in entities]

    def _send(self, method: str, ask: Ask, content: dict[str, Any], words: tuple[str, list[Any]]) -> dict[str, Any]:
        chat = self._chat(ask)
        markup = checked_markup(ask.thing("reply_markup"))
        replied = (ask.thing("reply_parameters") or {}).get("message_id")
        if replied is not None and int(replied) not in chat.messages:
            if not ask.thing("reply_parameters").get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            replied = None
        text, entities = words
        own = self._message_id(chat)
        sender = {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}
        message = {"message_id": own, "from": sender, "chat": chat.info, "date": int(self.now()), **content}
        name = "text" if method == "sendMessage" else "caption"
        message |= {name: text} if text else {}
        message |= {"entities" if name == "text" else "caption_entities": entities} if entities else {}
        if replied is not None:
            replied_to = chat.messages[int(replied)]
            message["reply_to_message"] = {key: value for key, value in replied_to.items() if key != "reply_to_message"}
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        chat.messages[own] = message
        entry = {"method": method, "chat_id": chat.info["id"], "message_id": own, "text": text, "entities": entities}
        entry |= {"reply_markup": markup, "content": content, "edits": [], "at": self.now()}
        chat.sent[own] = entry
        self._happened("sent", chat, entry)
        return message

    def _happened(self, event: str, chat: Chat, entry: dict[str, Any]) -> None:
        chat.events.append({"event": event, "message": entry | {"buttons": titles(entry["reply_markup"])}})
        self._write(event, entry)
        self._wake("chat", chat.info["id"])

    def _send_message(self, ask: Ask) -> dict[str, Any]:
        return self._send("sendMessage", ask, {}, self._words(ask, "text", most=4096))

    def _place(self, ask: Ask) -> dict[str, float]:
        place = {}
        for name, most in (("latitude", 90), ("longitude", 180)):
            given = str(ask.values.get(name, "")).strip()
            if not given:
                raise bad(f"{name} is empty")
            try:
                place[name] = float(given)
            except ValueError:
                raise bad("wrong location coordinates") from None
            if not abs(place[name]) <= most:
                raise bad("wrong location coordinates")
        return place

    def _send_location(self, ask: Ask) -> dict[str, Any]:
        return self._send("sendLocation", ask, {"location": self._place(ask)}, ("", []))

    def _send_venue(self, ask: Ask) -> dict[str, Any]:
        # Telegram lets an empty title pass; the manual calls both required, and a pin without a name is our mistake.
        place = self._place(ask)
        named = {name: ask.text(name).strip() for name in ("title", "address")}
        for name, text in named.items():
            if not text:
                raise bad(f"venue {name} is empty")
            if units(text) > VENUE or "\n" in text:
                raise bad(f"venue {name} is invalid")
        return self._send("sendVenue", ask, {"location": place, "venue": {"location": place, **named}}, ("", []))

    def _send_file(self, kind: str, ask: Ask) -> dict[str, Any]:
        words = self._words(ask, "caption", most=1024)
        self._chat(ask)
        given = ask.text(kind)
        name = given.removeprefix("attach://") if given.startswith("attach://") else kind
        if name in ask.files:
            file_name, mime, content = ask.files[name]
            if not content:
                raise bad("file must be non-empty")
            if len(content) > 50 * MEGABYTE:
                raise Refusal(413, "Request Entity Too Large")
            if kind == "photo" and len(content) > 10 * MEGABYTE:
                raise bad(
                    f"file of size {len(content)} bytes is too big for a photo; the maximum size is 10485760 bytes"
                )
            if kind == "photo" and not content.startswith(IMAGES):
                raise bad("IMAGE_PROCESS_FAILED")
            file_id = self._keep(content, kind, file_name, "image/jpeg" if kind == "photo" else mime)["file_id"]
        elif not given:
            raise bad(f"there is no {kind} in the request")
        elif given not in self._files:
            raise bad("wrong file identifier/HTTP URL specified")
        elif self._files[given].kind != kind and kind != "document":
            raise bad(f"can't use file of type {self._files[given].kind.title()} as {kind.title()}")
        else:
            file_id = given
        described: Any = self._described(file_id)
        if kind == "photo":
            described = self._sizes(file_id)
        elif kind == "voice":
            described["duration"] = ask.whole("duration")
        return self._send(f"send{kind.title()}", ask, {kind: described}, words)

    def _sizes(self, file_id: str) -> list[dict[str, Any]]:
        file = self._files[file_id]
        small = self._keep(file.content, "photo", "", "", min(file.size, 1_400))
        whole = {key: value for key, value in self._described(file_id).items() if key != "mime_type"}
        return [{**small, "width": 90, "height": 67}, {**whole, "width": 1280, "height": 960}]

    def _edit(self, ask: Ask, words: tuple[str, list[Any]] | None) -> dict[str, Any]:
        chat = self._chat(ask)
        own = ask.whole("message_id")
        if not own:
            raise bad("message identifier is not specified")
        message, entry = chat.messages.get(own), chat.sent.get(own)
        if message is None:
            raise bad("message to edit not found")
        if entry is None:
            raise bad("message can't be edited")
        if entry["reply_markup"] and "inline_keyboard" not in entry["reply_markup"]:
            raise bad("message can't be edited")
        if words and entry["method"] != "sendMessage":
            raise bad("there is no text in the message to edit")
        markup = checked_markup(ask.thing("reply_markup"), inline_only=True)
        text, entities = words or (entry["text"], entry["entities"])
        if (text, entities, markup) == (entry["text"], entry["entities"], entry["reply_markup"]):
            raise bad(NOT_MODIFIED)
        before = {key: entry[key] for key in ("text", "entities", "reply_markup", "at")}
        entry["edits"] = [*entry["edits"], before]
        entry |= {"text": text, "entities": entities, "reply_markup": markup, "at": self.now()}
        message["edit_date"] = int(self.now())
        if words:
            message |= {"text": text, "entities": entities}
            if not entities:
                del message["entities"]
        message.pop("reply_markup", None)
        if markup:
            message["reply_markup"] = markup
        self._happened("edited", chat, entry)
        return message

    def _edit_text(self, ask: Ask) -> dict[str, Any]:
        return self._edit(ask, self._words(ask, "text", most=4096))

    def _answer_query(self, ask: Ask) -> bool:
        own, text = ask.text("callback_query_id"), ask.text("text")
        chat, until = self._queries.get(own, (0, 0.0))
        if until <= self.now():
            raise bad(LOST_QUERY)
        if units(text) > 200:
            raise bad("MESSAGE_TOO_LONG")
        del self._queries[own]
        answer = {"chat_id": chat, "text": text, "show_alert": ask.flag("show_alert"), "at": self.now()}
        self._answers[own] = answer
        self._write("answer", {"id": own, **answer})
        self._wake("query", own)
        return True

    def _chat_action(self, ask: Ask) -> bool:
        self._chat(ask)
        if ask.text("action") not in ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    def _get_file(self, ask: Ask) -> dict[str, Any]:
        file_id = ask.text("file_id")
        if not file_id:
            raise bad("file_id not specified")
        if file_id not in self._files:
            raise bad("invalid file_id")
        file = self._files[file_id]
        if file.size > 20 * MEGABYTE:
            raise bad("file is too big")
        _, folder, ending = FILES[file.kind]
        ending = file.name.rsplit(".", 1)[-1] if "." in file.name else ending
        path = f"{folder}/file_{file.number}.{ending}"
        if self._local:
            path = str(Path(self._local) / path)
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(file.content)
        else:
            self._paths[path] = (file_id, self.now() + PATH_LIVES)
        described = {key: self._described(file_id)[key] for key in ("file_id", "file_unique_id", "file_size")}
        return described | {"file_path": path}

    def _language(self, ask: Ask) -> str:
        language = ask.text("language_code")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad("invalid language code specified")
        return language

    def _menu(self, ask: Ask) -> tuple[str, str]:
        scope = ask.thing("scope") or {"type": "default"}
        kinds = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
        kinds |= {"chat", "chat_administrators", "chat_member"}
        if not isinstance(scope, dict) or scope.get("type") not in kinds:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        if scope["type"].startswith("chat"):
            self._chat(Ask(scope, {}))
        return json.dumps(scope, sort_keys=True), self._language(ask)

    def _set_commands(self, ask: Ask) -> bool:
        menu, commands = self._menu(ask), ask.thing("commands")
        if not isinstance(commands, list):
            raise bad("can't parse commands JSON array")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= units(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._menus[menu] = commands
        return True

    def _get_commands(self, ask: Ask) -> list[dict[str, str]]:
        return self._menus.get(self._menu(ask), [])

    def _delete_commands(self, ask: Ask) -> bool:
        self._menus.pop(self._menu(ask), None)
        return True

    def _set_text(self, name: str, most: int, ask: Ask) -> bool:
        text = ask.text(name)
        if units(text) > most:
            raise bad(f"bot {name.replace('_', ' ')} is too long")
        self._texts[name, self._language(ask)] = text
        return True

    def _get_text(self, name: str, ask: Ask) -> dict[str, str]:
        default = self.me["first_name"] if name == "name" else ""
        return {name: self._texts.get((name, self._language(ask))) or self._texts.get((name, "")) or str(default)}

    def _delete_webhook(self, ask: Ask) -> bool:
        self._webhook = ""
        if ask.flag("drop_pending_updates"):
            self._queue = Queue(self._queue.next_id)
        return True

    def _webhook_info(self, _: Ask) -> dict[str, Any]:
        pending = len(self._queue.ids)
        return {"url": self._webhook, "has_custom_certificate": False, "pending_update_count": pending}

    async def _controlled(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in CONTROL:
            return web.json_response({"error": f"no control called {name}"}, status=404)
        try:
            result = getattr(self, name)(**json.loads(await request.read() or b"{}"))
            result = await result if inspect.isawaitable(result) else result
        except TimeoutError:
            return web.json_response({"error": "time is up"}, status=408)
        except (LookupError, TypeError, ValueError, AssertionError) as error:
            return web.json_response({"error": repr(error)}, status=400)
        return web.json_response({"result": result})


ALL_KINDS = {
    *("message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result"),
    *("callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member"),
    *("chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "message_reaction"),
    *("message_reaction_count", "business_connection", "business_message", "edited_business_message"),
    "deleted_business_messages",
}
DOES: dict[str, Callable[[TelegramServer, Ask], Any]] = {
    "getMe": lambda server, _: server.me,
    "deleteWebhook": TelegramServer._delete_webhook,
    "getWebhookInfo": TelegramServer._webhook_info,
    "sendMessage": TelegramServer._send_message,
    "sendDocument": lambda server, ask: server._send_file("document", ask),
    "sendVoice": lambda server, ask: server._send_file("voice", ask),
    "sendPhoto": lambda server, ask: server._send_file("photo", ask),
    "sendLocation": TelegramServer._send_location,
    "sendVenue": TelegramServer._send_venue,
    "editMessageText": TelegramServer._edit_text,
    "editMessageReplyMarkup": lambda server, ask: server._edit(ask, None),
    "answerCallbackQuery": TelegramServer._answer_query,
    "sendChatAction": TelegramServer._chat_action,
    "getFile": TelegramServer._get_file,
    "setMyCommands": TelegramServer._set_commands,
    "getMyCommands": TelegramServer._get_commands,
    "deleteMyCommands": TelegramServer._delete_commands,
    "setMyName": lambda server, ask: server._set_text("name", 64, ask),
    "getMyName": lambda server, ask: server._get_text("name", ask),
    "setMyDescription": lambda server, ask: server._set_text("description", 512, ask),
    "getMyDescription": lambda server, ask: server._get_text("description", ask),
    "setMyShortDescription": lambda server, ask: server._set_text("short_description", 120, ask),
    "getMyShortDescription": lambda server, ask: server._get_text("short_description", ask),
}


def _too_many(seconds: int) -> Refusal:
    return Refusal(429, f"retry after {seconds}", retry_after=seconds)


def _reply(code: int, said: str, parameters: dict[str, int] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": said}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=code)


def _refused(refusal: Refusal) -> web.Response:
    return _reply(refusal.code, refusal.said, refusal.parameters)


def _port_of(runner: web.AppRunner) -> int:
    return int(runner.addresses[0][1])


class TelegramProcess:
    """The same server as a process of its own, steered over HTTP; it ends when this one does."""

    def __init__(self, books: Path, *, token: str = TOKEN) -> None:
        self.books, self.token = books, token
        self.port = self.control_port = 0

    @property
    def url(self) -> str:
        """Where the bot finds it."""
        return f"http://{HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes for its methods."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes for its files."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        arguments = [sys.executable, __file__, "--port", "0", "--books", str(self.books), "--token", self.token]
        self._process = subprocess.Popen(
            [*arguments, "--attended"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert self._process.stdout is not None
        ports = json.loads(await asyncio.to_thread(self._process.stdout.readline))
        self.port, self.control_port = ports["port"], ports["control"]
        self._line = http.client.HTTPConnection(HOST, self.control_port)
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._line.close()
        await self._session.close()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        await asyncio.to_thread(self._process.wait)
        self._process.stdout.close()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in CONTROL:
            raise AttributeError(name)
        return partial(self._waits if inspect.iscoroutinefunction(getattr(TelegramServer, name)) else self._asks, name)

    def _asks(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self._line.request("POST", f"/control/{name}", _body(name, *args, **kwargs))
        answer = self._line.getresponse()
        return _result(answer.status, json.loads(answer.read()))

    async def _waits(self, name: str, *args: Any, **kwargs: Any) -> Any:
        address = f"http://{HOST}:{self.control_port}/control/{name}"
        async with self._session.post(address, data=_body(name, *args, **kwargs)) as answer:
            return _result(answer.status, await answer.json())


Telegram = TelegramServer | TelegramProcess


def _body(name: str, *args: Any, **kwargs: Any) -> bytes:
    bound = inspect.signature(getattr(TelegramServer, name)).bind(None, *args, **kwargs).arguments
    return json.dumps({key: value for key, value in bound.items() if key != "self"}).encode()


def _result(status: int, said: dict[str, Any]) -> Any:
    if status == 408:
        raise TimeoutError(said["error"])
    assert status == 200, said["error"]
    return said["result"]


async def serve(port: int, control_port: int, books: Path | None, token: str, *, attended: bool) -> None:
    """Serves until it is told to stop, or until the one who started it is gone."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with TelegramServer(token=token, books=books, port=port, control_port=control_port) as server:
        sys.stdout.write(json.dumps({"port": server.port, "control": server.control_port}) + "\n")
        sys.stdout.flush()
        if attended:
            loop.add_reader(sys.stdin, stop.set)
        await stop.wait()


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--port", type=int, default=0)
    reader.add_argument("--control", type=int, default=0, help="the port of /control, which stays up when it is down")
    reader.add_argument("--books", type=Path)
    reader.add_argument("--token", default=TOKEN)
    reader.add_argument("--attended", action="store_true", help="end when standard input ends")
    told = reader.parse_args()
    asyncio.run(serve(told.port, told.control, told.books, told.token, attended=told.attended))


if __name__ == "__main__":
    main()
