"""Somebody asks what came of a proposal of theirs, by its number or without one."""

from bot.chat.talk import Replies
from bot.language.intents import Intent
from handlers.resident.my_proposals import on_mine_wanted, on_one_chosen
from handlers.resident.states import Mine
from handlers.resident.unsent.erasing import ask_before_erasing
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.meant import ASIDE
from handlers.shared.referrals import find_numbered
from handlers.shared.states import Menu
from handlers.shared.talk import Talk, router

router.listens |= {str(state): ASIDE for state in (Mine.correct, Mine.resend)}


@router.on(means=Intent.STATUS)
async def on_status_wanted(talk: Talk) -> Replies:
    """Shows the proposal whose number is named, else the list."""
    return await _find_numbered(talk) or await on_mine_wanted(talk)


async def _find_numbered(talk: Talk) -> Replies | None:
    """Shows the person's proposal whose number is named; None where there is no such one."""
    found = await find_numbered(talk) if talk.person.language is not None else None
    if found is None:
        return None
    talk.chosen = str(found.id)
    return await on_one_chosen(talk)


@router.on(means=Intent.WITHDRAW)
@router.on(Menu.open, Mine.list, means=Intent.ERASE)
async def on_erasing_meant(talk: Talk) -> Replies:
    """Lists what was sent, since one of it is meant; a number names it at once. An unsent draft is erased instead."""
    if shown := await _find_numbered(talk):
        return shown
    if (talk.state.state or "").startswith("Propose:") and draft_pieces.has_content(proposal_draft.find(talk)):
        return await ask_before_erasing(talk)
    talk.add_remark(
        talk.say("Choose the proposal that you want to withdraw. To have all that is kept of you erased: /forget")
    )
    return await on_mine_wanted(talk)
