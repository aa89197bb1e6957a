"""The long poll (getUpdates): updates are taken in, committed, and only then confirmed by the next offset."""

import asyncio
import hashlib
import json
import re
from collections import defaultdict
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.flood import FORWARDED
from bot.channels.intake import Intake
from bot.channels.telegram.account import BotAccount
from bot.channels.telegram.failures import seconds_of
from bot.channels.telegram.outages import in_words, is_unknown_token
from bot.channels.telegram.parse import Parsed, parse, raw_text
from bot.channels.telegram.request import READ, Garbled, Misshapen, Parameters
from bot.chat.message import Peer
from bot.logs import Seldom, where
from storage.database.engine import CANNOT_WRITE

log = structlog.get_logger(__name__)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
WAIT = 50  # seconds of one long poll
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds between tries while Telegram is away
LARGEST = 2**62  # update_ids from here on are nobody's
Come = tuple[Any, Parsed | None, int]  # an update as it came, what it says, and when it was written (ms)
_UPDATE_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})(?!\d)')


class Polling:
    """Polls one bot until its intake says stop. Whatever is not committed is delivered again."""

    def __init__(self, telegram: BotAccount, intake: Intake) -> None:
        self._telegram = telegram
        self._intake = intake
        self._username = ""
        self._offset: int | None = None
        self._failures = 0
        self._seldom = Seldom(intake.steady)

    async def run(self) -> None:
        """Polls until stopped."""
        async with asyncio.TaskGroup() as answering:
            while not self._intake.is_stopping:
                updates = await self._next()
                if updates:
                    await self._take(updates, answering)

    async def _next(self) -> list[Any]:
        polling = asyncio.ensure_future(self._poll_once())
        stopping = asyncio.ensure_future(self._intake.wait_until_stopped())
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

    async def _poll_once(self) -> tuple[list[Any], float]:
        try:
            if not self._username:
                self._username = await self._introduce()
            updates = await self._updates()
        except RetryAfter as error:
            return [], seconds_of(error)
        except Conflict as error:
            if "webhook" in error.message.casefold():
                self._username = ""  # so that the next try deletes it
                log.warning("Messages to this bot go to a webhook that was set elsewhere: it is deleted.")
                return [], PAUSES[0]
            return self._note_failure("Another program polls this bot with the same token: stop it, one is enough.")
        except TelegramError as error:
            if isinstance(error, InvalidToken) and is_unknown_token(error):
                return self._note_failure("Telegram does not know this token: copy it again from BotFather.")
            return self._note_failure(f"Telegram cannot be reached: {in_words(error)}; it is tried again.")
        except CANNOT_WRITE as error:
            return self._note_failure(f"The database cannot be written ({where(error)}); it is tried again.")
        if self._failures:
            log.warning("Telegram answers again", after_failures=self._failures)
        self._failures = 0
        self._intake.note_answer(self._telegram.polls.date)
        return updates, 0

    async def _updates(self) -> list[Any]:
        try:
            return await self._asked_for(WAIT, limit=100)
        except Garbled:
            # One that no reader can take must not hold back the others: asked for alone, it becomes a dead letter.
            try:
                return await self._asked_for(0, limit=1)
            except Garbled as garbled:
                return [_find_id(garbled)]

    async def _asked_for(self, wait: int, *, limit: int) -> list[Any]:
        # What came since the offset, as it came; waits up to some seconds for it.
        given = {"timeout": str(wait), "limit": str(limit), "allowed_updates": json.dumps(UPDATES)}
        given |= {"offset": str(self._offset)} if self._offset is not None else {}
        url, parameters = f"{self._telegram.bot.base_url}/getUpdates", Parameters(given)
        result: Any = await self._telegram.polls.post(url, parameters, read_timeout=wait + READ)  # type: ignore[arg-type]
        if not isinstance(result, list):
            raise Misshapen
        return result

    async def _introduce(self) -> str:
        # The name is returned last: what goes wrong before is tried again with the next poll.
        username = await self._telegram.username()
        self._intake.answered(self._telegram.request.date)
        await self._intake.introduced(username)
        await self._telegram.bot.delete_webhook(drop_pending_updates=False)
        return username

    def _note_failure(self, words: str) -> tuple[list[Any], float]:
        self._failures += 1
        if self._failures == 2 or words != self._intake.complaint:
            log.error(words, failures=self._failures)
        self._intake.complaint = words
        return [], PAUSES[min(self._failures, len(PAUSES)) - 1]

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._intake.wait_until_stopped()

    async def _take(self, updates: list[Any], answering: asyncio.TaskGroup) -> None:
        # One person's updates one after the other, different people's side by side, and what is nobody's: it shares a commit.
        # Confirmed only if all are on disk.
        lines: dict[Peer | int, list[Come]] = defaultdict(list)
        for place, raw in enumerate(updates):
            parsed = self._parse(raw)
            if parsed is not None and parsed.tap:
                answering.create_task(self._answer(parsed.tap))
            peer = parsed.incoming.peer if parsed is not None and parsed.incoming is not None else place
            written = self._intake.written(parsed.at if parsed is not None else None)
            lines[peer].append((raw, parsed, written))
        done = await asyncio.gather(*(self._line(line) for line in lines.values()), return_exceptions=True)
        for outcome in done:
            if isinstance(outcome, BaseException):
                self._seldom.error(
                    log, "updates could not be written; they will come again", error=type(outcome).__name__
                )
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

    def _parse(self, raw: Any) -> Parsed | None:
        try:
            return parse(raw, account=self._telegram.account, username=self._username, mac=self._telegram.mac)
        except (ValueError, RecursionError):  # Unreadable, and whatever else anybody's client thinks of
            return None

    async def _line(self, line: list[Come]) -> None:
        for raw, parsed, written in line:
            if parsed is None:
                await self._bury(raw)
            elif parsed.incoming is not None:
                weight = FORWARDED if parsed.incoming.forwarded else 1
                await self._intake.take(parsed.incoming, raw_text(raw), written=written, weight=weight)

    async def _bury(self, raw: Any) -> None:
        text, number = raw_text(raw), _number(raw)
        name = number if number is not None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        await self._intake.set_aside(f"{name}:unreadable", text, "Unreadable")

    async def _answer(self, tap: str) -> None:
        try:
            await self._telegram.bot.answer_callback_query(tap)
        except TelegramError:
            return  # too old, or Telegram is away: the answer itself comes as a message


def _number(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    known = isinstance(number, int) and not isinstance(number, bool) and 0 < number < LARGEST
    return number if known else None


def _find_id(garbled: Garbled) -> dict[str, object]:
    text = garbled.payload.decode("utf-8", "replace")
    found = _UPDATE_ID.search(text)
    if found is None or not text.rstrip().endswith("}"):
        raise garbled
    return {"update_id": int(found[1]), "message": text}  # a text is no message, so parse finds it unreadable
