"""The outbox kept straight beside sending: leases of the dead are taken back, lost promotions mended, clocks minded."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from bot.channels.contract import Channel
from bot.delivery.alone import Alone
from bot.delivery.pacing.turns import put_back, reclaim
from bot.delivery.under_way import RECLAIM, SWEEP, Line
from storage.database.engine import Database

log = structlog.get_logger(__name__)

PUT_BACK = 2_000  # milliseconds; a clock that goes back further was set, and what waits for it must not wait so long
LAST_RUN = 60_000  # milliseconds; what was sent before takes no pace for longer, so that a clock behind it was set back


class Upkeep:
    """What a courier does for its accounts now and then. sole and by_database as the courier is told."""

    def __init__(
        self,
        database: Database,
        lines: Sequence[Line],
        now: Callable[[], int],
        alone: Alone,
        counts: Counter[str],
        *,
        sole: bool,
        by_database: bool,
    ) -> None:
        self._database = database
        self._lines = lines
        self._now = now
        self._alone = alone
        self._counts = counts
        self._sole = sole
        self._by_database = by_database
        self._latest = 0

    async def start(self) -> None:
        """Takes back what a dead process had leased; nothing waits for a clock that went back since the last run."""
        for line in self._lines:
            if self._sole:
                await self._mind_the_last_run(line.channel)
            await self._reclaim(line, all_leases=self._sole)

    async def _mind_the_last_run(self, channel: Channel) -> None:
        now = await self._database.read(lambda store: store.read_database_time()) if self._by_database else self._now()
        sent = await self._database.read(lambda store: store.accounts.find_sent_until(channel.name, channel.account))
        back = sent - now
        if back > LAST_RUN:
            log.warning("the clock stands before the last message that was sent; is it right?", seconds=back // 1000)
            await self._database.write(partial(put_back, channel, now, back))

    async def _reclaim(self, line: Line, *, all_leases: bool) -> None:
        living = {letter.lease for letter in line.places.values()}
        again, parked = await self._database.write(
            partial(
                reclaim,
                line.channel,
                now=self._now(),
                all_leases=all_leases,
                living=living,
                by_database=self._by_database,
            )
        )
        self._counts["reclaimed"] += again
        self._counts["parked"] += parked
        if again:
            self._alone.look_now()
            log.info("messages taken back after an unclean stop", again=again)
        if parked:
            log.error("messages are parked that were sent alone as the program died", parked=parked)

    async def mind_the_clock(self) -> None:
        """Where the clock was put back, puts back what waits: it would wait until that came as far again."""
        now, back = self._now(), self._latest - self._now()
        self._latest = now
        if back <= PUT_BACK:
            return
        log.warning("the clock was put back", seconds=back // 1000)
        for line in self._lines:
            line.retry.put_back(back)
            line.swept_at, line.reclaimed_at, line.free_at = now - SWEEP, now - SWEEP, 0
            if self._sole:  # or others have put their rows in line by clocks that are right
                await self._database.write(partial(put_back, line.channel, now, back, by_database=self._by_database))

    async def sweep(self, line: Line) -> None:
        """Once in a while takes back leases that ran out on an account, and gives chats the head they lost."""
        now, channel = self._now(), line.channel
        if now - line.reclaimed_at >= (RECLAIM if self._by_database else SWEEP):
            line.reclaimed_at = now
            await self._reclaim(line, all_leases=False)
        if now - line.swept_at < SWEEP:
            return
        line.swept_at = now
        found = await self._database.write(lambda store: store.outbox.sweep(channel.name, channel.account))
        if found:
            log.error("chats without a head were found and promoted", chats=found)
