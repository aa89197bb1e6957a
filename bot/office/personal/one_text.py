"""Erasing what one proposal says, for its author. Its number, decision and counts stay."""

import uuid

from bot.office import proposals, staff
from bot.office.sheets import waiting
from bot.office.together import supports
from bot.office.wording.answers.telling import tell_withdrawn
from storage.people import Person
from storage.personal.open_erasures import Left
from storage.proposals import Proposal
from storage.store import Store

ERASED = "erase_text"  # of the audit: by it the card says why there is no text


async def erase_text(store: Store, *, id: int, by: Person, at: int) -> Proposal:
    """Erases the text of somebody's own proposal, its files and what quotes it. Twice done is once done. Raises NotYours.

    One that awaits an answer is withdrawn. Files and what the office was told follow the commit, as with /forget.
    """
    await store.proposals.lock(id)
    before = await proposals.get_own(store, by=by, id=id)
    if await is_text_erased(store, id=id):
        return before
    left = await blank_text(store, id=id, at=at)
    await store.open_erasures.add(uuid.uuid4().hex, at=at, left=left.to_json())
    after = await proposals.get_own(store, by=by, id=id)
    if before.withdrawn_at is None and after.withdrawn_at is not None:
        await tell_withdrawn(store, proposal=after, at=at)
        await supports.tell_news(store, proposal_id=id, at=at)
    return after


async def blank_text(store: Store, *, id: int, at: int) -> Left:
    """Erases the rows that say what a proposal says, noted in the audit. Returns what is still to do."""
    left = await store.erasures.erase_text(id, at=at)
    await waiting.forget_rows(store, proposals=left.proposals)
    proposal = await store.proposals.get(id)
    aimak_id = proposal.aimak_id if proposal is not None else None
    await staff.record(
        store, ERASED, by=None, aimak_id=aimak_id, at=at, object="proposal", object_id=id, reason="asked"
    )
    return left


async def is_text_erased(store: Store, *, id: int) -> bool:
    """Whether the author of a proposal has had its text erased."""
    return await store.audit.has(ERASED, object="proposal", object_id=id)
