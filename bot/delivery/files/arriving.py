"""Files as they arrive: which of them are taken, and a row for each that is to be fetched."""

from collections.abc import Callable
from dataclasses import replace

from bot.chat.message import Incoming, Kind
from bot.office.quotas import FilesUsedUp, check_files
from storage.people import Person
from storage.store import Store


async def take_what_fits(
    store: Store, person: Person, said: Incoming, *, has_room: Callable[[], bool], at: int
) -> Incoming:
    """Leaves out files where the disk has no room, or they are too many for one day (at: ms UTC)."""
    # A file that is not taken is told at once, and the words that came with it are heard.
    if not said.media:
        return said
    # Of a file put in the place of another by an edit, nothing is taken where it does not fit.
    words = said.text if said.kind is Kind.MEDIA else ""
    if not has_room():
        return replace(said, kind=Kind.NO_ROOM, media=(), text=words)
    try:
        await check_files(store, by=person, files=len(said.media), at=at)
    except FilesUsedUp:
        return replace(said, kind=Kind.TOO_MANY, media=(), text=words)
    return said


async def note_files(store: Store, person: Person, incoming: Incoming, now: int) -> None:
    """Notes the files that came, which are fetched behind the commit."""
    # They are fetched and looked at while their sender goes on, who hears at once of what is not taken.
    for file in incoming.media:
        await store.media.note_arrived(
            person.peer_id, person.channel, person.account, kind=file.kind, reference=file.reference, size=file.size,
            at=now,
        )  # fmt: skip
