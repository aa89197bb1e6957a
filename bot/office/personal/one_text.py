"""Erasing what one proposal says: its author does it, or the office for them. Its number, decision and counts stay."""

import uuid
from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office import proposals, staff
from bot.office.sheets import waiting
from bot.office.together import supports
from bot.office.wording.answers.telling import tell_withdrawn
from bot.office.wording.notices import make_asking, tell
from storage.people import Mailbox, Person
from storage.personal.open_erasures import Left
from storage.proposals import Proposal
from storage.store import Store

ERASED = Act.ERASE_TEXT.value  # of the audit: by it the card says why there is no text


class NoTextToErase(Refusal):
    """Nothing is left of what it said: its text is erased already, or all that was kept of its author."""


@dataclass(frozen=True, slots=True)
class OfOffice:
    """A proposal as the office is asked about it, before what it says goes."""

    proposal: Proposal
    is_answered: bool
    is_open: bool  # it awaits an answer, so that it is withdrawn with its text


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


async def find_to_erase(store: Store, *, id: int, by: Person) -> OfOffice:
    """Returns a proposal whose author asked the office by paper or telephone. Raises NotAllowed, NoTextToErase."""
    proposal = await store.proposals.get(id)
    await staff.permit(store, by=by, act=Act.ERASE_TEXT, aimak_id=proposal.aimak_id if proposal else -1)
    assert proposal is not None
    if await is_text_erased(store, id=id) or await store.erasures.is_erased(proposal.author_id):
        raise NoTextToErase
    is_answered = await store.answers.find_latest(id) is not None
    return OfOffice(proposal, is_answered, is_open=not is_answered and proposal.withdrawn_at is None)


async def erase_text_for_author(store: Store, *, id: int, by: Person, at: int) -> bool:
    """Erases what a proposal says, since its author asked the office. False: the author could not be written to.

    The same goes and stays as where the author does it. Raises NotAllowed, NoTextToErase.
    """
    await store.proposals.lock(id)
    known = await find_to_erase(store, id=id, by=by)
    proposal = known.proposal
    left = await blank_text(store, id=id, by=by, at=at)
    await store.open_erasures.add(uuid.uuid4().hex, at=at, left=left.to_json())
    if known.is_open:
        if proposal.taken_by != by.id:
            await tell_withdrawn(store, proposal=proposal, at=at)
        await supports.tell_news(store, proposal_id=id, at=at)

    def say(words: Words, _box: Mailbox) -> Reply:
        said = words.say("The ayil okmotu erased the text of № {number}, as you asked there.", number=proposal.label)
        stays = words.say("Its number and decision stay. If you did not ask for it, tell the ayil okmotu.")
        return Reply(f"{said} {stays}")

    return await tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind="text_erased", object_id=id, at=at, say=say,
        asker=make_asking(proposal, by),
    )  # fmt: skip


async def blank_text(store: Store, *, id: int, at: int, by: Person | None = None) -> Left:
    """Erases the rows that say what a proposal says, noted in the audit. Returns what is still to do.

    by is who of its office did it for the author; None where the author did.
    """
    left = await store.erasures.erase_text(id, at=at)
    await waiting.forget_rows(store, proposals=left.proposals)
    proposal = await store.proposals.get(id)
    aimak_id = proposal.aimak_id if proposal is not None else None
    await staff.record(store, ERASED, by=by, aimak_id=aimak_id, at=at, object="proposal", object_id=id, reason="asked")
    return left


async def is_text_erased(store: Store, *, id: int) -> bool:
    """Whether the author of a proposal has had its text erased."""
    return await store.audit.has(ERASED, object="proposal", object_id=id)
