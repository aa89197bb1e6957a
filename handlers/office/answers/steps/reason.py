"""The step of the reason."""

from dataclasses import replace

from bot.budget.proposal import Reason
from bot.chat.message import Reply
from bot.chat.paging import paged
from bot.office.reads import alike
from bot.office.wording.answers.answer_words import REASON_BUTTONS
from handlers.office.answers.being_written import (
    AnswerBeingWritten,
    Answering,
)
from handlers.office.staff_only import proposal_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk

REASONS = paged(proposal_desk, Answering.reason, leave=Answering.decision, key="reason_page")


@proposal_desk.screen(Answering.reason)
async def ask_reason(talk: Talk) -> Reply:
    """Asks for a reason from the catalogue; what proposals of this category were given most often stands first."""
    likeliest = await alike.list_reasons(talk.store, id=AnswerBeingWritten.of(talk).proposal, by=talk.person)
    choices = [talk.make_choice(f"reason:{reason.value}", REASON_BUTTONS[reason]) for reason in likeliest]
    page = await REASONS.of(talk, choices)
    return Reply(talk.say("What is the reason?"), tuple(page.rows), page.ways(talk))


@proposal_desk.on(Answering.reason, choice="reason")
async def on_reason_given(talk: Talk) -> Reply:
    """Keeps the reason; the clerk's own sentence comes next."""
    if talk.chosen not in set(Reason):
        return await show_stale(talk)
    await replace(AnswerBeingWritten.of(talk), reason=Reason(talk.chosen)).keep(talk)
    return await talk.ask(Answering.sentence)
