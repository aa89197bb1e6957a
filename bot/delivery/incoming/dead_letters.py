"""Dead letters: events that cannot be read or handled, kept so that nothing is lost and nobody behind them waits."""

from bot.chat.message import Incoming, Message, Reply
from bot.chat.texts import find_words
from bot.delivery import outgoing
from bot.office.wording.outages import tell_set_aside
from storage.conversations.events import DEAD
from storage.people import Person
from storage.store import Store


async def bury(
    channel: str, account: str, external_id: str, store: Store, *, raw: str | None, error: str, at: int
) -> int | None:
    """Keeps an event that cannot be read; nobody can be told. Returns its id, or None where it was seen before."""
    return await store.events.take(channel, account, external_id, raw=raw, at=at, state=DEAD, error=error)


async def set_aside(incoming: Incoming, raw: str | None, store: Store, *, error: str, at: int) -> Person | None:
    """Keeps an event whose handler failed; tells its sender once, and their office once a day.

    Returns the sender, or None where it was seen before.
    """
    peer = incoming.peer
    event_id = await bury(peer.channel, peer.account, incoming.id, store, raw=raw, error=error, at=at)
    if event_id is None:
        return None
    person = await store.people.meet(peer.channel, peer.account, peer.address, at=at)
    await store.events.belongs_to(event_id, person.peer_id, conversation=None)
    words = find_words(person.language)
    sorry = Reply(words.say("Something broke on our side; your message is kept. Please go on, or write /help."))
    await outgoing.queue(store, person, event_id, [Message.of(sorry)], language=words.language, at=at)
    if person.aimak_id is not None:
        await tell_set_aside(store, aimak_id=person.aimak_id, at=at)
    return person
