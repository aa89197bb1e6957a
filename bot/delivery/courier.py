"""Carries the outbox: claims what is due under a lease, sends it, and writes how it ended.

What has left and what is claimed next share one commit. A place is free as soon as its send has ended.
One file past 300 lines: what is under way is one state, which all of this reads and changes.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.budget.quiet_hours import QuietHours
from bot.channels.contract import Channel
from bot.delivery.alone import Alone, has_suspect
from bot.delivery.endings import Ending
from bot.delivery.leases import Leases
from bot.delivery.pacing.shares import LASTING, PARTS, LaneShares
from bot.delivery.pacing.turns import KEPT, Turn, finish_one, take_suspect, take_turn
from bot.delivery.retry import Retry
from bot.delivery.sending import Sending
from bot.delivery.under_way import Ended, Line
from bot.delivery.upkeep import Upkeep
from bot.export.making import PATIENCE, Making
from bot.logs import Seldom, say_where
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE, CommitFailed, DatabaseUnusable
from storage.queue.outbox import Lane, Letter, Sent

log = structlog.get_logger(__name__)

PACED = 0.04  # seconds between looks while only the pace holds messages back
POLL = 1.0  # seconds between looks when nobody wakes us


class Courier:
    """The one door out. One courier serves the accounts its process holds.

    sole: no other process serves them. by_database: leases, pace and pauses go by PostgreSQL's clock, one for all workers.
    patience: seconds a long file waits for its turn, by this computer's clock; None: as long as it takes.
    """

    def __init__(
        self,
        *,
        database: Database,
        channels: Sequence[Channel],
        now: Callable[[], int],
        sole: bool = True,
        by_database: bool = False,
        quiet: QuietHours | None = None,
        documents: Callable[[dict[str, Any]], Awaitable[Path]] | None = None,
        reports: Callable[[dict[str, Any]], Awaitable[str]] | None = None,
        parts: tuple[int, int, int] = PARTS,
        patience: float | None = PATIENCE,
    ) -> None:
        self._database = database
        self._now = now
        self._by_database = by_database
        self._quiet = quiet
        self._leases = Leases(database) if by_database else None
        self.counts = Counter[str]()  # what other workers may have to do with
        self._lines = [
            Line(channel, Retry(channel, now, by_database=by_database), LaneShares(parts)) for channel in channels
        ]
        self._alone = Alone(now)
        self._upkeep = Upkeep(database, self._lines, now, self._alone, self.counts, sole=sole, by_database=by_database)
        self._seldom = Seldom(now)
        self._woken = asyncio.Event()
        self._making = Making(database, documents=documents, reports=reports, begun=self.wake, patience=patience)
        self._sending = Sending(self._making, self._leases, now)
        self._taken = 0
        self._held_back = False
        self._stopping = False

    def wake(self) -> None:
        """Says that something was queued."""
        for line in self._lines:
            line.held_at = 0
        self._woken.set()

    def note_answer(self, channel: Channel) -> None:
        """Notes that a messenger has answered well, to whatever it was asked."""
        for line in self._lines:
            if line.channel is channel:
                line.retry.note_answer()

    def list_refused(self) -> set[tuple[str, str]]:
        """The accounts (channel, account) from which their messenger takes nothing now, until somebody mends it."""
        return {(line.channel.name, line.channel.account) for line in self._lines if line.retry.is_refused}

    async def start(self) -> None:
        """Takes back what a dead process had leased; nothing waits for a clock that went back since the last run."""
        await self._upkeep.start()

    def stop(self) -> None:
        """Claims nothing more; what is being sent is finished and written down."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Carries until stopped or cancelled. While the database cannot be written it waits."""
        announced, self._database.announces = self._database.announces, False  # its own units wake it themselves
        try:
            while not self._stopping:
                self._woken.clear()
                await self._tolerant(self._look)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._rest()):
                        await self._woken.wait()
            while self._out:
                await self._tolerant(self._await_all)
        finally:
            self._database.announces = announced
            await self._let_go()

    def _rest(self) -> float:
        # Seconds until the next look. Where only the pace holds something back it is known when that may leave.
        if not self._held_back:
            return POLL
        free_at, now = min(line.free_at for line in self._lines), self._now()
        return min(PACED, (free_at - now) / 1000) if free_at > now else PACED

    def is_crowded(self, channel: Channel) -> bool:
        """Whether for a while more people have waited for a reply there than the messenger lets be answered."""
        since = [line.shares.crowded.get(Lane.REPLY) for line in self._lines if line.channel is channel]
        return any(at is not None and self._now() - at >= LASTING for at in since)

    async def _tolerant(self, work: Callable[[], Awaitable[object]]) -> None:
        try:
            self._look_back()
            await work()
        except CANNOT_WRITE as error:
            self._seldom.error(log, "the outbox cannot be carried now", error=say_where(error))

    async def carry(self) -> int:
        """Sends everything that is due; returns how many messages were handled."""
        before = self._taken - len(self._out)
        try:
            while await self._look() or self._out:
                if out := self._out:
                    await asyncio.wait(out, return_when=asyncio.FIRST_COMPLETED)
                if any(task.done() and task.exception() for task in self._out):
                    await self._await_all()
                self._look_back()
        except asyncio.CancelledError:
            await self._let_go()
            raise
        return self._taken - before

    # What is being sent fills the places of each messenger. A place that becomes free is filled at once. So a request
    # that is never answered keeps nobody else waiting.

    @property
    def _out(self) -> set[asyncio.Task[None]]:
        return {task for line in self._lines for task in line.places}

    def _look_back(self) -> None:
        # Raises what went wrong with something that was sent.
        landed = [task for task in self._out if task.done()]
        for line in self._lines:
            line.places = {task: letter for task, letter in line.places.items() if not task.done()}
        failures = [failure for task in landed if (failure := task.exception()) is not None]
        if failures:
            raise failures[0]

    async def _await_all(self) -> None:
        if self._out:
            await asyncio.wait(self._out)
        self._look_back()

    async def _let_go(self) -> None:
        out = self._out
        for task in out:
            task.cancel()
        await asyncio.gather(*out, return_exceptions=True)
        for line in self._lines:
            line.places.clear()
            line.ended.clear()

    async def _look(self) -> int:
        self._held_back = False
        await self._upkeep.mind_the_clock()
        if self._leases is not None:
            await self._leases.renew()
        for line in self._lines:
            await self._upkeep.sweep(line)
        taken = await self._send_alone()
        for line in self._lines:
            taken += await self._turn(line)
        return taken

    async def _send_alone(self) -> int:
        now = self._now()
        quiet = self._quiet is not None and self._quiet.covers(now)
        if self._stopping:
            return 0
        if self._alone.must_look:
            for line in self._lines:
                if await self._database.read(partial(has_suspect, line, now, quiet)):
                    self._alone.note_waits(line)
                    break
            self._alone.note_looked()
        found = self._alone.find_line(self._out)
        if found is None:
            return 0
        async with found.busy:
            if now < found.free_at or now < found.retry.rate_limit.paused_until:
                self._held_back = True
                return 0
            take = partial(
                take_suspect, found.channel, now=now, quiet=quiet, is_alone=not self._out, by_database=self._by_database
            )
            turn = await self._database.write(take, first=True)
            self._alone.note_begun(self._begin(found, turn))
        return len(turn.letters)

    async def _turn(self, line: Line, *, unless: asyncio.Future[bool] | None = None) -> int:
        # Writes what has left since the last turn, and claims for the places that are free: one commit for both.
        async with line.busy:
            if unless is not None and unless.done():
                return 0
            now = self._now()
            ended, line.ended = line.ended, []
            free = self._free_places(line, len(ended), now)
            if not ended and not free:
                return 0
            quiet = self._quiet is not None and self._quiet.covers(now)
            sent = [one.sent for one in ended]
            take = partial(
                take_turn, line.channel, sent, shares=line.shares, now=now, quiet=quiet, free=free,
                by_database=self._by_database,
            )  # fmt: skip
            turn = None
            try:
                turn = await self._database.write(take, first=True)  # or a crowd that writes on and on hears nothing
            except (DatabaseUnusable, CommitFailed) as error:
                if not ended:
                    raise
                self._seldom.error(log, "what was sent cannot be written down together", error=say_where(error))
                return 0
            finally:
                if turn is None:  # nothing of the turn is written: each letter goes by itself
                    for one in ended:
                        one.is_written.set_result(False)
            self._note_written(ended, turn.lost)
            if turn.held_back:
                self._held_back = True
                line.held_at = now if turn.free_at <= now else 0
                line.held_free = turn.idle
            if turn.held_back or turn.shut:
                self._woken.set()  # whoever waits for POLL seconds looks again as soon as the pace allows
            self._begin(line, turn)
            return len(turn.letters) + turn.shut

    def _begin(self, line: Line, turn: Turn) -> list[asyncio.Task[None]]:
        line.free_at = max(line.free_at, turn.free_at)
        if self._leases is not None:
            self._leases.note(turn.letters, turn.since)
        begun = {asyncio.create_task(self._deliver(line, letter)): letter for letter in turn.letters}
        line.places |= begun
        self._taken += len(begun)
        return [*begun]

    def _free_places(self, line: Line, leaving: int, now: int) -> int:
        # Letters that left are free with this very write, so that never more leave at once than there are.
        # A file that is being made takes a while and no line: others leave meanwhile.
        under_way = [letter for task, letter in line.places.items() if not task.done()]
        leaves = sum(letter.claim not in self._making.under_way for letter in under_way)
        free = line.count_places(KEPT) - leaves + leaving
        if self._stopping or free <= 0:
            return 0
        if self._alone.holds:
            self._held_back = True
            return 0
        just_looked = 0 <= now - line.held_at < PACED * 1000 and free <= line.held_free
        if just_looked or now < line.free_at or now < line.retry.rate_limit.paused_until:
            self._held_back = True
            return 0
        return free

    async def _deliver(self, line: Line, letter: Letter) -> None:
        try:
            await self._deliver_one(line, letter)
        finally:
            if self._leases is not None:
                self._leases.let_go(letter)

    async def _deliver_one(self, line: Line, letter: Letter) -> None:
        ending = await self._sending.send(line, letter)
        if isinstance(ending, Sent):
            ended = Ended(ending)
            line.ended.append(ended)
            await self._turn(line, unless=ended.is_written)
            if ended.is_written.result():
                return
            ending = partial(finish_one, line.channel, ending)
        try:
            if not await self._write_ending(ending):
                self._note_lost(letter)
        finally:
            self._woken.set()

    async def _write_ending(self, ending: Ending) -> bool:
        # What has left and is not written down would leave a second time. Nothing else knows of it, so this waits for
        # the database as long as the program lives.
        while True:
            try:
                return await self._database.write(ending)
            except CANNOT_WRITE as error:
                self._seldom.error(log, "what was sent cannot be written down now", error=say_where(error))
            await asyncio.sleep(POLL)

    def _note_written(self, ended: Sequence[Ended], lost: Collection[int]) -> None:
        for one in ended:
            if one.sent.letter.id in lost:
                self._note_lost(one.sent.letter)
            if not one.is_written.done():
                one.is_written.set_result(True)

    def _note_lost(self, letter: Letter) -> None:
        # Somebody else has it, or had it: nothing of how it ended here is written.
        self.counts["late mark refused"] += 1
        log.warning("a lease was lost while sending", row=letter.id)
