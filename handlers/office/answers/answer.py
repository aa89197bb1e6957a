"""An answer in short steps: decision, reason or sum, the clerk's own sentence. Then comes preview.

A few lines past 300: a step and the way back from it are read together.
"""

from dataclasses import replace

from bot.budget.proposal import Decision, Reason, ReasonMissing, SentenceTooShort, Side, TextTooLong, parse_amount
from bot.budget.sum_and_line import read_sum_and_line
from bot.chat.fsm import State
from bot.chat.memory import UNSAID
from bot.chat.message import BACK, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways, skip
from bot.chat.texts import is_label
from bot.language.intents import Intent, find_meanings, is_courtesy
from bot.language.kyrgyz import clean, quote
from bot.language.letters import has_letters, in_words
from bot.office.answers import answers
from bot.office.reads import alike, proposals
from bot.office.reads.proposals import BeingAnswered
from bot.office.reads.typed_at_once import names_decided
from bot.office.together import voices
from bot.office.wording.notices import DECISIONS, REASON_BUTTONS
from handlers.office.answers.being_written import (
    LONGEST_SENTENCE,
    WITH_SUM,
    AnswerBeingWritten,
    Answering,
    SummaryBegun,
    change_text,
    may_approve,
)
from handlers.office.answers.both_languages import ask_after_sentence
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.meanwhile import show_meanwhile
from handlers.office.queue.sorting import Sorting
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk

LONGEST_LINE = 200
LEAST_SUM = 500  # som; what is less is asked back once, since «1» is rather the number of a button
LEAST_CODE = 3  # digits of a line of the budget that is named by its code alone
REASONS = paged(proposal_desk, Answering.reason, leave=Answering.decision, key="reason_page")


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


@proposal_desk.screen(Answering.decision)
async def ask_decision(talk: Talk) -> Reply:
    """Asks for the decision about the draft budget; an earlier answer or a template says it as well."""
    choices = [talk.make_choice(f"decision:{decision.value}", title) for decision, title in DECISIONS.items()]
    has = await alike.find_patterns(talk.store, id=AnswerBeingWritten.of(talk).proposal, by=talk.person)
    choices += [talk.make_choice("alike", "The same answer")] if has.alike else []
    choices += [talk.make_choice("templates", "Templates")] if has.templates else []
    return Reply(talk.say("What is decided?"), tuple(choices), list_ways(talk))


@proposal_desk.on(Answering.decision, choice="decision")
async def on_decision_given(talk: Talk) -> Reply:
    if talk.chosen not in set(Decision):
        return await show_stale(talk)
    before, decision = AnswerBeingWritten.of(talk), Decision(talk.chosen)
    written, said = replace(before, decision=decision), ""
    if before.decision not in {None, decision}:
        # What was given as the reason of another decision is none of this one.
        written = replace(written, reason=None, sentence=None, other="", other_in="")
        if before.sentence:
            quoted = f"«{quote(before.sentence, LONGEST_SENTENCE)}»"
            said = talk.say("Your sentence on the decision before is left out: {quote}.", quote=quoted)
    await written.keep(talk)
    await REASONS.begin(talk)
    question = await talk.ask(Answering.amount if decision in WITH_SUM else Answering.reason)
    return put_above(said, question) if said else question


@proposal_desk.screen(Answering.amount)
async def ask_amount(talk: Talk) -> Reply:
    """Asks for the sum in the draft."""
    proposal = await answers.authorised(talk.store, id=AnswerBeingWritten.of(talk).proposal, by=talk.person)
    question = (
        talk.say("How many som of revenue stand in the draft? For example: 150 000.")
        if proposal.side is Side.REVENUE
        else talk.say("How many som stand in the draft? For example: 150 000.")
    )
    written = AnswerBeingWritten.of(talk)
    if written.line is UNSAID:
        beside = talk.say("The line of the budget may stand behind it: 150 000, street lights.")
        question = f"{question} {beside}"
    return _may_skip(talk, question, talk.words.som(written.amount) if isinstance(written.amount, int) else "")


def _may_skip(talk: Talk, question: str, now: str) -> Reply:
    # What was entered before is shown; skipping leaves it, and it can be taken off.
    if not now:
        return Reply(question, ways=(skip(talk), *list_ways(talk)), free_text=True)
    shown_now = talk.say("Now it is: {value}. To leave it, press «{button}».", value=now, button=talk.say("Skip"))
    leave = talk.make_choice("skip", "Skip", means=(Intent.SKIP,))
    beside = (leave, talk.make_choice("take_off", "Take it off", means=(Intent.ERASE, Intent.NO)), *list_ways(talk))
    return put_above(shown_now, Reply(question, ways=beside, free_text=True))


@proposal_desk.on(Answering.amount, kind=Kind.TEXT)
async def on_amount_given(talk: Talk) -> Replies:
    """Keeps the sum, and the line where it stands beside it; the preview shows how they were read."""
    if names_decided(talk.text):
        return await _ask_what_is_meant(talk)
    both = read_sum_and_line(talk.text)
    amount = both[0] if both else parse_amount(talk.text)
    if amount < LEAST_SUM and (asked_back := await ask_small_again(talk, amount)) is not None:
        return asked_back
    if both:
        return await take_sum_and_line(talk, *both)
    await replace(AnswerBeingWritten.of(talk), amount=amount).keep(talk)
    return await talk.ask(Answering.line)


async def ask_small_again(talk: Talk, amount: int) -> Reply | None:
    """Asks once whether so small a sum is meant; None where it was written again."""
    kept = AnswerBeingWritten.of(talk)
    if kept.small == amount:
        return None
    await replace(kept, small=amount).keep(talk)
    said = talk.say("{amount} is very little. If it is so, write it once more.", amount=talk.words.som(amount))
    return put_above(said, await talk.ask_again())


async def _ask_what_is_meant(talk: Talk) -> Reply:
    # The name of a button, a decision or a reason is asked back before it is kept otherwise.
    typed, here = talk.text.strip(), str(talk.state.state)
    await replace(AnswerBeingWritten.of(talk), label=typed, label_at=here).keep(talk)
    return await talk.ask(Answering.label)


async def take_sum_and_line(talk: Talk, amount: int, line: str) -> Replies:
    """Keeps both; what is in the draft needs no sentence, and is previewed at once."""
    written = replace(AnswerBeingWritten.of(talk), amount=amount, line=check_line(line))
    await written.keep(talk)
    if written.decision is Decision.PARTLY:
        return await talk.ask(Answering.reason)
    return await take_sentence(talk, written.sentence or "")


@proposal_desk.on(Answering.amount, choice="skip")
async def on_amount_skipped(talk: Talk) -> Reply:
    """Goes on with the sum there was, or without one."""
    return await talk.ask(Answering.line)


@proposal_desk.on(Answering.amount, choice="take_off")
async def on_amount_taken_off(talk: Talk) -> Reply:
    """Goes on without a sum."""
    await replace(AnswerBeingWritten.of(talk), amount=None).keep(talk)
    return await talk.ask(Answering.line)


@proposal_desk.screen(Answering.line)
async def ask_line(talk: Talk) -> Reply:
    line = AnswerBeingWritten.of(talk).line
    return _may_skip(
        talk,
        talk.say("Which line of the budget is it? A few words."),
        quote(line) if isinstance(line, str) and line else "",
    )


@proposal_desk.on(Answering.line, kind=Kind.TEXT)
async def on_line_given(talk: Talk) -> Reply:
    """Keeps the budget line."""
    if names_decided(talk.text):
        return await _ask_what_is_meant(talk)
    if find_meanings(talk.text):
        return await ask_unclear(talk)
    return await show_after_line(talk, check_line(talk.text))


def check_line(text: str) -> str:
    """Returns a line of the budget as it is kept. Raises TextTooLong, WordsMissing."""
    line = " ".join(clean(text).split())
    if len(line) > LONGEST_LINE:
        raise TextTooLong(LONGEST_LINE)
    if not has_letters(line, LEAST_CODE):
        in_words(line)
    return line


@proposal_desk.on(Answering.line, choice="skip")
async def on_line_skipped(talk: Talk) -> Reply:
    """Goes on with the budget line there was, or without one."""
    line = AnswerBeingWritten.of(talk).line
    return await show_after_line(talk, None if line is UNSAID else line)


@proposal_desk.on(Answering.line, choice="take_off")
async def on_line_taken_off(talk: Talk) -> Reply:
    """Goes on without a budget line."""
    return await show_after_line(talk, None)


async def show_after_line(talk: Talk, line: str | None) -> Reply:
    """Keeps the line of the budget, and goes on."""
    await replace(AnswerBeingWritten.of(talk), line=line).keep(talk)
    partly = AnswerBeingWritten.of(talk).decision == Decision.PARTLY
    return await talk.ask(Answering.reason if partly else Answering.sentence)


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


@proposal_desk.screen(Answering.sentence)
async def ask_sentence(talk: Talk) -> Reply:
    """Asks for the clerk's own sentence.

    One that is there is shown and can be left; none is needed where it is included.
    """
    kept = AnswerBeingWritten.of(talk)
    if kept.decision == Decision.INCLUDED:
        question = talk.say("Add a sentence of your own for the author, if you like.")
    elif kept.decision == Decision.REDIRECTED:
        question = talk.say("To which body was it passed, and why there? In a sentence.")
    else:
        question = talk.say("Explain it to the author in a sentence of your own.")
    if not kept.several:
        beside = talk.say("A voice, photos or a PDF may go with it: send them here.")
        question = f"{question}\n{beside}"
    if kept.sentence:
        return _may_skip(talk, question, f"«{quote(kept.sentence)}»")
    may_skip = (skip(talk),) if kept.decision == Decision.INCLUDED else ()
    return Reply(question, ways=(*may_skip, *list_ways(talk)), free_text=True)


@proposal_desk.on(Answering.sentence, kind=Kind.TEXT)
async def on_sentence_given(talk: Talk) -> Replies:
    """Keeps the sentence and shows the preview; «ооба» is none."""
    if AnswerBeingWritten.of(talk).decision is Decision.INCLUDED and names_decided(talk.text):  # which has no reason
        return await _ask_what_is_meant(talk)
    if find_meanings(talk.text) and not is_courtesy(talk.text):
        return await ask_unclear(talk)
    text = talk.text.strip()
    if (
        AnswerBeingWritten.of(talk).decision == Decision.INCLUDED
    ):  # else it is too short, which says how long it must be
        in_words(text)
    if len(text) > LONGEST_SENTENCE:
        raise TextTooLong(LONGEST_SENTENCE)
    if is_label(text):
        return await _ask_what_is_meant(talk)
    return await take_sentence(talk, text)


async def take_sentence(talk: Talk, sentence: str) -> Replies:
    """Keeps a sentence and goes on; one that is too short is asked for again."""
    before = AnswerBeingWritten.of(talk)
    written = replace(before, sentence=sentence)
    if sentence != before.sentence:  # what was written beside another sentence does not say the same
        written = replace(written, other="", other_in="", like="", template="")
    try:
        written.answer.checked()
    except SentenceTooShort as refused:  # what was kept before stays
        least = talk.words.number(refused.least)
        return put_above(talk.say("Please write at least {least} characters.", least=least), await talk.ask_again())
    except ReasonMissing:
        await written.keep(talk)
        return await talk.ask(Answering.reason)
    await written.keep(talk)
    return await ask_after_sentence(talk, written)


@proposal_desk.on(Answering.sentence, choice="skip")
async def on_sentence_skipped(talk: Talk) -> Replies:
    """Goes on with the sentence there was, or without one."""
    return await take_sentence(talk, AnswerBeingWritten.of(talk).sentence or "")


@proposal_desk.on(Answering.sentence, choice="take_off")
async def on_sentence_taken_off(talk: Talk) -> Replies:
    """Takes the sentence off; where one is needed it is asked for."""
    await replace(AnswerBeingWritten.of(talk), sentence="").keep(talk)
    return await take_sentence(talk, "")


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
