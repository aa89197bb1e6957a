"""The dialogue of an office with the author of a proposal: a question, an explanation. Each is shown before it leaves."""

from dataclasses import dataclass, replace

from bot.budget.permissions import NotAllowed
from bot.budget.proposal import AlreadyWithdrawn, check_text
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import is_label
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.answers import access, dialogue
from bot.office.reads import proposals
from bot.office.wording import notices
from handlers.office.colleagues import say_no_longer
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.meanwhile import must_stand
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.guidance import ask_unclear, show_here
from handlers.shared.router import Talk, router


@dataclass(frozen=True)
class Explaining(Memory):
    """An explanation that is asked for, and where it came in between."""

    explaining: int = 0  # the proposal
    before_explain: str | None = None  # the state


@dataclass(frozen=True)
class ToAuthor(Memory, under="to_author"):
    """What a clerk wrote to the author of a proposal (its id), until they say that it may leave."""

    proposal: int = 0
    text: str = ""


router.takes_no_label |= {"explain"}
_EXPLAINING = {str(Desk.explain), str(Desk.explain_sure)}
QUOTED = 100  # characters of the proposal, so that it is seen whose author is asked
SHOWN = 1500  # characters, as many as its reader is shown


@proposal_acts.on(Desk.one, choice="ask_author")
async def on_asking_wanted(talk: Talk) -> Reply:
    """Asks what the author is to be asked."""
    await must_stand(talk)
    return await talk.ask(Desk.ask)


@proposal_acts.screen(Desk.ask)
async def ask_for_question(talk: Talk) -> Reply:
    asked = (await proposals.read_to_answer(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)).proposal
    about = f"№ {asked.label}: {notices.quote_proposal(talk.words, asked, QUOTED)}"
    question = talk.say("Write your question to the author.")  # within an f-string it is not found for the catalogues
    return Reply(f"{about}\n{question}", ways=list_ways(talk), free_text=True)


@proposal_acts.on(Desk.ask, kind=Kind.TEXT)
@proposal_acts.on(Desk.ask_sure, kind=Kind.TEXT)
async def on_question_given(talk: Talk) -> Reply:
    """Shows the question before it leaves; what is written below it takes its place."""
    if is_label(talk.text) or find_meanings(talk.text):
        return await ask_unclear(talk)
    await ToAuthor(OfficeCard.of(talk).desk_proposal, check_text(talk.text)).keep(talk)
    return await talk.ask(Desk.ask_sure)


@proposal_acts.screen(Desk.ask_sure)
async def ask_whether_to_ask(talk: Talk) -> Reply:
    """Shows what its author will read, and asks whether it may leave."""
    return await _ask_to_send(talk, is_question=True)


async def _ask_to_send(talk: Talk, *, is_question: bool) -> Reply:
    kept = ToAuthor.of(talk)
    known = await proposals.read_to_answer(talk.store, id=kept.proposal, by=talk.person)
    number, about = known.proposal.label, notices.quote_proposal(talk.words, known.proposal, 60)
    said = (
        talk.say("This question goes to the author of № {number}, {quote}:", number=number, quote=about)
        if is_question
        else talk.say("This explanation goes to the author of № {number}, {quote}:", number=number, quote=about)
    )
    send = talk.make_choice("words_send", "Send", means=(Intent.YES, Intent.SEND))
    change = talk.make_choice("words_change", "Change", means=(Intent.CHANGE, Intent.NO))
    return Reply(f"{said}\n{put_in_quotes(quote(kept.text, SHOWN))}", (send, change), list_ways(talk))


@proposal_acts.on(Desk.ask_sure, choice="words_change")
async def on_question_to_change(talk: Talk) -> Reply:
    """Asks for the question anew."""
    return await talk.ask(Desk.ask)


@proposal_acts.on(Desk.ask_sure, choice="words_send")
async def on_question_confirmed(talk: Talk) -> Reply:
    """Carries the question to the author."""
    kept = ToAuthor.of(talk)
    await ToAuthor.forget(talk)
    is_sent = await dialogue.ask_author(talk.store, id=kept.proposal, text=kept.text, by=talk.person, at=talk.now)
    said = talk.say("Your question is sent to the author.") if is_sent else _say_not_reached(talk)
    return put_above(said, await show_one(talk, kept.proposal))


@proposal_acts.on(choice="explain", opens=True)
async def on_explaining_wanted(talk: Talk) -> Replies:
    """Shows an explanation typed under the author's question, or asks for it; what was under way waits."""
    if talk.state.state not in _EXPLAINING:
        await replace(Explaining.of(talk), before_explain=talk.state.state).keep(talk)
    await replace(Explaining.of(talk), explaining=read_row_id(talk.chosen)).keep(talk)
    return await on_explanation_given(talk) if talk.taken else await talk.ask(Desk.explain)


@proposal_acts.screen(Desk.explain)
async def ask_for_explanation(talk: Talk) -> Reply:
    return Reply(talk.say("Explain the answer to the author in your own words."), ways=list_ways(talk), free_text=True)


@proposal_acts.on(Desk.explain, kind=Kind.TEXT)
@proposal_acts.on(Desk.explain_sure, kind=Kind.TEXT)
async def on_explanation_given(talk: Talk) -> Reply:
    """Shows the explanation, or another in its place, before it leaves. Says at once where it is too late for one."""
    proposal_id = Explaining.of(talk).explaining
    try:
        known = await proposals.read_to_answer(talk.store, id=proposal_id, by=talk.person)
    except NotAllowed:
        return put_above(say_no_longer(talk), await _show_step_before(talk))
    if known.sent is None or known.proposal.withdrawn_at is not None:
        return put_above(say_no_longer(talk), await _show_step_before(talk))
    await talk.state.set_state(Desk.explain)  # what is too short or too long is asked for there
    await ToAuthor(proposal_id, check_text(talk.text)).keep(talk)
    return await talk.ask(Desk.explain_sure)


@proposal_acts.screen(Desk.explain_sure)
async def ask_whether_to_explain(talk: Talk) -> Reply:
    """Shows what its author will read, and asks whether it may leave."""
    return await _ask_to_send(talk, is_question=False)


@proposal_acts.on(Desk.explain_sure, choice="words_change")
async def on_explanation_to_change(talk: Talk) -> Reply:
    """Asks for the explanation anew."""
    return await talk.ask(Desk.explain)


@proposal_acts.on(Desk.explain_sure, choice="words_send")
async def on_explanation_confirmed(talk: Talk) -> Reply:
    """Carries the explanation to the author, who is asked again whether it is clear."""
    kept = ToAuthor.of(talk)
    await ToAuthor.forget(talk)
    try:
        is_sent = await dialogue.explain(talk.store, id=kept.proposal, text=kept.text, by=talk.person, at=talk.now)
    except (NotAllowed, AlreadyWithdrawn, access.NothingToTell):
        return put_above(say_no_longer(talk), await _show_step_before(talk))
    said = talk.say("Your explanation is sent to the author.") if is_sent else _say_not_reached(talk)
    return put_above(said, await _show_step_before(talk))


def _say_not_reached(talk: Talk) -> str:
    # Whoever had themselves erased, or wrote on paper, has no chat that it could go to.
    return talk.say("The author could not be reached: please tell them in person.")


@proposal_acts.on(Desk.explain, Desk.explain_sure, choice=BACK)
async def on_nothing_explained(talk: Talk) -> Reply:
    """Goes on where the author's question came in between."""
    return await _show_step_before(talk)


async def _show_step_before(talk: Talk) -> Reply:
    if talk.state.state in _EXPLAINING:
        await talk.state.set_state(Explaining.of(talk).before_explain)
        await Explaining.forget(talk)
    return await show_here(talk)
