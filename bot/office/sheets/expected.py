"""A file that comes through the chat and is taken whole or not at all.

Each one that waits is a fact (table `meta`). `<name>_<file>` says whose it is and what its room keeps.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.budget.permissions import Act, NotAllowed, write_act_right
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office import staff
from bot.office.sheets import wording
from bot.office.wording import notices
from storage.attachments.own_process.sheet_cells import LEAST_HEADINGS, NO_HEADING
from storage.people import Mailbox, Person
from storage.store import Store

Say = Callable[[Words], str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file on its way: its id, its sender, and what its room keeps, such as the aimak."""

    id: int
    peer_id: int
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def aimak_id(self) -> int | None:
        """The aimak whose right is asked for; None: the whole install."""
        return self.about.get("aimak_id")


@dataclass(frozen=True, slots=True)
class Expected:
    """A kind of file: the name of its facts, its right, the notice of what became of it, its button.

    headings gives what stands above the columns, folded, and least how many make it this table. None: it is no table,
    and its bytes are read. look reads the log before take writes, where that takes long. strange is said of another table.
    take says what became of it; None: nobody is told. It may raise NotAllowed.
    """

    name: str
    act: Act
    notice: str
    door: tuple[str, str]
    take: Callable[[Store, Waiting, Any, Person, int], Awaitable[Say | None]]
    headings: Callable[[Store, Waiting], Awaitable[Mapping[str, str]]] | None = None
    look: Callable[[Store, Waiting, Any], Awaitable[Any]] | None = None
    least: int = LEAST_HEADINGS
    strange: str = ""

    @property
    def prefix(self) -> str:
        """What the names of its facts begin with."""
        return f"{self.name}_"


async def expect(store: Store, kind: Expected, *, reference: str, by: Person, **about: Any) -> bool:
    """Notes that a file which just came is of this kind; false where it did not come. Raises NotAllowed."""
    await staff.permit(store, by=by, act=kind.act, aimak_id=about.get("aimak_id"))
    media_id = await store.media.find_unsent(by.channel, by.account, reference)
    if media_id is None:
        return False
    await store.meta.put(
        f"{kind.prefix}{media_id}", json.dumps({"id": media_id, "peer_id": by.peer_id, **about}, ensure_ascii=False)
    )
    return True


async def list_waiting(store: Store, kind: Expected) -> list[Waiting]:
    """Lists the files of a kind that wait to be read."""
    return [_make(value) for _, value in await store.meta.list_beginning(kind.prefix)]


async def take(store: Store, kind: Expected, *, waiting: Waiting, content: Any, at: int) -> None:
    """Takes what was read of a file, and tells its sender what became of it. The file is needed no more."""
    await _forget(store, kind, waiting)
    by = await store.people.find_by_peer(waiting.peer_id)
    if by is None:
        return
    try:
        say = await kind.take(store, waiting, content, by, at)
    except NotAllowed:  # the role was taken away meanwhile
        return
    if say is not None:
        await _tell(store, kind, waiting, at, say)


async def refuse(store: Store, kind: Expected, *, waiting: Waiting, why: str, at: int) -> None:
    """Tells a sender why a file is not read; why is a word of storage/attachments/own_process/sheet_cells."""
    await _forget(store, kind, waiting)

    def say(words: Words) -> str:
        return words.say(kind.strange) if why == NO_HEADING and kind.strange else wording.say_refused(words, why)

    await _tell(store, kind, waiting, at, say)


async def lose(store: Store, kind: Expected, *, id: int, at: int) -> bool:
    """Tells the sender of a file that could not be kept; false where it is none of this kind."""
    value = await store.meta.get(f"{kind.prefix}{id}")
    if value is None:
        return False
    await refuse(store, kind, waiting=_make(value), why="none", at=at)
    return True


def _make(value: str) -> Waiting:
    about = json.loads(value)
    return Waiting(about.pop("id"), about.pop("peer_id"), about)


async def _forget(store: Store, kind: Expected, waiting: Waiting) -> None:
    await store.meta.drop(f"{kind.prefix}{waiting.id}")
    await store.media.put_away(waiting.id)
    await store.media.mark_unneeded(waiting.id)


async def _tell(store: Store, kind: Expected, waiting: Waiting, at: int, compose: Say) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(compose(words), (notices.make_button(words, *kind.door),))

    person = await store.people.find_id_by_peer(waiting.peer_id)
    if person is not None:
        await notices.tell(
            store, to=person, peer_id=waiting.peer_id, kind=kind.notice, object_id=waiting.id, revision=None, at=at,
            say=say, right=write_act_right(kind.act, waiting.aimak_id),
        )  # fmt: skip
