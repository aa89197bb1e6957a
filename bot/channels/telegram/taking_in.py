"""Takes updates in, polled or posted: people take fair turns, within the inbound limit."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.fair import PLACES, FairTurns
from bot.channels.intake import Backlog, Intake
from bot.channels.telegram import trouble
from bot.channels.telegram.account import BotAccount
from bot.channels.telegram.parse import Parsed, parse, read_raw_text
from bot.channels.telegram.request import Parameters
from bot.channels.telegram.window import Come
from bot.channels.too_fast import FORWARDED, Buckets
from bot.chat.message import Incoming, Kind, Peer
from bot.chat.texts import LANGUAGES, Words
from bot.logs import Seldom

log = structlog.get_logger(__name__)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")  # what Telegram is asked for
AGAIN = 0.05  # seconds after which what has no turn yet is kept as it came, and more is asked for
WAITS = (3.0, 0.5)  # dropped taps of one person that are answered at once, and a second after that
MOST_WAITS = 8  # such answers under way at a time
CLEARED = 100  # updates of the backlog that have had their turn and are removed together
MOST_BEHIND = 2_000  # updates of the backlog that are in memory at a time


class TakingIn:
    """One person's updates one after the other, different people's side by side, and what is nobody's by itself."""

    def __init__(
        self, telegram: BotAccount, intake: Intake, *, settled: Callable[[], object], again: bool, places: int = PLACES
    ) -> None:
        """settled is called whenever an update was kept or given up. again: what cannot be kept is tried again here.

        Otherwise it is given up with all that its person sent after it. Telegram sends them again in their order.
        """
        self.username = ""  # the bot's, once it is known
        self._telegram = telegram
        self._intake = intake
        self._settled, self._again = settled, again
        self._lines: dict[Peer | int | str, deque[Come]] = {}
        self._behind, self._handled = (
            0,
            list[str](),
        )  # updates of the backlog: how many wait, and which have had their turn
        self._turns = FairTurns(places)
        self._seldom = Seldom(intake.steady)
        self._waits, self._waits_said = Buckets(*WAITS), 0

    def hurry(self, come: Come) -> None:
        """Lets whoever takes a turn for an update go next, since others wait for it."""
        self._turns.hurry(come.whose)

    def let_in(self, new_ones: Sequence[Come], tasks: asyncio.TaskGroup) -> None:
        """Takes in what came, in the order in which it was written. Each is settled once it is kept or given up."""
        # What is dropped takes no turn, so that a flood is confirmed as fast as it comes.
        new = [(come, self._parse(come.raw)) for come in new_ones]
        crowded = self._is_crowd(new)
        strangers: set[Peer] = set()
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
                    self._settle(come, kept=True)
                    continue
                who = admitted.peer
                come.whose = who
            if isinstance(who, Peer) and not self._turns.knows(who):
                strangers.add(who)
            come.admitted = admitted
            self._line_up(who, come, tasks)
        if strangers and len(self._lines) > self._turns.places:
            tasks.create_task(self._recognise(strangers))

    def _line_up(self, who: Peer | int | str, come: Come, tasks: asyncio.TaskGroup) -> None:
        if who not in self._lines:
            self._lines[who] = deque()
            tasks.create_task(self._mark_line(who))
        self._lines[who].append(come)

    async def keep_behind(self, waiting: Sequence[Come]) -> bool:
        """Puts what still waits for its turn into the backlog, so that it may be confirmed. False where it cannot be."""
        if not self._intake.defers:
            return False
        waiting = [
            one for one in waiting if one.admitted is not None and not one.has_turn and not one.is_settled.is_set()
        ]
        for come in waiting:
            if come.admitted is not None and come.admitted.kind is Kind.FLOOD:
                self._settle(come, kept=True)  # a word of ours, which may be lost at a kill
        rows = [(come, read_raw_text(come.raw)) for come in waiting if not come.is_kept]
        rows = [(come, raw) for come, raw in rows if raw.startswith("{")]  # others are not kept as they came
        if self._intake.backlog is None or not rows or self._behind + len(rows) > MOST_BEHIND:
            return False
        if not await self._try(self._intake.backlog.put({str(come.name): raw for come, raw in rows})):
            return False
        for come, _ in rows:
            if come.is_settled.is_set():  # it had its turn meanwhile, or was given up
                self._handled.append(str(come.name))
            else:
                come.is_behind, self._behind = True, self._behind + 1
                self._settle(come, kept=True)
        return True

    async def take_up_backlog(self, tasks: asyncio.TaskGroup) -> bool:
        """Lines up what an earlier process left in the backlog; false where it cannot be read now."""
        if self._intake.backlog is None:
            return True
        left: list[tuple[str, str]] = []

        async def read(backlog: Backlog) -> None:
            left.extend(await backlog.list())

        if not await self._try(read(self._intake.backlog)):
            return False
        for name, text in left:
            come = Come(json.loads(text), name, is_kept=True, is_behind=True)
            parsed = self._parse(come.raw)
            come.admitted = parsed.incoming if parsed is not None else None
            if come.admitted is None:
                self._handled.append(name)
                continue
            self._behind += 1
            come.whose = come.admitted.peer
            self._line_up(come.admitted.peer, come, tasks)
        return True

    async def _note_handled(self, come: Come) -> None:
        self._behind -= 1
        self._handled.append(str(come.name))
        if self._intake.backlog is None or (self._behind and len(self._handled) < CLEARED):
            return
        handled, self._handled = self._handled, []
        if not await self._try(self._intake.backlog.remove(handled)):
            self._handled += handled

    async def _recognise(self, strangers: set[Peer]) -> None:
        # Only where some wait: whom we have known for a while goes before newcomers.
        self._turns.recognise(await self._intake.recognise(strangers))

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
            return parse(raw, account=self._telegram.account, username=self.username, mac=self._telegram.mac)
        except (ValueError, RecursionError):  # Unreadable, and whatever else anybody's client thinks of
            return None

    async def _mark_line(self, who: Peer | int | str) -> None:
        line = self._lines[who]
        while line:
            come = line[0]
            admitted = come.admitted
            is_group = admitted is not None and admitted.kind is Kind.GROUP
            async with self._turns.turn(admitted and admitted.peer, is_group=is_group):
                if come.is_behind and self._intake.is_stopping:
                    break  # the next start takes it up
                come.has_turn = True
                kept = await self._keep(come, admitted)
            if kept:
                line.popleft()
                self._settle(come, kept=True)
                if come.is_behind:
                    await self._note_handled(come)
            elif not (self._again or any(one.is_behind for one in line)) or self._intake.is_stopping:
                break
            else:
                if not self._again and not come.is_behind:
                    self._settle(
                        come, kept=False
                    )  # it comes again; what was confirmed behind it waits for nothing else
                self._settled()
                await self._intake.rest(trouble.BACK_OFF[0])
        del self._lines[who]
        for come in line:
            if not come.is_behind:
                self._settle(come, kept=False)

    def _settle(self, come: Come, *, kept: bool) -> None:
        come.is_kept = kept
        come.is_settled.set()
        self._settled()

    async def _keep(self, come: Come, admitted: Incoming | None) -> bool:
        if admitted is None:
            keeping = self._intake.set_aside(f"{come.name}:unreadable", read_raw_text(come.raw), "Unreadable")
        else:
            keeping = self._intake.keep(admitted, read_raw_text(come.raw))
        # Whatever is wrong with one, it stays unconfirmed and is tried again, and the others go on.
        return await self._try(keeping)

    async def _try(self, keeping: Awaitable[None]) -> bool:
        (outcome,) = await asyncio.gather(keeping, return_exceptions=True)
        if isinstance(outcome, BaseException):
            self._seldom.error(log, "an update could not be written; it is tried again", error=type(outcome).__name__)
            return False
        return True

    async def _answer(self, tap: str, words: str | None = None) -> None:
        try:
            # Said to the Bot API directly: the library takes a tenth of what a whole update takes.
            given = {"callback_query_id": tap} | ({"text": words} if words else {})
            url, parameters = f"{self._telegram.bot.base_url}/answerCallbackQuery", Parameters(given)
            await self._telegram.request.post(url, parameters)  # type: ignore[arg-type]
        except TelegramError:
            return  # too old, or Telegram is away: the answer itself comes as a message
