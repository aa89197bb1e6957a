"""What is under way on one account: its places, and letters that left and are not written down yet."""

import asyncio
from dataclasses import dataclass, field

from bot.channels.contract import Channel
from bot.delivery.pacing.shares import LaneShares
from bot.delivery.retry import Retry
from storage.queue.outbox import Sent

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
    places: set[asyncio.Task[None]] = field(default_factory=set)
    ended: list[Ended] = field(default_factory=list)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    swept_at: int = -SWEEP
    reclaimed_at: int = -SWEEP
    held_at: int = 0
    free_at: int = 0  # ms UTC; before it nobody need look, since the pace lets nothing leave
