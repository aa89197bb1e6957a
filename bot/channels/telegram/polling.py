"""The long poll: updates are taken in, committed, and only then confirmed by the next offset."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.flood import FORWARDED, Flood
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.outages import in_words, is_unknown_token
from bot.channels.telegram.parse import Parsed, parse, raw_text
from bot.chat.message import Incoming, Kind, Peer
from bot.logs import where
from storage.database.engine import CANNOT_WRITE

log = structlog.get_logger(__name__)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
WAIT = 50  # seconds of one long poll
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds between tries while Telegram is away
LARGEST = 2**62  # update_ids from here on are nobody's
POLLED_AT = "telegram_polled_at"  # the fact about the install that says when a poll last went well

Received = Callable[[Incoming, str], Awaitable[None]]
SetAside = Callable[[str, str, str, str, str], Awaitable[None]]


class Polling:
    """Polls one bot until it is stopped. Whatever is not committed is delivered again."""

    def __init__(
        self,
        telegram: Telegram,
        *,
        receive: Received,
        set_aside: SetAside,
        flood: Flood,
        now: Callable[[], int],
        named: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self._telegram = telegram
        self._receive = receive
        self._set_aside = set_aside
        self._flood = flood
        self._now = now
        self._named = named
        self._username = ""
        self._offset: int | None = None
        self._failures = 0
        self.good_at = 0  # when a poll last went well
        self.complaint = ""  # what is wrong with the polls since then
        self.is_taking_in = False  # whether what came last is still being taken in
        self.steps = 0  # how far taking in has come: by updates, and by batches, also where one failed and comes again
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Takes no more in; what is in hand is finished."""
        self._stop.set()

    async def run(self) -> None:
        """Polls until stopped."""
        async with asyncio.TaskGroup() as answering:
            while not self._stop.is_set():
                updates = await self._next()
                if updates:
                    self.is_taking_in = True
                    await self._take(updates, answering)
                    self.is_taking_in = False
                    self.steps += 1

    async def _next(self) -> list[Any]:
        polling = asyncio.ensure_future(self._polled())
        stopping = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not polling.done():
            polling.cancel()
            await asyncio.wait({polling})
            return []
        updates, pause = polling.result()
        if pause:
            await self._rest(pause)
        return updates

    async def _polled(self) -> tuple[list[Any], float]:
        try:
            if not self._username:
                self._username = await self._introduced()
            updates = await self._telegram.updates(offset=self._offset, wait=WAIT, kinds=UPDATES)
        except RetryAfter as error:
            pause = error.retry_after
            return [], float(pause if isinstance(pause, int | float) else pause.total_seconds())
        except Conflict as error:
            if "webhook" in error.message.casefold():
                self._username = ""  # so that the next try deletes it
                log.warning("Messages to this bot go to a webhook that was set elsewhere: it is deleted.")
                return [], PAUSES[0]
            return self._failed("Another program polls this bot with the same token: stop it, one is enough.")
        except TelegramError as error:
            if isinstance(error, InvalidToken) and is_unknown_token(error):
                return self._failed("Telegram does not know this token: copy it again from BotFather.")
            return self._failed(f"Telegram cannot be reached: {in_words(error)}; it is tried again.")
        except CANNOT_WRITE as error:
            return self._failed(f"The database cannot be written ({where(error)}); it is tried again.")
        if self._failures:
            log.warning("Telegram answers again", after_failures=self._failures)
        self._failures, self.complaint, self.good_at = 0, "", self._now()
        return updates, 0

    async def _introduced(self) -> str:
        # The name is returned last: what goes wrong before is tried again with the next poll.
        username = await self._telegram.username()
        if self._named is not None:
            await self._named(username)
        await self._telegram.bot.delete_webhook(drop_pending_updates=False)
        return username

    def _failed(self, words: str) -> tuple[list[Any], float]:
        self._failures += 1
        if self._failures == 2 or words != self.complaint:
            log.error(words, failures=self._failures)
        self.complaint = words
        return [], PAUSES[min(self._failures, len(PAUSES)) - 1]

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stop.wait()

    async def _take(self, updates: list[Any], answering: asyncio.TaskGroup) -> None:
        # One person's updates one after the other, different people's side by side, and what is nobody's: it shares a commit.
        # Confirmed only if all are on disk.
        lines: dict[Peer | int, list[tuple[Any, Parsed | None]]] = defaultdict(list)
        for place, raw in enumerate(updates):
            parsed = self._parsed(raw)
            if parsed is not None and parsed.tap:
                answering.create_task(self._answer(parsed.tap))
            peer = parsed.incoming.peer if parsed is not None and parsed.incoming is not None else place
            lines[peer].append((raw, parsed))
        done = await asyncio.gather(*(self._line(line) for line in lines.values()), return_exceptions=True)
        for outcome in done:
            if isinstance(outcome, BaseException):
                log.error("updates could not be written; they will come again", error=type(outcome).__name__)
                await self._rest(PAUSES[0])
                return
        for raw in updates:
            # The last, not the largest: after a silent week Telegram begins anew, at a smaller number as well.
            # Ids rise by one at least, so counting on past one that cannot be read confirms nothing unseen.
            number = _number(raw)
            if number is not None:
                self._offset = number + 1
            elif self._offset is not None:
                self._offset += 1
        if self._offset is None:
            await self._rest(PAUSES[0])

    def _parsed(self, raw: Any) -> Parsed | None:
        try:
            return parse(raw, account=self._telegram.account, username=self._username, mac=self._telegram.mac)
        except (ValueError, RecursionError):  # Unreadable, and whatever else anybody's client thinks of
            return None

    async def _line(self, line: list[tuple[Any, Parsed | None]]) -> None:
        for raw, parsed in line:
            if parsed is None:
                await self._bury(raw)
            elif parsed.incoming is not None:
                await self._let_in(parsed.incoming, raw, parsed)
            self.steps += 1

    async def _let_in(self, incoming: Incoming, raw: Any, parsed: Parsed) -> None:
        # By when it was written: what gathered while this computer was off came at a person's own pace.
        now = self._now()
        at, weight = parsed.at or now, FORWARDED if parsed.forwarded else 1
        if incoming.kind is Kind.STOP or self._flood.passes(incoming.peer, now=at, event=incoming.id, weight=weight):
            await self._receive(incoming, raw_text(raw))
        elif incoming.kind is not Kind.GROUP and self._flood.says_so(incoming.peer, now=now):
            await self._receive(Incoming(f"{incoming.id}:flood", incoming.peer, Kind.FLOOD), "")

    async def _bury(self, raw: Any) -> None:
        text, number = raw_text(raw), _number(raw)
        name = number if number is not None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        await self._set_aside(self._telegram.name, self._telegram.account, f"{name}:unreadable", text, "Unreadable")

    async def _answer(self, tap: str) -> None:
        try:
            await self._telegram.bot.answer_callback_query(tap)
        except TelegramError:
            return  # too old, or Telegram is away: the answer itself comes as a message


def _number(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    known = isinstance(number, int) and not isinstance(number, bool) and 0 < number < LARGEST
    return number if known else None
