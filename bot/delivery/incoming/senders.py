"""Who wrote, where a messenger knows them by a telephone and by an id that stays. A number may go to somebody else.

The id stays with its person. A telephone is theirs until the messenger shows it with another id. Its letters would reach
a stranger then, so what waits for the one before goes there no more.
"""

from dataclasses import replace

from bot.chat.message import Incoming, Kind
from bot.delivery.incoming.signals import stop_reaching
from storage.conversations.aliases import Known
from storage.store import Store


async def call_as_known(store: Store, incoming: Incoming, *, at: int) -> Incoming:
    """The event at the address by which its sender is known. Their other addresses stand as its alias from now on."""
    peer, others = incoming.peer, (incoming.alias or "").split()
    both = incoming.kind is not Kind.MOVED and len(others) == 1
    known = await (_tell_apart(store, incoming, others[0], at) if both else _find_first(store, incoming, others))
    alias = " ".join(one for one in (peer.address, *others) if one != known)
    return replace(incoming, peer=replace(peer, address=known), alias=alias)


async def _find_first(store: Store, incoming: Incoming, others: list[str]) -> str:
    peer = incoming.peer
    for one in (peer.address, *others):
        found = await store.aliases.find(peer.channel, peer.account, one)
        if found is not None:
            return found.address
    return peer.address


async def _tell_apart(store: Store, incoming: Incoming, lasting: str, at: int) -> str:
    # Of two addresses the telephone may have had another owner; the lasting id never had.
    peer = incoming.peer
    mine = await store.aliases.find(peer.channel, peer.account, lasting)
    there = await store.aliases.find(peer.channel, peer.account, peer.address)
    if mine is None and there is not None and not _has_another_id(there, peer.address):
        return there.address  # they show their id for the first time
    is_anothers = there is not None and (mine is None or there.peer_id != mine.peer_id)
    if there is not None and is_anothers:
        await stop_reaching(store, there.peer_id, at=at)
    if mine is None:
        return lasting if is_anothers else peer.address
    if mine.address not in (peer.address, lasting):  # a number they had before
        now = lasting if is_anothers else peer.address
        await store.people.move(mine.peer_id, peer.channel, peer.account, address=now)
        return now
    return mine.address


def _has_another_id(known: Known, telephone: str) -> bool:
    return known.has_others or known.address != telephone
