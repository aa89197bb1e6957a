"""The next step of each broadcast, until each of its rows is final: begin, list, feed the outbox, show progress."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.budget.permissions import Act, may, write_act_right
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import find_day
from bot.chat.message import Message
from bot.chat.texts import Words
from bot.office.broadcasts.announced import REMIND_ALL
from bot.office.broadcasts.broadcasts import compose
from bot.office.broadcasts.end_of_reminders import end, explain_why_over, reminds_of_nothing
from bot.office.wording import reminder_words
from bot.office.wording.broadcast_progress import show_progress
from storage.queue.broadcasts import REMINDERS, Accounts, Broadcast, BroadcastState
from storage.queue.outbox import PROGRESS, Lane
from storage.store import Store

AHEAD = 1000  # outbox rows of a broadcast that have not left; late unsubscriptions count for everybody behind them
LISTED_AT_ONCE = 1000
FED_AT_ONCE = 500
SHOWN_EVERY = 5_000  # milliseconds between two looks of the clerk's progress message


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of a broadcast came to. How many were queued, whether more are to be, whether later ones must wait."""

    queued: int = 0
    more: bool = False
    blocks: bool = False


async def advance(
    store: Store,
    *,
    id: int,
    at: int,
    quiet: QuietHours,
    may_feed: bool = True,
    accounts: Accounts = None,
    no_edits: Collection[tuple[str, str]] = (),
) -> Step:
    """Does what is next for one broadcast: begin, list recipients, queue some, see that it is over; tell its maker.

    accounts are those whose messages are carried now: what waits for another one's holds up nothing. On those of no_edits no
    message can be rewritten: there its maker is told at its beginning and end only.
    """
    broadcast = await store.broadcasts.lock(id)
    if broadcast is None or broadcast.finished_at is not None:
        return Step()
    if broadcast.state is BroadcastState.SCHEDULED:
        if not broadcast.by_hand and quiet.covers(at) and broadcast.expires_at > at:
            return Step()
        if await reminds_of_nothing(store, broadcast):
            await end(store, broadcast, code="cancelled", at=at)
            return Step()
        if broadcast.kind in REMIND_ALL and find_day(at) > find_day(broadcast.starts_at):
            await _say_how_near(store, broadcast, at=at)
        await store.broadcasts.note(id, state=BroadcastState.SENDING.value, began_at=at)
        broadcast = await store.broadcasts.lock(id)
        assert broadcast is not None
    step = Step()
    if broadcast.state is BroadcastState.CANCELLED or broadcast.expires_at <= at:
        # Who was not listed in time is listed now, so that nobody is missing among those who were not reached.
        listed = broadcast.listed or await store.broadcasts.list_more(broadcast, limit=LISTED_AT_ONCE)
        await store.broadcasts.drop(id, code=await explain_why_over(store, broadcast), at=at)
        step = Step(more=not listed)
    elif broadcast.state is BroadcastState.SENDING:
        asleep = quiet.covers(at) and not broadcast.by_hand
        step = await _feed(store, broadcast, at=at, may_feed=may_feed, asleep=asleep, accounts=accounts)
    over = await _is_over(store, broadcast, step, at=at)
    await _show_progress(store, broadcast, at=at, over=over, no_edits=no_edits)
    return step


async def _say_how_near(store: Store, broadcast: Broadcast, *, at: int) -> None:
    # It begins on a later day than it was to: the hearing is nearer than its words say.
    hearing = await store.hearings.get(broadcast.hearing_id)
    if hearing is None:
        return
    aimak = await store.aimaks.get(hearing.aimak_id)
    texts = compose(
        hearing, lambda words: reminder_words.compose_reminder(words, hearing, aimak, broadcast.kind.value, at=at)
    )
    await store.broadcasts.put_texts(broadcast.id, texts)


async def _feed(
    store: Store, broadcast: Broadcast, *, at: int, may_feed: bool, asleep: bool, accounts: Accounts
) -> Step:
    listed = broadcast.listed or await store.broadcasts.list_more(broadcast, limit=LISTED_AT_ONCE)
    queued = 0
    if may_feed and not asleep:
        room = AHEAD - await store.broadcasts.count_ahead(broadcast.id, accounts=accounts)
        queued = await store.broadcasts.feed(broadcast, limit=min(room, FED_AT_ONCE), at=at) if room > 0 else 0
    more = not listed or await store.broadcasts.has_listed(broadcast.id)
    # What sleeps until the morning, or waits for its next try, holds up nobody else's.
    blocks = not asleep and (more or await store.broadcasts.has_due(broadcast.id, now=at, accounts=accounts))
    return Step(queued, more, blocks)


async def _is_over(store: Store, broadcast: Broadcast, step: Step, *, at: int) -> bool:
    if step.more or (broadcast.state is BroadcastState.PAUSED and broadcast.expires_at > at):
        return False
    if (await store.broadcasts.count_progress(broadcast.id)).waiting:
        return False
    state = BroadcastState.CANCELLED if broadcast.state is BroadcastState.CANCELLED else BroadcastState.DONE
    await store.broadcasts.note(broadcast.id, state=state.value, finished_at=at)
    return True


async def _show_progress(
    store: Store, broadcast: Broadcast, *, at: int, over: bool, no_edits: Collection[tuple[str, str]]
) -> None:
    if broadcast.made_by is None or broadcast.kind in REMINDERS:
        return
    if not over and broadcast.shown_at is not None and 0 <= at - broadcast.shown_at < SHOWN_EVERY:
        return
    box = await store.people.find_mailbox(broadcast.made_by)
    works_here = may(await store.roles.list_standings(broadcast.made_by), Act.SEE_HEARINGS, broadcast.aimak_id)
    if box is None or not works_here:
        return
    on_its_way = await store.outbox.is_on_its_way(box.peer_id, PROGRESS, broadcast.id)
    latest = await store.outbox.find_latest(box.peer_id, PROGRESS, broadcast.id)
    if latest is not None and not latest.external_id and not on_its_way:
        return  # it did not reach them
    if latest is not None and not over and (box.channel, box.account) in no_edits:
        return  # what cannot be rewritten would come anew every few seconds
    if on_its_way and not over:
        return
    words = Words(box.language or "")
    current = await store.broadcasts.get(broadcast.id)
    assert current is not None
    said = show_progress(words, current, await store.broadcasts.count_progress(broadcast.id))
    if said.text == broadcast.shown:
        await store.broadcasts.note(broadcast.id, shown_at=at)
        return
    await store.outbox.queue(
        box.peer_id,
        box.channel,
        box.account,
        kind=PROGRESS,
        object_id=broadcast.id,
        revision=0 if latest is None else latest.revision + 1,
        lane=Lane.ANSWER,
        language=words.language,
        body=replace(Message.notice(said), right=write_act_right(Act.SEE_HEARINGS, broadcast.aimak_id)).to_json(),
        at=at,
    )
    await store.broadcasts.note(broadcast.id, shown=said.text, shown_at=at)
