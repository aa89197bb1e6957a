"""Files and places as Telegram takes them. A photo or a voice that is refused goes as a document, a pin as words."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot

from bot.channels.contract import NO_FILES, Barred, Rejected
from bot.channels.fitting import split
from bot.channels.telegram.failures import ask
from bot.chat.message import Message

log = structlog.get_logger(__name__)

CAPTION = 1024  # UTF-16 units


async def send_file(bot: Bot, chat: int, message: Message) -> str:
    """Sends the file of a message and returns the message's id. Raises the failures of the contract."""
    path = Path(message.file)
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise Rejected(type(error).__name__) from error
    send: Any = {"photo": bot.send_photo, "voice": bot.send_voice}.get(_form(message, path))
    caption = split(message.text, CAPTION)[0]
    if send is not None:
        try:
            return await ask(_id_of(send(chat, content, caption=caption, filename=path.name)))
        except Rejected as refused:  # such as PHOTO_INVALID_DIMENSIONS: a document is taken whatever it holds
            log.info("a file goes as a document", row=message.hints.letter, why=str(refused))
        except Barred as barred:
            if barred.code != NO_FILES:
                raise
            log.info("a group takes no such files: it goes as a document", row=message.hints.letter, why=str(barred))
    return await ask(_id_of(bot.send_document(chat, content, caption=caption, filename=path.name)))


async def send_pin(bot: Bot, chat: int, text: str, latitude: float, longitude: float) -> str:
    """Sends a place (degrees), named by the first line of a text; returns the message's id."""
    title, _, address = text.partition("\n")
    if not title:
        return await ask(_id_of(bot.send_location(chat, latitude, longitude)))
    venue = bot.send_venue(chat, latitude, longitude, title=title, address=address or title)
    return await ask(_id_of(venue))


def say_attached(message: Message) -> str:
    """A place as words: its name, and its latitude and longitude, which map programs read."""
    where = ", ".join(f"{degrees:.5f}" for degrees in message.pin or ())
    return f"{message.text}\n{where}".strip()


def _form(message: Message, path: Path) -> str:
    # Letters of before forms were named say it by the ending.
    form = (message.document or {}).get("form")
    return str(form) if form else {".jpg": "photo", ".ogg": "voice"}.get(path.suffix, "document")


async def _id_of(call: Awaitable[Any]) -> str:
    return str((await call).message_id)
