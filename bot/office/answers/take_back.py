"""Answers that leave in a moment. Until then they can be taken back; they are let go in small parts.

Until it leaves, an answer is an answer draft with a moment beside it. So nobody hears of it and nothing counts it. What
was sent by one press (peer, moment) is taken back as a whole.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed, Role, Standing, write_act_right
from bot.budget.proposal import Answer, Side
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office.answers import answer_drafts, answers, approving, before_head
from bot.office.answers.answer_drafts import Shown
from bot.office.rules import read_rules
from bot.office.staff import permit, record
from bot.office.wording import notices
from bot.office.wording.notices import N_
from storage.answering.drafts import AnswerDraft
from storage.answers import SentAnswer
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.store import Store

AT_ONCE = 20  # answers that leave in one unit


@dataclass(frozen=True, slots=True)
class Pressed:
    """Answers that one press sent: when (ms UTC), which, which stay, and how many seconds they wait.

    to_head: they go before the head, at once. unready: numbers of those that stay since nobody has said their side.
    """

    at: int
    leaving: tuple[Shown, ...]
    staying: tuple[str, ...] = ()
    seconds: int = 0
    to_head: bool = False
    unready: tuple[str, ...] = ()


async def find_wait(store: Store, *, at: int) -> int:
    """How many seconds an answer that is sent now can be taken back."""
    return (await read_rules(store, find_day(at))).take_back


async def send(
    store: Store,
    *,
    id: int,
    answer: Answer,
    by: Person,
    at: int,
    revision: int = 1,
    read: int | None = None,
    over: bool = False,
    leaves_at: int | None = None,
    tells: bool = True,
) -> SentAnswer | Pressed | None:
    """Sends an answer that leaves in a moment, or at once where it cannot be taken back.

    None where it waits for the head.
    leaves_at (ms UTC) is given of one of many, for which release says later when all leave. Otherwise as answers.send.
    """
    seconds = await find_wait(store, at=at)
    proposal, checked = await answers.check_sendable(
        store, id=id, answer=answer, by=by, revision=revision, read=read, over=over
    )
    if not seconds or await answers.waits_for_head(store, proposal, by):
        return await answers.send(
            store, id=id, answer=answer, by=by, at=at, revision=revision, read=read, over=over, tells=tells
        )
    draft = await store.answer_drafts.find_answer_draft(id)
    if draft is not None and draft.for_approval and draft.answer != checked:
        # The words of a clerk that wait are not given away for others that may still be taken back.
        return await answers.send(
            store, id=id, answer=answer, by=by, at=at, revision=revision, read=read, over=over, tells=tells
        )
    if draft is None or (draft.answer, draft.read, draft.for_approval) != (checked, read, False):
        written_by = await answers.find_writer(store, proposal, checked, by)
        await store.answer_drafts.save_answer_draft(
            id, answer=checked, by=written_by, at=at, for_approval=False, read=read
        )
    return await _begin(store, proposal, by=by, at=at, seconds=seconds, leaves_at=leaves_at)


async def approve(
    store: Store, *, id: int, by: Person, at: int, answer: Answer | None = None, read: int | None = None,
    leaves_at: int | None = None, tells: bool = True,
) -> SentAnswer | Pressed:  # fmt: skip
    """Sends the answer a clerk prepared, to leave in a moment. Keywords and refusals as of approving.approve and send."""
    seconds = await find_wait(store, at=at)
    if not seconds:
        return await approving.approve(store, id=id, by=by, at=at, answer=answer, read=read, tells=tells)
    proposal, draft = await approving.check_approvable(store, id=id, by=by, answer=answer, read=read)
    if draft.read not in {None, proposal.revision}:
        # The head has read it beside the text as it is now, and for that text it leaves.
        await store.answer_drafts.save_answer_draft(
            id, answer=draft.answer, by=draft.written_by, at=at, for_approval=True, read=proposal.revision
        )
    return await _begin(store, proposal, by=by, at=at, seconds=seconds, leaves_at=leaves_at)


async def _begin(
    store: Store, proposal: Proposal, *, by: Person, at: int, seconds: int, leaves_at: int | None
) -> Pressed:
    draft = await store.answer_drafts.find_answer_draft(proposal.id)
    assert draft is not None
    shown = (proposal.id, draft.saved_at)
    await store.leaving.mark([shown], sent_from=by.peer_id, at=at, leaves_at=leaves_at or at + 1000 * seconds)
    return Pressed(at, (shown,), seconds=seconds)


async def release(store: Store, *, peer_id: int, pressed_at: int, at: int) -> Pressed:
    """Counts the time to take back anew from now (at). It is for all that one press sent in several units of work.

    Its clerk hears only now that it was sent.
    """
    seconds = await find_wait(store, at=at)
    await store.leaving.set_leaving(sent_from=peer_id, pressed_at=pressed_at, leaves_at=at + 1000 * seconds)
    found = await store.leaving.list_sent(sent_from=peer_id, pressed_at=pressed_at, at=at)
    return Pressed(pressed_at, tuple(found), seconds=seconds)


async def send_drafts(
    store: Store,
    *,
    aimak_id: int,
    shown: Sequence[Shown],
    by: Person,
    at: int,
    approving: bool = True,
    now: bool = False,
) -> Pressed:
    """Sends the answer drafts that were previewed, each as it was then. Those that wait for the head need `approving`.

    One of whose proposal nobody has said the side stays.
    It only notes that they leave, in a few statements however many they are; go_on does the rest. now: they cannot be
    taken back. Raises NotAllowed.
    """
    ready = {
        (one.draft.proposal_id, one.draft.saved_at): one
        for one in await answer_drafts.list_ready(store, aimak_id=aimak_id, by=by)
        if approving or not one.draft.for_approval
    }
    unsure = {one for one in shown if one in ready and ready[one].side is Side.UNSURE}
    is_head = Standing(Role.HEAD, aimak_id) in await store.roles.list_standings(by.id)
    to_head = (await store.aimaks.get(aimak_id)).head_approves and not is_head
    seconds = 0 if now or to_head else await find_wait(store, at=at)
    marked = await store.leaving.mark(
        [one for one in shown if one in ready and one not in unsure],
        sent_from=by.peer_id,
        at=at,
        leaves_at=at + 1000 * seconds,
    )
    changed = [one for one in shown if one[0] not in marked and one not in unsure]
    staying = [(await answers.authorised(store, id=id, by=by)).label for id, _ in changed]
    leaving = tuple(one for one in shown if one[0] in marked)
    unready = tuple(ready[one].label for one in shown if one in unsure)
    return Pressed(at, leaving, tuple(staying), seconds if marked else 0, to_head, unready)


async def take_back(store: Store, *, pressed_at: int, by: Person, at: int) -> list[AnswerDraft]:
    """Takes back what somebody sent by one press and has not left.

    Returns the answer drafts it is again, none if it left.
    Raises NotAllowed where they work in the office no more.
    """
    sent = await store.leaving.list_sent(sent_from=by.peer_id, pressed_at=pressed_at, at=at)
    if not sent:
        return []
    aimak_id = (await answers.authorised(store, id=sent[0][0], by=by)).aimak_id
    await permit(store, by=by, act=Act.ANSWER, aimak_id=aimak_id)
    kept = await store.leaving.unmark([id for id, _ in sent], at=at)
    if kept:
        await record(store, "take_back", by=by, aimak_id=aimak_id, at=at, answers=len(kept))
    return [draft for id in kept if (draft := await store.answer_drafts.find_answer_draft(id)) is not None]


async def find_last(store: Store, *, by: Person, at: int) -> int | None:
    """When somebody sent last what can still be taken back (ms UTC)."""
    return await store.leaving.find_last(sent_from=by.peer_id, at=at)


async def go_on(store: Store, *, at: int) -> int:
    """Lets some answers go whose moment has come; returns how many were looked at, 0 once none is due.

    Each is sent as of the press. What cannot be sent any more stays an answer draft, and whoever sent it is told.
    """
    due = await store.leaving.list_due(at=at, limit=AT_ONCE)
    staying, approved = defaultdict[int, list[Proposal]](list), defaultdict[int, list[Proposal]](list)
    waiting, before = defaultdict[int, list[Proposal]](list), defaultdict[int, list[Proposal]](list)
    for id in due:
        proposal = await store.proposals.lock(id)
        draft = await store.answer_drafts.find_answer_draft(id)
        if proposal is None or draft is None or draft.leaves_at is None or draft.leaves_at > at:
            continue  # another process was first, or it was taken back
        await store.leaving.unmark([id])
        by = await store.people.find_by_peer(draft.sent_from or 0)
        if by is None or not await _let_go(store, proposal, draft, by=by):
            staying[draft.sent_from or 0].append(proposal)
        elif await store.answer_drafts.find_answer_draft(id) is not None:
            waiting[proposal.aimak_id].append(proposal)
            if (draft.leaves_at or 0) > (
                draft.pressed_at or 0
            ):  # the head has asked to approve answers since the press
                before[draft.sent_from or 0].append(proposal)
        elif draft.for_approval and draft.written_by != by.id:
            approved[draft.written_by].append(proposal)
    for written_by, proposals in approved.items():
        await before_head.tell_approved(store, proposals=proposals, to=written_by, at=at)
    for peer_id, proposals in staying.items():
        await _tell_sender(
            store, peer_id, proposals, at=at,
            sentence=N_("These answers did not leave and are kept, since something changed meanwhile: {numbers}."),
        )  # fmt: skip
    for proposals in waiting.values():
        await before_head.tell_heads(store, proposals=proposals, at=at)
    for peer_id, proposals in before.items():
        await _tell_sender(
            store, peer_id, proposals, at=at,
            sentence=N_("The head now approves answers before they leave. These wait for the head: {numbers}."),
        )  # fmt: skip
    return len(due)


async def _let_go(store: Store, proposal: Proposal, draft: AnswerDraft, *, by: Person) -> bool:
    at = draft.pressed_at or 0
    try:
        if draft.for_approval:
            await approving.approve(store, id=proposal.id, answer=draft.answer, by=by, at=at, tells=False)
            return True
        latest = await store.answers.find_latest(proposal.id)
        revision = latest.revision + 1 if latest else 1
        await answers.send(
            store, id=proposal.id, answer=draft.answer, by=by, at=at, revision=revision, read=draft.read, tells=False
        )
    except (Refusal, NotAllowed):
        return False
    return True


async def _tell_sender(store: Store, peer_id: int, proposals: list[Proposal], *, sentence: str, at: int) -> None:
    numbers = ", ".join(f"№ {proposal.label}" for proposal in proposals)
    first = proposals[0]

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(
            words.say(sentence, numbers=numbers), (notices.make_button(words, f"desk_one:{first.id}", "Open"),)
        )

    person = await store.people.find_id_by_peer(peer_id)
    if person in await store.roles.list_colleagues(first.aimak_id, notices.OFFICE):
        await notices.tell(
            store, to=person or 0, peer_id=peer_id, kind="not_left", object_id=first.id, revision=None, at=at, say=say,
            right=write_act_right(Act.READ_QUEUE, first.aimak_id),
        )  # fmt: skip
        return
    await notices.tell_office(
        store, aimak_id=first.aimak_id, kind="not_left", object_id=first.id, revision=None, at=at, say=say
    )
