"""What is done to broadcasts: make one, remind, send again, pause, go on, cancel."""

from collections.abc import Callable

from bot.budget.hearing import HOUR
from bot.budget.permissions import Act, NotAllowed
from bot.budget.reminders import list_reminders
from bot.budget.workdays import find_day
from bot.chat.message import Message
from bot.chat.texts import LANGUAGES, Words
from bot.language.by_language import Texts, choose_language
from bot.language.refusal import Refusal
from bot.office.broadcasts import end_of_reminders
from bot.office.broadcasts.announced import REMIND_ALL, SAME_AGAIN, can_be_sent_again, is_told
from bot.office.practice_words import say_practice
from bot.office.rules import read_rules
from bot.office.staff import permit, record
from bot.office.wording import hearing_notices, reminder_words
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState
from storage.queue.outbox import Lane
from storage.store import Store

KEPT_NEWS = 7 * 24 * HOUR  # how long results and cancellations are worth sending
URGENT = 18 * HOUR  # what changes a hearing this near is said at night as well
TWICE = 60_000  # a second press within this time is the same press


class OverAlready(Refusal):
    """The broadcast is finished or cancelled."""


class SentLately(Refusal):
    """The same was sent to the same people a short while ago."""


async def make(
    store: Store,
    *,
    hearing: Hearing,
    kind: BroadcastKind,
    say: Callable[[Words], str],
    starts_at: int | None,
    expires_at: int,
    by: Person | None,
    at: int,
    by_hand: bool = False,
    again: int = 0,
) -> Broadcast | None:
    """Makes a broadcast of a hearing, in every language; None where this one was made before.

    starts_at None begins at once. by_hand is sent in quiet hours too.
    """
    top = f"{say_practice()}\n\n" if await store.aimaks.is_practice(hearing.aimak_id) else ""
    return await store.broadcasts.add(
        key=f"{kind.value}:{hearing.id}:{hearing.revision}:{again}",
        aimak_id=hearing.aimak_id,
        hearing_id=hearing.id,
        revision=hearing.revision,
        kind=kind,
        by_hand=by_hand,
        texts=compose(hearing, lambda words: f"{top}{say(words)}"),
        hearing_at=hearing.terms.starts_at,
        starts_at=at if starts_at is None else starts_at,
        expires_at=expires_at,
        by=by.id if by else None,
        at=at,
    )


def compose(hearing: Hearing, say: Callable[[Words], str]) -> Texts:
    """Composes the messages (JSON) of a broadcast by language."""
    return {
        words.language: Message.notice(hearing_notices.add_choices(words, hearing, say(words))).to_json()
        for words in map(Words, LANGUAGES)
    }


async def remind(
    store: Store, *, hearing: Hearing, by: Person | None, since: int | None, at: int, again: int = 0
) -> None:
    """Makes the reminders that a hearing has not got yet and that still follow its announcement, which leaves at since.

    Where no announcement leaves (None) only those are reminded who said that they come. again is higher than 0 where reminders
    were stopped together with an announcement before.
    """
    aimak, quiet = await store.aimaks.get(hearing.aimak_id), (await read_rules(store, find_day(at))).quiet
    here = {
        one.kind
        for one in await store.broadcasts.list_of_hearing(hearing.id)
        if one.revision == hearing.revision and (not again or one.state is not BroadcastState.CANCELLED)
    }

    def saying(lead: str, leaves: int) -> Callable[[Words], str]:
        return lambda words: reminder_words.compose_reminder(words, hearing, aimak, lead, at=leaves)

    for reminder in list_reminders(hearing.terms.starts_at, now=at if since is None else since, quiet=quiet):
        kind = BroadcastKind(reminder.lead)
        if kind in here or (since is None and kind in REMIND_ALL):
            continue
        await make(
            store,
            hearing=hearing,
            kind=kind,
            say=saying(reminder.lead, reminder.at),
            starts_at=reminder.at,
            expires_at=reminder.until,
            by=by,
            at=at,
            again=again,
        )


async def tell_missed(store: Store, *, to: Person, at: int) -> None:
    """Tells somebody who is back what has changed meanwhile of the hearings they said they come to."""
    words = Words(to.language or "")
    for broadcast in await store.broadcasts.list_missed(to.id, to.peer_id, now=at):
        await store.outbox.queue(
            to.peer_id,
            to.channel,
            to.account,
            kind="missed",
            object_id=broadcast.id,
            revision=1,
            lane=Lane.ANSWER,
            language=words.language,
            body=choose_language(broadcast.texts, words.language),
            at=at,
            expires_at=broadcast.expires_at,
        )


async def authorised(store: Store, *, id: int, by: Person | None, act: Act = Act.BROADCAST) -> Broadcast:
    """Returns a broadcast to somebody who may do an act on it. Raises NotAllowed, also for one that does not exist.

    Until the act is over nobody else changes it, nor its hearing, nor anything else that is said of that.
    """
    broadcast = await store.broadcasts.get(id)
    await permit(store, by=by, act=act, aimak_id=broadcast.aimak_id if broadcast else -1)
    if broadcast is None:
        raise NotAllowed(act)
    await store.hearings.lock(broadcast.hearing_id)
    await store.broadcasts.lock_of_hearing(broadcast.hearing_id)
    now = await store.broadcasts.lock(id)
    assert now is not None
    return now


async def pause(store: Store, *, id: int, by: Person | None, at: int) -> Broadcast:
    """Stops a broadcast until it goes on; what is being sent at this moment still arrives. Raises NotAllowed, OverAlready."""
    broadcast = await _changeable(store, id, by)
    if broadcast.state is not BroadcastState.PAUSED:
        await store.broadcasts.note(id, state=BroadcastState.PAUSED.value)
        await store.broadcasts.hold(id, at=at)
        await _record(store, broadcast, "pause", by, at)
    return broadcast


async def resume(store: Store, *, id: int, by: Person | None, at: int) -> Broadcast:
    """Lets a paused broadcast go on. Raises NotAllowed, OverAlready."""
    broadcast = await _changeable(store, id, by)
    if broadcast.state is BroadcastState.PAUSED:
        state = BroadcastState.SCHEDULED if broadcast.began_at is None else BroadcastState.SENDING
        await store.broadcasts.note(id, state=state.value)
        await store.broadcasts.release(id, at=at)
        await _record(store, broadcast, "resume", by, at)
    return broadcast


async def cancel(store: Store, *, id: int, by: Person | None, at: int) -> Broadcast:
    """Ends a broadcast; who has not been reached yet is not. With an announcement nobody got, the reminders of it end too.

    Raises NotAllowed, OverAlready.
    """
    broadcast = await _changeable(store, id, by)
    for one in [broadcast, *await end_of_reminders.list_left_alone(store, broadcast)]:
        await end_of_reminders.end(store, one, code="cancelled", at=at)
    await _record(store, broadcast, "cancel", by, at)
    return broadcast


async def _changeable(store: Store, id: int, by: Person | None) -> Broadcast:
    broadcast = await authorised(store, id=id, by=by)
    if broadcast.finished_at is not None or broadcast.state is BroadcastState.CANCELLED:
        raise OverAlready
    return broadcast


async def _record(store: Store, broadcast: Broadcast, what: str, by: Person | None, at: int) -> None:
    await record(
        store, Act.BROADCAST, by=by, aimak_id=broadcast.aimak_id, at=at, object="broadcast", object_id=broadcast.id,
        what=what,
    )  # fmt: skip


async def was_sent_lately(store: Store, earlier: Broadcast, *, at: int) -> bool:
    """Whether the same left for the same people a short while ago. at is in milliseconds UTC."""
    return any(
        one.kind is earlier.kind
        and one.began_at is not None
        and one.texts == earlier.texts
        and at - max(one.made_at, one.began_at) < SAME_AGAIN
        for one in await store.broadcasts.list_of_hearing(earlier.hearing_id)
    )


async def send_again(store: Store, *, id: int, by: Person | None, at: int, sure: bool = False) -> Broadcast:
    """Sends an announcement of a hearing to come, or results that were stopped, once more, to those who subscribe now.

    Pressed twice it is sent once more, not twice. Raises NotAllowed, OverAlready (there is nothing to say any more),
    SentLately unless sure.
    """
    earlier = await authorised(store, id=id, by=by)
    hearing = await store.hearings.get(earlier.hearing_id)
    if hearing is None or not can_be_sent_again(earlier, hearing, at=at):
        raise OverAlready
    if earlier.began_at is None and earlier.finished_at is None:
        await store.broadcasts.note(id, state=BroadcastState.SCHEDULED.value, starts_at=at, by_hand=True)
        if hearing.is_open:  # leaving earlier than it was to, it leaves time for reminders there was no time for
            await remind(store, hearing=hearing, by=by, since=at, at=at)
        await _record(store, earlier, "now", by, at)
        return earlier
    same = [one for one in await store.broadcasts.list_of_hearing(hearing.id) if one.kind is earlier.kind]
    for one in same:
        if one.id > earlier.id and 0 <= at - one.made_at < TWICE:
            return one
    if not sure and await was_sent_lately(store, earlier, at=at):
        raise SentLately
    composed = {language: Message.from_json(text).text for language, text in earlier.texts.items()}
    made = await make(
        store,
        hearing=hearing,
        kind=earlier.kind,
        say=lambda words: choose_language(composed, words.language),
        starts_at=None,
        expires_at=hearing.terms.starts_at if hearing.is_open else max(hearing.terms.starts_at, at + KEPT_NEWS),
        by=by,
        at=at,
        by_hand=True,
        again=len(same),
    )
    assert made is not None
    if hearing.is_open and not await is_told(store, hearing.id):
        await remind(store, hearing=hearing, by=by, since=at, at=at, again=made.id)
    await _record(store, made, "again", by, at)
    return made
