"""Somebody's messengers once they are joined: which there are, parting them again, and where notices come."""

from dataclasses import dataclass

from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.messengers import words
from bot.office.messengers.names import name_messenger
from storage.people import Person
from storage.store import Store


class NotJoined(Refusal):
    """The chat is not joined, or not theirs."""


@dataclass(frozen=True, slots=True)
class OwnMessenger:
    """One chat of somebody's: its name, whether they write from it now, whether notices come there, whether it can part."""

    peer_id: int
    name: str
    is_here: bool
    gets_notices: bool
    is_joined: bool
    blocked: bool


async def list_messengers(store: Store, *, by: Person) -> list[OwnMessenger]:
    """Lists the messengers of a person, the one they write from first."""
    boxes = (await store.people.list_mailboxes([by.id])).get(by.id, [])
    told = await store.people.find_mailbox(by.id)
    joined = {one.peer_id for one in await store.joins.list_of(by.id)}
    found = [
        OwnMessenger(
            box.peer_id, name_messenger(box.channel), box.peer_id == by.peer_id,
            told is not None and box.peer_id == told.peer_id, box.peer_id in joined, box.blocked,
        )
        for box in boxes
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_here, one.name))


async def find_writer(store: Store, *, by: Person) -> Person:
    """Who writes from a chat now: once it is joined or parted that is somebody else."""
    return await store.people.find_by_peer(by.peer_id) or by


async def part(store: Store, *, peer_id: int, by: Person, at: int) -> OwnMessenger:
    """Parts a joined chat from its person; what was sent from it goes with it, roles stay. Raises NotJoined.

    The other messengers hear of it. What is on its way to either still leaves.
    """
    found = next((one for one in await list_messengers(store, by=by) if one.peer_id == peer_id and one.is_joined), None)
    if found is None:
        raise NotJoined
    if peer_id != by.peer_id:
        parted = await store.people.find_by_peer(peer_id)
        assert parted is not None
        await store.lock_peer(parted.channel, parted.account, parted.address)
    for standing in await store.roles.list_standings(by.id):
        await staff.record(
            store, "part_chat", by=by, aimak_id=standing.aimak_id, at=at, object="peer", object_id=peer_id
        )
    joined = await store.joins.part(peer_id, at=at)
    if joined is None:
        raise NotJoined
    await words.tell_parted(store, joined, name=found.name, by=by, at=at)
    return found


async def choose_notices(store: Store, *, peer_id: int, by: Person, at: int) -> None:
    """Keeps in which of their messengers somebody gets notices. Raises NotJoined for anybody else's."""
    if all(one.peer_id != peer_id for one in await list_messengers(store, by=by)):
        raise NotJoined
    await store.people.choose_mailbox(by.id, peer_id, at=at)
