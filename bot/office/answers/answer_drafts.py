"""Kept answers, sent at once: what was previewed goes out, what changed meanwhile stays."""

from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed, Role, Standing
from bot.language.refusal import Refusal
from bot.office.answers import answers
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
    return await store.answers.list_drafts(aimak_id, year=year, own_of=None if is_head else by.id)


async def send(store: Store, *, shown: list[Shown], by: Person, at: int) -> SentKept:
    """Sends the answer drafts that were previewed, each as it was then. Raises NotAllowed where nothing may be sent at all."""
    sent, waiting, staying = 0, 0, list[str]()
    for proposal_id, saved_at in shown:
        proposal = await answers.authorised(store, id=proposal_id, by=by)
        draft = await store.answers.find_draft(proposal_id)
        if draft is None or draft.saved_at != saved_at:
            staying.append(proposal.label)
            continue
        try:
            done = await _send_one(store, proposal, draft, by=by, at=at)
        except (Refusal, NotAllowed):
            staying.append(proposal.label)
            continue
        sent, waiting = sent + done, waiting + (not done)
    return SentKept(sent, waiting, tuple(staying))


async def _send_one(store: Store, proposal: Proposal, draft: AnswerDraft, *, by: Person, at: int) -> bool:
    if draft.for_approval:
        await answers.approve(store, id=proposal.id, answer=draft.answer, by=by, at=at)
        return True
    latest = await store.answers.latest(proposal.id)
    revision = latest.revision + 1 if latest else 1
    left = await answers.send(
        store, id=proposal.id, answer=draft.answer, by=by, at=at, revision=revision, read=draft.read
    )
    return left is not None
