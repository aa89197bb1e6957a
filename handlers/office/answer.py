"""An answer in short steps: decision, reason or sum, the clerk's own sentence. Then comes answer_preview."""

from bot.budget.proposal import (
    Decision,
    Reason,
    ReasonMissing,
    SentenceTooShort,
    Side,
    TextTooLong,
    parse_amount,
)
from bot.chat.fsm import State
from bot.chat.message import BACK, Kind, Reply
from bot.chat.paging import paged
from bot.language.kyrgyz import quote, shown
from bot.office.answers import answers
from bot.office.wording.notices import DECISIONS, REASON_BUTTONS
from handlers.office.answer_being_written import (
    WITH_SUM,
    answer_now,
    kept_answer,
    may_approve,
    plain,
    put,
    text_changed,
    where_it_was_left,
)
from handlers.office.colleagues import taken_by
from handlers.office.proposal_card import show_one
from handlers.office.staff_only import proposal_acts, proposal_desk
from handlers.shared.guidance import stale
from handlers.shared.states import Answering, Desk
from handlers.shared.talk import Talk, above, value, ways

LONGEST_LINE = 200


LONGEST_SENTENCE = 1500


REASONS = paged(proposal_desk, Answering.reason, leave=Answering.decision, key="reason_page")


@proposal_acts.on(Desk.one, choice="answer")
async def answering_wanted(talk: Talk) -> Reply:
    """Begins an answer, or goes on with what was typed or kept; over an answer that was sent it is a correction."""
    proposal_id = await value(talk, "desk_proposal", 0)
    sent = await talk.store.answers.latest(proposal_id)
    draft = await talk.store.answers.draft(proposal_id)
    try:
        proposal = await answers.opened(talk.store, id=proposal_id, by=talk.person)
        if proposal.revision != await value(talk, "desk_read"):
            return await text_changed(talk, proposal_id)
        if sent is None and not (draft and draft.for_approval and await may_approve(talk, proposal)):
            await answers.take(
                talk.store, id=proposal_id, by=talk.person, at=talk.now, over=await value(talk, "over") == proposal_id
            )
    except answers.TakenBy as refused:
        await talk.state.update_data(over=proposal_id)
        return above(await taken_by(talk, refused, proposal_id), await show_one(talk))
    begun = {
        "proposal": proposal_id,
        "revision": sent.revision + 1 if sent else 1,
        "draft": draft.saved_at if draft else None,
    }
    kept = await kept_answer(talk)
    if {name: kept.get(name) for name in begun} != begun:
        answer = draft.answer if draft else sent.answer if sent else None
        kept = (plain(answer) if answer else {}) | begun | {"read": draft.read if draft else None}
        step = Answering.preview if draft else Answering.decision
    else:
        step = where_it_was_left(kept)
    before = kept.get("read")
    await talk.state.update_data(over=None, answering={**kept, "read": proposal.revision})
    question = await talk.ask(step)
    if before not in {None, proposal.revision}:
        return above(talk.say("The author changed the text after this was written. Please check it."), question)
    return question


@proposal_desk.screen(Answering.decision)
async def ask_decision(talk: Talk) -> Reply:
    """Asks for the decision about the draft budget."""
    choices = tuple(talk.choice(f"decision:{decision.value}", title) for decision, title in DECISIONS.items())
    return Reply(talk.say("What is decided?"), choices, ways(talk))


@proposal_desk.on(Answering.decision, choice="decision")
async def decision_given(talk: Talk) -> Reply:
    """Keeps the decision."""
    if talk.chosen not in set(Decision):
        return await stale(talk)
    await put(talk, decision=talk.chosen)
    await REASONS.begin(talk)
    return await talk.ask(Answering.amount if Decision(talk.chosen) in WITH_SUM else Answering.reason)


@proposal_desk.screen(Answering.amount)
async def ask_amount(talk: Talk) -> Reply:
    """Asks for the sum in the draft."""
    proposal = await answers.opened(talk.store, id=(await kept_answer(talk)).get("proposal", 0), by=talk.person)
    question = (
        talk.say("How many som of revenue stand in the draft? For example: 150 000.")
        if proposal.side is Side.REVENUE
        else talk.say("How many som stand in the draft? For example: 150 000.")
    )
    amount = (await kept_answer(talk)).get("amount")
    return _may_skip(talk, question, talk.words.som(amount) if amount is not None else "")


def _may_skip(talk: Talk, question: str, now: str) -> Reply:
    # What was entered before is shown; skipping leaves it, and it can be taken off.
    if not now:
        return Reply(question, ways=(talk.choice("skip", "Skip"), *ways(talk)), free_text=True)
    shown_now = talk.say("Now it is: {value}. To leave it, press «{button}».", value=now, button=talk.say("Skip"))
    beside = (talk.choice("skip", "Skip"), talk.choice("take_off", "Take it off"), *ways(talk))
    return above(shown_now, Reply(question, ways=beside, free_text=True))


@proposal_desk.on(Answering.amount, kind=Kind.TEXT)
async def amount_given(talk: Talk) -> Reply:
    """Keeps the sum; the preview shows how it was read."""
    amount = parse_amount(talk.text)
    await put(talk, amount=amount)
    return await talk.ask(Answering.line)


@proposal_desk.on(Answering.amount, choice="skip")
async def amount_skipped(talk: Talk) -> Reply:
    """Goes on with the sum there was, or without one."""
    return await talk.ask(Answering.line)


@proposal_desk.on(Answering.amount, choice="take_off")
async def amount_taken_off(talk: Talk) -> Reply:
    """Goes on without a sum."""
    await put(talk, amount=None)
    return await talk.ask(Answering.line)


@proposal_desk.screen(Answering.line)
async def ask_line(talk: Talk) -> Reply:
    """Asks for the budget line."""
    line = (await kept_answer(talk)).get("line")
    return _may_skip(talk, talk.say("Which line of the budget is it? A few words."), quote(line) if line else "")


@proposal_desk.on(Answering.line, kind=Kind.TEXT)
async def line_given(talk: Talk) -> Reply:
    """Keeps the budget line."""
    line = " ".join(shown(talk.text).split())
    if len(line) > LONGEST_LINE:
        raise TextTooLong(LONGEST_LINE)
    return await _after_line(talk, line)


@proposal_desk.on(Answering.line, choice="skip")
async def line_skipped(talk: Talk) -> Reply:
    """Goes on with the budget line there was, or without one."""
    return await _after_line(talk, (await kept_answer(talk)).get("line"))


@proposal_desk.on(Answering.line, choice="take_off")
async def line_taken_off(talk: Talk) -> Reply:
    """Goes on without a budget line."""
    return await _after_line(talk, None)


async def _after_line(talk: Talk, line: str | None) -> Reply:
    await put(talk, line=line)
    partly = (await kept_answer(talk)).get("decision") == Decision.PARTLY
    return await talk.ask(Answering.reason if partly else Answering.sentence)


@proposal_desk.screen(Answering.reason)
async def ask_reason(talk: Talk) -> Reply:
    """Asks for a reason from the catalogue."""
    choices = [talk.choice(f"reason:{reason.value}", title) for reason, title in REASON_BUTTONS.items()]
    page = await REASONS.of(talk, choices)
    return Reply(talk.say("What is the reason?"), tuple(page.rows), page.ways(talk))


@proposal_desk.on(Answering.reason, choice="reason")
async def reason_given(talk: Talk) -> Reply:
    """Keeps the reason; the clerk's own sentence comes next."""
    if talk.chosen not in set(Reason):
        return await stale(talk)
    await put(talk, reason=talk.chosen)
    return await talk.ask(Answering.sentence)


@proposal_desk.screen(Answering.sentence)
async def ask_sentence(talk: Talk) -> Reply:
    """Asks for the clerk's own sentence, which can be left out only where the proposal is included."""
    if (await kept_answer(talk)).get("decision") == Decision.INCLUDED:
        return Reply(
            talk.say("Add a sentence of your own for the author, if you like."),
            ways=(talk.choice("skip", "Skip"), *ways(talk)),
            free_text=True,
        )
    if (await kept_answer(talk)).get("decision") == Decision.REDIRECTED:
        return Reply(
            talk.say("To which body was it passed, and why there? In a sentence."), ways=ways(talk), free_text=True
        )
    return Reply(talk.say("Explain it to the author in a sentence of your own."), ways=ways(talk), free_text=True)


@proposal_desk.on(Answering.sentence, kind=Kind.TEXT)
async def sentence_given(talk: Talk) -> Reply:
    """Keeps the sentence and shows the preview."""
    if len(talk.text.strip()) > LONGEST_SENTENCE:
        raise TextTooLong(LONGEST_SENTENCE)
    await put(talk, sentence=talk.text.strip())
    try:
        (await answer_now(talk)).checked()
    except SentenceTooShort as refused:
        least = talk.words.number(refused.least)
        return above(talk.say("Please write at least {least} characters.", least=least), await talk.again())
    except ReasonMissing:
        return await talk.ask(Answering.reason)
    return await talk.ask(Answering.preview)


@proposal_desk.on(Answering.sentence, choice="skip")
async def sentence_skipped(talk: Talk) -> Reply:
    """Goes on without a sentence."""
    await put(talk, sentence="")
    return await talk.ask(Answering.preview)


_BEFORE: dict[str, State] = {
    str(Answering.amount): Answering.decision,
    str(Answering.line): Answering.amount,
    str(Answering.preview): Answering.sentence,
}


@proposal_desk.on(
    Answering.decision, Answering.amount, Answering.line, Answering.sentence, Answering.preview,
    choice=BACK,
)  # fmt: skip
async def one_back(talk: Talk) -> Reply:
    """One step back with everything kept; from the first step to the proposal."""
    here, kept = talk.state.state or "", await kept_answer(talk)
    if here == Answering.decision:
        return await show_one(talk, kept.get("proposal", 0))
    if here == Answering.sentence:
        return await talk.ask(Answering.line if kept.get("decision") == Decision.INCLUDED else Answering.reason)
    return await talk.ask(_BEFORE[here])
