"""An answer is begun or gone on with, and its proposal taken."""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.office.answers import answers
from bot.office.reads import proposals
from bot.office.reads.proposals import BeingAnswered
from bot.office.together import voices
from handlers.office.answers.being_written import (
    AnswerBeingWritten,
    Answering,
    SummaryBegun,
    change_text,
    may_approve,
)
from handlers.office.queue.card.screen import OfficeCard
from handlers.office.queue.meanwhile import show_meanwhile
from handlers.office.queue.sorting import Sorting
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.router import Talk


@proposal_acts.on(Desk.one, choice="answer")
async def on_answering_wanted(talk: Talk) -> Reply:
    """Begins an answer, or goes on with what was typed or kept. Over a sent answer it is a correction."""
    return await begin_answer(talk)


async def begin_answer(talk: Talk) -> Reply:
    """Asks for the first step of an answer that is missing, for the proposal on the card."""
    begun = await take_to_answer(talk)
    if isinstance(begun, Reply):
        return begun
    proposal, sent, draft = begun.proposal, begun.sent, begun.draft
    proposal_id = proposal.id
    revision, saved_at = sent.revision + 1 if sent else 1, draft.saved_at if draft else None
    kept = AnswerBeingWritten.of(talk)
    # What was begun for several proposals together is not gone on with for one of them.
    if (kept.proposal, kept.revision, kept.draft, kept.several) == (proposal_id, revision, saved_at, ()):
        step = kept.next_step
    else:
        answer = draft.answer if draft else sent.answer if sent else None
        kept = AnswerBeingWritten.over(answer) if answer else AnswerBeingWritten()
        kept = replace(
            kept, proposal=proposal_id, revision=revision, draft=saved_at, read=draft.read if draft else None
        )
        step = Answering.preview if draft else Answering.decision
    before = kept.read
    await replace(OfficeCard.of(talk), over=None).keep(talk)
    await replace(kept, read=proposal.revision).keep(talk)
    question = await talk.ask(step)
    if before not in {None, proposal.revision}:
        return put_above(talk.say("The author changed the text after this was written. Please check it."), question)
    return question


async def take_to_answer(talk: Talk, by: str = "answer") -> Reply | BeingAnswered:
    """Takes the proposal on the card, for an answer to it.

    Returns a reply where a colleague has it, or its text was changed.

    by is the button that was pressed for it. Raises SummaryMissing.
    """
    if (meanwhile := await show_meanwhile(talk)) is not None:
        return meanwhile
    await SummaryBegun(by).keep(talk)
    proposal_id = OfficeCard.of(talk).desk_proposal
    begun = await proposals.read_to_answer(talk.store, id=proposal_id, by=talk.person)
    proposal, sent, draft = begun.proposal, begun.sent, begun.draft
    if proposal.revision != OfficeCard.of(talk).desk_read:
        return await change_text(talk, proposal_id)
    if sent is None:
        voices.must_be_summarised(proposal)
    if proposal.side is Side.UNSURE:  # of which side it is its author left to the office
        await Sorting(goes_on=by).keep(talk)
        return await talk.ask(Desk.side)
    if sent is None and not (draft and draft.for_approval and await may_approve(talk, proposal)):
        await answers.take(
            talk.store, id=proposal_id, by=talk.person, at=talk.now, over=OfficeCard.of(talk).over == proposal_id
        )
    return begun
