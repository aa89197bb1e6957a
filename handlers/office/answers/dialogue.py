"""The dialogue of an office with the author of a proposal: a question to them, an explanation for them."""

from dataclasses import dataclass, replace

from bot.budget.permissions import NotAllowed
from bot.budget.proposal import AlreadyWithdrawn
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.texts import is_label
from bot.language.intents import meanings
from bot.office.answers import answers, dialogue
from bot.office.reads import proposals
from bot.office.wording.notices import quote_proposal
from handlers.office.colleagues import no_longer
from handlers.office.queue.card import OfficeCard, show_one
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.guidance import here, unclear
from handlers.shared.talk import Talk, above, row_id, ways

QUOTED = 100  # characters of the proposal, so that it is seen whose author is asked


@dataclass(frozen=True)
class Explaining(Memory):
    """An explanation that is asked for, and where it came in between."""

    explaining: int = 0  # the proposal
    before_explain: str | None = None  # the state


@proposal_acts.on(Desk.one, choice="ask_author")
async def asking_wanted(talk: Talk) -> Reply:
    """Asks what the author is to be asked."""
    return await talk.ask(Desk.ask)


@proposal_acts.screen(Desk.ask)
async def ask_for_question(talk: Talk) -> Reply:
    """Asks for the question to the author."""
    asked = (await proposals.read_to_answer(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)).proposal
    about = f"№ {asked.label}: {quote_proposal(talk.words, asked, QUOTED)}"
    return Reply(f"{about}\n{talk.say('Write your question to the author.')}", ways=ways(talk), free_text=True)


@proposal_acts.on(Desk.ask, kind=Kind.TEXT)
async def question_given(talk: Talk) -> Reply:
    """Carries the question to the author."""
    if is_label(talk.text) or meanings(talk.text):
        return await unclear(talk)
    proposal_id = OfficeCard.of(talk).desk_proposal
    is_sent = await dialogue.ask_author(talk.store, id=proposal_id, text=talk.text, by=talk.person, at=talk.now)
    said = talk.say("Your question is sent to the author.") if is_sent else _not_reached(talk)
    return above(said, await show_one(talk))


@proposal_acts.on(choice="explain", opens=True)
async def explaining_wanted(talk: Talk) -> Reply:
    """Takes an explanation typed under the author's question, or asks for it; what was under way waits."""
    if talk.taken:
        return await _explained(talk, row_id(talk.chosen))
    if talk.state.state != Desk.explain:
        await replace(Explaining.of(talk), before_explain=talk.state.state).keep(talk)
    await replace(Explaining.of(talk), explaining=row_id(talk.chosen)).keep(talk)
    return await talk.ask(Desk.explain)


@proposal_acts.screen(Desk.explain)
async def ask_for_explanation(talk: Talk) -> Reply:
    """Asks for the explanation."""
    return Reply(talk.say("Explain the answer to the author in your own words."), ways=ways(talk), free_text=True)


@proposal_acts.on(Desk.explain, kind=Kind.TEXT)
async def explanation_given(talk: Talk) -> Reply:
    """Carries the explanation to the author, who is asked again whether it is clear."""
    return await _explained(talk, Explaining.of(talk).explaining)


async def _explained(talk: Talk, proposal_id: int) -> Reply:
    try:
        is_sent = await dialogue.explain(talk.store, id=proposal_id, text=talk.text, by=talk.person, at=talk.now)
    except (NotAllowed, AlreadyWithdrawn, answers.NothingToTell):
        return above(no_longer(talk), await _step_before(talk))
    said = talk.say("Your explanation is sent to the author.") if is_sent else _not_reached(talk)
    return above(said, await _step_before(talk))


def _not_reached(talk: Talk) -> str:
    # Whoever had themselves erased, or wrote on paper, has no chat that it could go to.
    return talk.say("The author could not be reached: please tell them in person.")


@proposal_acts.on(Desk.explain, choice=BACK)
async def nothing_explained(talk: Talk) -> Reply:
    """Goes on where the author's question came in between."""
    return await _step_before(talk)


async def _step_before(talk: Talk) -> Reply:
    if talk.state.state == Desk.explain:
        await talk.state.set_state(Explaining.of(talk).before_explain)
        await Explaining.forget(talk)
    return await here(talk)
