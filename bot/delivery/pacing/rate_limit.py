"""The rate limit (429) of a messenger. The account pauses for as long as it says; no attempt is counted.

- In a group only that group waits: it has a slow mode, or a limit of its own.
- Menus have a limit of their own, which holds no message up.
- Where the words have left, only the change of the buttons above them was refused. A chat that was written to just
  before then rests alone.
"""

from collections.abc import Callable
from functools import partial

from bot.channels.contract import Channel, Throttled
from bot.delivery.endings import Ending, keep_unsure, make_sent, put_off
from bot.delivery.pacing.pace import Rests, count_requests
from storage.queue.outbox import MENU, Letter, Sent
from storage.store import Store

THROTTLED = "throttled"
LEAST = 1_000  # milliseconds that an account pauses at the least


class RateLimit:
    """Until when one account of a messenger may send nothing, and which of its chats rest."""

    def __init__(self, channel: Channel, now: Callable[[], int], *, by_database: bool = False) -> None:
        self._channel = channel
        self._now = now
        self._by_database = by_database
        self._rests = Rests(channel, now)
        self.paused_until = 0  # milliseconds UTC

    def put_back(self, by: int) -> None:
        """Moves the pause with the clock, which was put back by so many milliseconds."""
        self.paused_until -= by
        self._rests.clear()

    def must_wait(self, letter: Letter) -> Ending | None:
        """The ending of a letter that may not leave now, because its account pauses or its chat rests; else None."""
        wait = max(self.paused_until - self._now(), self._rests.take(letter))
        if wait <= 0:
            return None
        now = self._now()
        return partial(_put_off_unsent, self._channel, letter, now + wait, None if self._by_database else now)

    def end_throttled(self, letter: Letter, throttled: Throttled) -> Ending | Sent:
        """Makes the ending of a letter that met with the rate limit."""
        until = self._now() + max(LEAST, int(throttled.seconds * 1000))
        if letter.kind == MENU:
            return put_off(letter, until, THROTTLED, tried=False)
        if throttled.sent:
            return self._end_slowed(letter, throttled.sent, until)
        pace = self._channel.pace
        if pace is not None and pace.is_group(letter.address):
            return put_off(letter, until, THROTTLED, tried=False)
        self.paused_until = until
        return partial(_pause, self._channel, letter, until, self._find_wait(until))

    def _end_slowed(self, letter: Letter, external_id: str, until: int) -> Ending | Sent:
        # What was said has left; only the buttons above it stay. A chat that was written to just before may have had
        # its fill, and rests alone. Otherwise one who calls the bot without end would silence it for all. If all were
        # meant, whatever is sent next is told so. Where the chat had had nothing, it is the account that is to wait.
        sent = make_sent(self._channel, letter, external_id, self._now())
        if self._rests.was_hurried(letter):
            self._rests.hold(letter, until)
            return sent
        self.paused_until = until
        return partial(_finish_and_pause, self._channel, sent, until, self._find_wait(until))

    def _find_wait(self, until: int) -> int | None:
        # By the database's clock a pause begins as it is written. It is one for every worker of the account.
        return until - self._now() if self._by_database else None


async def _put_off_unsent(channel: Channel, letter: Letter, until: int, now: int | None, store: Store) -> bool:
    # What did not leave takes nothing of the pace.
    if channel.pace is not None:
        await store.accounts.spend(
            channel.name, channel.account, now=now, per_second=channel.pace.per_second,
            messages=-count_requests(letter),
        )  # fmt: skip
    return await store.outbox.put_off(letter, not_before=until, code=keep_unsure(letter, THROTTLED), tried=False)


async def _pause(channel: Channel, letter: Letter, until: int, wait: int | None, store: Store) -> bool:
    await store.accounts.pause(channel.name, channel.account, until=until, wait=wait)
    return await store.outbox.put_off(letter, not_before=until, code=keep_unsure(letter, "throttled"), tried=False)


async def _finish_and_pause(channel: Channel, sent: Sent, until: int, wait: int | None, store: Store) -> bool:
    await store.accounts.pause(channel.name, channel.account, until=until, wait=wait)
    return not await store.outbox.finish_sent([sent])
