"""Telegram's webhook: it is set, watched and set again; each update is answered 200 once it is committed."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from telegram import WebhookInfo
from telegram.error import TelegramError

from bot.channels.contract import Answer, Finding, Posted
from bot.channels.intake import Intake
from bot.channels.telegram import trouble
from bot.channels.telegram.account import BotAccount
from bot.channels.telegram.outages import QUOTED, say_outage
from bot.channels.telegram.request import MISREAD, Misshapen
from bot.channels.telegram.taking_in import AGAIN, UPDATES, TakingIn
from bot.channels.telegram.trouble import Trouble
from bot.channels.telegram.window import Come, name_of

log = structlog.get_logger(__name__)

SECRET = "x-telegram-bot-api-secret-token"
LARGEST = 1024 * 1024  # bytes of an update
AT_ONCE = 40  # requests that Telegram makes at a time; one chat's come one after the other
PLACES = 32  # people taken in at once: more share a commit than of what is polled, where the offset waits for all
LOOK = 60.0  # seconds between looks at what Telegram says of the webhook
RECENT = 120_000  # milliseconds for which a delivery that failed says something of now


class TelegramWebhook:
    """Where Telegram calls one bot: `/webhooks/telegram/<account>`, with a secret in a header."""

    largest = LARGEST

    def __init__(self, telegram: BotAccount, *, web_url: str, secret: str) -> None:
        self._telegram = telegram
        self.path = f"/webhooks/{telegram.name}/{telegram.account}"
        self.url = web_url + self.path
        self._secret = secret.encode("ascii")
        self._taking_in: TakingIn | None = None
        self._intake: Intake | None = None
        self._tasks: asyncio.TaskGroup | None = None

    @property
    def is_open(self) -> bool:
        """Whether updates are taken in."""
        return self._tasks is not None and self._intake is not None and not self._intake.is_stopping

    def may_be_theirs(self, headers: Mapping[str, str]) -> bool:
        """Whether the secret is right. Compared in constant time, and before anything of a body is read."""
        return hmac.compare_digest(headers.get(SECRET, "").encode("utf-8"), self._secret)

    async def shake_hands(self, query: Mapping[str, str]) -> Answer:
        """Telegram has no handshake."""
        return Answer(404)

    async def take_in(self, posted: Posted) -> Answer:
        """Takes in one update; 200 once it is committed, or dropped by the inbound limit."""
        if not self.may_be_theirs(posted.headers):
            return Answer(401)
        if not self.is_open or self._taking_in is None or self._tasks is None:
            return Answer(503)
        raw = _read(posted.body)
        come = Come(raw, name_of(raw))
        self._taking_in.let_in([come], self._tasks)
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN):
                await come.is_settled.wait()
        # Telegram makes few calls at a time. So what has to wait longer is kept as it came.
        await self._taking_in.keep_behind([come])
        await come.is_settled.wait()
        return Answer(200 if come.is_kept else 503)

    async def judge(self) -> Finding:
        """What `sunush doctor` says of it, as Telegram sees it; nothing is set."""
        try:
            info = await read_info(self._telegram)
        except TelegramError as error:
            return Finding(False, f"Telegram does not say where it calls: {say_outage(error)}.")
        if info.url != self.url:
            return Finding(False, f"Telegram does not call {self.url} yet: «sunush run» sets that.")
        waiting = f"{info.pending_update_count or 0} updates wait there"
        failure = find_failure(info, self._telegram.request.date)
        if failure:
            return Finding(False, f"Telegram cannot deliver to {self.url} ({failure}); {waiting}.")
        return Finding(True, f"Telegram calls {self.url}; {waiting}.")

    async def run(self, intake: Intake) -> None:
        """Sets the webhook and takes in what comes by it, until told to stop. What is in hand then is finished."""
        self._intake = intake
        self._taking_in = TakingIn(self._telegram, intake, settled=lambda: None, again=False, places=PLACES)
        setting = _Setting(self._telegram, intake, self.url, self._secret.decode("ascii"))
        try:
            async with asyncio.TaskGroup() as tasks:
                while not intake.is_stopping:
                    await intake.rest(await setting.look(partial(self._open, tasks)))
        finally:
            self._tasks = None

    async def _open(self, tasks: asyncio.TaskGroup, username: str) -> None:
        # From now on updates can be read: what was posted before comes again.
        if self._taking_in is None or self._intake is None:
            return
        self._taking_in.username = username
        while not await self._taking_in.take_up_backlog(tasks) and not self._intake.is_stopping:
            await self._intake.rest(trouble.BACK_OFF[0])
        self._tasks = tasks


class _Setting:
    """The webhook as Telegram has it, looked at each minute, and set again where another took its place."""

    def __init__(self, telegram: BotAccount, intake: Intake, url: str, secret: str) -> None:
        self._telegram, self._intake = telegram, intake
        self._url, self._secret = url, secret
        self._is_known = self._is_set = False
        self._since = 0  # when it was set, by Telegram's clock (UTC ms); what failed before says nothing of now
        self._trouble = Trouble(intake)

    async def look(self, known: Callable[[str], Awaitable[None]]) -> float:
        """Does what is to be done now and returns the seconds until the next look. Whatever fails is tried again.

        known is called with the bot's name, once, before Telegram is told where to call.
        """
        try:
            if not self._is_known:
                username = await self._telegram.username()
                self._intake.answered(self._telegram.request.date)
                await self._intake.introduced(username)
                self._is_known = True
                await known(username)
            if not self._is_set:
                await self._set()
            info = await read_info(self._telegram)
        except trouble.NOT_HEARD as error:
            return self._trouble.note(error)
        if info.url != self._url:
            log.warning("Messages to this bot go to a webhook that was set elsewhere: it is replaced.")
            self._is_set = False
            return trouble.BACK_OFF[0]
        failure = find_failure(info, self._telegram.request.date, since=self._since)
        if failure:
            self._trouble.complain(f"Telegram cannot deliver to {self._url}: {failure}; it tries again by itself.")
        else:
            self._trouble.is_over(self._telegram.request.date)
        return LOOK

    async def _set(self) -> None:
        await self._telegram.bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=UPDATES,
            max_connections=AT_ONCE,
            drop_pending_updates=False,
        )
        self._is_set, self._since = True, self._telegram.request.date or 0


async def read_info(telegram: BotAccount) -> WebhookInfo:
    """What Telegram says of the bot's webhook. Raises TelegramError."""
    try:
        return await telegram.bot.get_webhook_info()
    except MISREAD:
        raise Misshapen from None


def find_failure(info: WebhookInfo, date: int | None, *, since: int = 0) -> str:
    """Why Telegram could not deliver lately, in its own words; empty where it could.

    date is its clock (UTC ms), since the moment before which a failure counts for nothing.
    """
    if info.last_error_date is None or not info.pending_update_count or date is None:
        return ""
    failed_at = info.last_error_date.timestamp() * 1000
    if date - failed_at > RECENT or failed_at <= since:
        return ""
    return (info.last_error_message or "it does not say why")[:QUOTED]


def _read(body: bytes) -> Any:
    text = body.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # it bears the secret, but no update is a bare text: it is unreadable
        return text
