"""An answer in short steps: decision, reason or sum, the clerk's own sentence, preview, send or keep."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.budget.permissions import Act, NotAllowed, Role, may
from bot.budget.proposal import (
    AlreadyWithdrawn,
    AmountOutOfRange,
    AmountUnreadable,
    Answer,
    Decision,
    Reason,
    ReasonMissing,
    SentenceTooShort,
    Side,
    TextTooLong,
    parse_amount,
)
from bot.chat.fsm import State
from bot.chat.message import BACK, MORE, Kind, Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import quote, shown
from bot.office import staff
from bot.office.answers import answers
from bot.office.wording.notices import DECISIONS, REASON_BUTTONS, answer_text
from handlers.office.queue import answered_by, for_staff, gone, not_allowed, show_one, taken_by
from handlers.shared.guidance import stale
from handlers.shared.states import Answering, Desk
from handlers.shared.talk import Talk, above, page_of, router, value, ways
from handlers.shared.wording import too_long
from storage.proposals import Proposal

LONGEST_LINE = 200
LONGEST_SENTENCE = 1500

_WITH_SUM = {Decision.INCLUDED, Decision.PARTLY}


@router.on(Desk.one, choice="answer")
async def answering_wanted(talk: Talk) -> Reply:
    """Begins an answer, or goes on with what was typed or kept; over an answer that was sent it is a correction."""
    proposal_id = await value(talk, "desk_proposal", 0)
    sent = await talk.store.answers.latest(proposal_id)
    draft = await talk.store.answers.draft(proposal_id)
    try:
        proposal = await answers.opened(talk.store, id=proposal_id, by=talk.person)
        if proposal.revision != await value(talk, "desk_read"):
            return await _text_changed(talk, proposal_id)
        if sent is None and not (draft and draft.for_approval and await _may_approve(talk, proposal)):
            await answers.take(
                talk.store, id=proposal_id, by=talk.person, at=talk.now, over=await value(talk, "over") == proposal_id
            )
    except answers.TakenBy as refused:
        await talk.state.update_data(over=proposal_id)
        return above(await taken_by(talk, refused, proposal_id), await show_one(talk))
    except (NotAllowed, AlreadyWithdrawn, answers.AnsweredBy):
        return await gone(talk)
    begun = {
        "proposal": proposal_id,
        "revision": sent.revision + 1 if sent else 1,
        "draft": draft.saved_at if draft else None,
    }
    kept = await _kept(talk)
    if {name: kept.get(name) for name in begun} != begun:
        answer = draft.answer if draft else sent.answer if sent else None
        kept = (_plain(answer) if answer else {}) | begun | {"read": draft.read if draft else None}
        step = Answering.preview if draft else Answering.decision
    else:
        step = _where_it_was_left(kept)
    before = kept.get("read")
    await talk.state.update_data(over=None, answering={**kept, "read": proposal.revision})
    question = await talk.ask(step)
    if before not in {None, proposal.revision}:
        return above(talk.say("The author changed the text after this was written. Please check it."), question)
    return question


def _where_it_was_left(kept: dict[str, Any]) -> State:
    if "decision" not in kept:
        return Answering.decision
    decision = Decision(kept["decision"])
    if decision in _WITH_SUM and "amount" not in kept:
        return Answering.amount
    if decision in _WITH_SUM and "line" not in kept:
        return Answering.line
    if decision is not Decision.INCLUDED and not kept.get("reason"):
        return Answering.reason
    try:
        _answer_of(kept).checked()
    except SentenceTooShort:
        return Answering.sentence
    return Answering.preview if "sentence" in kept else Answering.sentence


async def _text_changed(talk: Talk, proposal_id: int) -> Reply:
    said = talk.say("The author has changed the text. Please read it anew before you answer.")
    return above(said, await show_one(talk, proposal_id))


@router.screen(Answering.decision)
async def ask_decision(talk: Talk) -> Reply:
    """Asks for the decision about the draft budget."""
    choices = tuple(talk.choice(f"decision:{decision.value}", title) for decision, title in DECISIONS.items())
    return Reply(talk.say("What is decided?"), choices, ways(talk))


@router.on(Answering.decision, choice="decision")
async def decision_given(talk: Talk) -> Reply:
    """Keeps the decision."""
    if talk.chosen not in set(Decision):
        return await stale(talk)
    await _put(talk, decision=talk.chosen, page=0)
    return await talk.ask(Answering.amount if Decision(talk.chosen) in _WITH_SUM else Answering.reason)


@router.screen(Answering.amount)
@for_staff
async def ask_amount(talk: Talk) -> Reply:
    """Asks for the sum in the draft."""
    proposal = await answers.opened(talk.store, id=(await _kept(talk)).get("proposal", 0), by=talk.person)
    question = (
        talk.say("How many som of revenue stand in the draft? For example: 150 000.")
        if proposal.side is Side.REVENUE
        else talk.say("How many som stand in the draft? For example: 150 000.")
    )
    amount = (await _kept(talk)).get("amount")
    return _may_skip(talk, question, talk.words.som(amount) if amount is not None else "")


def _may_skip(talk: Talk, question: str, now: str) -> Reply:
    # What was entered before is shown; skipping leaves it, and it can be taken off.
    if not now:
        return Reply(question, ways=(talk.choice("skip", "Skip"), *ways(talk)), free_text=True)
    shown_now = talk.say("Now it is: {value}. To leave it, press «{button}».", value=now, button=talk.say("Skip"))
    beside = (talk.choice("skip", "Skip"), talk.choice("take_off", "Take it off"), *ways(talk))
    return above(shown_now, Reply(question, ways=beside, free_text=True))


@router.on(Answering.amount, kind=Kind.TEXT)
async def amount_given(talk: Talk) -> Reply:
    """Keeps the sum; the preview shows how it was read."""
    try:
        amount = parse_amount(talk.text)
    except AmountUnreadable:
        return above(talk.say("Please write the sum in digits."), await talk.again())
    except AmountOutOfRange:
        return above(talk.say("Such a sum cannot be."), await talk.again())
    await _put(talk, amount=amount)
    return await talk.ask(Answering.line)


@router.on(Answering.amount, choice="skip")
async def amount_skipped(talk: Talk) -> Reply:
    """Goes on with the sum there was, or without one."""
    return await talk.ask(Answering.line)


@router.on(Answering.amount, choice="take_off")
async def amount_taken_off(talk: Talk) -> Reply:
    """Goes on without a sum."""
    await _put(talk, amount=None)
    return await talk.ask(Answering.line)


@router.screen(Answering.line)
async def ask_line(talk: Talk) -> Reply:
    """Asks for the budget line."""
    line = (await _kept(talk)).get("line")
    return _may_skip(talk, talk.say("Which line of the budget is it? A few words."), quote(line) if line else "")


@router.on(Answering.line, kind=Kind.TEXT)
async def line_given(talk: Talk) -> Reply:
    """Keeps the budget line."""
    line = " ".join(shown(talk.text).split())
    if len(line) > LONGEST_LINE:
        return above(too_long(talk, TextTooLong(LONGEST_LINE)), await talk.again())
    return await _after_line(talk, line)


@router.on(Answering.line, choice="skip")
async def line_skipped(talk: Talk) -> Reply:
    """Goes on with the budget line there was, or without one."""
    return await _after_line(talk, (await _kept(talk)).get("line"))


@router.on(Answering.line, choice="take_off")
async def line_taken_off(talk: Talk) -> Reply:
    """Goes on without a budget line."""
    return await _after_line(talk, None)


async def _after_line(talk: Talk, line: str | None) -> Reply:
    await _put(talk, line=line)
    partly = (await _kept(talk)).get("decision") == Decision.PARTLY
    return await talk.ask(Answering.reason if partly else Answering.sentence)


@router.screen(Answering.reason)
async def ask_reason(talk: Talk) -> Reply:
    """Asks for a reason from the catalogue."""
    choices = [talk.choice(f"reason:{reason.value}", title) for reason, title in REASON_BUTTONS.items()]
    here, _, more = page_of(choices, (await _kept(talk)).get("page", 0))
    return Reply(talk.say("What is the reason?"), tuple(here), ways(talk, more=more))


@router.on(Answering.reason, choice=MORE)
async def more_reasons(talk: Talk) -> Reply:
    """Turns a page of the catalogue."""
    await _put(talk, page=(await _kept(talk)).get("page", 0) + 1)
    return await talk.again()


@router.on(Answering.reason, choice="reason")
async def reason_given(talk: Talk) -> Reply:
    """Keeps the reason; the clerk's own sentence comes next."""
    if talk.chosen not in set(Reason):
        return await stale(talk)
    await _put(talk, reason=talk.chosen)
    return await talk.ask(Answering.sentence)


@router.screen(Answering.sentence)
async def ask_sentence(talk: Talk) -> Reply:
    """Asks for the clerk's own sentence, which can be left out only where the proposal is included."""
    if (await _kept(talk)).get("decision") == Decision.INCLUDED:
        return Reply(
            talk.say("Add a sentence of your own for the author, if you like."),
            ways=(talk.choice("skip", "Skip"), *ways(talk)),
            free_text=True,
        )
    if (await _kept(talk)).get("decision") == Decision.REDIRECTED:
        return Reply(
            talk.say("To which body was it passed, and why there? In a sentence."), ways=ways(talk), free_text=True
        )
    return Reply(talk.say("Explain it to the author in a sentence of your own."), ways=ways(talk), free_text=True)


@router.on(Answering.sentence, kind=Kind.TEXT)
async def sentence_given(talk: Talk) -> Reply:
    """Keeps the sentence and shows the preview."""
    if len(talk.text.strip()) > LONGEST_SENTENCE:
        return above(too_long(talk, TextTooLong(LONGEST_SENTENCE)), await talk.again())
    await _put(talk, sentence=talk.text.strip())
    try:
        (await _answer(talk)).checked()
    except SentenceTooShort as refused:
        least = talk.words.number(refused.least)
        return above(talk.say("Please write at least {least} characters.", least=least), await talk.again())
    except ReasonMissing:
        return await talk.ask(Answering.reason)
    return await talk.ask(Answering.preview)


@router.on(Answering.sentence, choice="skip")
async def sentence_skipped(talk: Talk) -> Reply:
    """Goes on without a sentence."""
    await _put(talk, sentence="")
    return await talk.ask(Answering.preview)


@router.screen(Answering.preview)
@for_staff
async def ask_to_send(talk: Talk) -> Reply:
    """Shows the answer exactly as its author will read it, in the author's language."""
    proposal = await answers.opened(talk.store, id=(await _kept(talk)).get("proposal", 0), by=talk.person)
    answer = await _answer(talk)
    lines = [talk.say("The author will read:"), "", await _as_read(talk, proposal, answer)]
    if not answer.is_reasoned:
        lines += ["", talk.say("Without a sum or a budget line it does not count as reasoned.")]
    aimak = await talk.store.aimaks.get(proposal.aimak_id)
    if aimak.head_approves and not await _may_approve(talk, proposal):
        lines += ["", talk.say("It goes to the head first.")]
    return Reply(
        "\n".join(lines),
        (
            talk.choice("send_answer", "Send the answer"),
            talk.choice("keep_answer", "Keep it"),
            talk.choice("change_answer", "Change"),
        ),
        ways(talk),
    )


async def _as_read(talk: Talk, proposal: Proposal, answer: Answer) -> str:
    box = await talk.store.people.mailbox(proposal.author_id, peer_id=proposal.peer_id)
    member = await talk.store.roles.member_of(talk.person.id, proposal.aimak_id)
    return answer_text(
        Words((box.language if box else None) or proposal.language),
        proposal,
        answer,
        revision=(await _kept(talk)).get("revision", 1),
        who=member.title if member else None,
        role=member.role if member else Role.STAFF,
        quotes=box.quotes if box else True,
    )


@router.on(Answering.preview, choice="send_answer")
async def answer_sent(talk: Talk) -> Reply:
    """Sends the answer, or puts it before the head; tells who was first if a colleague was."""
    return await _done(talk, _send)


@router.on(Answering.preview, choice="keep_answer")
async def answer_kept(talk: Talk) -> Reply:
    """Keeps the answer for later."""
    return await _done(talk, _keep)


async def _send(talk: Talk, proposal: Proposal, answer: Answer, **given: Any) -> str:
    draft = await talk.store.answers.draft(proposal.id)
    same = draft is not None and draft.for_approval and draft.answer == answer
    if same and await _may_approve(talk, proposal):
        given = {"read": given["read"]}
        sent: object = await answers.approve(
            talk.store, id=proposal.id, answer=answer, by=talk.person, at=talk.now, **given
        )
    else:
        revision = (await _kept(talk)).get("revision", 1)
        sent = await answers.send(
            talk.store, id=proposal.id, answer=answer, by=talk.person, at=talk.now, revision=revision, **given
        )
    return talk.say("The answer is on its way.") if sent else talk.say("The answer waits for the head.")


async def _keep(talk: Talk, proposal: Proposal, answer: Answer, **given: Any) -> str:
    kept = await answers.save(talk.store, id=proposal.id, answer=answer, by=talk.person, at=talk.now, **given)
    waits = kept is not None and kept.for_approval
    return talk.say("The answer waits for the head.") if waits else talk.say("The answer is kept and not sent.")


async def _done(talk: Talk, act: Callable[..., Awaitable[str]]) -> Reply:
    kept = await _kept(talk)
    proposal_id, over = kept.get("proposal", 0), await value(talk, "over") == kept.get("proposal")
    try:
        proposal = await answers.opened(talk.store, id=proposal_id, by=talk.person)
        answer = _answer_of(kept).checked()
        if over and kept.get("revision", 1) == 1:
            await answers.take(talk.store, id=proposal_id, by=talk.person, at=talk.now, over=True)
        said = await act(talk, proposal, answer, read=kept.get("read"), over=over)
    except answers.AnsweredBy as refused:
        return above(await answered_by(talk, refused), await show_one(talk, proposal_id))
    except answers.TakenBy as refused:
        await talk.state.update_data(over=proposal_id)
        return above(await taken_by(talk, refused, proposal_id), await talk.again())
    except answers.TextChanged:
        return await _text_changed(talk, proposal_id)
    except NotAllowed:
        return await not_allowed(talk)
    except (AlreadyWithdrawn, answers.NothingToTell):
        return await gone(talk)
    except (ReasonMissing, SentenceTooShort):
        return await talk.ask(Answering.decision)
    await talk.state.update_data(answering=None, over=None)
    return above(said, await talk.ask(Desk.list))


@router.on(Answering.preview, choice="change_answer")
async def answer_changed(talk: Talk) -> Reply:
    """Goes through the steps again."""
    return await talk.ask(Answering.decision)


_BEFORE: dict[str, State] = {
    str(Answering.amount): Answering.decision,
    str(Answering.line): Answering.amount,
    str(Answering.reason): Answering.decision,
    str(Answering.preview): Answering.sentence,
}


@router.on(
    Answering.decision, Answering.amount, Answering.line, Answering.reason, Answering.sentence, Answering.preview,
    choice=BACK,
)  # fmt: skip
async def one_back(talk: Talk) -> Reply:
    """One step back with everything kept; from the first step to the proposal."""
    here, kept = talk.state.state or "", await _kept(talk)
    if here == Answering.decision:
        return await show_one(talk, kept.get("proposal", 0))
    if here == Answering.reason and kept.get("page", 0) > 0:
        await _put(talk, page=kept["page"] - 1)
        return await talk.again()
    if here == Answering.sentence:
        return await talk.ask(Answering.line if kept.get("decision") == Decision.INCLUDED else Answering.reason)
    return await talk.ask(_BEFORE[here])


async def _may_approve(talk: Talk, proposal: Proposal) -> bool:
    return may(await staff.standings(talk.store, talk.person), Act.APPROVE, proposal.aimak_id)


async def _kept(talk: Talk) -> dict[str, Any]:
    return dict(await value(talk, "answering") or {})


async def _put(talk: Talk, **changes: Any) -> None:
    await talk.state.update_data(answering={**await _kept(talk), **changes})


async def _answer(talk: Talk) -> Answer:
    return _answer_of(await _kept(talk))


def _answer_of(kept: dict[str, Any]) -> Answer:
    decision = Decision(kept.get("decision", Decision.NOT_INCLUDED))
    with_sum, with_reason = decision in _WITH_SUM, decision is not Decision.INCLUDED
    return Answer(
        decision=decision,
        reason_code=Reason(kept["reason"]) if with_reason and kept.get("reason") else None,
        sentence=kept.get("sentence", ""),
        amount=kept.get("amount") if with_sum else None,
        budget_line=kept.get("line") if with_sum else None,
    )


def _plain(answer: Answer) -> dict[str, Any]:
    return {
        "decision": answer.decision.value,
        "reason": answer.reason_code.value if answer.reason_code else None,
        "sentence": answer.sentence,
        "amount": answer.amount,
        "line": answer.budget_line,
    }
