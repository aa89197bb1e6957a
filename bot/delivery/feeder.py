"""Moves every open broadcast on: lists its recipients, keeps the outbox fed, sees when it is over; tells supporters behind."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial

import structlog

from bot.budget.quiet_hours import QuietHours
from bot.logs import Seldom, say_where
from bot.office.broadcasts import steps
from bot.office.wording import supporters
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.queue.broadcasts import Accounts

log = structlog.get_logger(__name__)

BUSY = 0.2  # seconds between steps while something is being sent
IDLE = 1.0


class Broadcasting:
    """Works for the whole install; several processes may, since a broadcast's row is locked for each step."""

    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], int],
        quiet: QuietHours,
        wake: Callable[[], None],
        accounts: Accounts = None,
        no_edits: Collection[tuple[str, str]] = (),
    ) -> None:
        self._database = database
        self._now = now
        self._quiet = quiet
        self._wake = wake
        self._seldom = Seldom(now)
        self._accounts = accounts
        self._no_edits = no_edits

    async def run(self) -> None:
        """Steps until cancelled. While the database cannot be written it waits."""
        while True:
            busy = False
            try:
                busy = await self.step()
            except CANNOT_WRITE as error:
                self._seldom.error(log, "broadcasts cannot go on now", error=say_where(error))
            await asyncio.sleep(BUSY if busy else IDLE)

    async def step(self) -> bool:
        """Moves each open broadcast one step on, the soonest hearing first; whether any is being sent now."""
        now = self._now()
        may_feed, busy = True, False
        for broadcast_id in await self._database.read(lambda store: store.broadcasts.open(now=now)):
            step = await self._take_step(broadcast_id, now, may_feed)
            if step.queued:
                self._wake()
            # What comes later waits until the sooner hearing has left, as far as it can leave now.
            may_feed = may_feed and not step.blocks
            busy = busy or step.blocks or step.queued > 0
        return await self._tell_supporters(now) or busy

    async def _tell_supporters(self, now: int) -> bool:
        # Whoever was not told of an answer in its own transaction, because many support it.
        if not await self._database.read(lambda store: store.supports.list_behind(limit=1)):
            return False
        told = await self._database.write(partial(supporters.tell_supporters, at=now))
        if told:
            self._wake()
        return told > 0

    async def _take_step(self, broadcast_id: int, now: int, may_feed: bool) -> steps.Step:
        advance = partial(
            steps.advance,
            id=broadcast_id,
            at=now,
            quiet=self._quiet,
            may_feed=may_feed,
            accounts=self._accounts,
            no_edits=self._no_edits,
        )
        try:
            return await self._database.write(advance)
        except CANNOT_WRITE:
            raise
        except Exception as error:  # noqa: BLE001 - the net for one broadcast: the others go on, and replies do
            log.error("a broadcast cannot go on", broadcast=broadcast_id, error=say_where(error))
            return steps.Step()
