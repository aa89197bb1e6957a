"""What the fake Telegram remembers: chats, files, the queue of updates, its clock, and who waits for what."""

import asyncio
import base64
import hashlib
import json
import random
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
from aiohttp import web

from tests.patience import patient
from tests.telegram.fake.limits import Pace

if TYPE_CHECKING:
    from tests.telegram.fake.faults import Fault

TOKEN = "7012345678:AAF-a-token-for-the-tests_of-35-signs00"
HOST = "127.0.0.1"

# Kind of file: the start of its id, its folder and its ending on the server.
FILES = {
    "photo": ("AgACAgIAAxkBAA", "photos", "jpg"),
    "voice": ("AwACAgIAAxkBAA", "voice", "oga"),
    "document": ("BQACAgIAAxkBAA", "documents", "file"),
    "video": ("BAACAgIAAxkBAA", "videos", "mp4"),
    "video_note": ("DQACAgIAAxkBAA", "video_notes", "mp4"),
    "sticker": ("CAACAgIAAxkBAA", "stickers", "webp"),
}

CONTROL: set[str] = set()
Method = TypeVar("Method", bound=Callable[..., Any])


def control(method: Method) -> Method:
    """Marks what a test may do, from inside and over HTTP."""
    CONTROL.add(method.__name__)
    return method


class Addresses:
    """Where the bot finds this server; the port is known once it runs."""

    port: int

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

    def remove(self, own: int) -> None:
        """Takes out an update that was answered."""
        place = bisect_left(self.ids, own)
        if place < len(self.ids) and self.ids[place] == own:
            del self.ids[place], self.waiting[place]

    def _drop(self, number: int) -> None:
        del self.ids[:number], self.waiting[:number]


@dataclass
class Hook:
    """A webhook as the bot set it, and how the last call that failed did."""

    url: str
    secret: str
    at_once: int
    failed_at: float = 0.0
    failure: str = ""


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
class File:
    """A file that somebody uploaded."""

    content: bytes
    kind: str
    name: str
    mime: str
    size: int
    unique: str
    number: int


class State(Addresses):
    """Everything the server knows, and the few steps that all its parts share."""

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
        self._hook: Hook | None = None
        self._in_flight: set[Any] = set()  # the chats whose update is being posted
        self._posting: set[asyncio.Task[None]] = set()
        self._posted: dict[str, int] = defaultdict(int)  # calls of the webhook by what they were answered
        self._repeats = (1, random.Random(0))  # how often each update is posted
        self._caller: aiohttp.ClientSession | None = None
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

    # Shared steps.

    def _message_id(self, chat: Chat) -> int:
        # Private chats and groups share one row of numbers, a supergroup has its own.
        if chat.info["type"] == "supergroup":
            return max(chat.messages, default=0) + 1
        return next(self._message_ids)

    def _events(self, chat: int) -> list[dict[str, Any]]:
        return self._chats[chat].events if chat in self._chats else []

    async def _until(self, key: tuple[str, Any], there: Callable[[], bool], within: float) -> None:
        async with patient(within):
            while not there():
                await self.watch(*key)

    def watch(self, *key: Any) -> asyncio.Future[None]:
        """What is done as soon as something happens there: `("chat", number)` is a chat that changes."""
        future = asyncio.get_running_loop().create_future()
        self._watching[key].append(future)
        return future

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
