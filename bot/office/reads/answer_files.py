"""The files of an answer: for whoever reads the queue, for its author, and for those who support the proposal."""

from collections.abc import Sequence

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import NotYours
from bot.office.answers.answers import authorised
from bot.office.answers.files.enclosed import count_kinds as count
from bot.office.staff import permit
from storage.answering.files import AnswerFile
from storage.attachments.media import KEPT, WANTED
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store

OfAnswer = tuple[Proposal, list[AnswerFile]]


async def count_kinds(store: Store, *, ids: Sequence[int]) -> dict[str, int]:
    """How many voices, photos and documents are among some files (ids); what could not be kept is not counted."""
    found = await store.answer_files.list_files(ids)
    return count([one for one in found if one.state in {KEPT, WANTED}])


async def list_files(store: Store, *, ids: Sequence[int]) -> list[AnswerFile]:
    """The files with some ids, in that order, those that are gone left out."""
    return await store.answer_files.list_files(ids)


async def read_of_answer(store: Store, *, answer_id: int, by: Person) -> OfAnswer:
    """The files of an answer that was sent, for somebody of its office or whoever passes it on. Raises NotAllowed."""
    sent = await store.answers.get(answer_id)
    proposal = await store.proposals.get(sent.proposal_id) if sent else None
    if proposal is not None and proposal.entered_by == by.id:
        await permit(store, by=by, act=Act.PASS_ON, aimak_id=proposal.aimak_id)
    else:
        proposal = await authorised(store, id=sent.proposal_id if sent else -1, by=by)
    return proposal, await store.answer_files.list_files(sent.answer.files if sent else ())


async def read_of_draft(store: Store, *, proposal_id: int, by: Person) -> OfAnswer:
    """The files of an answer draft, for somebody of its office. Raises NotAllowed."""
    proposal = await authorised(store, id=proposal_id, by=by)
    draft = await store.answer_drafts.find_answer_draft(proposal_id)
    return proposal, await store.answer_files.list_files(draft.answer.files if draft else ())


async def read_own(store: Store, *, answer_id: int, by: Person) -> OfAnswer:
    """The files of an answer for its author, or for somebody who supports the proposal. Raises NotYours."""
    sent = await store.answers.get(answer_id)
    proposal = await store.proposals.get(sent.proposal_id) if sent else None
    if sent is None or proposal is None:
        raise NotYours
    if proposal.author_id != by.id and not await store.supports.is_supported_by(proposal.id, by.id):
        raise NotYours
    return proposal, await store.answer_files.list_files(sent.answer.files)


async def read_beside(
    store: Store, *, id: int, file: int, by: Person, uploader: Person
) -> tuple[Proposal, AnswerFile, str]:
    """A file beside the answer to a proposal (id): of its draft, of the answer sent, or just put there.

    With it comes the channel's reference while it is still to be fetched, else nothing. Raises NotAllowed.
    """
    proposal = await authorised(store, id=id, by=by)
    draft, sent = await store.answer_drafts.find_answer_draft(id), await store.answers.find_latest(id)
    there = {one for begun in (draft, sent) if begun is not None for one in begun.answer.files}
    own = await store.media.find_own(file, peer_id=uploader.peer_id)
    found = await store.answer_files.list_files([file] if file in there or own is not None else [])
    if not found:
        raise NotAllowed(Act.READ_QUEUE)
    return proposal, found[0], own or ""
