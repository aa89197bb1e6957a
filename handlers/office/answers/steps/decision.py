"""The step of the decision."""

from dataclasses import replace

from bot.budget.proposal import Decision
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.reads import alike
from bot.office.wording.answers.answer_words import DECISIONS
from handlers.office.answers.being_written import (
    LONGEST_SENTENCE,
    WITH_SUM,
    AnswerBeingWritten,
    Answering,
)
from handlers.office.answers.steps.reason import REASONS
from handlers.office.staff_only import proposal_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk


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
            quoted = put_in_quotes(quote(before.sentence, LONGEST_SENTENCE))
            said = talk.say("Your sentence on the decision before is left out: {quote}.", quote=quoted)
    await written.keep(talk)
    await REASONS.begin(talk)
    question = await talk.ask(Answering.amount if decision in WITH_SUM else Answering.reason)
    return put_above(said, question) if said else question
