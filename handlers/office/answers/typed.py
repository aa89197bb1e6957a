"""What a clerk types at an answer instead of pressing: a decision or reason in own words, an early sentence."""

from dataclasses import replace

from bot.budget.proposal import Decision, TextTooLong
from bot.budget.proposal_text.decided import DECIDED, name_typed
from bot.chat.message import Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import is_label
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.reads import proposals
from bot.office.reads.typed_at_once import find_pressed, list_decisions, list_reasons, may_be_a_sentence
from handlers.office.answers.being_written import LONGEST_SENTENCE, AnswerBeingWritten, Answering
from handlers.office.answers.steps.back import LABELLED
from handlers.office.answers.steps.decision import on_decision_given
from handlers.office.answers.steps.reason import on_reason_given
from handlers.office.answers.steps.sentence import take_sentence
from handlers.office.answers.steps.sum_and_line import check_line, show_after_line
from handlers.office.queue.card.screen import show_one
from handlers.office.queue.sorting import press_again
from handlers.office.staff_only import Desk, proposal_desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.menu import begin_menu, show_menu_for
from handlers.shared.router import Talk

_STEPS = (
    Answering.decision, Answering.amount, Answering.line, Answering.reason, Answering.sentence, Answering.other,
    Answering.label, Answering.preview, Answering.files,
)  # fmt: skip


@proposal_desk.on(Answering.decision, kind=Kind.TEXT)
async def on_decision_typed(talk: Talk) -> Replies:
    """Takes a decision in the clerk's own words, «не вошло», «киргизилди»."""
    named = name_typed(talk.text, DECIDED)
    if named is None:
        return await _ask_for_decision_first(talk)
    talk.chosen = named.value
    return await on_decision_given(talk)


@proposal_desk.on(Answering.reason, kind=Kind.TEXT)
async def on_reason_typed(talk: Talk) -> Replies:
    """Takes a reason in the clerk's own words or by its title, on whichever page it stands."""
    named = name_typed(talk.text, list_reasons())
    if named is None:
        return await _ask_for_decision_first(talk)
    talk.chosen = named.value
    return await on_reason_given(talk)


@proposal_desk.screen(Answering.label)
async def ask_which_is_meant(talk: Talk) -> Reply:
    """Asks what the name of a button, a decision or a reason is: what was asked for, or that itself."""
    kept = AnswerBeingWritten.of(talk)
    at_sentence = LABELLED.get(kept.label_at, Answering.sentence) == Answering.sentence
    question = (
        talk.say("«{text}» is the name of a button. Is it your sentence to the author?", text=kept.label)
        if at_sentence and is_label(kept.label)
        else talk.say("What is «{text}»?", text=quote(kept.label))
    )
    meant = []
    if at_sentence:
        meant.append(talk.make_choice("label_sentence", "It is my sentence", means=(Intent.YES,)))
    elif kept.label_at == Answering.line:
        meant.append(talk.make_choice("label_line", "It is the line"))
    if name_typed(kept.label, list_reasons()) is None:
        if name_typed(kept.label, list_decisions()) is not None:
            meant.append(talk.make_choice("label_decision", "It is the decision"))
    elif kept.decision is Decision.INCLUDED:  # which has no reason
        meant.append(talk.make_choice("label_refused", "Reason of a refusal"))
    else:
        meant.append(talk.make_choice("label_reason", "It is the reason"))
    return Reply(question, tuple(meant), list_ways(talk))


@proposal_desk.on(Answering.label, choice="label_line")
async def on_line_meant(talk: Talk) -> Reply:
    """Takes it as the line of the budget."""
    return await show_after_line(talk, check_line(AnswerBeingWritten.of(talk).label))


@proposal_desk.on(Answering.label, choice="label_refused")
async def on_refusal_meant(talk: Talk) -> Reply:
    """Takes it as the reason of a refusal: the decision is another one; a sentence that was written is shown."""
    kept = AnswerBeingWritten.of(talk)
    named = name_typed(kept.label, list_reasons())
    await replace(kept, decision=Decision.NOT_INCLUDED, reason=named).keep(talk)
    return await talk.ask(Answering.reason if named is None else Answering.sentence)


@proposal_desk.on(Answering.label, choice="label_sentence")
async def on_sentence_meant(talk: Talk) -> Replies:
    return await take_sentence(talk, AnswerBeingWritten.of(talk).label)


@proposal_desk.on(Answering.label, choice="label_reason")
async def on_reason_meant(talk: Talk) -> Replies:
    """Takes it as the reason, in place of the one before."""
    kept = AnswerBeingWritten.of(talk)
    named, here = name_typed(kept.label, list_reasons()), LABELLED.get(kept.label_at, Answering.sentence)
    talk.chosen = named.value if named else ""
    asked = await on_reason_given(talk)
    return asked if here == Answering.sentence else await talk.ask(here)  # sum and line are still to be asked


@proposal_desk.on(Answering.label, choice="label_decision")
async def on_decision_meant(talk: Talk) -> Replies:
    """Takes it as the decision, in place of the one before."""
    named = name_typed(AnswerBeingWritten.of(talk).label, list_decisions())
    talk.chosen = named.value if named else ""
    return await on_decision_given(talk)


@proposal_desk.on(*_STEPS, command="cancel")
@proposal_desk.on(*_STEPS, command="menu")
@proposal_desk.on(*_STEPS, means=Intent.MENU)
async def on_answer_left(talk: Talk) -> Reply:
    """Leaves an answer that is being written; it is kept with the conversation, and the button goes on with it."""
    kept = AnswerBeingWritten.of(talk)
    await begin_menu(talk)
    if kept.several or (kept.decision is None and not kept.sentence):
        return await show_menu_for(talk, talk.say("Stopped."))
    known = await proposals.read_to_answer(talk.store, id=kept.proposal, by=talk.person)
    said = talk.say(
        "Stopped. What you wrote for № {number} is kept: «{button}» on its card goes on with it.",
        number=known.proposal.label,
        button=talk.say("Answer") if known.sent is None else talk.say("Correct the answer"),
    )
    return await show_menu_for(talk, said)


async def _ask_for_decision_first(talk: Talk) -> Reply:
    # It was typed before its decision or reason, and is offered back when the sentence is asked for.
    if not may_be_a_sentence(talk.text):
        return await ask_unclear(talk)
    kept = await _keep_sentence(talk, AnswerBeingWritten.of(talk))
    return put_above(kept, await talk.ask_again())


@proposal_desk.on(choice="answer_words")
async def on_words_for_an_answer(talk: Talk) -> Replies:
    """Shows the proposal whose notice was answered by a swipe; the words are kept for its answer, or begin it."""
    proposal_id = read_row_id(talk.chosen)
    shown = await show_one(talk, proposal_id)
    if talk.taken and talk.state.state == Desk.one and (pressed := find_pressed(talk.text)) is not None:
        return await press_again(talk, pressed)  # who may not answer hears so
    if not talk.taken or talk.state.state != Desk.one or not may_be_a_sentence(talk.text):
        return shown
    begun = await proposals.read_to_answer(talk.store, id=proposal_id, by=talk.person)
    if begun.sent is not None or begun.draft is not None:
        return shown
    kept = AnswerBeingWritten.of(talk)
    mine = (
        kept
        if (kept.proposal, kept.revision, kept.draft) == (proposal_id, 1, None)
        else AnswerBeingWritten(proposal_id)
    )
    return put_above(await _keep_sentence(talk, mine), shown)


async def _keep_sentence(talk: Talk, kept: AnswerBeingWritten) -> str:
    text = talk.text.strip()
    if len(text) > LONGEST_SENTENCE:
        raise TextTooLong(LONGEST_SENTENCE)
    await replace(kept, sentence=text).keep(talk)
    return talk.say("Your sentence is kept for the answer: {quote}.", quote=put_in_quotes(quote(text)))
