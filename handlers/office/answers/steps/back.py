"""One step back in an answer, with everything kept."""

from bot.budget.proposal import Decision
from bot.chat.fsm import State
from bot.chat.message import BACK, Reply
from handlers.office.answers.being_written import (
    AnswerBeingWritten,
    Answering,
)
from handlers.office.queue.card.screen import show_one
from handlers.office.staff_only import Desk, proposal_desk
from handlers.shared.router import Talk

LABELLED: dict[str, State] = {str(step): step for step in (Answering.amount, Answering.line, Answering.sentence)}
_BEFORE: dict[str, State] = {
    str(Answering.amount): Answering.decision,
    str(Answering.line): Answering.amount,
    str(Answering.preview): Answering.sentence,
    str(Answering.other): Answering.sentence,
}


@proposal_desk.on(
    Answering.decision, Answering.amount, Answering.line, Answering.sentence, Answering.other, Answering.label,
    Answering.preview,
    choice=BACK,
)  # fmt: skip
async def on_one_back(talk: Talk) -> Reply:
    """One step back with everything kept; from the first step to the proposal."""
    here, kept = talk.state.state or "", AnswerBeingWritten.of(talk)
    if here == Answering.decision and kept.several:
        return await talk.ask(Desk.mark)
    if here == Answering.label:
        return await talk.ask(LABELLED.get(kept.label_at, Answering.sentence))
    if here == Answering.decision:
        return await show_one(talk, kept.proposal)
    if here == Answering.sentence:
        return await talk.ask(Answering.line if kept.decision == Decision.INCLUDED else Answering.reason)
    return await talk.ask(_BEFORE[here])
