"""Which language those read who write to an office: what a clerk types reaches them as it is."""

from collections.abc import Collection
from typing import Protocol

from bot.budget.permissions import Act
from bot.office.staff import permit
from storage.people import Person, choose_mailbox
from storage.store import Store


class Addressed(Protocol):
    """What somebody wrote to an office: its id, its author, and the chat that it came by."""

    @property
    def id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def peer_id(self) -> int | None: ...


async def list_languages(
    store: Store, *, of: Collection[Addressed], act: Act, aimak_id: int, by: Person
) -> dict[int, str]:
    """Which language the author of each (id) reads, where a chat of theirs says so. Raises NotAllowed."""
    await permit(store, by=by, act=act, aimak_id=aimak_id)
    boxes = await store.people.list_mailboxes([one.author_id for one in of]) if of else {}
    chosen = ((one.id, choose_mailbox(boxes.get(one.author_id, []), one.peer_id)) for one in of)
    return {id: box.language for id, box in chosen if box is not None and box.language}
