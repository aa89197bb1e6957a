"""How many people an account may ask by a template: the messenger's limit a day, a month's ceiling of costs.

What does not fit waits, the soonest hearing first. Notices leave a part of the day for answers, which have no ceiling.
The limit is a setting. A smaller one is learned where the messenger refuses; from the second day on twice as many are tried.
"""

from datetime import date

from bot.budget.workdays import find_day, start_of
from bot.channels.contract import Channel
from storage.queue.letters import BROADCAST, Lane, Letter
from storage.queue.openings import DayLimit
from storage.store import Store

HOUR = 3600 * 1000  # milliseconds
DAY = 24 * HOUR
FOR_NOTICES = 0.8  # of a day's limit; the rest is left for answers
STEP = 60_000  # milliseconds by which a hearing of a day later waits longer
LATEST = 60  # days; hearings beyond that come in no order


async def find_room(channel: Channel, letter: Letter, store: Store, *, now: int) -> int | None:
    """When a template may ask a letter's reader (ms UTC); None: at once. now is in milliseconds UTC."""
    pace = channel.pace
    if pace is None:
        return None
    is_notice, mine = letter.lane >= Lane.NOTICE, (channel.name, channel.account)
    if is_notice and pace.notices_a_month is not None:
        begun, next_month = find_month(find_day(now))
        used, _ = await store.outbox.count_openers(*mine, since=begun - 1, notices=True)
        if used >= pace.notices_a_month:
            return next_month + await _find_rank(letter, store, now)
    limit = await store.openings.read_limit(*mine)
    if limit.rest_until > now:
        return limit.rest_until + await _find_rank(letter, store, now)
    allowed = allow(pace.chats_a_day, limit, now)
    if allowed is None:
        return None
    used, oldest = await store.outbox.count_openers(*mine, since=now - DAY)
    if used < (max(1, int(allowed * FOR_NOTICES)) if is_notice else allowed):
        return None
    free_at = now + HOUR if oldest is None else oldest + DAY  # none has left yet
    return free_at + await _find_rank(letter, store, now)


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


def find_month(day: date) -> tuple[int, int]:
    """When the calendar month of a day in Bishkek begins, and the next one (ms UTC)."""
    first = day.replace(day=1)
    following = first.replace(year=day.year + 1, month=1) if day.month == 12 else first.replace(month=day.month + 1)
    return start_of(first), start_of(following)
