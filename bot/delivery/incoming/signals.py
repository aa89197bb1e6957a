"""How an event is taken in. A messenger also tells what nobody wrote: a person stopped us, or has a new number."""

from bot.chat.message import Incoming, Kind
from bot.office.messengers.diversion import divert
from bot.office.wording import unreached
from storage.people import Person
from storage.store import Store


class TakenMeanwhile(Exception):
    """Another process took the same event for another peer; all of this turn is undone."""


async def take_event(
    store: Store, person: Person, incoming: Incoming, raw: str | None, *, at: int, conversation: str | None = None
) -> int:
    """Writes the event down as taken, with the conversation it led to, and returns its id. Raises TakenMeanwhile."""
    peer = incoming.peer
    event_id = await store.events.take(
        *(peer.channel, peer.account, incoming.id), raw=raw, at=at, peer_id=person.peer_id, conversation=conversation
    )
    if event_id is None:
        raise TakenMeanwhile
    return event_id


async def take_signal(store: Store, person: Person, incoming: Incoming, raw: str | None, *, at: int) -> bool:
    """Takes in an event that nobody wrote. Returns False where it is none of those."""
    if incoming.kind not in (Kind.STOP, Kind.MOVED):
        return False
    await take_event(store, person, incoming, raw, at=at)
    if incoming.kind is Kind.STOP:
        await stop_reaching(store, person.peer_id, at=at)
    else:
        await _move(store, person, incoming.text)
    return True


async def stop_reaching(store: Store, peer_id: int, *, at: int) -> None:
    """Ends what waits for a peer that takes no more of our messages, or whose number is another's now."""
    # What waits goes to another messenger of theirs, or ends. Staff learn whom nobody told.
    await store.people.set_blocked(peer_id, at=at)
    await divert(store, peer_id, at=at)
    skipped = await store.outbox.skip_waiting(peer_id, code="blocked", at=at)
    await unreached.tell(store, ids=skipped, at=at)


async def _move(store: Store, person: Person, address: str) -> None:
    """Goes on with somebody at their new address, if it is told. Where somebody is known there, both stay as they are."""
    if address and await store.people.find(person.channel, person.account, address) is None:
        await store.people.move(person.peer_id, person.channel, person.account, address=address)
