"""WhatsApp as a channel: called by Meta's webhook, sends by the Graph API, and hears later what arrived."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from bot.channels.begun import Begun
from bot.channels.contract import (
    AccountRefused,
    Blocked,
    Finding,
    Later,
    Pace,
    Rejected,
    SendFailure,
    Throttled,
    Uncertain,
    Unreachable,
)
from bot.channels.fitting import split
from bot.channels.intake import Intake
from bot.channels.whatsapp.account import Number
from bot.channels.whatsapp.build import CAPABILITIES, CAPTION, Body, as_words, build, build_file, build_text, name_row
from bot.channels.whatsapp.fields import is_phone, is_scoped, shorten_id
from bot.channels.whatsapp.media import LARGEST, fetch, list_forms, upload
from bot.channels.whatsapp.repeats import without_repeats
from bot.channels.whatsapp.request import Graph, say_failure
from bot.channels.whatsapp.said import NAME
from bot.channels.whatsapp.webhook import WhatsAppWebhook
from bot.chat.message import Incoming, Kind, Message
from bot.chat.texts import find_words
from bot.config_accounts import WhatsAppSettings
from storage.database.seal import Seal

log = structlog.get_logger(__name__)

OFFICIAL = "https://graph.facebook.com"
# Meta takes one message in six seconds to one person, and some dozens at once before that.
CHAT_SPACING, CHAT_BURST = 6.5, 30
SHOWN = 2_000  # messages of which it is remembered what they said, so that the next does not say it again
BESIDE = 32  # marks «read» that are on their way at once; beyond them none is set
AGAIN = (5, 30, 60, 300)  # seconds between questions what our number is called, while nobody answers
_NO_ANSWER_COMES = {Kind.REACTION, Kind.STOP}


class WhatsApp:
    """One number as a channel: the contract in WhatsApp's words."""

    name = NAME
    capabilities = CAPABILITIES

    @classmethod
    def of(cls, settings: WhatsAppSettings, seal: Seal, *, siblings: list[WhatsAppWebhook]) -> "WhatsApp":
        """The number that the settings name; siblings are the webhooks of all numbers, to which its own is added."""
        return cls(settings, seal=seal, siblings=siblings)

    def __init__(
        self, settings: WhatsAppSettings, *, seal: Seal, siblings: list[WhatsAppWebhook] | None = None
    ) -> None:
        self.account = settings.phone_number_id
        self._seal = seal
        self.pace = Pace.within(
            settings.pace, chat_spacing=CHAT_SPACING, chat_burst=CHAT_BURST,
            chats_a_day=settings.chats_a_day, notices_a_month=settings.notices_a_month,
        )  # fmt: skip
        self.graph = Graph(settings.token, base=settings.api_url or OFFICIAL, version=settings.api_version)
        self.webhook = WhatsAppWebhook(
            self.account,
            business=settings.business_id,
            secret=settings.app_secret,
            word=settings.verify_token,
            mac=self.mac,
            seen=self._mark_read,
            siblings=[] if siblings is None else siblings,
        )
        self._number = Number(self.account, settings.business_id, self.graph)
        self._begun = Begun()
        self._shown: OrderedDict[str, str] = OrderedDict()
        self._beside: set[asyncio.Task[None]] = set()

    async def inbound(self, intake: Intake) -> None:
        """Opens the webhook until told to stop; beside it the number is asked for, which links are made of."""
        asking = asyncio.create_task(self._introduce(intake))
        try:
            await self.webhook.run(intake)
        finally:
            for task in (asking, *self._beside):
                task.cancel()
            await asyncio.gather(asking, *self._beside, return_exceptions=True)

    async def _introduce(self, intake: Intake) -> None:
        for again in (*AGAIN, *[AGAIN[-1]] * 1000):
            try:
                await intake.introduced(await self._number.ask_who())
            except SendFailure as failure:
                intake.complaint = f"WhatsApp: {say_failure(failure)}"
                intake.is_refused = isinstance(failure, AccountRefused)
                log.error("WhatsApp does not say what our number is", why=say_failure(failure))
            else:
                intake.complaint, intake.is_refused = "", False
                if (limit := await self._number.read_limit()) is not None:
                    await intake.note_news(limit)
                return
            await asyncio.sleep(again)

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Sends and returns the id of the last part. Raises the failures of the contract."""
        if not message.is_shown:
            return ""
        if not (is_phone(address) or is_scoped(address)):
            raise Blocked("no address of WhatsApp's", code="no_chat")
        if message.file:
            return await self._send_file(address, message)
        shown = replace(message, text=without_repeats(message.text, self._shown.get(message.hints.edits, "")))
        sent = await self._send_words(address, shown, language)
        self._remember_shown(sent, message.text)
        return sent

    async def _send_words(self, address: str, message: Message, language: str) -> str:
        bodies = build(message, address, words=find_words(language), mac=self.mac)
        try:
            return await self._send_all(bodies, message.hints.letter)
        except Rejected as refused:
            plain = as_words(bodies[-1], message)
            if plain is None:
                raise
            log.info("words go without their buttons", row=message.hints.letter, why=str(refused))
            return await self._send_all([*bodies[:-1], plain], message.hints.letter)

    async def _send_file(self, address: str, message: Message) -> str:
        path, row = Path(message.file), message.hints.letter
        try:
            content = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise Rejected(type(error).__name__) from error
        forms = list_forms(message, path, len(content))
        # What no caption holds is said before the file, once, whatever becomes of its form.
        fits = forms[0].form != "audio" and len(split(message.text, CAPTION)) == 1
        before = build_text(message.text, address, name_row(message.hints)) if message.text and not fits else []
        caption, refused = message.text if fits else "", Rejected("too large")
        for form in forms:
            if len(content) > LARGEST[form.form]:
                continue
            try:
                media_id = await upload(self.graph, self.account, path, content, form.mime)
                file = build_file(
                    form.form, media_id, address, name_row(message.hints), caption=caption, name=path.name
                )
                return await self._send_all([*before, file], row)
            except Rejected as error:
                refused = error
                log.info("a file goes in another form, if it has one", row=row, form=form.form, why=str(error))
        raise refused

    async def _send_all(self, bodies: list[Body], letter: int) -> str:
        # Where a pause came between the parts, the next try goes on behind those that were said.
        said = min(self._begun.take(letter), len(bodies) - 1)
        try:
            for body in bodies[said:-1]:
                await self._post(body)
                said += 1
            return await self._post(bodies[-1])
        except (Throttled, Later, Unreachable, Uncertain, Rejected):
            self._begun.remember(letter, said)
            raise

    async def _post(self, body: Body) -> str:
        answer = await self.graph.post(f"{self.account}/messages", body)
        found = answer.get("messages")
        first = found[0] if isinstance(found, list) and found else None
        id = first.get("id") if isinstance(first, dict) else None
        if not isinstance(id, str) or not id:
            raise Uncertain("a success came without an id")
        return shorten_id(id)

    def _remember_shown(self, sent: str, text: str) -> None:
        self._shown[sent] = text
        if len(self._shown) > SHOWN:
            self._shown.popitem(last=False)

    def _mark_read(self, incoming: Incoming) -> None:
        if not incoming.own_id or len(self._beside) >= BESIDE:
            return
        body: Body = {"messaging_product": "whatsapp", "status": "read", "message_id": incoming.id}
        if incoming.kind not in _NO_ANSWER_COMES:
            body["typing_indicator"] = {"type": "text"}
        task = asyncio.create_task(self._tell_quietly(self.graph.post(f"{self.account}/messages", body)))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _tell_quietly(self, asked: Coroutine[Any, Any, dict[str, Any]]) -> None:
        try:
            await asked
        except SendFailure as failure:
            log.debug("a mark that something was read did not arrive", why=say_failure(failure))

    async def fetch(self, reference: str) -> bytes:
        """Downloads a file. Raises Throttled, Unreachable, NotYet, and Gone if it never comes."""
        return await fetch(self.graph, reference)

    def link(self, payload: str = "") -> str:
        """The link that opens a chat with us; empty until Meta has said the number."""
        return self._number.link(payload)

    async def list_findings(self, *, heard_at: int | None, now: int) -> list[Finding]:
        """The number's state, the token and the subscription, each asked of Meta now."""
        return await self._number.list_findings(self.pace.chats_a_day)

    def say_held_elsewhere(self, known_as: str) -> str:
        """Says that a second process would send what the first has sent."""
        number = f"{known_as} ({self.account})" if known_as else self.account
        return f"Another «sunush run» serves the number {number} already: one is enough, or stop that one first."

    def mac(self, _address: str, choice: str) -> str:
        """Eight letters that only we can put behind a button's id.

        Whoever hides their telephone from one day on presses buttons that were made for it. So the address is not signed.
        """
        return self._seal.mark("button", self.account, choice)[:8]

    async def close(self) -> None:
        """Closes the lines."""
        await self.graph.close()
