"""What is under way on one account: its places, and letters that left and are not written down yet."""

import asyncio
import math
from dataclasses import dataclass, field

from bot.channels.contract import Channel
from bot.delivery.pacing.shares import LaneShares
from bot.delivery.retry import Retry
from storage.queue.outbox import Letter, Sent

BATCH = 8  # messages on their way at once, where the messenger answers soon enough for its pace
MOST = 32  # where it does not
FASTEST = 80  # messages a second of one account, more than which no messenger takes
SLOWEST = 1_000  # milliseconds, as which longer ones count: most of those are a line that hangs
SPARE = 1.25  # of the places it takes, since answers come unevenly
SWEEP = 60_000  # milliseconds between looks for chats whose next row was not promoted
RECLAIM = 5_000  # milliseconds on PostgreSQL between looks for leases that have run out, whosever they were


@dataclass(eq=False, slots=True)
class Ended:
    """A letter that has left and is not written down yet. is_written is false where it goes by itself."""

    sent: Sent
    is_written: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@dataclass(eq=False, slots=True)
class Line:
    """What is under way on one account. places are the letters that are leased, at most as many as are sent at once."""

    channel: Channel
    retry: Retry
    shares: LaneShares = field(default_factory=LaneShares)
    places: dict[asyncio.Task[None], Letter] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    swept_at: int = -SWEEP
    reclaimed_at: int = -SWEEP
    held_at: int = 0
    held_free: int = 0  # places that were free then and are kept for replies; with more of them it is worth a look
    free_at: int = 0  # ms UTC; before it nobody need look, since the pace lets nothing leave
    answers_in: float = 0.0  # milliseconds a messenger takes to answer, as a rule

    def note_answer(self, took: int) -> None:
        """Notes how long (ms) a messenger took. It rises slowly, so that a machine that was busy once changes nothing."""
        change = min(max(took, 0), SLOWEST) - self.answers_in
        self.answers_in += change / 4 if change < 0 else change / 32

    def count_places(self, kept: int) -> int:
        """Counts the places that the pace takes: as many as leave while one is answered, and those kept."""
        if self.channel.pace is None:
            return BATCH
        under_way = math.ceil(min(self.channel.pace.per_second, FASTEST) * self.answers_in / 1000 * SPARE)
        return min(MOST, max(BATCH, kept + under_way))
