"""Telegram as a channel: sends messages with buttons, edits screens in place, fetches attachments."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
from telegram import BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.begun import Begun
from bot.channels.contract import (
    NO_FILES,
    Barred,
    Capabilities,
    Finding,
    Gone,
    NotYet,
    Pace,
    Rejected,
    SendFailure,
    Throttled,
    Uncertain,
    Unreachable,
)
from bot.channels.fitting import split_parts
from bot.channels.intake import Intake
from bot.channels.signed_choice import sign
from bot.channels.telegram.account import BotAccount
from bot.channels.telegram.attached import CAPTION, say_attached, send_file, send_pin
from bot.channels.telegram.failures import ask, is_of_buttons, read_seconds
from bot.channels.telegram.menus import keep_setting, list_commands
from bot.channels.telegram.outages import say_outage as why_not
from bot.channels.telegram.parse import LARGEST_FILE
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.request import MISREAD, Misshapen, Parameters
from bot.channels.telegram.webhook import TelegramWebhook
from bot.chat.message import Message
from bot.config_accounts import TelegramSettings
from storage.database.seal import Seal

log = structlog.get_logger(__name__)

OFFICIAL = "https://api.telegram.org"
PACE = 30  # messages in any second, as many as Telegram takes
TEXT = 4096  # UTF-16 units of a message
ROW_OF_WAYS = 3
SILENT = 10  # minutes after which a poll that went well is too long ago
PATIENCE = 15  # seconds in which the doctor waits for an answer
_TOO_BIG = "file is too big"
# Whoever writes a link must not have it shown as a picture among our own lines.
_PLAIN = {"link_preview_options": '{"is_disabled": true}'}
_UNCHANGED = "message is not modified"
CAPABILITIES = Capabilities(
    edits=True,
    buttons=True,
    most_buttons=100,
    text=TEXT,
    text_with_buttons=TEXT,
    title=None,
    caption=CAPTION,
)


class Telegram(BotAccount):
    """One bot as a channel: the contract in Telegram's words."""

    capabilities = CAPABILITIES

    @classmethod
    def of(cls, settings: TelegramSettings, seal: Seal, *, web_url: str = "") -> "Telegram":
        """The bot that the settings name. Where they ask for a webhook, it is called below web_url."""
        made = cls(settings.token, seal=seal, api_url=settings.api_url or OFFICIAL, pace=settings.pace)
        if settings.webhook:
            secret = settings.webhook_secret or seal.mark("webhook", made.name, made.account)
            made.webhook = TelegramWebhook(made, web_url=web_url, secret=secret)
        return made

    def __init__(self, token: str, *, seal: Seal, api_url: str = OFFICIAL, pace: int = PACE) -> None:
        super().__init__(token, seal=seal, api_url=api_url)
        # A tenth more than Telegram asks for: what leaves in time may arrive closer to what went before.
        self.pace = Pace.within(pace, chat_spacing=1.1, group_spacing=3.1, group_mark="-")
        self.webhook: TelegramWebhook | None = None  # None: it is polled
        self._begun = Begun()
        self._own_server = self.base != OFFICIAL

    async def inbound(self, intake: Intake) -> None:
        """Takes in updates, by a long poll or a webhook, until told to stop. Beside it name and menus are set."""
        async with asyncio.TaskGroup() as beside:
            setting = beside.create_task(keep_setting(self.bot))
            await (Polling(self, intake).run() if self.webhook is None else self.webhook.run(intake))
            setting.cancel()

    async def list_findings(self, *, heard_at: int | None, now: int) -> list[Finding]:
        """Whether Telegram answers now, and when a poll last went well or what it says of the webhook."""
        answers = await self._look_whether_it_answers()
        if self.webhook is None:
            return [_judge_polling(heard_at, now), answers]
        return [await self.webhook.judge(), answers] if answers.well else [answers]

    async def _look_whether_it_answers(self) -> Finding:
        try:
            async with asyncio.timeout(PATIENCE):
                return Finding(True, f"Telegram answers: the bot is @{await self.who()}.")
        except (SendFailure, TimeoutError) as error:
            return Finding(False, f"Telegram: {str(error) or f'no answer within {PATIENCE} seconds'}.")

    def say_held_elsewhere(self, known_as: str) -> str:
        """Says that a second poller would take updates from the first."""
        bot = f"@{known_as} ({self.account})" if known_as else self.account
        return f"Another «sunush run» serves the bot {bot} already: one is enough, or stop that one first."

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Sends, or edits a screen in place; returns the message's id. Raises the failures of bot.channels."""
        chat = int(address)
        hints = message.hints
        if hints.menu:
            await ask(self.bot.set_my_commands(_list_menu(hints.menu), scope=BotCommandScopeChat(chat)))
            return ""
        if message.file or message.pin:
            sent = await self._send_attached(chat, message, address)
        else:
            sent = await self._say_or_edit(chat, message, address)
        if hints.clears and hints.clears != sent:
            await self._clear(chat, hints.clears, sent)
        return sent

    async def _say_or_edit(self, chat: int, message: Message, address: str) -> str:
        edited = await self._edit(chat, message, address) if message.hints.edits else None
        return edited or await self._send_parts(chat, message, address)

    async def _send_parts(self, chat: int, message: Message, address: str) -> str:
        *before, last = split_parts(message, self.capabilities)
        # Where a pause came between the parts, the next try goes on behind those that were said.
        said = self._begun.take(message.hints.letter)
        try:
            for part in before[said:]:
                await ask(self._ask("sendMessage", chat, text=part, **_PLAIN))
                said += 1
            return await self._send_last(chat, last, message, address)
        except (Throttled, Unreachable, Uncertain):
            self._begun.remember(message.hints.letter, said)
            raise

    async def _send_last(self, chat: int, text: str, message: Message, address: str) -> str:
        # What is refused for its buttons goes without its links, and then without any: choices can be typed.
        opened = "\n".join([text, *(where for where, _ in message.links)])
        tries = [(text, message), (opened, replace(message, links=[]))] if message.links else [(text, message)]
        for words, shown in tries:
            buttons = self._make_buttons(shown, address)
            try:
                return await ask(self._ask("sendMessage", chat, text=words, **_PLAIN, **buttons))
            except Rejected as refused:
                if not buttons or not is_of_buttons(refused):
                    raise
                log.info("words go without their buttons", row=message.hints.letter, why=str(refused))
        return await ask(self._ask("sendMessage", chat, text=opened, **_PLAIN))

    async def _edit(self, chat: int, message: Message, address: str) -> str | None:
        text, *more = split_parts(message, self.capabilities)
        if more:
            return None
        try:
            buttons, edited = self._make_buttons(message, address), message.hints.edits
            await ask(self._ask("editMessageText", chat, text=text, message_id=edited, **_PLAIN, **buttons))
        except Rejected as refusal:
            if _UNCHANGED not in str(refusal).casefold():  # otherwise it was done already
                return None  # too old, or deleted by the person: it is said anew
        return message.hints.edits

    async def _clear(self, chat: int, message_id: str, sent: str) -> None:
        try:
            await self.bot.edit_message_reply_markup(chat_id=chat, message_id=int(message_id), reply_markup=None)
        except RetryAfter as error:
            raise Throttled(read_seconds(error), sent=sent) from None
        except (TelegramError, *MISREAD):
            return  # the message was said; buttons that stay say where they belong when pressed

    async def _send_attached(self, chat: int, message: Message, address: str) -> str:
        try:
            if message.pin:
                return await send_pin(self.bot, chat, message.text, *message.pin)
            return await send_file(self.bot, chat, message)
        except Rejected as refused:
            if not message.pin:
                raise
            log.info("a place goes as words", row=message.hints.letter, why=str(refused))
            return await self._send_parts(chat, replace(message, text=say_attached(message), pin=None), address)
        except Barred as barred:
            if barred.code != NO_FILES or not message.text:
                raise
            log.info("a group takes no files: the words go alone", row=message.hints.letter, why=str(barred))
            return await self._send_parts(chat, message, address)

    async def _ask(self, method: str, chat: int, **given: str) -> str:
        # Said to the Bot API directly. The library would make an object of every answer, of which only an id is read.
        parameters: Any = Parameters({"chat_id": str(chat), **given})
        sent: Any = await self.request.post(f"{self.bot.base_url}/{method}", parameters)
        if not isinstance(sent, dict) or not {"message_id", "date", "chat"} <= sent.keys():
            raise Misshapen  # no message: nobody knows whether it was sent
        return str(sent["message_id"])

    def _make_buttons(self, message: Message, address: str) -> dict[str, str]:
        keyboard = self.keyboard(message, address)
        return {} if keyboard is None else {"reply_markup": keyboard.to_json()}

    def keyboard(self, message: Message, address: str) -> InlineKeyboardMarkup | None:
        """The buttons: what opens an address, a choice a row, the ways together in the last."""
        rows = [[choice] for choice in message.choices]
        rows += [message.ways[at : at + ROW_OF_WAYS] for at in range(0, len(message.ways), ROW_OF_WAYS)]
        if not rows and not message.links:
            return None
        return InlineKeyboardMarkup(
            [
                *([InlineKeyboardButton(title, url=opened)] for opened, title in message.links),
                *(
                    [
                        InlineKeyboardButton(title, callback_data=self._make_data(id, message, address))
                        for id, title in row
                    ]
                    for row in rows
                ),
            ]
        )

    def _make_data(self, id: str, message: Message, address: str) -> str:
        return sign(id, address, stays=message.stays, question=message.question, mac=self.mac)

    async def fetch(self, reference: str) -> bytes:
        """Downloads a file, or reads it where a server of our own left it.

        Raises Throttled, Unreachable, NotYet, and Gone if it never comes.
        """
        try:
            file = await self.bot.get_file(reference)
            if (file.file_size or 0) > LARGEST_FILE:
                raise Gone("too large")
            if not file.file_path:
                raise NotYet("it does not say yet where the file lies")
            left = Path(file.file_path.removeprefix(f"{self.bot.base_file_url}/"))
            if left.is_absolute() and self._own_server:
                return await asyncio.to_thread(_read, left)
            return _check_whole(bytes(await self.request.retrieve(file.file_path)), file.file_size)
        except (BadRequest, Forbidden, InvalidToken) as error:
            if isinstance(error, BadRequest) and _TOO_BIG in error.message.casefold():
                raise Gone("too large") from None
            raise NotYet(why_not(error)) from None  # also «wrong file_id or the file is temporarily unavailable»
        except RetryAfter as error:
            raise Throttled(read_seconds(error)) from None
        except TelegramError as error:
            raise Unreachable(why_not(error)) from None


def _check_whole(content: bytes, size: int | None) -> bytes:
    # What something on the way cut short, or answered in the messenger's place, is no file of anybody's.
    if not content or (size and len(content) != size):
        raise Unreachable("a file came otherwise than its size says")
    return content


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


def _judge_polling(heard_at: int | None, now: int) -> Finding:
    if heard_at is None:
        return Finding(True, "No messages have been fetched from Telegram yet.")
    minutes = (now - heard_at) // 60_000
    look = "" if minutes < SILENT else ": is «sunush run» running? Its log says more"
    return Finding(not look, f"Messages were last fetched from Telegram {minutes} minutes ago{look}.")


def _list_menu(language: str) -> list[BotCommand]:
    return [BotCommand(name, words) for name, words in list_commands(language)]
