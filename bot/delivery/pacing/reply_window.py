"""The window of a messenger: free text reaches a person only so many hours after their last message.

It is decided as a letter is claimed, by our own books. Whose window is shut is asked by an approved template to open it, and
the letter waits meanwhile. Any message of theirs lets everything go that waits, in its order.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.channels.contract import Channel
from bot.channels.intake import DeliveryReport
from bot.chat.message import Message
from bot.delivery.pacing.new_chats import count_left, find_room, look_again
from bot.delivery.pacing.openings import find_hold
from bot.office.messengers.diversion import divert_letter
from bot.office.window.openers import Opener, compose_opener, tell_ceiling, tell_template_unusable, tell_used_up
from bot.office.wording import unreached
from storage.queue.letters import BROADCAST, CEILING, MENU, OPENER, SHUT, UNDERSTOOD, Letter, State
from storage.queue.window import WINDOW_CLOSED
from storage.store import Store

HOUR = 3600 * 1000  # milliseconds
MARGIN = 60_000  # milliseconds before its end in which a window is shut for us: the way there takes its time
REST = 20 * HOUR  # between two templates to one chat
GIVE_UP = 7 * 24 * HOUR  # after which staff hear that somebody does not open what waits for them
LINGERS = 2 * HOUR  # in which the answer may follow a question that asks by no template of its own so long
NOT_TODAY = 24 * HOUR  # after which it is tried again where a messenger wants a person left alone for a day


def is_shut(channel: Channel, letter: Letter, now: int) -> bool:
    """Whether a letter can reach its reader by a template only. now is in milliseconds UTC."""
    hours = channel.capabilities.window_hours
    if hours is None or letter.heard_at is None or letter.kind in {OPENER, MENU}:
        return False
    return now >= letter.heard_at + hours * HOUR - MARGIN


async def hold_back(channel: Channel, letter: Letter, store: Store, *, now: int) -> None:
    """Lets a claimed letter wait for its reader, who is asked by a template. One that waited for a week is given up.

    Where they have another messenger it goes on there.

    A chat is asked once for the sake of each kind of message, and once in REST at the most.
    """
    heard_at = await store.outbox.read_heard(letter.peer_id)
    if not is_shut(channel, replace(letter, heard_at=heard_at), now):  # they wrote just now
        await store.outbox.put_off(letter, not_before=now, code=letter.code or "", tried=False)
        return
    if letter.code == SHUT and await _has_waited(letter, store, now):
        if await divert_letter(store, letter, at=now):
            return
        if await store.outbox.finish(letter, State.FAILED, at=now, code=WINDOW_CLOSED):
            await unreached.tell(store, ids=[letter.id], at=now)
        return
    if letter.kind == UNDERSTOOD and letter.code != SHUT:
        await store.outbox.put_off(letter, not_before=now + LINGERS, code=SHUT, tried=False)
        await store.outbox.promote(letter.peer_id)
        return
    asked_alike = await store.outbox.find_last_opener(letter.peer_id, since=heard_at or 0, kind=letter.kind)
    asked = await store.outbox.find_last_opener(letter.peer_id, since=now - REST)
    asks = asked is None and asked_alike is None
    later = await find_room(channel, letter, store, now=now) if asks else None
    opener = await compose_opener(store, letter) if asks and later is None else None
    held = opener and await find_hold(channel, letter.id, (opener.template, letter.language), store, now=now)
    until = (
        (later and later.at) or held or (asked + REST if asked is not None and asked_alike is None else now + GIVE_UP)
    )
    until = until if letter.expires_at is None else min(until, letter.expires_at)
    await store.outbox.put_off(letter, not_before=until, code=SHUT, tried=False)
    if later is not None and later.by_ceiling:
        await tell_ceiling(store, letter, channel=channel.name, at=now)
    elif later is not None:
        await tell_used_up(store, letter, channel=channel.name, at=now)
    elif opener is not None and held:
        await tell_template_unusable(store, letter, opener.template, channel=channel.name, at=now)
    elif opener is not None:
        await _ask_to_open(channel, letter, opener, store, now=now)
    await store.outbox.promote(letter.peer_id)


async def hold_at_ceiling(channel: Channel, letters: Sequence[Letter], store: Store, *, now: int) -> set[int]:
    """Holds of some claimed letters the notices beyond a month's ceiling; returns those (ids).

    What its reader was asked for by a template goes: they pressed its button.
    """
    notices = [one for one in letters if one.kind == BROADCAST and not is_shut(channel, one, now)]
    if not notices or channel.pace is None or channel.pace.notices_a_month is None:
        return set()
    left, held = await count_left(channel, store, now=now, sending=[one.id for one in letters]) or 0, set[int]()
    for letter in notices:
        if left > 0 or await store.charges.was_asked(letter.id):
            left -= 1
            continue
        held.add(letter.id)
        until = look_again(now)
        until = until if letter.expires_at is None else min(until, letter.expires_at)
        await store.outbox.put_off(letter, not_before=until, code=CEILING, tried=False)
        await tell_ceiling(store, letter, channel=channel.name, at=now)
    return held


async def _has_waited(letter: Letter, store: Store, now: int) -> bool:
    # Whether its reader was asked for something of its kind long enough ago.
    asked = await store.outbox.find_last_opener(letter.peer_id, since=0, kind=letter.kind)
    return asked is not None and now - asked >= GIVE_UP


async def hold_back_refused(channel: Channel, letter: Letter, now: int, store: Store) -> bool:
    """The same where the messenger itself says that the window is shut, whatever our books say."""
    await store.people.note_shut(letter.peer_id, heard_before=now - (channel.capabilities.window_hours or 0) * HOUR)
    await hold_back(channel, letter, store, now=now)
    return True


async def send_anew(channel: Channel, report: DeliveryReport, store: Store, *, now: int, wait: int) -> bool:
    """Takes back a message that was accepted and then not delivered. Its window was shut, or it is to wait (ms)."""
    found = await store.outbox.take_back_sent(
        channel.name, channel.account, report.message_id, report.row, not_before=now + wait
    )
    if found is None:
        return False
    peer_id, sent_at = found
    hours = channel.capabilities.window_hours
    if peer_id and hours is not None and not wait:
        await store.people.note_shut(peer_id, heard_before=now - hours * HOUR, unless_since=sent_at)
    return True


async def _ask_to_open(channel: Channel, letter: Letter, opener: Opener, store: Store, *, now: int) -> None:
    right = Message.from_json(letter.body).right if letter.body else None
    before = await store.outbox.find_latest(letter.peer_id, OPENER, letter.id)  # one that did not leave
    template = {"name": opener.template, "values": list(opener.values)}
    await store.outbox.queue(
        letter.peer_id, channel.name, channel.account, kind=OPENER, object_id=letter.id,
        revision=before.revision + 1 if before else 1, lane=letter.lane,
        language=letter.language, body=replace(Message(opener.text, stays=True), template=template, right=right).to_json(),
        at=now, expires_at=letter.expires_at,
    )  # fmt: skip
