"""What happens to broadcasts: make, send again, pause, go on, cancel; and each one's next step until every row is final."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from bot.budget.hearing import HOUR, HearingState, Terms, reminders
from bot.budget.permissions import Act, NotAllowed, may
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import day_of
from bot.chat.message import Message, Reply
from bot.chat.texts import LANGUAGES, Words
from bot.language.refusal import Refusal
from bot.office.rules import rules_on
from bot.office.staff import permit, record
from bot.office.wording import hearing_notices
from bot.office.wording.notices import N_, button
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import REMINDERS, Accounts, Broadcast, BroadcastKind, BroadcastState, Progress
from storage.queue.outbox import PROGRESS, Lane
from storage.store import Store

AHEAD = 1000  # outbox rows of a broadcast that have not left; late unsubscriptions count for everybody behind them
LISTED_AT_ONCE = 1000
FED_AT_ONCE = 500
SHOWN_EVERY = 5_000  # milliseconds between two looks of the clerk's progress message
KEPT_NEWS = 7 * 24 * HOUR  # how long results and cancellations are worth sending
SAME_AGAIN = 6 * HOUR  # the same text to the same people within this time asks first
URGENT = 18 * HOUR  # what changes a hearing this near is said at night as well
TWICE = 60_000  # a second press within this time is the same press
_TELL = {BroadcastKind.NOTICE, BroadcastKind.MOVED}  # what tells everybody of a hearing to come
_REMIND_ALL = {BroadcastKind.IN_7_DAYS, BroadcastKind.IN_1_DAY}


class OverAlready(Refusal):
    """The broadcast is finished or cancelled."""


class SentLately(Refusal):
    """The same was sent to the same people a short while ago."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of a broadcast came to: how many were queued, whether more are to be, whether later ones must wait."""

    queued: int = 0
    more: bool = False
    blocks: bool = False


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
    return await store.broadcasts.add(
        key=f"{kind.value}:{hearing.id}:{hearing.revision}:{again}",
        aimak_id=hearing.aimak_id,
        hearing_id=hearing.id,
        revision=hearing.revision,
        kind=kind,
        by_hand=by_hand,
        texts=_composed(hearing, say),
        hearing_at=hearing.terms.starts_at,
        starts_at=at if starts_at is None else starts_at,
        expires_at=expires_at,
        by=by.id if by else None,
        at=at,
    )


def _composed(hearing: Hearing, say: Callable[[Words], str]) -> dict[str, str]:
    return {
        words.language: Message.notice(hearing_notices.with_choices(words, hearing, say(words))).to_json()
        for words in map(Words, LANGUAGES)
    }


async def remind(
    store: Store, *, hearing: Hearing, by: Person | None, since: int | None, at: int, again: int = 0
) -> None:
    """Makes the reminders that a hearing has not got yet and that still follow its notice, which leaves at since.

    Where no notice leaves (None) only those are reminded who said that they come. again is higher than 0 where reminders
    were stopped together with a notice before.
    """
    aimak, quiet = await store.aimaks.get(hearing.aimak_id), (await rules_on(store, day_of(at))).quiet
    here = {
        one.kind
        for one in await store.broadcasts.of_hearing(hearing.id)
        if one.revision == hearing.revision and (not again or one.state is not BroadcastState.CANCELLED)
    }

    def saying(lead: str, leaves: int) -> Callable[[Words], str]:
        return lambda words: hearing_notices.reminder(words, hearing, aimak, lead, at=leaves)

    for reminder in reminders(hearing.terms.starts_at, now=at if since is None else since, quiet=quiet):
        kind = BroadcastKind(reminder.lead)
        if kind in here or (since is None and kind in _REMIND_ALL):
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


@dataclass(frozen=True, slots=True)
class Unheard:
    """No subscriber was told of a hearing yet; notice is what was to tell them, None where the office had stopped it."""

    notice: Broadcast | None

    def leaves_at(self, terms: Terms, at: int) -> int | None:
        """When the notice leaves if the hearing has these terms, None where none does."""
        if self.notice is None:
            return None
        return self.notice.starts_at if at < self.notice.starts_at < terms.starts_at else at

    @property
    def is_paused(self) -> bool:
        """Whether the office lets the notice wait."""
        return self.notice is not None and self.notice.state is BroadcastState.PAUSED


async def unheard(store: Store, hearing: Hearing) -> Unheard | None:
    """What there is of a notice that has told no subscriber of a hearing; None where it has told any."""
    found = [one for one in await store.broadcasts.of_hearing(hearing.id) if one.kind in _TELL]
    if any(one.began_at is not None for one in found):
        return None
    return Unheard(next((one for one in reversed(found) if one.finished_at is None), None))


async def end_of_hearing(store: Store, *, hearing: Hearing, code: str, at: int) -> None:
    """Ends every open broadcast of a hearing but its results."""
    await store.broadcasts.drop_posts(hearing.id, code=code, at=at)
    for broadcast in await store.broadcasts.of_hearing(hearing.id):
        if broadcast.finished_at is None and broadcast.kind is not BroadcastKind.RESULTS:
            await _cancel(store, broadcast, code=code, at=at)


async def tell_missed(store: Store, *, to: Person, at: int) -> None:
    """Tells somebody who is back what has changed meanwhile of the hearings they said they come to."""
    words = Words(to.language or "")
    for broadcast in await store.broadcasts.missed(to.id, to.peer_id, now=at):
        await store.outbox.queue(
            to.peer_id,
            to.channel,
            to.account,
            kind="missed",
            object_id=broadcast.id,
            revision=1,
            lane=Lane.ANSWER,
            language=words.language,
            body=texts_of(broadcast)[words.language],
            at=at,
            expires_at=broadcast.expires_at,
        )


async def told_revision(store: Store, *, hearing: Hearing) -> int:
    """The latest revision of a hearing that anybody was told of; its own where nobody was told of any."""
    found = await store.broadcasts.of_hearing(hearing.id)
    began = [one.revision for one in found if one.kind in _TELL and one.began_at is not None]
    return max(began, default=hearing.revision)


async def opened(store: Store, *, id: int, by: Person | None, act: Act = Act.BROADCAST) -> Broadcast:
    """Returns a broadcast to somebody who may do an act on it. Raises NotAllowed, also for one that does not exist.

    Until the act is over nobody else changes its hearing, or anything else that is said of it.
    """
    broadcast = await store.broadcasts.get(id)
    await permit(store, by=by, act=act, aimak_id=broadcast.aimak_id if broadcast else -1)
    if broadcast is None:
        raise NotAllowed(act)
    await store.hearings.lock(broadcast.hearing_id)
    await store.broadcasts.lock_of_hearing(broadcast.hearing_id)
    now = await store.broadcasts.get(id)
    assert now is not None
    return now


async def pause(store: Store, *, id: int, by: Person | None, at: int) -> Broadcast:
    """Stops a broadcast until it goes on; what is being sent at this moment still arrives. Raises NotAllowed, OverAlready."""
    broadcast = await _changeable(store, id, by)
    if broadcast.state is not BroadcastState.PAUSED:
        await store.broadcasts.note(id, state=BroadcastState.PAUSED.value)
        await store.broadcasts.hold(id)
        await _record(store, broadcast, "pause", by, at)
    return broadcast


async def resume(store: Store, *, id: int, by: Person | None, at: int) -> Broadcast:
    """Lets a paused broadcast go on. Raises NotAllowed, OverAlready."""
    broadcast = await _changeable(store, id, by)
    if broadcast.state is BroadcastState.PAUSED:
        state = BroadcastState.SCHEDULED if broadcast.began_at is None else BroadcastState.SENDING
        await store.broadcasts.note(id, state=state.value)
        await store.broadcasts.release(id)
        await _record(store, broadcast, "resume", by, at)
    return broadcast


async def to_be_reached(store: Store, broadcast: Broadcast) -> int:
    """Counts who has not been reached yet and still would be, listed or not."""
    waiting = (await store.broadcasts.progress(broadcast.id)).waiting
    if broadcast.listed:
        return waiting
    unlisted = await store.broadcasts.audience(
        broadcast.kind, aimak_id=broadcast.aimak_id, hearing_id=broadcast.hearing_id, after=broadcast.cursor
    )
    return waiting + sum(unlisted.values())


async def ends_with(store: Store, broadcast: Broadcast) -> list[Broadcast]:
    """Lists the reminders that would remind of a notice nobody got, if it is stopped for good.

    The one at the door is for those who said themselves that they come.
    """
    if broadcast.kind not in _TELL or await _is_told(store, broadcast.hearing_id):
        return []
    found = await store.broadcasts.of_hearing(broadcast.hearing_id)
    return [one for one in found if one.kind in _REMIND_ALL and one.finished_at is None]


async def _is_told(store: Store, hearing_id: int) -> bool:
    found = await store.broadcasts.of_hearing(hearing_id)
    return any(one.kind in _TELL and one.began_at is not None for one in found)


async def cancel(store: Store, *, id: int, by: Person | None, at: int) -> Broadcast:
    """Ends a broadcast; who has not been reached yet is not. With a notice nobody got, the reminders of it end too.

    Raises NotAllowed, OverAlready.
    """
    broadcast = await _changeable(store, id, by)
    for one in [broadcast, *await ends_with(store, broadcast)]:
        await _cancel(store, one, code="cancelled", at=at)
    await _record(store, broadcast, "cancel", by, at)
    return broadcast


async def _changeable(store: Store, id: int, by: Person | None) -> Broadcast:
    broadcast = await opened(store, id=id, by=by)
    if broadcast.finished_at is not None or broadcast.state is BroadcastState.CANCELLED:
        raise OverAlready
    return broadcast


async def _cancel(store: Store, broadcast: Broadcast, *, code: str, at: int) -> None:
    await store.broadcasts.note(broadcast.id, state=BroadcastState.CANCELLED.value)
    await store.broadcasts.drop(broadcast.id, code=code, at=at)
    if broadcast.began_at is None:
        await store.broadcasts.note(broadcast.id, finished_at=at)


async def _record(store: Store, broadcast: Broadcast, what: str, by: Person | None, at: int) -> None:
    await record(
        store, Act.BROADCAST, by=by, aimak_id=broadcast.aimak_id, at=at, object="broadcast", object_id=broadcast.id,
        what=what,
    )  # fmt: skip


_ENDS = {HearingState.CANCELLED: BroadcastKind.CANCELLED, HearingState.PUBLISHED: BroadcastKind.RESULTS}


def can_be_sent_again(broadcast: Broadcast, hearing: Hearing, *, at: int) -> bool:
    """Whether a broadcast may be sent once more: the notice of a hearing to come, or results that were stopped.

    Results or a cancellation that went their way are said once.
    """
    if hearing.is_open:
        return broadcast.revision == hearing.revision and hearing.terms.starts_at > at
    was_stopped = broadcast.state is BroadcastState.CANCELLED
    return broadcast.kind is _ENDS.get(hearing.state) and (was_stopped or broadcast.began_at is None)


async def send_again(store: Store, *, id: int, by: Person | None, at: int, sure: bool = False) -> Broadcast:
    """Sends a notice of a hearing to come, or results that were stopped, once more, to those who subscribe now.

    Pressed twice it is sent once more, not twice. Raises NotAllowed, OverAlready (there is nothing to say any more),
    SentLately unless sure.
    """
    earlier = await opened(store, id=id, by=by)
    hearing = await store.hearings.get(earlier.hearing_id)
    if hearing is None or not can_be_sent_again(earlier, hearing, at=at):
        raise OverAlready
    if earlier.began_at is None and earlier.finished_at is None:
        await store.broadcasts.note(id, state=BroadcastState.SCHEDULED.value, starts_at=at, by_hand=True)
        if hearing.is_open:  # leaving earlier than it was to, it leaves time for reminders there was no time for
            await remind(store, hearing=hearing, by=by, since=at, at=at)
        await _record(store, earlier, "now", by, at)
        return earlier
    same = [one for one in await store.broadcasts.of_hearing(hearing.id) if one.kind is earlier.kind]
    for one in same:
        if one.id > earlier.id and 0 <= at - one.made_at < TWICE:
            return one
    texts = (earlier.text_ky, earlier.text_ru)
    left = [one for one in same if one.began_at is not None and (one.text_ky, one.text_ru) == texts]
    if not sure and any(at - max(one.made_at, one.began_at or 0) < SAME_AGAIN for one in left):
        raise SentLately
    composed = {language: Message.from_json(text).text for language, text in texts_of(earlier).items()}
    made = await make(
        store,
        hearing=hearing,
        kind=earlier.kind,
        say=lambda words: composed[words.language],
        starts_at=None,
        expires_at=hearing.terms.starts_at if hearing.is_open else max(hearing.terms.starts_at, at + KEPT_NEWS),
        by=by,
        at=at,
        by_hand=True,
        again=len(same),
    )
    assert made is not None
    if hearing.is_open and not await _is_told(store, hearing.id):
        await remind(store, hearing=hearing, by=by, since=at, at=at, again=made.id)
    await _record(store, made, "again", by, at)
    return made


async def said_lately(
    store: Store, *, hearing: Hearing, texts: Mapping[str, str], at: int, kinds: Collection[BroadcastKind] = _TELL
) -> bool:
    """Whether the notice of a hearing in any of these texts was made or left a short while ago, and was not stopped."""
    return any(
        at - max(one.made_at, one.began_at or 0) < SAME_AGAIN
        and any(Message.from_json(said).text == texts[language] for language, said in texts_of(one).items())
        for one in await store.broadcasts.of_hearing(hearing.id)
        if one.kind in kinds and one.state is not BroadcastState.CANCELLED
    )


def texts_of(broadcast: Broadcast) -> dict[str, str]:
    """The messages (JSON) of a broadcast by language."""
    return {"ky": broadcast.text_ky, "ru": broadcast.text_ru}


# A broadcast's next step


async def advance(
    store: Store, *, id: int, at: int, quiet: QuietHours, may_feed: bool = True, accounts: Accounts = None
) -> Step:
    """Does what is next for one broadcast: begin, list recipients, queue some, see that it is over; tell its maker.

    accounts are those whose messages are carried now: what waits for another one's holds up nothing.
    """
    broadcast = await store.broadcasts.lock(id)
    if broadcast is None or broadcast.finished_at is not None:
        return Step()
    if broadcast.state is BroadcastState.SCHEDULED:
        if not broadcast.by_hand and quiet.covers(at) and broadcast.expires_at > at:
            return Step()
        if broadcast.kind in _REMIND_ALL and not await _is_told(store, broadcast.hearing_id):
            # Its notice is paused: nobody is reminded of what they were not told.
            await _cancel(store, broadcast, code="cancelled", at=at)
            return Step()
        if broadcast.kind in _REMIND_ALL and day_of(at) > day_of(broadcast.starts_at):
            await _say_how_near(store, broadcast, at=at)
        await store.broadcasts.note(id, state=BroadcastState.SENDING.value, began_at=at)
        broadcast = await store.broadcasts.lock(id)
        assert broadcast is not None
    step = Step()
    if broadcast.state is BroadcastState.CANCELLED or broadcast.expires_at <= at:
        # Who was not listed in time is listed now, so that nobody is missing among those who were not reached.
        listed = broadcast.listed or await store.broadcasts.list_more(broadcast, limit=LISTED_AT_ONCE)
        await store.broadcasts.drop(id, code=await _why_over(store, broadcast), at=at)
        step = Step(more=not listed)
    elif broadcast.state is BroadcastState.SENDING:
        asleep = quiet.covers(at) and not broadcast.by_hand
        step = await _feed(store, broadcast, at=at, may_feed=may_feed, asleep=asleep, accounts=accounts)
    await _show_progress(store, broadcast, at=at, over=await _is_over(store, broadcast, step, at=at))
    return step


async def _say_how_near(store: Store, broadcast: Broadcast, *, at: int) -> None:
    # It begins on a later day than it was to: the hearing is nearer than its words say.
    hearing = await store.hearings.get(broadcast.hearing_id)
    if hearing is None:
        return
    aimak = await store.aimaks.get(hearing.aimak_id)
    texts = _composed(
        hearing, lambda words: hearing_notices.reminder(words, hearing, aimak, broadcast.kind.value, at=at)
    )
    await store.broadcasts.note(broadcast.id, text_ky=texts["ky"], text_ru=texts["ru"])


async def _why_over(store: Store, broadcast: Broadcast) -> str:
    if broadcast.state is not BroadcastState.CANCELLED:
        return "expired"
    hearing = await store.hearings.get(broadcast.hearing_id)
    if hearing is not None and hearing.revision > broadcast.revision:
        return "moved"
    was_held = hearing is not None and hearing.state in {HearingState.HELD, HearingState.PUBLISHED}
    return "held" if was_held and broadcast.kind is not BroadcastKind.RESULTS else "cancelled"


async def _feed(
    store: Store, broadcast: Broadcast, *, at: int, may_feed: bool, asleep: bool, accounts: Accounts
) -> Step:
    listed = broadcast.listed or await store.broadcasts.list_more(broadcast, limit=LISTED_AT_ONCE)
    queued = 0
    if may_feed and not asleep:
        room = AHEAD - await store.broadcasts.ahead(broadcast.id, accounts=accounts)
        queued = await store.broadcasts.feed(broadcast, limit=min(room, FED_AT_ONCE), at=at) if room > 0 else 0
    more = not listed or await store.broadcasts.has_listed(broadcast.id)
    # What sleeps until the morning, or waits for its next try, holds up nobody else's.
    blocks = not asleep and (more or await store.broadcasts.has_due(broadcast.id, now=at, accounts=accounts))
    return Step(queued, more, blocks)


async def _is_over(store: Store, broadcast: Broadcast, step: Step, *, at: int) -> bool:
    if step.more or (broadcast.state is BroadcastState.PAUSED and broadcast.expires_at > at):
        return False
    if (await store.broadcasts.progress(broadcast.id)).waiting:
        return False
    state = BroadcastState.CANCELLED if broadcast.state is BroadcastState.CANCELLED else BroadcastState.DONE
    await store.broadcasts.note(broadcast.id, state=state.value, finished_at=at)
    return True


async def _show_progress(store: Store, broadcast: Broadcast, *, at: int, over: bool) -> None:
    if broadcast.made_by is None or broadcast.kind in REMINDERS:
        return
    if not over and broadcast.shown_at is not None and 0 <= at - broadcast.shown_at < SHOWN_EVERY:
        return
    box = await store.people.mailbox(broadcast.made_by)
    works_here = may(await store.roles.standings(broadcast.made_by), Act.SEE_HEARINGS, broadcast.aimak_id)
    if box is None or not works_here:
        return
    on_its_way = await store.outbox.is_on_its_way(box.peer_id, PROGRESS, broadcast.id)
    latest = await store.outbox.latest(box.peer_id, PROGRESS, broadcast.id)
    if latest is not None and not latest.external_id and not on_its_way:
        return  # it did not reach them
    if on_its_way and not over:
        return
    words = Words(box.language or "")
    current = await store.broadcasts.get(broadcast.id)
    assert current is not None
    said = progress_reply(words, current, await store.broadcasts.progress(broadcast.id))
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
        body=Message.notice(said).to_json(),
        at=at,
    )
    await store.broadcasts.note(broadcast.id, shown=said.text, shown_at=at)


REASONS = {
    "blocked": N_("blocked the bot: {n}"),
    "unsubscribed": N_("unsubscribed: {n}"),
    "far_away": N_("far away, results only: {n}"),
    "not_coming": N_("said that they do not come: {n}"),
    "expired": N_("too late: {n}"),
    "cancelled": N_("cancelled before: {n}"),
    "moved": N_("the hearing was moved before: {n}"),
    "held": N_("the hearing was held before: {n}"),
    "unreachable": N_("the messenger was not reachable: {n}"),
    "uncertain": N_("not known whether it arrived: {n}"),
    "reclaimed": N_("not known whether it arrived: {n}"),
    "rejected": N_("refused by the messenger: {n}"),
    "window_closed": N_("the messenger does not allow it now: {n}"),
}
_OTHER = N_("another reason: {n}")
STATES = {
    BroadcastState.SCHEDULED: N_("waits for its time"),
    BroadcastState.SENDING: N_("is being sent"),
    BroadcastState.PAUSED: N_("is paused"),
    BroadcastState.CANCELLED: N_("is cancelled"),
    BroadcastState.DONE: N_("is finished"),
}
KINDS = {
    BroadcastKind.NOTICE: N_("Notice of the hearing"),
    BroadcastKind.MOVED: N_("Notice of the move"),
    BroadcastKind.CANCELLED: N_("Notice of cancellation"),
    BroadcastKind.COMERS: N_("Notice to those who come"),
    BroadcastKind.RESULTS: N_("Results of the hearing"),
    BroadcastKind.IN_7_DAYS: N_("Reminder, a week before"),
    BroadcastKind.IN_1_DAY: N_("Reminder, a day before"),
    BroadcastKind.IN_2_HOURS: N_("Reminder, 2 hours before"),
}

BUTTONS = {
    BroadcastKind.NOTICE: N_("Notice"),
    BroadcastKind.MOVED: N_("Move"),
    BroadcastKind.CANCELLED: N_("Cancellation"),
    BroadcastKind.COMERS: N_("To those who come"),
    BroadcastKind.RESULTS: N_("Results"),
    BroadcastKind.IN_7_DAYS: N_("A week before"),
    BroadcastKind.IN_1_DAY: N_("A day before"),
    BroadcastKind.IN_2_HOURS: N_("2 hours before"),
}


async def leaves_at(store: Store, broadcast: Broadcast, *, at: int) -> int | None:
    """When a broadcast that waits leaves, the quiet hours counted in; None where it does not wait, or leaves now."""
    if broadcast.state is not BroadcastState.SCHEDULED:
        return None
    begins = max(broadcast.starts_at, at)
    if not broadcast.by_hand:
        begins = (await rules_on(store, day_of(begins))).quiet.after(begins)
    return begins if begins > at else None


def standing(words: Words, broadcast: Broadcast, progress: Progress, *, leaves: int | None = None) -> str:
    """Where a broadcast stands, in a sentence; leaves is when it does if it still waits."""
    kind = words.say(KINDS[broadcast.kind])
    if leaves is not None:
        return words.say("{kind}: it leaves {when}.", kind=kind, when=hearing_notices.moment(words, leaves))
    is_going = broadcast.state in {BroadcastState.SCHEDULED, BroadcastState.SENDING}
    if is_going and not is_counted(broadcast, progress):
        return words.say("{kind}: the list of recipients is being made.", kind=kind)
    return f"{kind}: {words.say(STATES[broadcast.state])}."


def is_counted(broadcast: Broadcast, progress: Progress) -> bool:
    """Whether it is known how many people a broadcast is for; before that «0 of 0» would say nothing true."""
    return broadcast.listed or broadcast.finished_at is not None or progress.people > 0


def progress_text(words: Words, broadcast: Broadcast, progress: Progress, *, leaves: int | None = None) -> str:
    """How far a broadcast has come, in words."""
    lines = [standing(words, broadcast, progress, leaves=leaves)]
    if is_counted(broadcast, progress):
        lines.append(
            words.say(
                "Reached: {reached} of {people}. Waiting: {waiting}.",
                reached=words.number(progress.reached),
                people=words.number(progress.people),
                waiting=words.number(progress.waiting),
            )
        )
    if progress.not_reached:
        lost = sorted(progress.not_reached.items(), key=lambda one: (-one[1], one[0]))
        lines.append(words.say("Not reached: {n}.", n=words.number(sum(progress.not_reached.values()))))
        lines += [f"— {words.say(REASONS.get(code, _OTHER), n=words.number(count))}" for code, count in lost]
    return "\n".join(lines)


def progress_reply(words: Words, broadcast: Broadcast, progress: Progress, *, leaves: int | None = None) -> Reply:
    """How far a broadcast has come, with what can be done about it now."""
    choices = []
    if broadcast.state in {BroadcastState.SCHEDULED, BroadcastState.SENDING}:
        choices.append(button(words, f"bc_pause:{broadcast.id}", "Pause"))
    if broadcast.state is BroadcastState.PAUSED:
        choices.append(button(words, f"bc_resume:{broadcast.id}", "Go on"))
    if broadcast.finished_at is None and broadcast.state is not BroadcastState.CANCELLED:
        choices.append(button(words, f"bc_cancel:{broadcast.id}", "Stop for good"))
    if progress.not_reached:
        choices.append(button(words, f"bc_lost:{broadcast.id}", "Who was not reached"))
    return Reply(progress_text(words, broadcast, progress, leaves=leaves), tuple(choices))


async def show(store: Store, *, id: int, by: Person | None) -> tuple[Broadcast, Progress]:
    """Returns a broadcast and how far it has come. Raises NotAllowed."""
    broadcast = await opened(store, id=id, by=by, act=Act.SEE_HEARINGS)
    return broadcast, await store.broadcasts.progress(id)


def reason(code: str) -> str:
    """The sentence for a reason why somebody was not reached."""
    return REASONS.get(code, _OTHER)


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody who was not reached, and why; a name and the number of their proposal where they put one under it."""

    code: str
    name: str = ""
    label: str = ""


async def not_reached(store: Store, *, id: int, by: Person | None, skip: int = 0, limit: int = 500) -> list[Lost]:
    """Lists who was not reached by a broadcast, the same reason together. Raises NotAllowed."""
    broadcast = await opened(store, id=id, by=by)
    found = await store.broadcasts.lost(id, skip=skip, limit=limit)
    named = await store.proposals.named([person_id for person_id, _ in found], broadcast.aimak_id)
    return [Lost(code, *named.get(person_id, ("", ""))) for person_id, code in found]
