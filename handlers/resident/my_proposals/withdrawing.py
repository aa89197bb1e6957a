"""A proposal is withdrawn by its author, who is asked first; the way back from each change."""

from dataclasses import replace
from functools import partial

from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.in_words.answered import read_losing, says_yes_not_needed
from bot.language.intents import Intent
from bot.language.meanings.yes import loses_nothing
from bot.office import proposals
from handlers.resident.my_proposals.author import OwnProposal, find_chosen, sent_proposal, shown_to_author
from handlers.resident.states import Mine
from handlers.shared.menu import show_menu_for
from handlers.shared.router import Talk, router


def read_losing_choice(text: str, name: str) -> str | None:
    """The yes or the no to losing something, as a sentence of one's own says it."""
    loses = read_losing(text)
    return None if loses is None else f"{name}:{'yes' if loses else 'no'}"


router.reads_choice["withdraw_sure"] = partial(read_losing_choice, name="withdraw_sure")
router.reads_choice["erase"] = partial(read_losing_choice, name="erase")


@router.on(Mine.one, choice="withdraw")
@router.on(Mine.one, means=Intent.WITHDRAW)
async def on_withdrawal_wanted(talk: Talk) -> Reply:
    """Asks back before a proposal is withdrawn."""
    return await talk.ask(Mine.withdraw)


@shown_to_author.screen(Mine.withdraw)
async def ask_withdrawal(talk: Talk) -> Reply:
    """Asks whether it is really to be withdrawn."""
    proposal = await find_chosen(talk)
    yes = talk.make_choice("withdraw_sure:yes", "Yes", means=(Intent.YES, Intent.WITHDRAW))
    no = talk.make_choice("withdraw_sure:no", "No", means=(Intent.NO,))
    erase = talk.make_choice(f"erase_text:{proposal.id}", "Erase the text", means=(Intent.ERASE, Intent.FORGET))
    question = talk.say("Withdraw № {number}? Then it gets no answer.", number=proposal.label)
    stays = talk.say("Its text stays with the ayil okmotu. To have it erased: «{button}».", button=erase.title)
    return Reply(f"{question} {stays}", (yes, no, erase), list_ways(talk))


@sent_proposal.on(Mine.withdraw, choice="withdraw_sure")
async def on_withdrawal_answered(talk: Talk) -> Replies:
    """Withdraws the proposal, or leaves it."""
    if talk.chosen != "yes":
        return await on_back_to_one(talk)
    if talk.incoming.kind is Kind.TEXT and loses_nothing(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    proposal = await proposals.withdraw(talk.store, id=OwnProposal.of(talk).mine_proposal, by=talk.person, at=talk.now)
    erase = talk.make_choice(f"erase_text:{proposal.id}", "Erase the text")
    said = talk.say("№ {number} is withdrawn.", number=proposal.label)
    stays = talk.say("Its text stays with the ayil okmotu. To have it erased: «{button}».", button=erase.title)
    menu = await show_menu_for(talk, f"{said} {stays}")
    return replace(menu, ways=(erase, *menu.ways))


@router.on(Mine.correct, Mine.resend, Mine.withdraw, choice=BACK)
@router.on(Mine.correct, Mine.resend, Mine.withdraw, means=Intent.REFUSE)
async def on_back_to_one(talk: Talk) -> Reply:
    """Leaves the proposal as it is; «ооба, кереги жок» may be a yes, too."""
    if talk.state.state == Mine.withdraw and talk.incoming.kind is Kind.TEXT and says_yes_not_needed(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    return await talk.ask(Mine.one)
