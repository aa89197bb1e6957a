"""One write of the courier: which letters have left, which ones are claimed next, what a dead process had leased."""

import asyncio
import math
import re
import sys
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.channels.contract import Channel
from bot.chat.message import Message
from bot.delivery.pacing.openings import must_wait, note_taken
from bot.delivery.pacing.pace import count_requests, takes_buttons_away
from bot.delivery.pacing.reply_window import hold_at_ceiling, hold_back, is_shut
from bot.delivery.pacing.shares import SAVED_UP, LaneShares
from bot.office.wording import unreached
from bot.office.wording.outages import tell_parked
from storage.queue.accounts import Allowance
from storage.queue.letters import ALONE, NEWCOMERS, OPENER, Claimed
from storage.queue.outbox import PROGRESS, REPLY, Lane, Letter, Sent
from storage.store import Store

LEASE = 60_000  # milliseconds; longer than any request may take
HELD = 10_000  # milliseconds on PostgreSQL, where each worker renews its own: what a killed one had waits so long
LOOK = 1_000  # milliseconds until the next look at an account that pauses, since somebody may let it go on
KEPT = 2  # places, and messages of the burst, that are kept for replies and answers
_FOLLOWS = re.compile(r'"follows": ?"\d')  # with the space that rows had before

MAY_BE_REPORTED = 5_000  # milliseconds in which what was being sent at a kill may be reported as taken


@dataclass(frozen=True, slots=True)
class Turn:
    """What one write came to: the letters claimed, whether the pace holds others back, and whose lease was lost.

    shut counts those that wait for their readers from now on: what asks these is to be claimed next. since is when they
    were claimed, by the loop's time. idle counts the places beyond which it is worth to look again before the pace allows.
    """

    letters: list[Letter]
    held_back: bool = False
    free_at: int = 0  # ms UTC; before it the pace lets nothing more leave
    lost: frozenset[int] = frozenset()
    shut: int = 0
    since: float = 0.0
    idle: int = sys.maxsize


async def reclaim(
    channel: Channel, store: Store, *, now: int, all_leases: bool, living: set[str], by_database: bool = False
) -> tuple[int, int]:
    """Takes back what a dead process had leased: (ready again, parked as uncertain).

    by_database: leases run out by the database's clock, which is the same for all who use it.
    """
    time = await store.read_database_time() if by_database else now
    again, parked = await store.outbox.reclaim(
        channel.name, channel.account, now=time, all_leases=all_leases, living=living,
        wait=MAY_BE_REPORTED if channel.capabilities.reports_delivery else 0,
    )  # fmt: skip
    await unreached.tell(store, ids=parked, at=now)
    await tell_parked(store, parked, at=now)
    return again, len(parked)


async def take_turn(
    channel: Channel,
    sent: list[Sent],
    store: Store,
    *,
    shares: LaneShares,
    now: int,
    quiet: bool,
    free: int,
    by_database: bool = False,
) -> Turn:
    """Writes what has left, then claims for the free places; now is in milliseconds UTC."""
    lost = await _finish_all(channel, sent, store) if sent else frozenset[int]()
    if not free:
        return Turn([], lost=lost)
    turn = await _claim(channel, shares, store, now=now, quiet=quiet, free=free, by_database=by_database)
    return replace(turn, lost=lost)


async def take_suspect(
    channel: Channel, store: Store, *, now: int, quiet: bool, is_alone: bool, by_database: bool
) -> Turn:
    """Claims one letter that may have killed whoever sent it. is_alone: nothing else is on its way from this process."""
    mine, last = (channel.name, channel.account), Lane.NOTICE if quiet else Lane.DAY_NOTICE
    allowance = await _find_allowance(channel, store, now=now, free=1, by_database=by_database)
    if not allowance.messages:
        return Turn([], held_back=True, free_at=now + min(allowance.next_in, LOOK))
    since, pace = asyncio.get_running_loop().time(), channel.pace
    claimed = await store.outbox.claim(
        *mine, now=now, limit=1, lease=f"{ALONE}{uuid.uuid4().hex[:24]}" if is_alone else str(uuid.uuid4()), last=last,
        leased_until=allowance.at + (HELD if by_database else LEASE), suspect=True,
        heard=channel.capabilities.window_hours is not None,
        lately=pace.chat_burst if by_database and pace is not None and pace.chat_spacing else 0,
    )  # fmt: skip
    await unreached.tell(store, ids=claimed.expired, at=now)
    letters = [await _in_place(letter, store) for letter in await _hold_back_shut(channel, claimed, store, now)]
    if letters and pace is not None:
        requests = sum(map(count_requests, letters))
        await store.accounts.spend(*mine, now=allowance.at, per_second=pace.per_second, messages=requests)
    return Turn(letters, since=since)


async def finish_one(channel: Channel, sent: Sent, store: Store) -> bool:
    """Writes that one letter has left; false where its lease was lost."""
    return not await _finish_all(channel, [sent], store)


async def _finish_all(channel: Channel, sent: list[Sent], store: Store) -> frozenset[int]:
    lost = frozenset(await store.outbox.finish_sent(sent))
    await note_taken(channel, sent, lost, store)
    return lost


async def _claim(
    channel: Channel, shares: LaneShares, store: Store, *, now: int, quiet: bool, free: int, by_database: bool
) -> Turn:
    # The letters that may be sent now, and whether the pace holds anything back.
    pace, last = channel.pace, Lane.NOTICE if quiet else Lane.DAY_NOTICE
    mine = (channel.name, channel.account)
    allowance = await _find_allowance(channel, store, now=now, free=free, by_database=by_database)
    if not allowance.messages:
        return Turn([], held_back=True, free_at=now + min(allowance.next_in, LOOK) if pace is not None else 0)
    most, time, since = allowance.messages, allowance.at, asyncio.get_running_loop().time()
    waiting = await store.outbox.list_waiting(*mine, now=now, last=last)
    shares.begin(waiting)
    letters: list[Letter] = []
    shut = 0
    claim = partial(
        store.outbox.claim, *mine, now=now, leased_until=time + (HELD if by_database else LEASE),
        heard=channel.capabilities.window_hours is not None,
        lately=pace.chat_burst if by_database and pace is not None and pace.chat_spacing else 0,
    )  # fmt: skip
    # What comes in floods leaves a little of the pace and of the places. So who asks seldom is answered at once.
    kept = min(KEPT, pace.burst - 1) if pace is not None else 0
    is_kept_from_some = False
    while divided := shares.divide(most - len(letters), waiting):
        for lane, places in divided.items():
            up_to = last if lane is Lane.NOTICE else lane
            usual = _find_usual(shares, lane, places, left=most - len(letters) - kept)
            of_newcomers = max(0, min(places, most - len(letters) - kept))
            if lane is Lane.REPLY and lane not in shares.crowded and places > of_newcomers:
                # Where they are few, newcomers take of what is kept as well.
                few = await store.outbox.count_newcomers(*mine, now=now, most=places + 1)
                of_newcomers = places if few <= places else of_newcomers
            claimed = await _claim_of_lane(
                shares,
                lane,
                places if lane is Lane.REPLY else usual,
                usual=usual,
                of_newcomers=of_newcomers,
                claim=partial(claim, first=lane, last=up_to),
                list_aimaks=partial(store.outbox.list_aimaks, *mine, first=lane, last=up_to),
                now=now,
            )
            await unreached.tell(store, ids=claimed.expired, at=now)
            reached = await _hold_back_shut(channel, claimed, store, now)
            shut += len(claimed) - len(reached)
            leaving = [_strip_letter(letter) for letter in reached] if lane in shares.crowded else reached
            leaving = [await _in_place(letter, store) for letter in leaving]
            shares.spend(lane, sum(map(count_requests, leaving)))
            letters += leaving
            is_full = len(claimed) >= (of_newcomers if lane is Lane.REPLY else usual)
            is_full = is_full and lane in await store.outbox.list_waiting(*mine, now=now, last=last)
            shares.note_crowd(lane, now=now, is_crowded=is_full)
            if len(claimed) < places or not is_full:
                waiting.remove(lane)
                is_kept_from_some |= is_full
    free_at = 0
    if letters and pace is not None:
        requests = sum(map(count_requests, letters))
        spent = await store.accounts.spend(*mine, now=time, per_second=pace.per_second, messages=requests)
        free_at = now + math.ceil(spent - (pace.burst - 1) * 1000 / pace.per_second) - time
    held_back = is_kept_from_some or (most < free and bool(waiting))
    # Where places are short, one that becomes free is filled at once. Where the pace is, none of them helps.
    idle = sys.maxsize if most < free else free - len(letters)
    return Turn(letters, held_back, free_at, shut=shut, since=since, idle=idle)


def _find_usual(shares: LaneShares, lane: Lane, places: int, *, left: int) -> int:
    # How many of its places a lane takes beside newcomers, where so many are left without those that are kept.
    takes_all = shares.is_behind(lane) or (lane is not Lane.NOTICE and lane not in shares.crowded)
    return places if takes_all else max(0, min(places, left))


async def _find_allowance(channel: Channel, store: Store, *, now: int, free: int, by_database: bool) -> Allowance:
    # With a pace the account's row is locked by this, so that one worker after the other claims.
    mine, pace = (channel.name, channel.account), channel.pace
    if pace is not None:
        return await store.accounts.count_allowance(
            *mine, now=None if by_database else now, per_second=pace.per_second, burst=pace.burst, most=free
        )
    time = await store.read_database_time() if by_database else now
    return Allowance(0 if await store.accounts.find_paused_until(*mine) > time else free, time)


async def _hold_back_shut(channel: Channel, claimed: Claimed, store: Store, now: int) -> list[Letter]:
    # Those of the claimed letters whose readers free text reaches, and templates that may leave; the others wait.
    reached, held = [], await hold_at_ceiling(channel, claimed, store, now=now)
    for letter in claimed:
        if letter.id in held:
            continue
        if is_shut(channel, letter, now):
            await hold_back(channel, letter, store, now=now)
        elif letter.kind != OPENER or not await must_wait(channel, letter, store, now=now):
            reached.append(letter)
    return reached


async def _claim_of_lane(
    shares: LaneShares,
    lane: Lane,
    places: int,
    *,
    usual: int,
    of_newcomers: int,
    claim: Callable[..., Awaitable[Claimed]],
    list_aimaks: Callable[..., Awaitable[list[int]]],
    now: int,
) -> Claimed:
    # Where everything that waits can leave, nobody takes turns. The longest due come first. Newcomers leave a little.
    claimed, turns = Claimed([], []), shares.aimaks[lane]
    if lane not in shares.crowded:
        claimed = await claim(limit=of_newcomers if lane is Lane.REPLY else places, lease=str(uuid.uuid4()))
        if lane is not Lane.REPLY or not of_newcomers <= len(claimed) < places:
            return claimed
    known = await list_aimaks(now=now)
    turns.begin(known)
    # Among replies, whoever was not written to lately goes first, whatever the aimak of those who ask without end. The
    # last places are theirs alone. Newcomers go among the others, and first where they have had less than their part.
    seldom = now - SAVED_UP
    steps = [
        (seldom, places, turns.lags(NEWCOMERS)),
        (now, of_newcomers, True),
        (now, usual, False),
    ]
    for since, most, with_newcomers in steps if lane is Lane.REPLY else [(now, places, True)]:
        # PostgreSQL also shows what was queued meanwhile: it has its turn the next time.
        aimaks = [one for one in await list_aimaks(now=since) if one in known]
        if NEWCOMERS in aimaks and not with_newcomers:
            aimaks.remove(NEWCOMERS)
        while divided := turns.divide(most - len(claimed), aimaks):
            for aimak_id, part in divided.items():
                theirs = await claim(limit=part, lease=str(uuid.uuid4()), aimak_id=aimak_id, since=since)
                turns.spend(aimak_id, sum(map(count_requests, theirs)))
                claimed += theirs
                claimed.expired += theirs.expired
                if len(theirs) < part:
                    aimaks.remove(aimak_id)
    return claimed


def _strip_letter(letter: Letter) -> Letter:
    # While others wait their buttons above stay: to take them away costs a request, with which somebody else is answered.
    if not takes_buttons_away(letter):
        return letter
    return replace(letter, body=Message.from_json(letter.body).hinted(clears="").to_json())


async def _in_place(letter: Letter, store: Store) -> Letter:
    # What rewrites a message that had not left by then learns its id now. Rows of one chat leave one by one. Of how far
    # a broadcast has come the newest is rewritten: where one was deleted another has taken its place.
    if letter.kind == PROGRESS:
        shown = await store.outbox.find_latest(letter.peer_id, PROGRESS, letter.object_id)
        return _editing(letter, shown.external_id if shown else "")
    if not _FOLLOWS.search(letter.body):
        return letter
    earlier = await store.outbox.find(letter.peer_id, REPLY, int(Message.from_json(letter.body).hints.follows), 0)
    return _editing(letter, earlier.external_id if earlier else "")


def _editing(letter: Letter, message_id: str) -> Letter:
    return replace(letter, body=Message.from_json(letter.body).editing(message_id).to_json())


async def put_back(channel: Channel, now: int, by: int, store: Store, *, by_database: bool = False) -> None:
    """Moves what is not due yet with the clock, which was put back by so many milliseconds to now.

    by_database: pace and pause go by the database's clock, which was not.
    """
    if not by_database:
        await store.accounts.put_back(channel.name, channel.account, now=now, by=by)
    await store.openings.put_back(channel.name, channel.account, now=now, by=by)
    await store.outbox.put_back(channel.name, channel.account, now=now, by=by)
