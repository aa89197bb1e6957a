"""A proposal is put off at any step, or not wanted at all; what was written stays."""

from dataclasses import replace

from bot.chat.message import LATER, Choice, Reply
from bot.chat.talk import Replies
from bot.language.intents import Intent
from handlers.resident.unsent.discarding import Erasing
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.clarifying.which import on_what_it_resembles
from handlers.shared.menu import show_menu_for
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose

_STEPS = (
    Propose.resume, Propose.unsent, Propose.discard, Propose.side, Propose.text, Propose.split, Propose.check, Propose.change,
    Propose.category,
    Propose.amount, Propose.amount_sure, Propose.join, Propose.erase, Propose.similar, Propose.village, Propose.place,
    Propose.photo, Propose.name,
)  # fmt: skip


@router.on(*_STEPS, choice=LATER)
@router.on(*_STEPS, means=Intent.LATER)
@router.on(Propose.resume, means=Intent.BACK)
async def on_put_off(talk: Talk) -> Reply:
    """Keeps the draft and returns to the menu."""
    return await keep_for_later(talk)


async def ask_whether_later(talk: Talk) -> Replies:
    """Asks whether to go on later, of «барып карап келип айтам»: it tells no place and no name."""
    talk.between = (Choice(f"meant:{Intent.LATER}", ""),)
    return await on_what_it_resembles(talk)


async def keep_for_later(talk: Talk) -> Reply:
    """Leaves the draft unsent and says how to go on with it."""
    await talk.state.set_state(Menu.open)
    await Erasing.forget(talk)
    await replace(Drafts.of(talk), offered=False).keep(talk)
    if proposal_draft.find(talk).is_empty:
        return await talk.ask_again()
    button = talk.say("Make a proposal")
    if talk.person.consent_version is None:
        return await show_menu_for(talk, talk.say("It is kept for 24 hours. Press «{button}» to go on.", button=button))
    return await show_menu_for(talk, talk.say("It is kept. Press «{button}» to go on.", button=button))


@router.on(Propose.side, Propose.text, Propose.unsent, Propose.discard, means=Intent.NO)
@router.on(
    Propose.side, Propose.text, Propose.split, Propose.similar, Propose.resume, Propose.check, Propose.unsent,
    Propose.discard, means=Intent.REFUSE,
)  # fmt: skip
async def on_refused(talk: Talk) -> Replies:
    """Leads out whoever wants none of it; what was written stays."""
    if not draft_pieces.has_content(proposal_draft.find(talk)):
        await on_put_off(talk)
        return await show_menu_for(talk, talk.say("All right. Write whenever you like."))
    return await on_put_off(talk)
