"""The long poll (getUpdates): updates are taken in, committed, and only then confirmed by the next offset.

What is being taken in keeps nobody waiting: more is asked for as soon as the offset can move, and people take fair turns.
"""

import asyncio
import json
import re
from collections import deque
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.fair import PLACES, FairTurns
from bot.channels.intake import Intake
from bot.channels.telegram.account import BotAccount
from bot.channels.telegram.failures import read_seconds
from bot.channels.telegram.outages import is_unknown_token, say_outage
from bot.channels.telegram.parse import Parsed, parse, read_raw_text
from bot.channels.telegram.request import READ, Garbled, Misshapen, Parameters
from bot.channels.telegram.window import Come, Window
from bot.channels.too_fast import FORWARDED, Buckets
from bot.chat.message import Incoming, Peer
from bot.chat.texts import LANGUAGES, Words
from bot.logs import Seldom, say_where
from storage.database.engine import CANNOT_WRITE

log = structlog.get_logger(__name__)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
WAIT = 50  # seconds of one long poll
BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds between tries while Telegram is away
AGAIN = 0.05  # seconds between two looks for more while something is being taken in
WAITS = (3.0, 0.5)  # dropped taps of one person that are answered at once, and a second after that
MOST_WAITS = 8  # such answers under way at a time
Line = deque[tuple[Come, Incoming | None]]  # what came, and what of it is to be kept; None where it cannot be read
_UPDATE_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})(?!\d)')


class Polling:
    """Polls one bot until its intake says stop. Whatever is not committed is delivered again."""

    def __init__(self, telegram: BotAccount, intake: Intake) -> None:
        self._telegram = telegram
        self._intake = intake
        self._username = ""
        self._window = Window()
        self._lines: dict[Peer | int | str, Line] = {}
        self._turns = FairTurns()
        self._moved_on = asyncio.Event()
        self._failures = 0
        self._seldom = Seldom(intake.steady)
        self._waits, self._waits_said = Buckets(*WAITS), 0

    async def run(self) -> None:
        """Polls until stopped; what is in hand then is finished."""
        async with asyncio.TaskGroup() as tasks:
            waking = tasks.create_task(self._wake_when_stopped())
            try:
                while not self._intake.is_stopping:
                    updates = await self._take_next()
                    self._let_in(updates, tasks)
                    await self._wait_until_confirmed(bool(updates))
            finally:
                waking.cancel()

    async def _wake_when_stopped(self) -> None:
        await self._intake.wait_until_stopped()
        self._moved_on.set()

    async def _wait_until_confirmed(self, something_came: bool) -> None:
        # From one offset Telegram gives the same again, and is slow to those who ask again. So this waits until the
        # offset moves: past everything, or after a while past whatever is kept by then.
        before = self._window.offset
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN):
                while not self._is_done():
                    await self._wait_for_next()
        if self._window.first is not None:
            # Nobody who writes now is heard before the offset moves, so whoever holds it goes next.
            self._turns.hurry(self._window.first.whose)
        while self._window.offset == before and not self._is_done():
            await self._wait_for_next()
        if something_came and self._window.offset is None:
            await self._take_rest(BACK_OFF[0])

    def _is_done(self) -> bool:
        self._window.confirm()
        return self._window.is_empty or self._intake.is_stopping

    async def _wait_for_next(self) -> None:
        self._moved_on.clear()
        await self._moved_on.wait()

    async def _take_next(self) -> list[Any]:
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
            await self._take_rest(pause)
        return updates

    async def _poll_once(self) -> tuple[list[Any], float]:
        try:
            if not self._username:
                self._username = await self._introduce()
            updates = await self._fetch_updates()
        except RetryAfter as error:
            return [], read_seconds(error)
        except Conflict as error:
            if "webhook" in error.message.casefold():
                self._username = ""  # so that the next try deletes it
                log.warning("Messages to this bot go to a webhook that was set elsewhere: it is deleted.")
                return [], BACK_OFF[0]
            return self._note_failure("Another program polls this bot with the same token: stop it, one is enough.")
        except TelegramError as error:
            if isinstance(error, InvalidToken) and is_unknown_token(error):
                return self._note_failure("Telegram does not know this token: copy it again from BotFather.")
            return self._note_failure(f"Telegram cannot be reached: {say_outage(error)}; it is tried again.")
        except CANNOT_WRITE as error:
            return self._note_failure(f"The database cannot be written ({say_where(error)}); it is tried again.")
        if self._failures:
            log.warning("Telegram answers again", after_failures=self._failures)
        self._failures = 0
        self._intake.note_answer(self._telegram.polls.date)
        return updates, 0

    async def _fetch_updates(self) -> list[Any]:
        try:
            return await self._ask_for_updates(WAIT, limit=100)
        except Garbled:
            # One that no reader can take must not hold back the others: asked for alone, it becomes a dead letter.
            try:
                return await self._ask_for_updates(0, limit=1)
            except Garbled as garbled:
                return [_find_id(garbled)]

    async def _ask_for_updates(self, wait: int, *, limit: int) -> list[Any]:
        # What came since the offset, as it came; waits up to some seconds for it.
        given = {"timeout": str(wait), "limit": str(limit), "allowed_updates": json.dumps(UPDATES)}
        given |= {"offset": str(self._window.offset)} if self._window.offset is not None else {}
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
        return [], BACK_OFF[min(self._failures, len(BACK_OFF)) - 1]

    async def _take_rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._intake.wait_until_stopped()

    def _let_in(self, updates: list[Any], tasks: asyncio.TaskGroup) -> None:
        # One person's updates one after the other, different people's side by side, and what is nobody's by itself. What
        # is dropped takes no turn, so that a flood is confirmed as fast as it comes.
        new = [(come, self._parse(come.raw)) for come in self._window.list_new(updates)]
        crowded = self._is_crowd(new)
        for come, parsed in new:
            written = self._intake.written(parsed.at if parsed is not None else None)
            admitted: Incoming | None = None
            who: Peer | int | str = come.name
            if parsed is not None:
                admitted = self._admit(parsed, written, crowded=crowded)
                if parsed.tap and (admitted is not None or parsed.incoming is None):
                    tasks.create_task(self._answer(parsed.tap))
                if admitted is None:
                    self._say_wait(parsed, tasks)
                    come.is_kept = True
                    continue
                who = admitted.peer
                come.whose = who
            if who not in self._lines:
                self._lines[who] = deque()
                tasks.create_task(self._mark_line(who))
            self._lines[who].append((come, admitted))

    def _say_wait(self, parsed: Parsed, tasks: asyncio.TaskGroup) -> None:
        # A tap that is dropped is answered on the screen alone, so that its button does not go on turning. Whoever taps
        # on and on is answered seldom, and all of them together only so many at a time.
        if not parsed.tap or parsed.incoming is None or self._waits_said >= MOST_WAITS:
            return
        who, now = parsed.incoming.peer, self._intake.steady()
        if self._waits.holds(who, now, 1):
            self._waits.take(who, 1)
            tasks.create_task(self._say_wait_on(parsed.tap))

    async def _say_wait_on(self, tap: str) -> None:
        self._waits_said += 1
        try:
            await self._answer(tap, " · ".join(Words(one).say("Please wait a little.") for one in LANGUAGES))
        finally:
            self._waits_said -= 1

    def _is_crowd(self, new: list[tuple[Come, Parsed | None]]) -> bool:
        # Whether more people wait than are taken in at once. One who sends much, and nobody beside them, is no crowd.
        waiting = {who for who in self._lines if isinstance(who, Peer)}
        waiting |= {parsed.incoming.peer for _, parsed in new if parsed is not None and parsed.incoming is not None}
        return len(waiting) > PLACES

    def _admit(self, parsed: Parsed, written: int, *, crowded: bool) -> Incoming | None:
        if parsed.incoming is None:
            return None
        weight = FORWARDED if parsed.incoming.forwarded else 1
        return self._intake.admit(parsed.incoming, written=written, weight=weight, crowded=crowded)

    def _parse(self, raw: Any) -> Parsed | None:
        try:
            return parse(raw, account=self._telegram.account, username=self._username, mac=self._telegram.mac)
        except (ValueError, RecursionError):  # Unreadable, and whatever else anybody's client thinks of
            return None

    async def _mark_line(self, who: Peer | int | str) -> None:
        line = self._lines[who]
        while line:
            come, admitted = line[0]
            async with self._turns.turn(admitted and admitted.peer):
                come.is_kept = await self._keep(come, admitted)
            if come.is_kept:
                line.popleft()
            elif self._intake.is_stopping:
                break
            else:
                await self._take_rest(BACK_OFF[0])
            self._moved_on.set()
        del self._lines[who]

    async def _keep(self, come: Come, admitted: Incoming | None) -> bool:
        if admitted is None:
            keeping = self._intake.set_aside(f"{come.name}:unreadable", read_raw_text(come.raw), "Unreadable")
        else:
            keeping = self._intake.keep(admitted, read_raw_text(come.raw))
        # Whatever is wrong with one, it stays unconfirmed and is tried again, and the others go on.
        (outcome,) = await asyncio.gather(keeping, return_exceptions=True)
        if isinstance(outcome, BaseException):
            self._seldom.error(log, "an update could not be written; it is tried again", error=type(outcome).__name__)
            return False
        return True

    async def _answer(self, tap: str, words: str | None = None) -> None:
        try:
            await self._telegram.bot.answer_callback_query(tap, words)
        except TelegramError:
            return  # too old, or Telegram is away: the answer itself comes as a message


def _find_id(garbled: Garbled) -> dict[str, object]:
    text = garbled.payload.decode("utf-8", "replace")
    found = _UPDATE_ID.search(text)
    if found is None or not text.rstrip().endswith("}"):
        raise garbled
    return {"update_id": int(found[1]), "message": text}  # a text is no message, so parse finds it unreadable
