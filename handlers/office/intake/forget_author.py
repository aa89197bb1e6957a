"""Whoever an office entered a proposal for may ask to be forgotten: the head erases what is kept of them."""

from bot.chat.message import BACK, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.intents import Intent
from bot.office.personal import on_paper
from handlers.office.intake.being_entered import Intake
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import proposal_acts
from handlers.shared.router import Talk


@proposal_acts.refuses(on_paper.NobodyToErase)
async def say_nobody(talk: Talk, _refused: on_paper.NobodyToErase) -> Reply:
    """Says that nothing is kept of its author any more."""
    return put_above(talk.say("Nothing is kept of its author any more."), await show_one(talk))


@proposal_acts.on(choice="intake_erase")
async def on_erasure_wanted(talk: Talk) -> Reply:
    return await talk.ask(Intake.erase)


@proposal_acts.screen(Intake.erase)
async def ask_whether_asked_for(talk: Talk) -> Reply:
    """Says what goes and what stays, before anything goes."""
    author = await on_paper.find_entered(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    question = talk.say(
        "Did the author of № {number} ask for it? Name, telephone, text and files go; number and decision stay.",
        number=author.proposal.label,
    )
    sheet = talk.say("The photo of a list goes from the other rows of the list too: it shows the author's name.")
    return Reply(
        f"{question} {sheet}" if author.proposal.photos else question,
        (talk.make_choice("intake_erase_sure", "They asked: erase it", means=(Intent.YES, Intent.ERASE)),),
        list_ways(talk),
    )


@proposal_acts.on(Intake.erase, choice="intake_erase_sure")
async def on_erased(talk: Talk) -> Reply:
    """Erases the author, for the reason that they asked."""
    author = await on_paper.find_entered(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    await on_paper.forget_author(talk.store, author=author, keeps_public=False, by=talk.person, at=talk.now)
    return put_above(talk.say("It is erased."), await show_one(talk))


@proposal_acts.on(Intake.erase, choice=BACK)
async def on_not_erased(talk: Talk) -> Reply:
    return await show_one(talk)
