"""Answers of the office: take a proposal, save an answer, send it, correct it, confirm earlier decisions after the results.

One function, one act. What a head does with a clerk's answer stands in approving, what is told by hand in told.
"""

from bot.budget.permissions import Act, NotAllowed, Role, Standing
from bot.budget.proposal import AlreadyAnswered, Answer, Side
from bot.budget.workdays import start_of
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office.answers import before_head, passing_on
from bot.office.answers.access import (
    find_colleague,
    find_holder,
    lock_proposal,
    must_have_side,
    must_not_be_leaving,
)
from bot.office.answers.files import enclosed, sending
from bot.office.staff import permit, record
from bot.office.together import supports
from bot.office.together.voices import is_missing, must_be_summarised
from bot.office.wording import notices
from bot.office.wording.answers import answer_words, telling
from storage.answering.drafts import AnswerDraft
from storage.answers import SentAnswer
from storage.mornings.mornings import Said
from storage.people import Person
from storage.proposals import Proposal
from storage.queue.letters import UNDERSTOOD
from storage.store import Store


class AnsweredBy(AlreadyAnswered):
    """Somebody else answered first: who, and what."""

    def __init__(self, sent: SentAnswer) -> None:
        super().__init__("answered already")
        self.sent = sent


class TakenBy(Refusal):
    """A colleague has taken the proposal."""

    def __init__(self, person_id: int) -> None:
        super().__init__("taken already")
        self.person_id = person_id


class TextChanged(Refusal):
    """The author has changed the text since it was read."""


class NothingToCorrect(Refusal):
    """The answer that a correction comes behind was never sent."""


async def authorised(store: Store, *, id: int, by: Person) -> Proposal:
    """Checks the permission to read, and returns a proposal. Raises NotAllowed, also for one that does not exist."""
    proposal = await store.proposals.get(id)
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=proposal.aimak_id if proposal else -1)
    if proposal is None:
        raise NotAllowed(Act.READ_QUEUE)
    return proposal


def must_be_ready(proposal: Proposal) -> None:
    """Raises NotReady where something is to be said of a proposal before its first answer."""
    must_have_side(proposal)
    must_be_summarised(proposal)


def is_ready(proposal: Proposal) -> bool:
    """Whether nothing is to be said of a proposal before its first answer."""
    return proposal.side is not Side.UNSURE and not is_missing(proposal)


async def take(store: Store, *, id: int, by: Person, at: int, over: bool = False) -> Proposal:
    """Takes a proposal, so that two clerks do not answer the same; over takes it from a colleague.

    Raises NotAllowed, TakenBy, AnsweredBy, AlreadyWithdrawn, OnItsWay.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.TAKE)
    await must_not_be_leaving(store, id)
    answered = await store.answers.find_latest(id)
    if answered is not None:
        raise AnsweredBy(answered)
    holder = await find_holder(store, proposal)
    if holder is not None and holder != by.id and not over:
        raise TakenBy(holder)
    if proposal.taken_by != by.id:
        await store.proposals.take(id, by=by.id, at=at)
        await store.mornings.forget(id, Said.SOON)
        await record(store, Act.TAKE, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)
    return proposal


async def save(
    store: Store, *, id: int, answer: Answer, by: Person, at: int, read: int | None = None, over: bool = False
) -> AnswerDraft | None:
    """Keeps an answer without sending it; one that waits for the head goes on waiting. read and over as in send.

    Raises NotAllowed, AlreadyWithdrawn, TextChanged, NotReady, TakenBy, OnItsWay, FileNotHere and what Answer.checked
    refuses.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.ANSWER)
    checked = answer.checked()
    await enclosed.must_be_here(store, checked)
    must_be_read(proposal, read)
    must_be_sendable(proposal, await store.answers.find_latest(id))
    await _must_be_free(store, proposal, by, over=over)
    draft = await store.answer_drafts.find_answer_draft(id)
    await store.answer_drafts.save_answer_draft(
        id, answer=checked, by=by.id, at=at, for_approval=draft is not None and draft.for_approval, read=read
    )
    await record(store, "save", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)
    return await store.answer_drafts.find_answer_draft(id)


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
    tells: bool = True,
) -> SentAnswer | None:
    """Sends an answer, or with revision 2 and up a correction; None where it now waits for the head instead.

    read is the revision of the text it answers; over takes the proposal from a colleague. With tells the office is told
    of it. Raises what check_sendable does.
    """
    proposal, checked = await check_sendable(
        store, id=id, answer=answer, by=by, revision=revision, read=read, over=over
    )
    if await waits_for_head(store, proposal, by):
        await store.answer_drafts.save_answer_draft(id, answer=checked, by=by.id, at=at, for_approval=True, read=read)
        await record(store, "propose_answer", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)
        if tells:
            await before_head.tell_heads(store, proposals=[proposal], at=at)
        return None
    waited, written_by = (
        await store.answer_drafts.find_answer_draft(id),
        await find_writer(store, proposal, checked, by),
    )
    sent = await send_checked(
        store, Act.ANSWER, proposal=proposal, answer=checked, revision=revision, by=by, written_by=written_by, at=at
    )
    if tells and waited is not None and waited.for_approval and waited.written_by not in {by.id, written_by}:
        await before_head.tell_otherwise(store, proposal=proposal, to=waited.written_by, at=at)
    return sent


async def check_sendable(
    store: Store,
    *,
    id: int,
    answer: Answer,
    by: Person,
    revision: int,
    read: int | None = None,
    over: bool = False,
) -> tuple[Proposal, Answer]:
    """Locks a proposal that somebody may send an answer to now, and returns both; it writes nothing. Keywords as in send.

    Raises NotAllowed, AlreadyWithdrawn, TextChanged, NotReady, TakenBy, OnItsWay, FileNotHere, and what Answer.checked
    refuses. Raises AnsweredBy (who, and what) if that revision is there, NothingToCorrect if the one before it is not.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.ANSWER)
    checked = answer.checked()
    present = await store.answers.find_latest(id)
    if present is not None and present.revision >= revision:
        raise AnsweredBy(present)
    if revision > (present.revision if present else 0) + 1:
        raise NothingToCorrect
    must_be_read(proposal, read)
    must_be_sendable(proposal, present)
    await _must_be_free(store, proposal, by, over=over)
    await enclosed.must_be_here(store, checked)
    return proposal, checked


async def find_writer(store: Store, proposal: Proposal, answer: Answer, by: Person) -> int:
    """Whose words an answer is, and under whose name it goes (person's id): a colleague's who kept it, sent unchanged."""
    draft = await store.answer_drafts.find_answer_draft(proposal.id)
    if draft is None or draft.answer != answer:
        return by.id
    return await find_colleague(store, draft.written_by, aimak_id=proposal.aimak_id) or by.id


def must_be_sendable(proposal: Proposal, present: SentAnswer | None) -> None:
    """Raises NotReady. A voice is put into one line before its first answer; without a side nothing is answered at all.

    present is the answer in force, if there is one.
    """
    if present is None:
        must_be_ready(proposal)
    must_have_side(proposal)


def must_be_read(proposal: Proposal, read: int | None) -> None:
    """Raises TextChanged where another revision of the text was read than the one in force."""
    if read not in {None, proposal.revision}:
        raise TextChanged


async def _must_be_free(store: Store, proposal: Proposal, by: Person, *, over: bool) -> None:
    # Before the first answer it is whoever took the proposal, for a correction whoever keeps one already.
    await must_not_be_leaving(store, proposal.id)
    if over or await _is_head(store, proposal, by):
        return
    other = await find_holder(store, proposal)
    if await store.answers.find_latest(proposal.id) is not None:
        draft = await store.answer_drafts.find_answer_draft(proposal.id)
        other = await find_colleague(store, draft.written_by, aimak_id=proposal.aimak_id) if draft else None
    if other is not None and other != by.id:
        raise TakenBy(other)


async def send_checked(
    store: Store, act: Act, *, proposal: Proposal, answer: Answer, revision: int, by: Person, written_by: int, at: int
) -> SentAnswer:
    """Sends what was checked: writes the answer, records the act, tells everybody whom it concerns."""
    clerk = await store.roles.find_member_of(written_by, proposal.aimak_id)
    sent = await store.answers.add(
        proposal.id,
        revision=revision,
        answer=answer,
        by=written_by,
        approved_by=by.id if by.id != written_by else None,
        at=at,
        who=clerk.title if clerk else None,
        role=clerk.role if clerk else Role.STAFF,
    )
    if sent is None:
        present = await store.answers.find_latest(proposal.id)
        assert present is not None
        raise AnsweredBy(present)
    await store.answer_drafts.drop_draft(proposal.id)
    note = await store.exclusions.find_exclusion(proposal.id)
    if note is not None and await store.exclusions.lift_exclusion(proposal.id, at=at):
        await notices.take_back_exclusion(store, note.id, at=at)
    await record(
        store, act, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=proposal.id,
        revision=revision, decision=answer.decision, **({"files": len(answer.files)} if answer.files else {}),
    )  # fmt: skip
    # The answer quotes how its voice was understood: that is not asked behind it.
    await store.outbox.skip(UNDERSTOOD, proposal.id, code="superseded", at=at)
    if await telling.tell_answer(store, proposal=proposal, sent=sent, at=at):
        await sending.tell_files(
            store, proposal=proposal, sent=sent, to=proposal.author_id, peer_id=proposal.peer_id, at=at,
            asks=lambda words: answer_words.ask_reaction(words, sent.id),
        )  # fmt: skip
    elif passing_on.is_entered(proposal):
        await passing_on.ask_to_pass_on(store, proposal=proposal, sent=sent, at=at)
    await supports.tell_news(store, proposal_id=proposal.id, at=at)
    return sent


async def waits_for_head(store: Store, proposal: Proposal, by: Person) -> bool:
    """Whether what somebody sends is put before the head first."""
    aimak = await store.aimaks.get(proposal.aimak_id)
    return aimak.head_approves and not await _is_head(store, proposal, by)


async def _is_head(store: Store, proposal: Proposal, by: Person) -> bool:
    return Standing(Role.HEAD, proposal.aimak_id) in await store.roles.list_standings(by.id)


def read_again(proposal: Proposal, sent: SentAnswer, words: Words) -> str:
    """The answer as its author read it, for reading it again under the proposal."""
    return answer_words.compose_sent(words, proposal, sent, quotes=False)


async def confirm_all(store: Store, *, aimak_id: int, year: int, by: Person, at: int) -> int:
    """Confirms, in one act after the results, every decision made before them; returns how many. Raises NotAllowed."""
    await permit(store, by=by, act=Act.CONFIRM, aimak_id=aimak_id)
    earlier = await list_to_confirm(store, aimak_id=aimak_id, year=year, at=at)
    await store.answers.confirm(earlier, by=by.id, at=at)
    await record(store, Act.CONFIRM, by=by, aimak_id=aimak_id, at=at, year=year, decisions=len(earlier))
    return len(earlier)


async def list_to_confirm(store: Store, *, aimak_id: int, year: int, at: int) -> list[int]:
    """Lists the answers (ids) of a year made before its results and not confirmed since; none before the results."""
    facts = await store.years.get(aimak_id, year)
    if facts.results_on is None or start_of(facts.results_on) > at:
        return []
    return await store.proposals.list_unconfirmed(aimak_id, year, before=start_of(facts.results_on))
