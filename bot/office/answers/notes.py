"""What an office notes of a proposal for itself: «call the road service». No author, page or public file has it.

It is one text a proposal, which any colleague reads, changes and takes off. The audit says that it was, not what.
"""

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import TextTooLong
from bot.language.kyrgyz import clean
from bot.language.letters import in_words
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from storage.answering.notes import Note
from storage.people import Person
from storage.store import Store

LONGEST = 500  # characters


class NoteChanged(Refusal):
    """A colleague changed the note since it was read."""


async def write_note(store: Store, *, id: int, text: str, read: int, by: Person, at: int) -> bool:
    """Writes the note on a proposal; an empty text takes it off. Returns whether one is there now.

    read is when the note that was read had been written (ms UTC; 0: there was none). Raises NotAllowed, NoteChanged,
    TextTooLong, WordsMissing.
    """
    proposal = await store.proposals.lock(id)
    await permit(store, by=by, act=Act.NOTE, aimak_id=proposal.aimak_id if proposal else -1)
    assert proposal is not None
    before, line = await store.notes.find(id), clean(text).strip()
    if line:
        in_words(line)
    if len(line) > LONGEST:
        raise TextTooLong(LONGEST)
    if (before.written_at if before is not None else 0) != read:
        raise NoteChanged
    if line == (before.text if before is not None else ""):
        return before is not None
    if line:
        await store.notes.put(id, line, by=by.id, at=at)
    else:
        await store.notes.remove([id])
    did = "written" if before is None else "changed" if line else "removed"
    await record(store, Act.NOTE, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id, did=did)
    return bool(line)


async def read_note(store: Store, *, id: int, by: Person) -> Note | None:
    """The note on a proposal. Raises NotAllowed."""
    proposal = await store.proposals.get(id)
    await permit(store, by=by, act=Act.NOTE, aimak_id=proposal.aimak_id if proposal else -1)
    if proposal is None:
        raise NotAllowed(Act.NOTE)
    return await store.notes.find(id)


async def clear_of_years(store: Store, *, last_year: int, limit: int) -> int:
    """Removes the notes on proposals of closed years; returns how many went."""
    ids = await store.notes.list_of_years(last_year, limit=limit)
    await store.notes.remove(ids)
    return len(ids)


async def count_of_years(store: Store, *, last_year: int, limit: int) -> int:
    """Counts them, up to limit."""
    return len(await store.notes.list_of_years(last_year, limit=limit))
