"""Telegram as a channel: sends messages with buttons, edits screens in place, fetches files; its errors become typed."""

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.contract import Blocked, Gone, Moved, Pace, Rejected, Throttled, Uncertain, Unreachable
from bot.channels.telegram.menus import commands
from bot.channels.telegram.outages import QUOTED, in_words, is_unknown_token
from bot.channels.telegram.parse import LARGEST_FILE, NAME, signed
from bot.channels.telegram.request import MISREAD, READ, AioRequest, Garbled, Misshapen, NeverAnswered, Parameters
from bot.chat.message import Message
from bot.logs import where
from storage.database.seal import Seal

log = structlog.get_logger(__name__)

OFFICIAL = "https://api.telegram.org"
PACE = 25  # messages a second; with a burst of a fifth of them it stays within the 30 that Telegram takes
TEXT = 4096  # UTF-16 units of a message
CAPTION = 1024
BEGUN = 1000  # letters in parts of which it is remembered how far they came
ROW_OF_WAYS = 3
_NOT_THERE = ("chat not found", "user is deactivated", "peer_id_invalid", "user not found")
_MAY_NOT_WRITE = (
    "no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
    "topic_closed",
    "chat_restricted",
)
_UPDATE_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})(?!\d)')
_UNCHANGED = "message is not modified"

T = TypeVar("T")


class Telegram:
    """One bot. The account is the number its token begins with, so no request is needed to know it."""

    name = NAME

    def __init__(self, token: str, *, seal: Seal, api_url: str = OFFICIAL, pace: int = PACE) -> None:
        self.account = token.partition(":")[0]
        # A tenth more than Telegram asks for, since what leaves in time may arrive a little closer to what went before.
        self.pace = Pace(pace, max(1, pace // 5), chat_spacing=1.1, group_spacing=3.1, group_mark="-")
        self._seal = seal
        self._parts: OrderedDict[int, int] = OrderedDict()  # how many parts were said of the letters that were begun
        self.request = AioRequest()
        self._polls = AioRequest(connections=2)
        base = api_url.rstrip("/")
        self._own_server = base != OFFICIAL
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self.request,
            get_updates_request=self._polls,
        )

    async def updates(self, *, offset: int | None, wait: int, kinds: tuple[str, ...]) -> list[Any]:
        """Asks for what came since offset, as it came, waiting up to some seconds for it. Raises TelegramError."""
        try:
            return await self._updates(offset, wait, kinds, limit=100)
        except Garbled:
            # One that no reader can take must not hold back the others: asked for alone, it becomes a dead letter.
            try:
                return await self._updates(offset, 0, kinds, limit=1)
            except Garbled as garbled:
                return [_named(garbled)]

    async def _updates(self, offset: int | None, wait: int, kinds: tuple[str, ...], *, limit: int) -> list[Any]:
        given = {"timeout": str(wait), "limit": str(limit), "allowed_updates": json.dumps(kinds)}
        parameters: Any = Parameters(given | ({"offset": str(offset)} if offset is not None else {}))
        result: Any = await self._polls.post(f"{self.bot.base_url}/getUpdates", parameters, read_timeout=wait + READ)
        if not isinstance(result, list):
            raise Misshapen
        return result

    async def username(self) -> str:
        """The bot's name, as links have it. Raises TelegramError."""
        try:
            username = (await self.bot.get_me()).username
        except MISREAD:
            username = None
        if not username or not isinstance(username, str):
            raise Misshapen
        return username

    async def who(self) -> str:
        """The bot's name. Raises Rejected for a token Telegram does not know, else as send."""
        try:
            return await self.username()
        except TelegramError as error:
            if isinstance(error, InvalidToken) and is_unknown_token(error):
                raise Rejected("this token is unknown, copy it again from BotFather") from None
            raise Unreachable(f"it cannot be reached: {in_words(error)}") from None

    async def close(self) -> None:
        """Closes the connections."""
        await self.request.shutdown()
        await self._polls.shutdown()

    def mac(self, address: str, choice: str) -> str:
        """Eight letters that only we can put behind a button's id."""
        return self._seal.mark("button", self.account, address, choice)[:8]

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Sends, or edits a screen in place; returns the message's id. Raises the failures of bot.channels."""
        chat = int(address)
        if message.menu:
            await self._asked(self.bot.set_my_commands(_menu(message.menu), scope=BotCommandScopeChat(chat)))
            return ""
        if message.file:
            sent = await self._send_file(chat, message)
        elif message.pin:
            sent = await self._send_pin(chat, message.text, *message.pin)
        else:
            sent = await self._said(chat, message, address)
        if message.clears and message.clears != sent:
            await self._clear(chat, message.clears, sent)
        return sent

    async def _said(self, chat: int, message: Message, address: str) -> str:
        edited = await self._edited(chat, message, address) if message.edits else None
        return edited or await self._sent(chat, message, address)

    async def _sent(self, chat: int, message: Message, address: str) -> str:
        *before, last = split(message.numbered(), TEXT)
        # Where a pause came between the parts, the next try goes on behind those that were said.
        said = self._parts.pop(message.letter, 0)
        try:
            for part in before[said:]:
                await self._asked(self.bot.send_message(chat, part))
                said += 1
            keyboard = self.keyboard(message, address)
            return await self._asked(_id_of(self.bot.send_message(chat, last, reply_markup=keyboard)))
        except (Throttled, Unreachable, Uncertain):
            if said and message.letter:
                self._begun(message.letter, said)
            raise

    def _begun(self, letter: int, said: int) -> None:
        # Nobody says which of them are given up.
        self._parts[letter] = said
        if len(self._parts) > BEGUN:
            self._parts.popitem(last=False)

    async def _edited(self, chat: int, message: Message, address: str) -> str | None:
        text = message.numbered()
        if len(split(text, TEXT)) > 1:
            return None
        try:
            await self._asked(
                self.bot.edit_message_text(
                    text, chat_id=chat, message_id=int(message.edits), reply_markup=self.keyboard(message, address)
                )
            )
        except Rejected as refusal:
            if _UNCHANGED not in str(refusal).casefold():  # otherwise it was done already
                return None  # too old, or deleted by the person: it is said anew
        return message.edits

    async def _clear(self, chat: int, message_id: str, sent: str) -> None:
        try:
            await self.bot.edit_message_reply_markup(chat_id=chat, message_id=int(message_id), reply_markup=None)
        except RetryAfter as error:
            raise Throttled(_seconds(error), sent=sent) from None
        except (TelegramError, *MISREAD):
            return  # the message was said; buttons that stay say where they belong when pressed

    async def _send_file(self, chat: int, message: Message) -> str:
        path = Path(message.file)
        try:
            content = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise Rejected(type(error).__name__) from error
        caption = split(message.text, CAPTION)[0]
        send = {".jpg": self.bot.send_photo, ".ogg": self.bot.send_voice}.get(path.suffix, self.bot.send_document)
        sent = send(chat, content, caption=caption, filename=path.name)  # type: ignore[operator]
        return await self._asked(_id_of(sent))

    async def _send_pin(self, chat: int, text: str, latitude: float, longitude: float) -> str:
        title, _, address = text.partition("\n")
        if not title:
            return await self._asked(_id_of(self.bot.send_location(chat, latitude, longitude)))
        venue = self.bot.send_venue(chat, latitude, longitude, title=title, address=address or title)
        return await self._asked(_id_of(venue))

    def keyboard(self, message: Message, address: str) -> InlineKeyboardMarkup | None:
        """The buttons: a choice a row, the ways together in the last."""
        rows = [[choice] for choice in message.choices]
        rows += [message.ways[at : at + ROW_OF_WAYS] for at in range(0, len(message.ways), ROW_OF_WAYS)]
        if not rows:
            return None
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(title, callback_data=self._data(id, message, address)) for id, title in row]
                for row in rows
            ]
        )

    def _data(self, id: str, message: Message, address: str) -> str:
        return signed(id, address, stays=message.stays, question=message.question, mac=self.mac)

    async def fetch(self, reference: str) -> bytes:
        """Downloads a file, or reads it where a server of our own left it. Raises Unreachable, and Gone if it never comes."""
        try:
            file = await self.bot.get_file(reference)
            if (file.file_size or 0) > LARGEST_FILE or not file.file_path:
                raise Gone("too large")
            left = Path(file.file_path.removeprefix(f"{self.bot.base_file_url}/"))
            if left.is_absolute() and self._own_server:
                return await asyncio.to_thread(_read, left)
            return bytes(await self.request.retrieve(file.file_path))
        except (BadRequest, Forbidden, InvalidToken) as error:
            raise Gone(type(error).__name__) from None
        except TelegramError as error:
            raise Unreachable(in_words(error)) from None

    async def _asked(self, call: Awaitable[T]) -> T:
        try:
            return await call
        except Forbidden as error:
            raise Blocked(error.message) from None
        except RetryAfter as error:
            raise Throttled(_seconds(error)) from None
        except ChatMigrated as error:
            raise Moved(str(error.new_chat_id)) from None
        except BadRequest as error:
            raise _refusal(error) from None
        except NeverAnswered as error:
            raise Uncertain(error.message) from None
        except (InvalidToken, TimedOut, NetworkError) as error:
            raise Unreachable(in_words(error)) from None
        except TelegramError as error:
            # An answer that is no JSON came with a success: it may have been sent.
            raise Uncertain(type(error).__name__) from None
        except MISREAD as error:
            log.error("an answer of Telegram's cannot be understood", error=where(error))
            raise Uncertain(type(error).__name__) from None


async def _id_of(call: Awaitable[Any]) -> str:
    return str((await call).message_id)


def _refusal(error: BadRequest) -> Blocked | Rejected:
    text = error.message.casefold()
    if any(words in text for words in (*_NOT_THERE, *_MAY_NOT_WRITE)):
        return Blocked(error.message)
    return Rejected(error.message[:QUOTED])


def _read(path: Path) -> bytes:
    # A Bot API server that runs with --local says where on the disk a file lies.
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        why = "the Bot API server runs with --local, and its files cannot be read here: let it run on this computer"
        log.error(
            "a file cannot be fetched", why=f"{why}, with files this account may read", error=type(error).__name__
        )
        raise Unreachable(why) from None
    if len(content) > LARGEST_FILE:
        raise Gone("too large")
    return content


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return float(pause if isinstance(pause, int | float) else pause.total_seconds())


def _named(garbled: Garbled) -> dict[str, object]:
    text = garbled.payload.decode("utf-8", "replace")
    found = _UPDATE_ID.search(text)
    if found is None or not text.rstrip().endswith("}"):
        raise garbled
    return {"update_id": int(found[1]), "message": text}  # a text is no message, so parse finds it unreadable


def _menu(language: str) -> list[BotCommand]:
    return [BotCommand(name, words) for name, words in commands(language)]


def split(text: str, limit: int) -> list[str]:
    """Cuts a text into parts of at most limit UTF-16 units, at a line or a word where there is one."""
    parts = []
    while _units(text) > limit:
        end = len(text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore"))
        at = max(text.rfind("\n", end // 2, end), text.rfind(" ", end // 2, end))
        cut = at if at > 0 else end
        parts.append(text[:cut].rstrip() or text[:cut])
        text = text[cut:].lstrip("\n ") if at > 0 else text[cut:]
    return [*parts, text]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
