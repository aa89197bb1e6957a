"""«Тарыхы» on the card: who did what and when, for whoever reads the queue."""

from bot.budget.workdays import move_to_bishkek
from bot.chat.message import Reply
from bot.chat.paging import paged
from bot.chat.texts import Words
from bot.export.office.history import say_details, say_who
from bot.office.reads.history import ReadHistory, read_history
from bot.office.reads.history_words import ACTS
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.router import Talk
from storage.log.history import Step

STEPS = paged(proposal_acts, Desk.history, leave=show_one, key="history_page", size=10)


@proposal_acts.on(Desk.one, choice="history")
async def on_history_wanted(talk: Talk) -> Reply:
    """Shows what was done last."""
    await STEPS.begin(talk)
    return await talk.ask(Desk.history)


@proposal_acts.screen(Desk.history)
async def show_history(talk: Talk) -> Reply:
    """The acts on a proposal in pages, the last one first."""
    found = await read_history(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    page = await STEPS.of(talk, found.steps[::-1])
    lines = [talk.say("History of № {number}:", number=found.proposal.label)]
    lines += [say_step(talk.words, found, step) for step in page.rows]
    return Reply("\n".join(lines), ways=page.ways(talk))


def say_step(words: Words, found: ReadHistory, step: Step) -> str:
    """One act on a proposal: when, what, by whom."""
    said = [words.say(ACTS[step.act]) if step.act in ACTS else step.act]
    said += filter(None, [say_details(words, step, found.posts), say_who(words, step, found.posts)])
    return f"{move_to_bishkek(step.at):%d.%m.%Y %H:%M} — {', '.join(said)}"
