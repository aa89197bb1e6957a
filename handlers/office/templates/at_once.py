"""An answer begun on the card itself: by a reason, a typed decision, «In the draft» with sum and line."""

from dataclasses import replace

from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, Decision, Reason, parse_amount
from bot.budget.sum_and_line import read_sum_and_line
from bot.chat.message import Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.office.reads import alike
from bot.office.reads.typed_at_once import may_be_a_sentence
from handlers.office.answers.alike import show_like
from handlers.office.answers.being_written import LONGEST_SENTENCE, AnswerBeingWritten, Answering, change_text
from handlers.office.answers.steps.begun import take_to_answer
from handlers.office.answers.steps.decision import on_decision_given
from handlers.office.answers.steps.sentence import take_sentence
from handlers.office.answers.steps.sum_and_line import LEAST_SUM, ask_small_again, take_sum_and_line
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.lists import leave_old_list
from handlers.office.queue.sorting import press_again
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk, router


async def _begin(talk: Talk, by: str) -> Reply | AnswerBeingWritten:
    # A first answer to the proposal on the card, by a button, with what was typed for it before.
    begun = await take_to_answer(talk, by)
    if isinstance(begun, Reply):
        return begun
    if begun.sent is not None:
        button = talk.say("Correct the answer")
        said = talk.say("№ {number} is answered already: «{button}».", number=begun.proposal.label, button=button)
        return put_above(said, await show_one(talk))
    await replace(OfficeCard.of(talk), over=None).keep(talk)
    kept, saved_at = AnswerBeingWritten.of(talk), begun.draft.saved_at if begun.draft else None
    if (kept.proposal, kept.revision, kept.draft, kept.several) != (begun.proposal.id, 1, saved_at, ()):
        kept = AnswerBeingWritten(begun.proposal.id, draft=saved_at)
    return replace(kept, read=begun.proposal.revision, like="", template="")


@proposal_acts.on(choice="at_once")
async def on_answer_begun_at_notice(talk: Talk) -> Replies:
    """Does at the notice of a proposal what the button of its card does. The answer is to the text shown there."""
    id, _, rest = talk.chosen.partition(".")
    revision, _, pressed = rest.partition(".")
    if pressed.partition(":")[0] not in {"refuse", "include"}:
        return await show_stale(talk)
    if talk.state.state != Desk.list:
        await leave_old_list(talk)
    await show_one(talk, read_row_id(id))
    if OfficeCard.of(talk).desk_read != read_row_id(revision):
        return await change_text(talk, read_row_id(id))
    return await press_again(talk, pressed)


@proposal_acts.on(Desk.one, choice="refuse")
async def on_reason_pressed(talk: Talk) -> Replies:
    """Not in the draft, for this reason. The words for the preview were written for it, or those of a like proposal."""
    named, _, sentence = talk.chosen.partition(":")
    if named not in set(Reason):
        return await show_stale(talk)
    kept = await _begin(talk, f"refuse:{named}:{sentence}" if sentence else f"refuse:{named}")
    if isinstance(kept, Reply):
        return kept
    written = replace(kept, decision=Decision.NOT_INCLUDED, reason=Reason(named))
    await written.keep(talk)
    if (sentence := sentence or kept.sentence or "") and len(sentence) <= LONGEST_SENTENCE:
        return await take_sentence(talk, sentence)
    for one in await alike.list_alike(talk.store, id=kept.proposal, by=talk.person):
        if (one.answer.decision, one.answer.reason_code) == (Decision.NOT_INCLUDED, Reason(named)):
            return await show_like(talk, kept, one)
    return await talk.ask(Answering.sentence)


@proposal_acts.on(Desk.one, choice="include")
async def on_inclusion_pressed(talk: Talk) -> Replies:
    """In the draft: asks for sum and line, or takes those that were typed with it."""
    typed, kept = talk.chosen, await _begin(talk, f"include:{talk.chosen}" if talk.chosen else "include")
    if isinstance(kept, Reply):
        return kept
    await replace(kept, decision=Decision.INCLUDED, reason=None).keep(talk)
    if not typed:
        return await talk.ask(Answering.amount)
    both = read_sum_and_line(typed)
    try:
        amount = both[0] if both else parse_amount(typed)
    except (AmountUnreadable, AmountOutOfRange, AmountOpen):
        return await talk.ask(Answering.amount)
    if amount < LEAST_SUM:
        await talk.ask(Answering.amount)
        if (asked_back := await ask_small_again(talk, amount)) is not None:
            return asked_back
    if both:
        return await take_sum_and_line(talk, *both)
    await replace(AnswerBeingWritten.of(talk), amount=amount).keep(talk)
    return await talk.ask(Answering.line)


@proposal_acts.on(Desk.one, choice="decision")
async def on_decision_typed_at_card(talk: Talk) -> Replies:
    """Begins the answer with a decision that was typed on the card."""
    decision = talk.chosen
    kept = await _begin(talk, f"decision:{decision}")
    if isinstance(kept, Reply):
        return kept
    await kept.keep(talk)
    talk.chosen = decision
    return await on_decision_given(talk)


@proposal_desk.on(Answering.preview, kind=Kind.TEXT)
async def on_sentence_typed_at_preview(talk: Talk) -> Replies:
    """Takes other words for the sentence; what is none is heard as anywhere."""
    if may_be_a_sentence(talk.text) and len(talk.text) <= LONGEST_SENTENCE:
        return await take_sentence(talk, talk.text.strip())
    return await router.plain_text(None)(talk)
