"""The text of one proposal is erased by its author, who is asked first. Its number, decision and sum stay."""

from functools import partial

from bot.chat.message import BACK, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.meanings.yes import loses_nothing
from bot.office import proposals
from bot.office.personal.one_text import erase_text
from bot.office.reads import own
from handlers.resident.my_proposals.author import OwnProposal, find_chosen, sent_proposal, shown_to_author
from handlers.resident.my_proposals.withdrawing import read_losing_choice
from handlers.resident.states import Mine
from handlers.shared.menu import show_menu_for
from handlers.shared.router import Talk, router

router.reads_choice["erase_text_sure"] = partial(read_losing_choice, name="erase_text_sure")


@shown_to_author.on(choice="erase_text")
async def on_text_erasing_wanted(talk: Talk) -> Reply:
    """Asks back before what a proposal says is erased; of one that is erased already it is said."""
    known = await own.read_proposal(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    await OwnProposal(mine_proposal=known.proposal.id).keep(talk)
    if known.is_text_erased:
        said = talk.say("The text of № {number} is erased already.", number=known.proposal.label)
        return put_above(said, await talk.ask(Mine.one))
    return await talk.ask(Mine.erase)


@shown_to_author.on(Mine.one, means=Intent.ERASE)
async def on_text_erasing_meant(talk: Talk) -> Replies:
    """Asks the same of the proposal that is read."""
    talk.chosen = str(OwnProposal.of(talk).mine_proposal)
    return await on_text_erasing_wanted(talk)


@shown_to_author.screen(Mine.erase)
async def ask_text_erasing(talk: Talk) -> Reply:
    """Says what goes and what stays, and asks."""
    proposal = await find_chosen(talk)
    sent = await own.find_answer(talk.store, id=proposal.id, by=talk.person)
    is_open = sent is None and proposal.withdrawn_at is None
    lines = [
        talk.say("Erase the text of № {number}? It cannot be brought back.", number=proposal.label),
        talk.say("Gone: its text, voices, photos, documents, name and place, what was said of it."),
        talk.say("The office's own words in the answer go too, since they may quote you.") if sent is not None else "",
        talk.say("It is withdrawn with that: no answer comes.") if is_open else "",
        talk.say("Staying: its number, decision and sum, without your words."),
    ]
    choices = [
        talk.make_choice("erase_text_sure:yes", "Erase the text", means=(Intent.YES, Intent.ERASE, Intent.FORGET)),
        talk.make_choice("erase_text_sure:no", "Do not erase", means=(Intent.NO,)),
    ]
    if is_open:
        choices.append(talk.make_choice("withdraw_only", "Withdraw only", means=(Intent.WITHDRAW,)))
    return Reply("\n".join(filter(None, lines)), tuple(choices), list_ways(talk))


@shown_to_author.on(Mine.erase, choice="erase_text_sure")
async def on_text_erasing_answered(talk: Talk) -> Replies:
    """Erases the text, or leaves it."""
    if talk.chosen != "yes":
        return await on_text_kept(talk)
    if talk.incoming.kind is Kind.TEXT and loses_nothing(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    proposal = await erase_text(talk.store, id=OwnProposal.of(talk).mine_proposal, by=talk.person, at=talk.now)
    said = talk.say("The text of № {number} is erased. Its number and decision stay.", number=proposal.label)
    return await show_menu_for(talk, said)


@sent_proposal.on(Mine.erase, choice="withdraw_only")
async def on_only_withdrawn(talk: Talk) -> Reply:
    """Asks whether it is withdrawn; its text stays then."""
    await proposals.get_correctable(talk.store, id=OwnProposal.of(talk).mine_proposal, by=talk.person)
    return await talk.ask(Mine.withdraw)


@router.on(Mine.erase, choice=BACK)
@router.on(Mine.erase, means=Intent.REFUSE)
async def on_text_kept(talk: Talk) -> Reply:
    """Leaves the text where it is."""
    return put_above(talk.say("All right, nothing is erased."), await talk.ask(Mine.one))


@shown_to_author.on(choice="erase_about")
async def on_erasing_in_reply(talk: Talk) -> Replies:
    """Asks the same of the proposal whose receipt, question or answer somebody wrote in reply to."""
    of, _, id = talk.chosen.partition(":")
    talk.chosen = str(await own.find_proposal_of(talk.store, of=of, id=read_row_id(id), by=talk.person))
    return await on_text_erasing_wanted(talk)
