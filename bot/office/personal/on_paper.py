"""Erasing somebody who asks for it on paper. They are found by the number of a proposal of theirs."""

import uuid
from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.answers.passing_on import is_entered
from bot.office.personal.erasure import erase, forget
from bot.office.wording.notices import tell
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Author:
    """Whoever asked on paper to be erased.

    It holds one proposal of theirs, the person if they write to us, how many they made.
    """

    proposal: Proposal
    person: Person | None
    proposals: int


class NobodyToErase(Refusal):
    """There is no such proposal in the aimak, or its author is erased already."""


class SeveralToErase(Refusal):
    """Two proposals have this number since aimaks were merged: nobody can tell whose author is meant."""


async def find_author(store: Store, *, aimak_id: int, number: int, year: int | None, by: Person | None) -> Author:
    """Returns who asked by paper to be erased: the author of a proposal by its number.

    Raises NotAllowed, NobodyToErase, SeveralToErase.
    """
    await staff.permit(store, by=by, act=Act.ERASE, aimak_id=aimak_id)
    if await store.authors.count_by_number(aimak_id, number, year=year) > 1:
        raise SeveralToErase
    found = await store.proposals.find_by_number(aimak_id, number, year=year)
    if found is None or await store.erasures.is_erased(found.author_id):
        raise NobodyToErase
    box = await store.people.find_mailbox(found.author_id)
    person = None if box is None else await store.people.find_by_peer(box.peer_id)
    return Author(found, person, len(await store.proposals.list_of_author(found.author_id)))


async def find_entered(store: Store, *, id: int, by: Person) -> Author:
    """Returns the author of a proposal that was entered for somebody. Raises NotAllowed, NobodyToErase."""
    proposal = await store.proposals.get(id)
    await staff.permit(store, by=by, act=Act.ERASE, aimak_id=proposal.aimak_id if proposal else -1)
    if proposal is None or not is_entered(proposal) or await store.erasures.is_erased(proposal.author_id):
        raise NobodyToErase
    return Author(proposal, None, 1)


async def forget_author(store: Store, *, author: Author, keeps_public: bool, by: Person | None, at: int) -> None:
    """Erases, since they asked for it by paper, the author of a proposal and whatever else is theirs. Raises NotAllowed."""
    proposal = author.proposal
    await staff.permit(store, by=by, act=Act.ERASE, aimak_id=proposal.aimak_id)
    await staff.record(
        store, Act.ERASE, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=proposal.id,
        reason="asked",
    )  # fmt: skip
    if author.person is not None:
        unknown = await forget(store, by=author.person, keeps_public=keeps_public, at=at)
        await tell(store, to=unknown.id, kind="erased", object_id=proposal.id, at=at, say=_on_paper)
        return
    left = await erase(store, person_id=proposal.author_id, keeps_public=keeps_public, at=at)
    await store.open_erasures.add(uuid.uuid4().hex, at=at, left=left.to_json())


def _on_paper(words: Words, _box: Mailbox) -> Reply:
    return Reply(words.say("Everything of yours is erased, as was asked for on paper at the ayil okmotu."))
