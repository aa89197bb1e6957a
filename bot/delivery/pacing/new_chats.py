"""How many people an account may ask by a template: the messenger's limit a day, a month's ceiling of costs.

What does not fit waits, the soonest hearing first. Notices leave a part of the day for answers, which have no ceiling.
The limit is a setting. A smaller one is learned where the messenger refuses; from the second day on twice as many are tried.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.budget.workdays import find_day, find_month
from bot.channels.contract import Channel
from storage.queue.letters import BROADCAST, Lane, Letter
from storage.queue.openings import DayLimit
from storage.store import Store

HOUR = 3600 * 1000  # milliseconds
DAY = 24 * HOUR
FOR_NOTICES = 0.8  # of a day's limit; the rest is left for answers
STEP = 60_000  # milliseconds by which a hearing of a day later waits longer
LATEST = 60  # days; hearings beyond that come in no order


@dataclass(frozen=True, slots=True)
class Later:
    """When a template may ask somebody (ms UTC), and whether a month's ceiling says so."""

    at: int
    by_ceiling: bool = False


async def find_room(channel: Channel, letter: Letter, store: Store, *, now: int) -> Later | None:
    """When a template may ask a letter's reader; None: at once. now is in milliseconds UTC."""
    pace = channel.pace
    if pace is None:
        return None
    is_notice, mine = letter.lane >= Lane.NOTICE, (channel.name, channel.account)
    if is_notice and (left := await count_left(channel, store, now=now)) is not None and left <= 0:
        return Later(look_again(now) + await _find_rank(letter, store, now), by_ceiling=True)
    limit = await store.openings.read_limit(*mine)
    if limit.rest_until > now:
        return Later(limit.rest_until + await _find_rank(letter, store, now))
    allowed = allow(pace.chats_a_day, limit, now)
    if allowed is None:
        return None
    used, oldest = await store.outbox.count_openers(*mine, since=now - DAY)
    if used < (max(1, int(allowed * FOR_NOTICES)) if is_notice else allowed):
        return None
    free_at = now + HOUR if oldest is None else oldest + DAY  # none has left yet
    return Later(free_at + await _find_rank(letter, store, now))


async def count_left(channel: Channel, store: Store, *, now: int, sending: Collection[int] | None = None) -> int | None:
    """How many notices may leave in this month still; None: there is no ceiling.

    sending: what is being sent counts as having left, but these rows (ids). Without it nothing of that is counted.
    """
    most = channel.pace.notices_a_month if channel.pace is not None else None
    if most is None:
        return None
    begun, until = find_month(find_day(now))
    mine = (channel.name, channel.account)
    return most - await store.charges.count_notices(*mine, since=begun, until=until, sending=sending)


def look_again(now: int) -> int:
    """When what a month's ceiling holds is looked at again (ms UTC): each day, since the ceiling may be raised."""
    return min(find_month(find_day(now))[1], now + DAY)


def allow(setting: int | None, limit: DayLimit, now: int) -> int | None:
    """How many people a day may be asked now (ms UTC), by the setting and the known limit."""
    if limit.most is None:
        return setting
    days = 0 if limit.reached_at is None else (now - limit.reached_at) // DAY - 1
    known = limit.most << max(0, min(days, LATEST))
    return known if setting is None else min(setting, known)


async def _find_rank(letter: Letter, store: Store, now: int) -> int:
    # The answers at once, then the soonest hearing.
    if letter.lane < Lane.NOTICE:
        return 0
    broadcast = await store.broadcasts.get(letter.object_id) if letter.kind == BROADCAST else None
    days = (broadcast.hearing_at - now) // DAY if broadcast is not None and broadcast.hearing_at else LATEST
    return STEP * max(1, min(int(days), LATEST))
