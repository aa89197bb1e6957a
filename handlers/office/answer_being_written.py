"""An answer while a clerk writes it: what is kept of it, which step is missing, and the answer it makes."""

from typing import Any

from bot.budget.permissions import Act, may
from bot.budget.proposal import Answer, Decision, Reason, SentenceTooShort
from bot.chat.fsm import State
from bot.chat.message import Reply
from bot.office import staff
from handlers.office.proposal_card import show_one
from handlers.shared.states import Answering
from handlers.shared.talk import Talk, above, value
from storage.proposals import Proposal

WITH_SUM = {Decision.INCLUDED, Decision.PARTLY}


def where_it_was_left(kept: dict[str, Any]) -> State:
    """The first step that is missing, or the preview."""
    if "decision" not in kept:
        return Answering.decision
    decision = Decision(kept["decision"])
    if decision in WITH_SUM and "amount" not in kept:
        return Answering.amount
    if decision in WITH_SUM and "line" not in kept:
        return Answering.line
    if decision is not Decision.INCLUDED and not kept.get("reason"):
        return Answering.reason
    try:
        answer_of(kept).checked()
    except SentenceTooShort:
        return Answering.sentence
    return Answering.preview if "sentence" in kept else Answering.sentence


async def text_changed(talk: Talk, proposal_id: int) -> Reply:
    """Shows the proposal anew, since its author has changed it."""
    said = talk.say("The author has changed the text. Please read it anew before you answer.")
    return above(said, await show_one(talk, proposal_id))


async def may_approve(talk: Talk, proposal: Proposal) -> bool:
    """Whether somebody may approve answers: bot/budget/permissions.py says who may."""
    return may(await staff.standings(talk.store, talk.person), Act.APPROVE, proposal.aimak_id)


async def kept_answer(talk: Talk) -> dict[str, Any]:
    """The answer as it stands, empty if none was begun."""
    return dict(await value(talk, "answering") or {})


async def put(talk: Talk, **changes: Any) -> None:
    """Changes the answer."""
    await talk.state.update_data(answering={**await kept_answer(talk), **changes})


async def answer_now(talk: Talk) -> Answer:
    """The answer as it stands."""
    return answer_of(await kept_answer(talk))


def answer_of(kept: dict[str, Any]) -> Answer:
    """The answer that what is kept makes."""
    decision = Decision(kept.get("decision", Decision.NOT_INCLUDED))
    with_sum, with_reason = decision in WITH_SUM, decision is not Decision.INCLUDED
    return Answer(
        decision=decision,
        reason_code=Reason(kept["reason"]) if with_reason and kept.get("reason") else None,
        sentence=kept.get("sentence", ""),
        amount=kept.get("amount") if with_sum else None,
        budget_line=kept.get("line") if with_sum else None,
    )


def plain(answer: Answer) -> dict[str, Any]:
    """An answer as it is kept."""
    return {
        "decision": answer.decision.value,
        "reason": answer.reason_code.value if answer.reason_code else None,
        "sentence": answer.sentence,
        "amount": answer.amount,
        "line": answer.budget_line,
    }
