"""Kept answers, sent at once: what was previewed goes out, what changed meanwhile stays."""

from dataclasses import dataclass

from bot.budget.permissions import NotAllowed, Role, Standing
from bot.language.refusal import Refusal
from bot.office.answers import answers
from storage.answers import DraftAnswer
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store

Shown = tuple[int, int]  # a proposal's id, and when the answer that was previewed was kept


@dataclass(frozen=True, slots=True)
class SentKept:
    """What became of kept answers that were to be sent: how many left, how many wait for the head, which stay."""

    sent: int
    waiting: int
    staying: tuple[str, ...]


async def ready(
    store: Store, *, aimak_id: int, by: Person, year: int | None = None
) -> list[tuple[Proposal, DraftAnswer]]:
    """Lists the kept answers somebody may send, of a budget year or of all: a clerk their own, the head those that wait too.

    Raises NotAllowed.
    """
    found = []
    is_head = Standing(Role.HEAD, aimak_id) in await store.roles.standings(by.id)
    for proposal in await answers.drafted(store, by=by, aimak_id=aimak_id):
        draft = await store.answers.draft(proposal.id) if year in {None, proposal.budget_year} else None
        if draft is not None and (is_head or (not draft.for_approval and draft.written_by == by.id)):
            found.append((proposal, draft))
    return found


async def send(store: Store, *, shown: list[Shown], by: Person, at: int) -> SentKept:
    """Sends the kept answers that were previewed, each as it was then. Raises NotAllowed where nothing may be sent at all."""
    sent, waiting, staying = 0, 0, list[str]()
    for proposal_id, saved_at in shown:
        proposal = await answers.opened(store, id=proposal_id, by=by)
        draft = await store.answers.draft(proposal_id)
        if draft is None or draft.saved_at != saved_at:
            staying.append(proposal.label)
            continue
        try:
            done = await _sent(store, proposal, draft, by=by, at=at)
        except (Refusal, NotAllowed):
            staying.append(proposal.label)
            continue
        sent, waiting = sent + done, waiting + (not done)
    return SentKept(sent, waiting, tuple(staying))


async def _sent(store: Store, proposal: Proposal, draft: DraftAnswer, *, by: Person, at: int) -> bool:
    if draft.for_approval:
        await answers.approve(store, id=proposal.id, answer=draft.answer, by=by, at=at)
        return True
    latest = await store.answers.latest(proposal.id)
    revision = latest.revision + 1 if latest else 1
    left = await answers.send(
        store, id=proposal.id, answer=draft.answer, by=by, at=at, revision=revision, read=draft.read
    )
    return left is not None
