"""A head looks at what a clerk would send: approves it, or gives it back with a remark."""

from bot.budget.permissions import Act
from bot.budget.proposal import Answer, TextTooLong, check_text
from bot.office.answers import answers, before_head
from bot.office.answers.access import NothingToTell, OnItsWay, lock_proposal
from bot.office.answers.files import enclosed
from bot.office.staff import record
from storage.answering.drafts import AnswerDraft
from storage.answers import SentAnswer
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store


async def approve(
    store: Store, *, id: int, by: Person, at: int, answer: Answer | None = None, read: int | None = None,
    tells: bool = True,
) -> SentAnswer:  # fmt: skip
    """Sends the answer a clerk prepared, and tells them where tells. answer is what the head has read of it, read the
    revision of the text.

    Raises what check_approvable does.
    """
    proposal, draft = await check_approvable(store, id=id, by=by, answer=answer, read=read)
    present = await store.answers.find_latest(id)
    revision = present.revision + 1 if present else 1
    sent = await answers.send_checked(
        store, Act.APPROVE, proposal=proposal, answer=draft.answer, revision=revision, by=by,
        written_by=draft.written_by, at=at,
    )  # fmt: skip
    if tells and draft.written_by != by.id:
        await before_head.tell_approved(store, proposals=[proposal], to=draft.written_by, at=at)
    return sent


async def give_back(
    store: Store, *, id: int, answer: Answer, remark: str, by: Person, at: int, tells: bool = True
) -> bool:
    """Gives the answer a clerk prepared back to them, with a remark; false if there is nowhere to tell anybody.

    answer is what the head has read of it. Raises NotAllowed, AlreadyWithdrawn, NothingToTell as approve does,
    TextTooShort for a remark that says nothing, TextTooLong.
    """
    proposal, draft = await _before_head(store, id=id, by=by, answer=answer)
    checked = check_text(remark)
    if len(checked) > before_head.LONGEST_REMARK:
        raise TextTooLong(before_head.LONGEST_REMARK)
    await store.answer_drafts.give_back(id, remark=checked)
    await record(store, "give_back", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)
    if not tells:
        return True
    told = await before_head.tell_given_back(store, proposal=proposal, draft=draft, remark=checked, by=by, at=at)
    return told > 0


async def check_approvable(
    store: Store, *, id: int, by: Person, answer: Answer | None = None, read: int | None = None
) -> tuple[Proposal, AnswerDraft]:
    """Locks a proposal whose answer a head may approve now, and returns both; it writes nothing. Keywords as in approve.

    Raises NotAllowed, AlreadyWithdrawn, NothingToTell where none waits, or another than the head has read, NotReady,
    TextChanged, OnItsWay, FileNotHere.
    """
    proposal, draft = await _before_head(store, id=id, by=by, answer=answer)
    answers.must_be_sendable(proposal, await store.answers.find_latest(id))
    await enclosed.must_be_here(store, draft.answer)
    answers.must_be_read(proposal, draft.read if read is None else read)
    return proposal, draft


async def _before_head(store: Store, *, id: int, by: Person, answer: Answer | None) -> tuple[Proposal, AnswerDraft]:
    proposal = await lock_proposal(store, id=id, by=by, act=Act.APPROVE)
    draft = await store.answer_drafts.find_answer_draft(id)
    if draft is None or not draft.for_approval or answer not in {None, draft.answer}:
        raise NothingToTell
    if draft.leaves_at is not None:
        raise OnItsWay
    return proposal, draft
