"""A property list on its way through the chat: expected, read, taken whole or refused by its cells.

Each one that waits is a fact (table `meta`): `property_<file>` says whose it is and of which aimak.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bot.budget.permissions import Act, NotAllowed, write_act_right
from bot.budget.property.file import read_property
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office import staff
from bot.office.property.listing import import_items
from bot.office.property.words import say_faults, say_listed
from bot.office.sheets import wording
from bot.office.wording import notices
from storage.attachments.own_process.sheet_cells import NO_HEADING
from storage.people import Mailbox, Person
from storage.store import Store

_PROPERTY = "property_"


@dataclass(frozen=True, slots=True)
class WaitingProperty:
    """A property list on its way: the file (id), whose it is, of which aimak."""

    id: int
    peer_id: int
    aimak_id: int


async def expect(store: Store, *, aimak_id: int, reference: str, by: Person) -> bool:
    """Notes that a file which just came is a property list; false where it did not come. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.PROPERTY, aimak_id=aimak_id)
    media_id = await store.media.find_unsent(by.channel, by.account, reference)
    if media_id is None:
        return False
    waiting = WaitingProperty(media_id, by.peer_id, aimak_id)
    await store.meta.put(f"{_PROPERTY}{media_id}", json.dumps(asdict(waiting)))
    return True


async def list_waiting(store: Store) -> list[WaitingProperty]:
    """Lists the property lists that wait to be read."""
    return [WaitingProperty(**json.loads(value)) for _, value in await store.meta.list_beginning(_PROPERTY)]


async def take(store: Store, *, waiting: WaitingProperty, cells: dict[str, Any], at: int) -> None:
    """Takes the list of a file, or tells its clerk what is to be mended. The file is needed no more."""
    await _forget(store, waiting)
    by = await store.people.find_by_peer(waiting.peer_id)
    if by is None:
        return
    items, faults = read_property(cells)
    if faults:
        await _tell(store, waiting, at, lambda words: say_faults(words, faults))
        return
    try:
        done = await import_items(store, aimak_id=waiting.aimak_id, items=items, by=by, at=at)
    except NotAllowed:  # the role was taken away meanwhile
        return
    await _tell(store, waiting, at, lambda words: say_listed(words, done))


async def refuse(store: Store, *, waiting: WaitingProperty, why: str, at: int) -> None:
    """Tells a clerk why a file is not read; why is a word of storage/attachments/own_process/sheet_cells."""
    await _forget(store, waiting)

    def say(words: Words) -> str:
        if why == NO_HEADING:
            return words.say("This is not a property list. «Excel» there sends the table to fill in.")
        return wording.say_refused(words, why)

    await _tell(store, waiting, at, say)


async def lose(store: Store, *, id: int, at: int) -> bool:
    """Tells the clerk of a list that could not be kept; false where it is no such file."""
    value = await store.meta.get(f"{_PROPERTY}{id}")
    if value is None:
        return False
    await refuse(store, waiting=WaitingProperty(**json.loads(value)), why="none", at=at)
    return True


async def _forget(store: Store, waiting: WaitingProperty) -> None:
    await store.meta.drop(f"{_PROPERTY}{waiting.id}")
    await store.media.put_away(waiting.id)
    await store.media.mark_unneeded(waiting.id)


async def _tell(store: Store, waiting: WaitingProperty, at: int, compose: Callable[[Words], str]) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(compose(words), (notices.make_button(words, "property_desk", "Publish property"),))

    person = await store.people.find_id_by_peer(waiting.peer_id)
    if person is not None:
        await notices.tell(
            store, to=person, peer_id=waiting.peer_id, kind="property", object_id=waiting.id, revision=None, at=at,
            say=say, right=write_act_right(Act.PROPERTY, waiting.aimak_id),
        )  # fmt: skip
