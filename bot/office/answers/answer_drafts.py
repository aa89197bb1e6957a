"""Kept answers, sent at once: what was previewed goes out, what changed meanwhile stays."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed, Role, Standing
from bot.budget.proposal import Answer
from bot.language.refusal import Refusal
from bot.office.answers import answers, before_head
from bot.office.staff import permit
from storage.answers import AnswerDraft, NumberedDraft
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store

Shown = tuple[int, int]  # a proposal's id, and when the answer draft that was previewed was saved


@dataclass(frozen=True, slots=True)
class SentKept:
    """What became of answer drafts that were to be sent. How many left, how many wait for the head, which stay."""

    sent: int
    waiting: int
    staying: tuple[str, ...]


async def list_ready(store: Store, *, aimak_id: int, by: Person, year: int | None = None) -> list[NumberedDraft]:
    """Lists the answer drafts somebody may send, of a budget year or of all: a clerk their own, the head those that wait too.

    Raises NotAllowed.
    """
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    is_head = Standing(Role.HEAD, aimak_id) in await store.roles.list_standings(by.id)
    also = await store.aimaks.list_within(aimak_id)
    return await store.answers.list_drafts(aimak_id, also=also, year=year, own_of=None if is_head else by.id)


@dataclass(frozen=True, slots=True)
class KeptForAll:
    """What became of one answer for several proposals: the answer drafts there are now, and the numbers left out."""

    kept: tuple[Shown, ...]
    left_out: tuple[str, ...]


async def save_for_all(store: Store, *, ids: Sequence[int], answer: Answer, by: Person, at: int) -> KeptForAll:
    """Takes some proposals and keeps the same answer for each, to be previewed and sent together.

    What is answered, taken by a colleague, withdrawn, or has an answer draft already is left out. Raises NotAllowed where
    nothing may be answered at all, and what Answer.checked refuses.
    """
    checked, kept, left_out = answer.checked(), list[Shown](), list[str]()
    for id in ids:
        proposal = await answers.authorised(store, id=id, by=by)
        if await store.answers.find_draft(id) is not None:
            left_out.append(proposal.label)
            continue
        try:
            await answers.take(store, id=id, by=by, at=at)
            draft = await answers.save(store, id=id, answer=checked, by=by, at=at, read=proposal.revision)
        except (Refusal, NotAllowed):
            left_out.append(proposal.label)
            continue
        assert draft is not None
        kept.append((id, draft.saved_at))
    return KeptForAll(tuple(kept), tuple(left_out))


async def send(store: Store, *, shown: list[Shown], by: Person, at: int, approving: bool = True) -> SentKept:
    """Sends the answer drafts that were previewed, each as it was then; those that wait for the head only where approving.

    Raises NotAllowed where nothing may be sent at all.
    """
    sent, waiting, staying = 0, 0, list[str]()
    approved = defaultdict[int, list[Proposal]](list)  # by whoever wrote the answer
    for proposal_id, saved_at in shown:
        proposal = await answers.authorised(store, id=proposal_id, by=by)
        draft = await store.answers.find_draft(proposal_id)
        if draft is None or draft.saved_at != saved_at or (draft.for_approval and not approving):
            staying.append(proposal.label)
            continue
        try:
            done = await _send_one(store, proposal, draft, by=by, at=at)
            if draft.for_approval and draft.written_by != by.id:
                approved[draft.written_by].append(proposal)
        except (Refusal, NotAllowed):
            staying.append(proposal.label)
            continue
        sent, waiting = sent + done, waiting + (not done)
    for written_by, proposals in approved.items():
        await before_head.tell_approved(store, proposals=proposals, to=written_by, at=at)
    return SentKept(sent, waiting, tuple(staying))


async def _send_one(store: Store, proposal: Proposal, draft: AnswerDraft, *, by: Person, at: int) -> bool:
    if draft.for_approval:
        await answers.approve(store, id=proposal.id, answer=draft.answer, by=by, at=at, tells=False)
        return True
    latest = await store.answers.latest(proposal.id)
    revision = latest.revision + 1 if latest else 1
    left = await answers.send(
        store, id=proposal.id, answer=draft.answer, by=by, at=at, revision=revision, read=draft.read
    )
    return left is not None
